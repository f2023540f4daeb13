"""Reads a programme that is written as TOML, such as those in `summit/programmes`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time

from summit.core import scale
from summit.core.errors import Invalid
from summit.core.people import Mode, Part, Person, Role
from summit.core.place import Government, GovernmentKind, Presence
from summit.core.programme import (
    Area,
    Aspect,
    Programme,
    ProgrammeDay,
    Session,
    SessionKind,
    Stage,
    Stream,
    Summit,
)
from summit.core.scale import Band
from summit.core.shape import COUNTRY
from summit.core.turn import Turn, TurnKind
from summit.formats.toml_table import Table, load

_MOST = 1000
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}")


def read(octets: bytes) -> Programme:
    """Return the programme that a TOML file describes.

    Raise `Invalid`, with the table and key, for anything that cannot be taken.
    """
    whole = load(octets)
    head = Table(whole.need("summit", dict), "summit")
    summit = Summit(
        code=head.need("code", str),
        title=head.text("title"),
        zone=head.need("zone", str),
        languages=head.languages("languages"),
        day_border=head.get("day_border", time) or time(4),
        slogan=head.text("slogan"),
        text=head.text("text", line=False),
        host=head.text("host"),
        notice=head.text("notice", line=False),
        bands=_bands(head),
    )
    head.end()
    if not summit.languages:
        raise Invalid("this is missing", "summit, languages")
    streams = tuple(_stream(table) for table in whole.tables("stream"))
    people = tuple(_person(table) for table in whole.tables("person"))
    speaks_for = {person.code: person.government for person in people}
    programme = Programme(
        summit=summit,
        days=tuple(
            ProgrammeDay(table.need("number", int), table.need("date", date), table.text("title"))
            for table in whole.tables("day")
        ),
        stages=tuple(
            Stage(table.need("code", str), table.text("name"), table.text("place"))
            for table in whole.tables("stage")
        ),
        areas=tuple(
            Area(table.need("code", str), table.text("name"), table.text("text", line=False))
            for table in whole.tables("area")
        ),
        governments=tuple(_government(table) for table in whole.tables("government")),
        people=people,
        sessions=tuple(_session(table, streams, speaks_for) for table in whole.tables("session")),
    )
    whole.leave("registration")  # read by `registration_rules`
    whole.leave("declaration")  # read by `declaration`
    whole.end()
    return programme


def _bands(head: Table) -> tuple[Band, ...]:
    """Return the bands of a scale of the summit's own; none are the usual ones."""
    bands = tuple(
        Band(_minutes(table, "from"), _minutes(table, "to"), table.need("points", int))
        for table in head.tables("band")
    )
    for at, problem in scale.wrong(bands).items():
        raise Invalid(problem.message, head.at(f"band {at + 1}"))
    return scale.whole(bands)


def _minutes(table: Table, key: str) -> int:
    """Return a time such as "08:30" in minutes of the day, which ends with "24:00"."""
    words = table.need(key, str)
    if not _CLOCK.fullmatch(words):
        raise Invalid('this is not a time of day such as "08:30"', table.at(key))
    return 60 * int(words[:2]) + int(words[3:])


def _stream(table: Table) -> Stream:
    language = table.language("language") or table.need("language", str)
    return Stream(language, table.text("title"), table.address("address"))


def _person(table: Table) -> Person:
    name = table.text("name")
    return Person(
        code=table.need("code", str),
        name=name,
        sort=(table.line("sort") or name.say("en"))[:255],
        office=table.text("office"),
        also=table.words("also"),
        government=table.get("government", str),
        illustrative=table.get("illustrative", bool) or False,
    )


def _government(table: Table) -> Government:
    country = table.need("country", str)
    if not COUNTRY.fullmatch(country):
        raise Invalid(f"“{country}” is not a code such as KR", f"{table.where}, country")
    return Government(
        code=table.need("code", str),
        name=table.text("name"),
        kind=table.choice("kind", GovernmentKind),
        country=country,
        zone=table.need("zone", str),
        latitude=table.degrees("latitude", 90),
        longitude=table.degrees("longitude", 180),
        presence=table.choice("presence", Presence),
        illustrative=table.get("illustrative", bool) or False,
    )


def _session(
    table: Table, streams: tuple[Stream, ...], speaks_for: Mapping[str, str | None]
) -> Session:
    return Session(
        code=table.need("code", str),
        kind=table.choice("kind", SessionKind),
        title=table.text("title"),
        starts=table.instant("starts"),
        minutes=table.need("minutes", int),
        stage=table.get("stage", str),
        area=table.get("area", str),
        text=table.text("text", line=False),
        note=table.text("note", line=False),
        capacity=table.get("capacity", int),
        spoken=table.languages("spoken"),
        interpreted=table.languages("interpreted"),
        streams=streams,
        parts=tuple(part for one in table.tables("part") for part in _parts(one, speaks_for)),
        turns=tuple(_turn(one, speaks_for) for one in table.tables("turn")),
        illustrative=table.choices("illustrative", Aspect),
    )


def _parts(table: Table, speaks_for: Mapping[str, str | None]) -> Iterator[Part]:
    """Yield the part, as often as its `count` says."""
    person = table.get("person", str)
    part = Part(
        role=table.choice("role", Role),
        person=person,
        government=table.get("government", str) or speaks_for.get(person or ""),
        office=table.text("office"),
        mode=table.maybe("mode", Mode),
        illustrative=table.get("illustrative", bool) or False,
    )
    count = 1 if (given := table.get("count", int)) is None else given
    if not 0 < count <= _MOST:
        raise Invalid(f"{count} is not between 1 and {_MOST}", f"{table.where}, count")
    for _ in range(count):
        yield part


def _turn(table: Table, speaks_for: Mapping[str, str | None]) -> Turn:
    person = table.get("person", str)
    return Turn(
        title=table.text("title"),
        minutes=table.need("minutes", int),
        kind=table.choice("kind", TurnKind),
        person=person,
        government=table.get("government", str) or speaks_for.get(person or ""),
        language=table.language("language"),
        mode=table.maybe("mode", Mode),
        illustrative=table.get("illustrative", bool) or False,
    )
