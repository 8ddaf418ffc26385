"""The issuer's signing keys and what they sign (no article; needed wherever a paper or a package must stand without us)."""
