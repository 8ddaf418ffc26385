"""What is sealed opens only for its owner, and two seals of one value differ."""

import pytest
from cryptography.exceptions import InvalidTag

from functions.storage import encryption


def test_a_sealed_value_opens_for_its_owner() -> None:
    assert encryption.unseal(encryption.seal("𠮷田", "me"), "me") == "𠮷田"


def test_a_sealed_value_moved_to_somebody_else_does_not_open() -> None:
    with pytest.raises(InvalidTag):
        encryption.unseal(encryption.seal("secret", "me"), "you")


def test_one_changed_bit_is_noticed() -> None:
    sealed = bytearray(encryption.seal("secret", "me"))
    sealed[-1] ^= 1
    with pytest.raises(InvalidTag):
        encryption.unseal(bytes(sealed), "me")


def test_two_seals_of_one_value_cannot_be_told_to_be_equal() -> None:
    assert encryption.seal("secret", "me") != encryption.seal("secret", "me")


def test_a_fingerprint_finds_equal_values_of_one_kind_only() -> None:
    assert encryption.fingerprint("document", "1") == encryption.fingerprint("document", "1")
    assert encryption.fingerprint("document", "1") != encryption.fingerprint("phone", "1")
