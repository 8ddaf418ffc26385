"""The law itself: 24 articles as data, numbers with dates, districts, and what shows an article is kept."""
