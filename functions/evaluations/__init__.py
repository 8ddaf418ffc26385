"""Evaluations (Article 10): a group rates those who served, each sees and answers it, and rates the group."""
