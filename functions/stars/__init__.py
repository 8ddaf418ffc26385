"""Stars (Article 19): what the hours come to. Applying for a star and deciding on it is not here yet."""
