"""What can be found in a release: its sessions by all that is said of them, its pages by name.

An index is made when somebody first searches a release, and kept until the summit has another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from summit.core.place import Government
from summit.core.programme import Session
from summit.core.release import Release
from summit.core.search import Document, Index
from summit.core.text import NOTHING, Text
from summit.formats import label, markdown
from summit.language import NAMES, country_name


class Field(StrEnum):
    """What of a session some words are."""

    TITLE = "title"
    PERSON = "person"
    CITY = "city"
    AREA = "area"
    STAGE = "stage"
    KIND = "kind"
    TURN = "turn"
    NOTE = "note"
    TEXT = "text"


class Page(StrEnum):
    """What has a page of its own, beside sessions."""

    AREA = "area"
    CITY = "city"
    SPEAKER = "speaker"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words by which a session is found, in a language, "" where that is not known.

    Where they name somebody or something, `name` is how that is called in every language.
    """

    field: Field
    words: str
    language: str
    name: Text = NOTHING


def passages(release: Release, session: Session) -> Iterator[Passage]:
    """Yield everything by which a session is found."""
    yield from _said(Field.TITLE, session.title)
    people = [release.person(code) for code in session.people]
    for person in people:
        yield from _said(Field.PERSON, person.name, person.name)
        yield from (Passage(Field.PERSON, words, "", person.name) for words in person.also)
        yield from _said(Field.PERSON, person.office, person.name)
    for part in session.parts:
        yield from _said(Field.PERSON, part.office)
    places = (*session.governments, *(one.government for one in people))
    for code in dict.fromkeys(code for code in places if code):
        city = release.government(code)
        yield from _said(Field.CITY, city.name, city.name)
        yield from _said(Field.CITY, _country(city), city.name)
    if session.area:
        yield from _said(Field.AREA, release.area(session.area).name)
    if session.stage:
        stage = release.stage(session.stage)
        yield from _said(Field.STAGE, stage.name, stage.name)
        yield from _said(Field.STAGE, stage.place, stage.name)
    yield from _said(Field.KIND, Text({tag: label.name(session.kind, tag) for tag in NAMES}))
    for turn in session.turns:
        yield from _said(Field.TURN, turn.title)
    yield from _said(Field.NOTE, _bare(session.note))
    yield from _said(Field.TEXT, _bare(session.text))


def _said(field: Field, text: Text, name: Text = NOTHING) -> Iterator[Passage]:
    return (Passage(field, words, tag, name) for tag, words in text.items())


def _bare(text: Text) -> Text:
    """Return a long text without the marks of its Markdown."""
    return Text.again({tag: markdown.plain(words) for tag, words in text.items()})


def _country(city: Government) -> Text:
    return Text({tag: country_name(city.country, tag) for tag in NAMES})


_FEW = 3
_NAMES = (Field.PERSON, Field.CITY)
_THEMES = (Field.AREA, Field.STAGE, Field.KIND, Field.TURN)
_TEXTS = (Field.NOTE, Field.TEXT)


def _session(release: Release, session: Session) -> Document:
    found = tuple(passages(release, session))

    def words(*fields: Field) -> tuple[str, ...]:
        return tuple(one.words for one in found if one.field in fields)

    return Document(
        session.code, words(Field.TITLE), words(*_NAMES), words(*_THEMES), words(*_TEXTS)
    )


def _pages(release: Release) -> Iterator[Document]:
    """Yield what has a page, by its names; a city also by its country's."""
    programme = release.programme
    for area in programme.areas:
        yield Document(f"{Page.AREA}/{area.code}", tuple(area.name.values()))
    for city in programme.governments:
        names = tuple(city.name.values())
        yield Document(f"{Page.CITY}/{city.code}", names, tuple(_country(city).values()))
    for person in programme.people:
        names = (*person.name.values(), *person.also)
        yield Document(f"{Page.SPEAKER}/{person.code}", names)
    for stage in programme.stages:
        yield Document(f"{Page.STAGE}/{stage.code}", tuple(stage.name.values()))


@dataclass(frozen=True, slots=True)
class Searched:
    """A release ready to be searched: `sessions` by their codes, `pages` as "city/london"."""

    digest: str
    sessions: Index
    pages: Index


@dataclass
class Searches:
    """The newest release of each summit that somebody has searched."""

    _kept: dict[str, Searched] = field(default_factory=dict)

    def of(self, release: Release) -> Searched:
        """Return a release ready to be searched; two threads may make it so at once."""
        found = self._kept.get(release.summit.code)
        if found is None or found.digest != release.digest:
            found = Searched(
                release.digest,
                Index(_session(release, one) for one in release.sessions),
                Index(_pages(release)),
            )
            self._kept[release.summit.code] = found
        return found


def words_near(searched: Searched, terms: Iterable[str]) -> dict[str, str]:
    """Return, for terms that nothing has, the words of titles and names spelt most like them.

    Only the first few are looked at: it is by far the dearest part of a search.
    """
    near = {}
    for term in islice(terms, _FEW):
        found = searched.pages.near(term) or searched.sessions.near(term)
        if found:
            near[term] = found
    return near
