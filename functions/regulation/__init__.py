"""The law itself: 24 articles as data, numbers with dates, districts, and what shows that an article is kept."""
