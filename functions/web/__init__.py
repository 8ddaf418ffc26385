"""What every route needs: problems as answers, the login guard, shapes, paging, repeats. Knows no room."""
