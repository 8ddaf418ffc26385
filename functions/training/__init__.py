"""Training (Article 11): what a group's members learnt, when, where and for how many class hours. Never counts as service."""
