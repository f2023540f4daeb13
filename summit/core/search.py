"""Search: words folded so that spelling does not matter, an index of them, and what it finds.

A word is found wherever it stands, inside another one too, since Korean and Chinese part no
words by spaces. Nothing that a reader types becomes a pattern: it is looked for as it is.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from summit.core.text import clean_line

LONGEST = 100
"""Characters of a query that count."""
MOST = 8
"""Words of a query that count."""

# --- folding ---------------------------------------------------------------------------------

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


def _traced(words: str) -> tuple[str, list[tuple[int, int]]]:
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


# --- the query -------------------------------------------------------------------------------

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂「」『』", '"'))
_AROUND = ",;:!?()[]{}<>*…。、，；：！？（）《》-'’‘–—‐"
_UNFINISHED = re.compile("[\u3131-\u318e]+$")
"""Korean letters that are no syllable yet, while one is being typed."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: the words as they were typed, and each term of them, folded.

    A term is a word, or a phrase in quotation marks. `is_cut` where there was more than counts.
    """

    words: str = ""
    terms: tuple[str, ...] = ()
    is_cut: bool = False


def query(typed: str) -> Query:
    """Return what a reader's words ask for, at most `MOST` terms of `LONGEST` characters."""
    words = clean_line(typed[: LONGEST * 10])
    found: dict[str, None] = {}
    for place, part in enumerate(words[:LONGEST].translate(_QUOTES).split('"')):
        for one in [part] if place % 2 else part.split():
            term = fold(_UNFINISHED.sub("", one.strip(_AROUND)).rstrip(".")).strip()
            if any(letter.isalnum() for letter in term) or (place % 2 and term):
                found[term] = None
    terms = tuple(found)
    return Query(words[:LONGEST], terms[:MOST], len(words) > LONGEST or len(terms) > MOST)


# --- the index -------------------------------------------------------------------------------

_WORD = re.compile(r"\w[\w'’-]*")


class Place(IntEnum):
    """Where a term stands in what is found, the best place first."""

    TITLE_START = 0
    TITLE_WORD = 1
    TITLE = 2
    NAME = 3
    THEME = 4
    TEXT = 5


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found of one thing, in every language at once.

    `names` are those of its people and places, `themes` whatever else it is known by.
    """

    code: str
    titles: tuple[str, ...]
    names: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


class Hit(NamedTuple):
    """A thing that has every term; `worst` and `total` are the places of these."""

    worst: Place
    total: int
    order: int
    code: str


class _Title(NamedTuple):
    """A title, folded, and where its words begin."""

    words: str
    starts: tuple[int, ...]

    def place(self, term: str) -> Place:
        """Return where in the title a term stands that stands in it."""
        if self.words.startswith(term):
            return Place.TITLE_START
        begins = any(self.words.startswith(term, at) for at in self.starts)
        return Place.TITLE_WORD if begins else Place.TITLE


@dataclass(frozen=True, slots=True)
class _Entry:
    """A document, folded. Texts of one alphabet are kept apart: they take a quarter of the room."""

    code: str
    titles: tuple[_Title, ...]
    names: str
    themes: str
    texts: tuple[str, ...]

    def place(self, term: str) -> Place | None:
        """Return the best place of a term, or None where it does not occur."""
        best = None
        for title in self.titles:
            if term in title.words:
                place = title.place(term)
                best = place if best is None else min(best, place)
        if best is not None:
            return best
        if term in self.names:
            return Place.NAME
        if term in self.themes:
            return Place.THEME
        for text in self.texts:
            if term in text:
                return Place.TEXT
        return None


class Index:
    """Documents ready to be searched, in the order in which equal ones are found."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._spoken: dict[str, str] = {}
        self._entries = tuple(
            _Entry(
                document.code,
                tuple(self._title(words) for words in document.titles),
                _joined(document.names),
                _joined(document.themes),
                tuple(fold(words) for words in dict.fromkeys(document.texts)),
            )
            for document in documents
        )

    def search(self, query: Query) -> tuple[Hit, ...]:
        """Return what has all terms of the query, the best first; nothing without a term.

        First comes what has its least prominent term in the best place, then what has all of
        them in better places together, then what stands first in the index.
        """
        found = []
        # The longest term is the rarest, as a rule, and rules most documents out.
        terms = sorted(query.terms, key=len, reverse=True)
        for order, entry in enumerate(self._entries if terms else ()):
            places = []
            for term in terms:
                place = entry.place(term)
                if place is None:
                    break
                places.append(place)
            else:
                found.append(Hit(max(places), sum(places), order, entry.code))
        return tuple(sorted(found))

    def near(self, term: str) -> str | None:
        """Return the word of a title that is spelt most like `term`, as it is written there."""
        best = get_close_matches(term, self._vocabulary, 1, 0.75)
        return self._spoken[best[0]] if best else None

    @cached_property
    def _vocabulary(self) -> tuple[str, ...]:
        return tuple(word for word in self._spoken if len(word) > 2)

    def _title(self, words: str) -> _Title:
        folded, origins = _traced(words)
        starts = []
        for word in _WORD.finditer(words):
            starts.append(bisect_left(origins, (word.start(), 0)))
            self._spoken.setdefault(fold(word[0]), word[0])
        return _Title(folded, tuple(starts))


def _joined(words: Iterable[str]) -> str:
    """Return words folded, as one string in which no term reaches from one to the next."""
    return "\n".join(fold(one) for one in dict.fromkeys(words))


# --- what is shown of it ---------------------------------------------------------------------


class Piece(NamedTuple):
    """A piece of some words, and whether it is what was looked for."""

    words: str
    is_hit: bool


def contains(words: str, term: str) -> bool:
    """Whether a term stands in these words."""
    return term in fold(words)


def highlight(words: str, terms: Iterable[str]) -> tuple[Piece, ...]:
    """Return `words` in pieces, those apart in which a term stands."""
    folded, origins = _traced(words)
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
    if ends < len(words) and (space := words.rfind(" ", place + LONGEST // 2, ends)) >= 0:
        ends = space
    shown = " ".join(words[begins:ends].split())
    before, after = "…" if begins else "", "…" if ends < len(words) else ""
    return highlight(f"{before}{shown}{after}", terms)
