"""Transfer (Article 16): a record goes to another province or system as one signed file, and comes from one, checked before anything counts."""
