"""The record (Articles 6 and 18): one volunteer's five blocks in one view. Owns no table."""
