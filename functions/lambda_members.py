"""What Zappa's handler runs for the members function."""

from functions.app import members

app = members()
