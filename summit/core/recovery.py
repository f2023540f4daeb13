"""Recovery codes: what stands in for a second factor on the day on which it is lost.

A code has 16 signs of an alphabet of 31, which is 79 bits: it is kept as a plain digest.
"""

from __future__ import annotations

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Signs that are told apart on paper: neither 0 and o nor 1, i and l."""

LENGTH = 16
_GROUP = 4


def shown(code: str) -> str:
    """Return a code as it is printed: "abcd-efgh-jkmn-pqrs"."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def plain(written: str) -> str:
    """Return the code that somebody wrote, without what stands between its signs, or ""."""
    found = "".join(one for one in written.lower() if one.isalnum())
    return found if len(found) == LENGTH and set(found) <= set(ALPHABET) else ""
