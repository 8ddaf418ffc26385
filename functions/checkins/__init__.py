"""Check-in and check-out (Articles 9 and 14): who came and who went, by the server's clock, at the recorder's screen."""
