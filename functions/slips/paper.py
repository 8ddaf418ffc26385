"""A slip on paper: the address that its QR holds."""

from functions.checkins.tokens import picture_of as _picture_of
from functions.storage.settings import settings


def address_of(code: str) -> str:
    """Where a slip is confirmed; the code stands behind the hash, which browsers send to no server."""
    return f"{settings().site_origin}/claim/#{code}"


def picture_of(code: str) -> str:
    """The address as a QR, an SVG."""
    return _picture_of(address_of(code))
