"""Accounts: login, roles, sessions, second factor. No article; every other room needs it.

A volunteer, a recorder and a supervisor are accounts of their own, even where one person is two of them.
"""
