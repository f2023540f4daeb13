"""Search across all that the working programme holds: published or not, in the tray too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import request

from summit.core.fold import Piece, highlight
from summit.core.programme import Session
from summit.core.search import Document, Index, Query, query
from summit.core.text import Text
from summit.formats import label, markdown
from summit.language import country_name
from summit.web.organizer import form
from summit.web.organizer.console import open_console
from summit.web.organizer.field import Ground
from summit.web.organizer.noun import AREA, CITY, PERSON, SESSION, STAGE, Kind, code_of
from summit.web.organizer.thing import address
from summit.web.page import render

_MOST = 50
"""Things of one noun that are shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found: what it is called, with what was looked for marked."""

    pieces: tuple[Piece, ...]
    address: str
    fact: str


@dataclass(frozen=True, slots=True)
class Group:
    """The things of one noun that were found, `count` of them in all."""

    title: str
    hits: tuple[Hit, ...]
    count: int


@dataclass(frozen=True, slots=True)
class View:
    """What was looked for, and what was found."""

    query: Query
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many things were found."""
        return sum(group.count for group in self.groups)


def show(summit: str) -> str:
    """Search for the words of the address."""
    frame = open_console(summit)
    asked = query(request.args.get("q", ""))
    groups = tuple(_groups(form.ground(frame), asked)) if asked.terms else ()
    return render("organizer/search.html", View(asked, groups))


def _groups(ground: Ground, asked: Query) -> Iterator[Group]:
    for kind, some in (
        (SESSION, _sessions(ground)),
        (PERSON, _people(ground)),
        (CITY, _cities(ground)),
        (STAGE, _stages(ground)),
        (AREA, _areas(ground)),
    ):
        found = Index(some).search(asked)
        if found:
            hits = tuple(_hit(kind, one.code, ground, asked) for one in found[:_MOST])
            yield Group(kind.title, hits, len(found))


def _hit(kind: Kind, code: str, ground: Ground, asked: Query) -> Hit:
    found = kind.find(ground.programme, code)
    called = kind.called(found, ground.language)
    fact = label.name(found.status, ground.language) if isinstance(found, Session) else ""
    return Hit(highlight(called, asked.terms), address(kind, code_of(found)), fact)


def _titles(code: str, *texts: Text) -> tuple[str, ...]:
    return (*(words for text in texts for words in text.values()), code)


def _bare(*texts: Text) -> tuple[str, ...]:
    return tuple(markdown.plain(words) for text in texts for words in text.values())


def _sessions(ground: Ground) -> Iterable[Document]:
    draft = ground.programme
    names = {one.code: one.name for one in draft.people}
    cities = {one.code: one.name for one in draft.governments}
    stages = {one.code: one.name for one in draft.stages}
    areas = {one.code: one.name for one in draft.areas}
    for one in draft.sessions:
        named = [*(names[code] for code in one.people), *(cities[code] for code in one.governments)]
        themes = [turn.title for turn in one.turns]
        themes += [stages[one.stage]] if one.stage else []
        themes += [areas[one.area]] if one.area else []
        yield Document(
            one.code,
            _titles(one.code, one.title),
            names=tuple(words for name in named for words in name.values()),
            themes=tuple(words for theme in themes for words in theme.values()),
            texts=_bare(one.text, one.note),
        )


def _people(ground: Ground) -> Iterable[Document]:
    cities = {one.code: one.name for one in ground.programme.governments}
    for one in ground.programme.people:
        city = cities.get(one.government or "", Text())
        yield Document(
            one.code,
            (*_titles(one.code, one.name), *one.also),
            names=tuple(city.values()),
            themes=tuple(one.office.values()),
        )


def _cities(ground: Ground) -> Iterable[Document]:
    for one in ground.programme.governments:
        country = country_name(one.country, ground.language)
        yield Document(one.code, _titles(one.code, one.name), themes=(country, one.zone))


def _stages(ground: Ground) -> Iterable[Document]:
    for one in ground.programme.stages:
        yield Document(one.code, _titles(one.code, one.name), themes=tuple(one.place.values()))


def _areas(ground: Ground) -> Iterable[Document]:
    for one in ground.programme.areas:
        yield Document(one.code, _titles(one.code, one.name), texts=_bare(one.text))
