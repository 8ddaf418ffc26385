"""Hours (Articles 9 and 14): what was served, minute by minute; each entry with its source, each total true."""
