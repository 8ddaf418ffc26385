"""Claim slips (Article 5; Order 67, Article 6): a group fills in a slip for somebody, who confirms it, or says that it is not them.

Until then there is no volunteer: nothing is public, nothing counts, and the slip vanishes by itself.
"""
