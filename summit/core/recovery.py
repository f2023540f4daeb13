"""Recovery codes: what stands in for a second factor on the day on which it is lost.

A code has 24 signs of an alphabet of 31, which is 118 bits: enough for a plain digest (ASVS 5.0,
6.5.2 asks for 112).
"""

from __future__ import annotations

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Signs that are told apart on paper: neither 0 and o nor 1, i and l."""

LENGTH = 24
_GROUP = 4


def shown(code: str) -> str:
    """Return a code as it is printed: "abcd-efgh-jkmn-pqrs-tuvw-xyz2"."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def plain(written: str) -> str:
    """Return the code that somebody wrote, without what stands between its signs, or ""."""
    found = "".join(one for one in written.lower() if one.isalnum())
    return found if len(found) == LENGTH and set(found) <= set(ALPHABET) else ""
