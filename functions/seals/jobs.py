"""What runs by the clock: the list of seal certificates, as a file that a site serves."""

from functions.seals import authority


def publish() -> None:
    """Publish whose seals there are."""
    authority.publish_seals()
