"""Which registrations a page of the desk is about, and what its fields offer for that."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from summit.core.errors import NotFound
from summit.core.registration import Rules, State
from summit.core.release import Release
from summit.core.selection import Place, Selection
from summit.core.text import Text
from summit.language import NAMES, countries, country_name, language_name
from summit.web import read
from summit.web.organizer.console import Console
from summit.web.page import site

Choices = list[tuple[str, list[tuple[str, str]]]]
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Person:
    """What the fields of a person offer."""

    governments: Choices
    countries: Choices
    languages: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Lists:
    """What the fields of the desk offer, each value with its words, in the reader's language."""

    kinds: Choices
    countries: Choices
    governments: Choices
    sessions: Choices
    mail: Choices
    spoken: list[tuple[str, str]]

    @property
    def person(self) -> Person:
        """What the fields of a person offer, where no country or government is an answer."""
        nothing = [("", [("", "—")])]
        return Person([*nothing, *self.governments], [*nothing, *self.countries], self.spoken)


def asked(given: MultiDict[str, str] | None = None) -> Selection:
    """Return what the address of this request selects, or a form; what is unknown is not asked."""
    given = request.args if given is None else given

    def words(name: str) -> str:
        return read.clean(given.get(name, ""))[:_LONGEST]

    states = given.getlist("state")
    place = given.get("place", "")
    return Selection(
        words=words("q"),
        states=tuple(one for one in State if one.value in states),
        kind=words("kind"),
        country=words("country"),
        government=words("government"),
        language=words("mail"),
        session=words("session"),
        place=Place(place) if place in set(Place) else None,
    )


def query(selection: Selection) -> dict[str, Any]:
    """Return what an address asks for so that `asked` gives `selection`."""
    found: dict[str, Any] = {
        "q": selection.words,
        "state": tuple(one.value for one in selection.states),
        "kind": selection.kind,
        "country": selection.country,
        "government": selection.government,
        "mail": selection.language,
        "session": selection.session,
        "place": selection.place.value if selection.place else "",
    }
    return {name: value for name, value in found.items() if value}


def released(code: str) -> Release | None:
    """Return the newest release of a summit, or None before the first."""
    try:
        return site().board.summit(code).release
    except NotFound:
        return None


def titles(release: Release | None) -> Mapping[str, Text]:
    """Return the titles of the released sessions by their codes."""
    return {one.code: one.title for one in release.sessions} if release else {}


def lists(
    frame: Console,
    rules: Rules,
    release: Release | None,
    known: Collection[str] = (),
    own: tuple[str, ...] = (),
) -> Lists:
    """Return what the fields offer.

    `known` are the countries to choose among, all if there are none; `own` are languages that
    are chosen already.
    """
    language = frame.reader.language
    programme = release.programme if release else None
    governments = sorted(
        (
            (one.code, one.name.say(language))
            for one in (programme.governments if programme else ())
        ),
        key=lambda one: one[1].casefold(),
    )
    seats = [
        (one.code, one.title.say(language))
        for one in (release.sessions if release else ())
        if one.capacity is not None
    ]
    spoken = {tag for one in (release.sessions if release else ()) for tag in one.languages}
    tags = dict.fromkeys((*frame.desk.languages, *sorted(spoken), *own))
    there = (
        sorted(((one, country_name(one, language)) for one in known), key=lambda one: one[1])
        if known
        else list(countries(language))
    )
    return Lists(
        kinds=[("", [(one.code, one.name.say(language)) for one in rules.kinds])],
        countries=[("", there)],
        governments=[("", governments)],
        sessions=[("", seats)],
        mail=[("", list(NAMES.items()))],
        spoken=[(tag, language_name(tag, language)) for tag in tags],
    )
