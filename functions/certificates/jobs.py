"""What runs by the clock: the keys, the kinds of credential and the status lists, as files that a site serves."""

from functions.certificates import status_lists
from functions.certificates.credentials import TYPE_PATHS, type_metadata
from functions.signing import actions as signing
from functions.signing.rules import as_bytes
from functions.storage import publishing
from functions.storage.settings import settings

_KEPT = 3600  # seconds that a cache may keep what hardly ever changes


def publish() -> None:
    """Publish all that a checker needs to do without us. Every ten minutes, so that what ended is told by then at the latest."""
    numbers = range(status_lists.list_count())
    for number in numbers:
        status_lists.publish_list(number)
    addresses = [status_lists.address_of(number * status_lists.SIZE)[0] for number in numbers]
    publishing.publish("published/status/lists.json", as_bytes({"lists": addresses}), status_lists.KEPT)
    signing.publish_keys()
    for kind, path in TYPE_PATHS.items():
        publishing.publish(path, as_bytes(type_metadata(kind, settings().site_origin)), _KEPT)
