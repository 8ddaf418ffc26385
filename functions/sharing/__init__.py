"""Sharing (Article 15): a volunteer shows chosen parts of the own record to one named receiver, until a day, by a link."""
