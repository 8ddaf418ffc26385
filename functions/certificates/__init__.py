"""Certificates (Article 17): issued from a snapshot that never changes, printed, and checked by anyone by its code."""
