"""Random identifiers, and the codes that people type: with a check character, so that a slip is noticed at once."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 17  # sixteen random characters (80 bits) and one to check them


def new_id() -> str:
    """An identifier that says nothing: 20 characters, 100 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(20)).lower()


def check_character(body: str) -> str:
    """Luhn modulo 32: finds every single wrong character and nearly every swap of neighbours."""
    total = 0
    for position, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def new_code() -> str:
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH - 1))
    return body + check_character(body)


def code_from(digest: str) -> str:
    """The code that belongs to a keyed fingerprint (64 hexadecimal digits): always the same, so that it is stored nowhere."""
    body = "".join(ALPHABET[int(digest[place : place + 2], 16) % 32] for place in range(0, 2 * CODE_LENGTH - 2, 2))
    return body + check_character(body)


def canonical_code(typed: str) -> str:
    """What was meant by what was typed: case, spaces and hyphens do not matter. Says nothing about validity."""
    return "".join(typed.upper().replace("-", "").split())


def is_code(text: str) -> bool:
    """Whether ``text`` is a well-formed canonical code."""
    well_formed = len(text) == CODE_LENGTH and set(text) <= set(ALPHABET)
    return well_formed and check_character(text[:-1]) == text[-1]


def grouped(code: str) -> str:
    """As it is shown: groups of four, ``ABCD-EFGH-JKLM-NPQR-S``."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def new_volunteer_number(region: str) -> str:
    """Region (6 digits), nine random digits, one check digit (ISO 7064 MOD 11,10): 16 digits, in no order."""
    from stdnum.iso7064 import mod_11_10

    body = region + "".join(secrets.choice("0123456789") for _ in range(9))
    return body + str(mod_11_10.calc_check_digit(body))


def is_volunteer_number(text: str) -> bool:
    from stdnum.iso7064 import mod_11_10

    return len(text) == 16 and text.isascii() and text.isdigit() and bool(mod_11_10.is_valid(text))
