"""What this deployment is, and the lists its forms offer. No article; owns no table."""
