"""The Seal (Article 17): a holder asks a group to check and seal a certificate; the sealed file carries a PAdES signature."""
