"""Folding: words in the form in which they are compared, so that spelling does not matter.

It also goes back: to the place in the words as they are written, to mark what was found there.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# Marks of Latin, Greek and Cyrillic letters, Hebrew and Arabic vowels and the tatweel, what is
# not seen at all, and controls. The marks of other scripts make other letters and stay.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f"
    "\ufe20-\ufe2f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
_PLAINER = {
    "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŧ": "t",
    "þ": "th", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'",
    "‐": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    "\t": " ", "\n": " ", "\v": " ", "\f": " ", "\r": " ", "\u2028": " ", "\u2029": " ",
}  # fmt: skip
_PLAIN = re.compile(f"[{''.join(_PLAINER)}]")
_ASCII: dict[int, str | None] = dict.fromkeys((*range(32), 127)) | dict.fromkeys(range(9, 14), " ")
_EAST = "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
# What spellings of the same words differ in: hyphens and apostrophes inside a word, more than
# one space, and any space beside a Korean or Chinese letter.
_GAPS = re.compile(rf"'(?<=\w')(?=\w)|-(?<=\w-)(?=\w)| (?<=[ {_EAST}] )| (?= *[{_EAST}])")


def fold(words: str) -> str:
    """Return `words` as they are compared: "São Paulo’s 서울 시장" as "sao paulos서울시장"."""
    return _GAPS.sub("", _letters(words))


def _letters(words: str) -> str:
    """Return `words` letter by letter in their plainest form, each space as one blank."""
    if words.isascii():
        return words.translate(_ASCII).lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", words))
    plain = _PLAIN.sub(lambda found: _PLAINER[found[0]], bare.casefold())
    return unicodedata.normalize("NFC", plain)


def traced(words: str) -> tuple[str, list[tuple[int, int]]]:
    """Return `words` folded, and for each letter of that the part of `words` it comes from."""
    letters: list[str] = []
    origins: list[tuple[int, int]] = []
    for begins, ends in _clusters(words):
        plain = _letters(words[begins:ends])
        letters.append(plain)
        origins += [(begins, ends)] * len(plain)
    whole = "".join(letters)
    dropped = {at for gap in _GAPS.finditer(whole) for at in range(*gap.span())}
    kept = [at for at in range(len(whole)) if at not in dropped]
    return "".join(whole[at] for at in kept), [origins[at] for at in kept]


def _clusters(words: str) -> Iterator[tuple[int, int]]:
    """Yield where each letter begins and ends, with the marks behind it."""
    begins = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or not _is_mark(words[at]):
            yield begins, at
            begins = at


def _is_mark(letter: str) -> bool:
    return bool(unicodedata.combining(unicodedata.normalize("NFKD", letter)[0]))


class Piece(NamedTuple):
    """A piece of some words, and whether it is what was looked for."""

    words: str
    is_hit: bool


def highlight(words: str, terms: Iterable[str]) -> tuple[Piece, ...]:
    """Return `words` in pieces, those apart in which a term stands."""
    folded, origins = traced(words)
    hit = bytearray(len(words))
    for term in terms:
        at = folded.find(term)
        while at >= 0 and term:
            # A letter may have become several: all of it is marked, with its marks.
            first, after = origins[at][0], origins[at + len(term) - 1][1]
            hit[first:after] = b"\x01" * (after - first)
            at = folded.find(term, at + 1)
    pieces = []
    begins = 0
    for place in range(1, len(words) + 1):
        if place == len(words) or hit[place] != hit[begins]:
            pieces.append(Piece(words[begins:place], bool(hit[begins])))
            begins = place
    return tuple(pieces)


def excerpt(words: str, terms: Iterable[str], length: int = 180) -> tuple[Piece, ...]:
    """Return about `length` characters of `words` around the first term, in pieces."""
    terms = tuple(terms)
    folded = fold(words)
    first = min((at for term in terms if (at := folded.find(term)) >= 0), default=0)
    # Folding shortens as a rule and keeps the order, so the place is found by halving.
    place = bisect_right(range(len(words)), first, key=lambda end: len(fold(words[:end]))) - 1
    begins = max(0, place - length // 3)
    ends = min(len(words), begins + length)
    if begins and (space := words.find(" ", begins, place)) >= 0:
        begins = space + 1
    if ends < len(words) and (space := words.rfind(" ", place + length // 3, ends)) >= 0:
        ends = space
    shown = " ".join(words[begins:ends].split())
    before, after = "…" if begins else "", "…" if ends < len(words) else ""
    return highlight(f"{before}{shown}{after}", terms)
