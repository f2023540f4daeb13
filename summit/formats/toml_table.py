"""A table of a TOML file, asked for its values by name and type."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from summit.core.errors import Invalid
from summit.core.shape import ADDRESS, LARGEST
from summit.core.text import Text, clean_line, is_language
from summit.core.zone import utc

_Value = TypeVar("_Value")
_Choice = TypeVar("_Choice", bound=StrEnum)


def load(octets: bytes) -> Table:
    """Return the whole of a TOML file; raise `Invalid` where it is none."""
    try:
        return Table(tomllib.loads(octets.decode("utf-8")), "")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Invalid(f"this is not a TOML file: {error}") from None


class Table:
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

    def moment(self, key: str) -> datetime | None:
        """Return a time that says its offset, in UTC, or None where none is given."""
        return None if self.values.get(key) is None else self.instant(key)

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

    def tables(self, key: str) -> Iterator[Table]:
        """Yield the tables of a list of tables, each to be read to its end."""
        for at, values in enumerate(self.get(key, list) or [], start=1):
            if not isinstance(values, dict):
                raise Invalid(f"“{values}” should be a table", self.at(key))
            name = values.get("code") or f"{at}"
            table = Table(values, self.at(f"{key} {name}"))
            yield table
            table.end()

    def table(self, key: str) -> Table | None:
        """Return the table of `key`, or None where there is none."""
        values = self.get(key, dict)
        return None if values is None else Table(values, self.at(key))

    def leave(self, key: str) -> None:
        """Leave `key` to somebody else."""
        self.unread.discard(key)

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
