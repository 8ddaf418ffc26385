"""Projects (Articles 8 and 14): what was done where, for whom, within which window of time, and who is on the roster."""
