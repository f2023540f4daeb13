"""Passwords: what one has to be, so that it is not guessed."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

SHORTEST = 12
LONGEST = 256
_TELLING = 4
"""Characters from which on a name is found in a password by more than chance."""


class Weakness(StrEnum):
    """Why a password is not taken."""

    SHORT = "short"
    LONG = "long"
    OWN = "own"


def plain(words: str) -> str:
    """Return a password as it is compared: however a keyboard composes its letters (NFKC)."""
    return unicodedata.normalize("NFKC", words)


def weakness(words: str, address: str, name: str) -> Weakness | None:
    """Return why `words` are no password for the person with `address` and `name`, if so.

    Length is what counts (NIST SP 800-63B §5.1.1); one's own name or address is guessed first.
    """
    if len(plain(words)) < SHORTEST:
        return Weakness.SHORT
    if len(plain(words)) > LONGEST:
        return Weakness.LONG
    said = plain(words).casefold()
    mine = (address, address.partition("@")[0], name, *name.split())
    if any(len(one) >= _TELLING and plain(one).casefold() in said for one in mine):
        return Weakness.OWN
    return None
