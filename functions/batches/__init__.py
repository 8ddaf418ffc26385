"""Certificates that a group issues for many at once (Articles 15 and 17): with each one's consent, of its own hours alone."""
