"""Consent (Articles 3 and 15): what a person agreed to, under which text, and when it ended. Events are only ever added."""
