"""Passwords: what one has to be, so that it is not guessed."""

from __future__ import annotations

import re
import unicodedata

from summit.core.errors import Invalid

SHORTEST = 12
LONGEST = 256
_TELLING = 4
"""Characters from which on a name is found in a password by more than chance."""
_OWN_WORDS = 4
"""Characters that have to be left when what everybody takes is left out."""
_GUESSED_FIRST = (
    *("password", "passwort", "passw0rd", "p@ssw0rd", "iloveyou", "welcome", "letmein", "secret"),
    *("monkey", "dragon", "football", "baseball", "sunshine", "princess", "master", "shadow"),
    *("superman", "batman", "charlie", "michael", "jordan", "computer", "internet", "whatever"),
    *("hello", "freedom", "trustno1", "starwars", "login", "admin", "test", "changeme"),
    *("summit", "government", "minister", "mayor", "seoul", "cac"),
)
"""What leaked passwords are mostly made of, and the words that a summit brings along."""
_ROWS = (
    *("abcdefghijklmnopqrstuvwxyz", "01234567890", "1q2w3e4r5t6y7u8i9o0p"),
    *("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm"),
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",),
)
"""Along these, fingers run."""


def plain(words: str) -> str:
    """Return a password as it is compared: however a keyboard composes its letters (NFKC)."""
    return unicodedata.normalize("NFKC", words)


def weakness(words: str, address: str, name: str) -> Invalid | None:
    """Return why `words` are no password for the person with `address` and `name`, if so.

    Length is what counts (NIST SP 800-63B §5.1.1); one's own name or address is guessed first,
    and so is what everybody takes. No kind of character is asked for.
    """
    if len(plain(words)) < SHORTEST:
        message = "Take at least %(count)s characters: a few words in a row will do."
        return Invalid(message, "password", count=SHORTEST)
    if len(plain(words)) > LONGEST:
        return Invalid("Take at most %(count)s characters.", "password", count=LONGEST)
    said = plain(words).casefold()
    mine = (address, address.partition("@")[0], name, *name.split())
    if any(len(one) >= _TELLING and plain(one).casefold() in said for one in mine):
        message = "Leave your name and your address out: they are guessed first."
        return Invalid(message, "password")
    if len(_own(said)) < _OWN_WORDS:
        message = "This is guessed early: take a few words that others would not put in a row."
        return Invalid(message, "password")
    return None


def _own(said: str) -> str:
    """Return what is left of a password without what everybody takes, nor what is repeated."""
    left = _COMMON.sub("", "".join(said.split()))
    # "abc!abc!abc!" is worth no more than "abc!", and "aaaa" no more than "a".
    return left[: (left + left).find(left, 1)] if left else left


def _runs() -> list[str]:
    """Return what is left out of a password, the longest first: runs of three or more, words."""
    runs = {
        row[at : at + length]
        for one in _ROWS
        for row in (one, one[::-1])
        for length in range(3, len(row) + 1)
        for at in range(len(row) - length + 1)
    }
    return sorted(runs | set(_GUESSED_FIRST), key=len, reverse=True)


_COMMON = re.compile("|".join((*map(re.escape, _runs()), r"(?:19|20)\d\d", r"(.)\1{2,}")))
