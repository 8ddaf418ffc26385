"""Supervision (Articles 4, 23): signs that hours may not be what they say, spot checks, orders to correct, suspensions, notices, appeals."""
