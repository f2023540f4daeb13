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
from summit.core.shape import ADDRESS, COUNTRY, LARGEST
from summit.core.text import Text, clean_line, is_language
from summit.core.turn import Turn, TurnKind
from summit.core.zone import utc

_MOST = 1000

_Value = TypeVar("_Value")
_Choice = TypeVar("_Choice", bound=StrEnum)


class _Table:
    """One TOML table, asked for its values by name and type, that knows where it stands."""

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self.values = values
        self.where = where
        self.unread = set(values)

    def at(self, key: str) -> str:
        """Return where the value of `key` stands, for an error."""
        return f"{self.where}, {key}" if self.where else key

    def get(self, key: str, kind: type[_Value]) -> _Value | None:
        """Return the value of `key`, or None where it is not given."""
        self.unread.discard(key)
        value = self.values.get(key)
        if value is None:
            return None
        # To Python a truth value is a number, and an instant a date.
        unlike = {int: bool, date: datetime}.get(kind)
        if not isinstance(value, kind) or (unlike and isinstance(value, unlike)):
            raise Invalid(f"“{value}” should be a {kind.__name__}", self.at(key))
        if isinstance(value, int) and abs(value) > LARGEST:
            raise Invalid(f"{value} is too large", self.at(key))
        return value

    def need(self, key: str, kind: type[_Value]) -> _Value:
        """Return the value of `key`; raise `Invalid` where it is not given."""
        value = self.get(key, kind)
        if value is None:
            raise Invalid("this is missing", self.at(key))
        return value

    def text(self, key: str, *, line: bool = True) -> Text:
        """Return the wordings of `key`, on one line each unless told otherwise."""
        wordings = self.get(key, dict) or {}
        for tag, words in wordings.items():
            self._tag(f"{key}.{tag}", tag)
            if not isinstance(words, str):
                raise Invalid(f"“{words}” should be words", self.at(f"{key}.{tag}"))
        return Text({tag: clean_line(words) if line else words for tag, words in wordings.items()})

    def degrees(self, key: str, most: int) -> float:
        """Return an angle that may be written with or without a decimal point."""
        value = self.values.get(key)
        number = float(self.need(key, int if isinstance(value, int) else float))
        if not -most <= number <= most:
            raise Invalid(f"{number} is not between −{most} and {most}", self.at(key))
        return number

    def instant(self, key: str) -> datetime:
        """Return a time that says its offset, in UTC."""
        value = self.need(key, datetime)
        try:
            return utc(value)
        except Invalid as error:
            raise Invalid(str(error), self.at(key)) from None

    def line(self, key: str) -> str | None:
        """Return words on one line, or None where none are given."""
        return clean_line(self.get(key, str) or "") or None

    def language(self, key: str) -> str | None:
        """Return the tag of a language, or None where none is given."""
        tag = self.get(key, str)
        return None if tag is None else self._tag(key, tag)

    def languages(self, key: str) -> tuple[str, ...]:
        """Return a list of tags of languages."""
        return tuple(self._tag(key, tag) for tag in self.words(key))

    def address(self, key: str) -> str | None:
        """Return an address of the web, or None where none is given."""
        value = self.get(key, str)
        if value is not None and not ADDRESS.fullmatch(value):
            raise Invalid(f"“{value}” is not an address of the web", self.at(key))
        return value

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
                raise Invalid(f"“{value}” should be a string", self.at(key))
        return tuple(clean_line(value) for value in values)

    def choices(self, key: str, choices: type[_Choice]) -> tuple[_Choice, ...]:
        """Return those members of `choices` that a list names, in their own order."""
        named = {self._member(key, choices, value) for value in self.words(key)}
        return tuple(choice for choice in choices if choice in named)

    def tables(self, key: str) -> Iterator[_Table]:
        """Yield the tables of a list of tables, each to be read to its end."""
        for at, values in enumerate(self.get(key, list) or [], start=1):
            if not isinstance(values, dict):
                raise Invalid(f"“{values}” should be a table", self.at(key))
            name = values.get("code") or f"{at}"
            table = _Table(values, self.at(f"{key} {name}"))
            yield table
            table.end()

    def end(self) -> None:
        """Raise `Invalid` for a key that nobody asked for: most likely it is misspelt."""
        if self.unread:
            raise Invalid(f"unknown: {', '.join(sorted(self.unread))}", self.where)

    def _tag(self, key: str, tag: str) -> str:
        if not is_language(tag):
            raise Invalid(f"“{tag}” is not the tag of a language", self.at(key))
        return tag

    def _member(self, key: str, choices: type[_Choice], value: str) -> _Choice:
        try:
            return choices(value)
        except ValueError:
            allowed = ", ".join(choices)
            raise Invalid(f"“{value}” is none of {allowed}", self.at(key)) from None


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
        languages=head.languages("languages"),
        day_border=head.get("day_border", time) or time(4),
        slogan=head.text("slogan"),
        text=head.text("text", line=False),
        host=head.text("host"),
        notice=head.text("notice", line=False),
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
    whole.end()
    return programme


def _stream(table: _Table) -> Stream:
    language = table.language("language") or table.need("language", str)
    return Stream(language, table.text("title"), table.address("address"))


def _person(table: _Table) -> Person:
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


def _government(table: _Table) -> Government:
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
    table: _Table, streams: tuple[Stream, ...], speaks_for: Mapping[str, str | None]
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
    count = 1 if (given := table.get("count", int)) is None else given
    if not 0 < count <= _MOST:
        raise Invalid(f"{count} is not between 1 and {_MOST}", f"{table.where}, count")
    for _ in range(count):
        yield part


def _turn(table: _Table, speaks_for: Mapping[str, str | None]) -> Turn:
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
