"""Search: what a reader's words ask for, an index of documents, and what it finds in them.

Words are compared folded (`summit.core.fold`). One is found wherever it stands, inside another
too, since Korean and Chinese part no words by spaces. Nothing that a reader types becomes a
pattern: it is looked for as it is.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from typing import NamedTuple

from summit.core.fold import fold, traced
from summit.core.text import clean_line

LONGEST = 100
"""Characters of a query that count."""
MOST = 8
"""Words of a query that count."""

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
        if is_phrase := place % 2 == 1:
            some = [part]
        else:
            some = [_UNFINISHED.sub("", one.strip(_AROUND)).rstrip(".") for one in part.split()]
        for term in (fold(one).strip() for one in some):
            if any(letter.isalnum() for letter in term) or (is_phrase and term):
                found[term] = None
    terms = tuple(found)
    return Query(words[:LONGEST], terms[:MOST], len(words) > LONGEST or len(terms) > MOST)


# --- the index -------------------------------------------------------------------------------

_WORD = re.compile(r"\w[\w'’-]*")
_SHORT = 2
"""A word of so many letters is like too many others."""


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


class _Entry(NamedTuple):
    """A document, folded; the titles in one string, with where they and their words begin.

    Texts of one alphabet are kept apart: they take a quarter of the room.
    """

    code: str
    titles: str
    starts: tuple[int, ...]
    words: tuple[int, ...]
    names: str
    themes: str
    texts: tuple[str, ...]


def _place(entry: _Entry, term: str) -> Place | None:
    """Return the best place of a term, or None where it does not occur."""
    _, titles, starts, words, names, themes, texts = entry
    if term in titles:
        for at in starts:
            if titles.startswith(term, at):
                return Place.TITLE_START
        for at in words:
            if titles.startswith(term, at):
                return Place.TITLE_WORD
        return Place.TITLE
    if term in names:
        return Place.NAME
    if term in themes:
        return Place.THEME
    for text in texts:
        if term in text:
            return Place.TEXT
    return None


class Index:
    """Documents ready to be searched, in the order in which equal ones are found."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._vocabulary: dict[str, str] = {}
        self._entries = tuple(self._entry(document) for document in documents)

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
                place = _place(entry, term)
                if place is None:
                    break
                places.append(place)
            else:
                found.append(Hit(max(places), sum(places), order, entry.code))
        return tuple(sorted(found))

    def near(self, term: str) -> str | None:
        """Return the word of a title that is spelt most like `term`, as it is written there."""
        best = get_close_matches(_spelling(term), self._vocabulary, 1, 0.75)
        return self._vocabulary[best[0]] if best else None

    def _entry(self, document: Document) -> _Entry:
        titles = ""
        starts, words = [], []
        for title in document.titles:
            folded, origins = traced(title)
            starts.append(len(titles))
            for word in _WORD.finditer(title):
                words.append(len(titles) + bisect_left(origins, (word.start(), 0)))
                if len(word[0]) > _SHORT:
                    self._vocabulary.setdefault(_spelling(fold(word[0])), word[0])
            titles += f"{folded}\n"
        return _Entry(
            document.code,
            titles,
            tuple(starts),
            tuple(words),
            _joined(document.names),
            _joined(document.themes),
            tuple(fold(text) for text in dict.fromkeys(document.texts)),
        )


def _spelling(word: str) -> str:
    """Return a folded word letter by letter, Korean syllables too."""
    return unicodedata.normalize("NFD", word)


def _joined(words: Iterable[str]) -> str:
    """Return words folded, as one string in which no term reaches from one to the next."""
    return "\n".join(fold(one) for one in dict.fromkeys(words))
