"""Volunteers (Articles 5 and 7): registration under the real name, the nine fields, one person per document."""
