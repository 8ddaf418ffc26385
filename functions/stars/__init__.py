"""Stars (Article 19): applied for in turn, decided by the level that the district's settings name, taken back by decision only."""
