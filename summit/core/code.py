"""Codes: the short names by which addresses know things, and how words become one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import count

LONGEST = 64
"""Characters that a code may have."""

CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
"""Small letters, digits and hyphens, none of them at either end."""

# Letters that no normalisation takes apart into a letter of ASCII and a mark on it.
_LETTERS = dict(
    zip(
        "ßæœøłđðþıабвгдежзийклмнопрстуфхцчшщъыьэюяёєіїґαβγδεζηθικλμνξοπρσςτυφχψω",
        "ss ae oe o l d d th i a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e"
        " yu ya yo ye i yi g a v g d e z i th i k l m n x o p r s s t y f ch ps o".replace(
            "_", ""
        ).split(" "),
        strict=True,
    )
)
# Their Unicode names, which never change, end in how they are read: "HANGUL SYLLABLE GIM".
_SYLLABLE = re.compile(r"(?:HANGUL SYLLABLE|(?:HIRAGANA|KATAKANA) LETTER(?: SMALL)?) ([A-Z]+)")


def slug(words: str, noun: str) -> str:
    """Return a code for `words`, the same for the same words on every machine.

    European alphabets, Hangul and kana are written in Latin letters. Where letters are
    lost, as with Chinese characters, or the words are too long, a short hash of them keeps
    apart what would look the same; where nothing is left, `noun` stands before it.
    """
    letters = [_latin(letter) for letter in unicodedata.normalize("NFC", words).casefold()]
    found = re.sub("-+", "-", "".join(letter or "" for letter in letters)).strip("-")
    if None not in letters and CODE.fullmatch(found):
        return found
    mark = sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{found[: LONGEST - 7].strip('-') or noun}-{mark}"


def _latin(letter: str) -> str | None:
    """Return `letter` in Latin ones, a hyphen for what is no letter, None where it is lost."""
    if letter in "'’":
        return ""
    for base in (letter, unicodedata.normalize("NFKD", letter)[:1].casefold()):
        if base.isascii() and base.isalnum():
            return base
        if base in _LETTERS:
            return _LETTERS[base].strip("_")
        if syllable := _SYLLABLE.fullmatch(unicodedata.name(base, "")):
            return syllable[1].lower()
    if letter.isalnum():
        return None
    return "" if unicodedata.combining(letter) else "-"


class Claims:
    """Codes that are given out once each, in an order that depends on nothing but the asking."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, Iterator[int]] = {}

    def __contains__(self, code: str) -> bool:
        return code in self._taken

    def take(self, code: str) -> None:
        """Give out this very code."""
        self._taken.add(code)

    def first(self, code: str) -> str:
        """Give out `code`, or else the first of code-2, code-3 … that is free."""
        found = code
        numbers = self._next.setdefault(code, count(2))
        while found in self._taken:
            suffix = f"-{next(numbers)}"
            found = code[: LONGEST - len(suffix)].rstrip("-") + suffix
        self._taken.add(found)
        return found
