"""Honour rolls (Articles 18, 21): who has a good record by criteria that are printed with the list; names only with consent."""
