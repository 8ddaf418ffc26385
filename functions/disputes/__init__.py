"""Disputes (Order 67, Article 13): a volunteer points out an error or a missing hour, the group answers within the period."""
