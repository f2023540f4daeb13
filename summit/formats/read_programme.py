"""Reads a programme that is written as TOML, such as those in `summit/programmes`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

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
from summit.core.text import Text, clean_line
from summit.core.turn import Turn, TurnKind
from summit.core.zone import utc

_Value = TypeVar("_Value")
_Choice = TypeVar("_Choice", bound=StrEnum)


class _Table:
    """One TOML table, asked for its values by name and type, that knows where it stands."""

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self.values = values
        self.where = where
        self.unread = set(values)

    def get(self, key: str, kind: type[_Value]) -> _Value | None:
        """Return the value of `key`, or None where it is not given."""
        self.unread.discard(key)
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise Invalid(f"“{value}” should be a {kind.__name__}", f"{self.where}, {key}")
        return value

    def need(self, key: str, kind: type[_Value]) -> _Value:
        """Return the value of `key`; raise `Invalid` where it is not given."""
        value = self.get(key, kind)
        if value is None:
            raise Invalid("this is missing", f"{self.where}, {key}")
        return value

    def text(self, key: str, *, line: bool = True) -> Text:
        """Return the wordings of `key`, on one line each unless told otherwise."""
        wordings = self.get(key, dict) or {}
        for tag, words in wordings.items():
            if not isinstance(words, str):
                raise Invalid(f"“{words}” should be words", f"{self.where}, {key}.{tag}")
        return Text({tag: clean_line(words) if line else words for tag, words in wordings.items()})

    def number(self, key: str) -> float:
        """Return a number that may be written with or without a decimal point."""
        value = self.values.get(key)
        return float(self.need(key, int if isinstance(value, int) else float))

    def choice(self, key: str, choices: type[_Choice]) -> _Choice:
        """Return the member of `choices` that `key` names."""
        return self._member(key, choices, self.need(key, str))

    def maybe(self, key: str, choices: type[_Choice]) -> _Choice | None:
        """Return the member of `choices` that `key` names, or None where it is not given."""
        value = self.get(key, str)
        return None if value is None else self._member(key, choices, value)

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of strings."""
        values = self.get(key, list) or []
        for value in values:
            if not isinstance(value, str):
                raise Invalid(f"“{value}” should be a string", f"{self.where}, {key}")
        return tuple(values)

    def tables(self, key: str) -> Iterator[_Table]:
        """Yield the tables of a list of tables, each to be read to its end."""
        for at, values in enumerate(self.get(key, list) or [], start=1):
            name = values.get("code") or f"{at}"
            table = _Table(values, f"{self.where}, {key} {name}" if self.where else f"{key} {name}")
            yield table
            table.end()

    def end(self) -> None:
        """Raise `Invalid` for a key that nobody asked for: most likely it is misspelt."""
        if self.unread:
            raise Invalid(f"unknown: {', '.join(sorted(self.unread))}", self.where)

    def _member(self, key: str, choices: type[_Choice], value: str) -> _Choice:
        try:
            return choices(value)
        except ValueError:
            allowed = ", ".join(choices)
            raise Invalid(f"“{value}” is none of {allowed}", f"{self.where}, {key}") from None


def read(octets: bytes) -> Programme:
    """Return the programme that a TOML file describes.

    Raise `Invalid`, with the table and key, for anything that cannot be taken.
    """
    try:
        values = tomllib.loads(octets.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Invalid(f"this is not a TOML file: {error}") from None
    whole = _Table(values, "")
    head = _Table(whole.need("summit", dict), "summit")
    summit = Summit(
        code=head.need("code", str),
        title=head.text("title"),
        zone=head.need("zone", str),
        languages=head.words("languages"),
        day_border=head.get("day_border", time) or time(4),
        slogan=head.text("slogan"),
        text=head.text("text", line=False),
        host=head.text("host"),
        notice=head.text("notice", line=False),
    )
    head.end()
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
    whole.end()
    return programme


def _stream(table: _Table) -> Stream:
    return Stream(table.need("language", str), table.text("title"), table.get("address", str))


def _person(table: _Table) -> Person:
    name = table.text("name")
    return Person(
        code=table.need("code", str),
        name=name,
        sort=table.get("sort", str) or name.say("en"),
        office=table.text("office"),
        also=table.words("also"),
        government=table.get("government", str),
        illustrative=table.get("illustrative", bool) or False,
    )


def _government(table: _Table) -> Government:
    return Government(
        code=table.need("code", str),
        name=table.text("name"),
        kind=table.choice("kind", GovernmentKind),
        country=table.need("country", str),
        zone=table.need("zone", str),
        latitude=table.number("latitude"),
        longitude=table.number("longitude"),
        presence=table.choice("presence", Presence),
        illustrative=table.get("illustrative", bool) or False,
    )


def _session(
    table: _Table, streams: tuple[Stream, ...], speaks_for: Mapping[str, str | None]
) -> Session:
    illustrative = table.words("illustrative")
    return Session(
        code=table.need("code", str),
        kind=table.choice("kind", SessionKind),
        title=table.text("title"),
        starts=utc(table.need("starts", datetime)),
        minutes=table.need("minutes", int),
        stage=table.get("stage", str),
        area=table.get("area", str),
        text=table.text("text", line=False),
        note=table.text("note", line=False),
        capacity=table.get("capacity", int),
        spoken=table.words("spoken"),
        interpreted=table.words("interpreted"),
        streams=streams,
        parts=tuple(part for one in table.tables("part") for part in _parts(one, speaks_for)),
        turns=tuple(_turn(one, speaks_for) for one in table.tables("turn")),
        illustrative=tuple(aspect for aspect in Aspect if aspect in illustrative),
    )


def _parts(table: _Table, speaks_for: Mapping[str, str | None]) -> Iterator[Part]:
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
    for _ in range(table.get("count", int) or 1):
        yield part


def _turn(table: _Table, speaks_for: Mapping[str, str | None]) -> Turn:
    person = table.get("person", str)
    return Turn(
        title=table.text("title"),
        minutes=table.need("minutes", int),
        kind=table.choice("kind", TurnKind),
        person=person,
        government=table.get("government", str) or speaks_for.get(person or ""),
        language=table.get("language", str),
        mode=table.maybe("mode", Mode),
        illustrative=table.get("illustrative", bool) or False,
    )
