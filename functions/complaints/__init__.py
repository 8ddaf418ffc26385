"""Complaints (Article 13): filed by anyone without a login, looked into by the group or the supervisor, with the volunteer heard."""
