"""What a search found: sessions with the words that were looked for, and pages of that name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request

from summit.core.fold import Piece, excerpt, fold, highlight
from summit.core.place import GovernmentKind
from summit.core.programme import Session
from summit.core.search import Hit, Query, query
from summit.core.text import NOTHING, Text, Wording
from summit.language import country_name
from summit.published.search import Field, Page, Passage, Searched, passages, words_near
from summit.web.page import SummitFrame
from summit.web.public.filter import Filtered
from summit.web.reader import link
from summit.web.row import Row, hues, rows

_RESULTS = 100
"""So many results are shown until all are asked for."""
_PAGES = 8
_LINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """Where in a session something stands that was looked for, unless in its title."""

    field: Field
    pieces: tuple[Piece, ...]
    language: str
    name: Text


@dataclass(frozen=True, slots=True)
class Result:
    """A session that was found: its title in pieces, and where else the words stand."""

    row: Row
    title: tuple[Piece, ...]
    language: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page that is called by what was looked for; `kind` is that of a city."""

    page: Page
    pieces: tuple[Piece, ...]
    language: str
    address: str
    kind: GovernmentKind | None
    note: Wording
    hue: int


@dataclass(frozen=True, slots=True)
class Alone:
    """How many sessions have one of several words, filters aside, and the address of that."""

    term: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Search:
    """What was found; `more` sessions are not shown, but at the address `everything`.

    Where no session has all words, `alone` says how it is with each, and `near` is a query
    that is spelt like it and finds something, with its address.
    """

    query: Query
    results: tuple[Result, ...]
    pages: tuple[PageLink, ...]
    more: int
    everything: str
    alone: tuple[Alone, ...] = ()
    near: str = ""
    near_address: str = ""


def search(frame: SummitFrame, found: Filtered, *, is_listed: bool) -> Search | None:
    """Return what the words of the address find within its filters; None without words.

    Results are made where they are going to be listed.
    """
    if not found.searched:
        return None
    room = len(found.hits) if request.args.get("show") == "all" else _RESULTS
    shown = found.hits[: room if is_listed else 0]
    alone: tuple[Alone, ...] = ()
    near = ""
    if not found.matching:
        alone = tuple(_alone(frame, found.searched, found.query))
        near = _near(found.searched, found.query, alone)
    return Search(
        query=found.query,
        results=tuple(_results(frame, shown, found.query)),
        pages=tuple(_pages(frame, found.searched, found.query)),
        more=len(found.hits) - len(shown),
        everything=frame.address(show="all"),
        alone=tuple(one for one in alone if one.count and len(alone) > 1),
        near=near,
        near_address=frame.address(q=near),
    )


def _results(frame: SummitFrame, hits: tuple[Hit, ...], asked: Query) -> Iterator[Result]:
    release, language = frame.release, frame.reader.language
    for row in rows(frame, (release.session(hit.code) for hit in hits)):
        title = row.session.title.best(language)
        yield Result(
            row=row,
            title=highlight(title.words, asked.terms),
            language=title.language,
            lines=tuple(_lines(frame, row.session, asked, title)),
        )


def _lines(frame: SummitFrame, session: Session, asked: Query, title: Wording) -> Iterator[Line]:
    """Yield where the terms stand that the title does not have, in the reader's words if so."""
    missing = {term for term in asked.terms if term not in fold(title.words)}
    language = frame.reader.language
    order = tuple(Field)

    def rank(passage: Passage) -> tuple[int, bool]:
        return order.index(passage.field), passage.language != language

    told = 0
    for passage in sorted(passages(frame.release, session), key=rank) if missing else ():
        words = fold(passage.words)
        if here := {term for term in missing if term in words}:
            in_order = sorted(here, key=words.find)
            name = passage.name if passage.name.say(language) != passage.words else NOTHING
            yield Line(passage.field, excerpt(passage.words, in_order), passage.language, name)
            missing -= here
            told += 1
        if not missing or told == _LINES:
            return


def _pages(frame: SummitFrame, searched: Searched, asked: Query) -> Iterator[PageLink]:
    """Yield links to what is called so: areas, cities, people and stages."""
    release, language = frame.release, frame.reader.language
    colours = hues(release)
    for hit in searched.pages.search(asked)[:_PAGES]:
        kind, _, code = hit.code.partition("/")
        page = Page(kind)
        name, note = _called(frame, page, code)
        title = name.best(language)
        # What is called so in another language is shown in that one beside.
        other = next((tag for tag, words in name.items() if _has_all(words, asked)), "")
        if other and not _has_all(title.words, asked):
            note = Wording(name[other], other)
        yield PageLink(
            page=page,
            pieces=highlight(title.words, asked.terms),
            language=title.language,
            address=link(f"public.{page}", summit=release.summit.code, code=code),
            kind=release.government(code).kind if page is Page.CITY else None,
            note=note,
            hue=colours.get(code, 0) if page is Page.AREA else 0,
        )


def _has_all(words: str, asked: Query) -> bool:
    folded = fold(words)
    return all(term in folded for term in asked.terms)


def _called(frame: SummitFrame, page: Page, code: str) -> tuple[Text, Wording]:
    """Return the name of what has a page, and a word more about it."""
    release, language = frame.release, frame.reader.language
    if page is Page.AREA:
        return release.area(code).name, Wording("", language)
    if page is Page.STAGE:
        return release.stage(code).name, Wording("", language)
    if page is Page.CITY:
        city = release.government(code)
        return city.name, Wording(country_name(city.country, language), language)
    person = release.person(code)
    return person.name, person.office.best(language)


def _alone(frame: SummitFrame, searched: Searched, asked: Query) -> Iterator[Alone]:
    for term in asked.terms:
        words = f'"{term}"' if " " in term else term
        count = len(searched.sessions.search(query(words)))
        yield Alone(term, count, frame.address(q=words))


def _near(searched: Searched, asked: Query, alone: tuple[Alone, ...]) -> str:
    """Return the query with its unknown words put right, where that finds a session."""
    unknown = [one.term for one in alone if not one.count]
    near = words_near(searched, unknown)
    words = " ".join(near.get(term, f'"{term}"' if " " in term else term) for term in asked.terms)
    return words if near and searched.sessions.search(query(words)) else ""
