"""Reads jCal (RFC 7265): iCalendar as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from summit.core.exchange import Format, Problem, Schedule
from summit.formats import calendar_entry, component
from summit.formats.content_line import Property
from summit.formats.draft import Draft
from summit.formats.json_tree import items, table, words


def is_jcal(value: Any) -> bool:
    """Whether a parsed JSON value is a calendar, or a list of calendars."""
    held = items(value)
    first = items(held[0]) if held and isinstance(held[0], list) else held
    return bool(first) and words(first[0]).lower() == "vcalendar"


def read(value: Any, problems: list[Problem], zone: str | None) -> Schedule:
    """Return what the parsed file says; `zone` is the IANA zone that the organizer named.

    Raise `ZoneNeeded` where it needs a zone.
    """
    draft = Draft(Format.JCAL)
    draft.problems.extend(problems)
    held = value if isinstance(value[0], list) else [value]
    lines = (line for at, one in enumerate(held, start=1) for line in _lines(one, f"calendar {at}"))
    calendars = component.calendars(lines, draft.problems)
    return calendar_entry.schedule(draft, calendars, zone)


def _lines(value: Any, where: str) -> Iterator[Property]:
    """Yield what would be the lines of a component: [name, properties, components]."""
    name, properties, parts = (*items(value), None, None, None)[:3]
    if not words(name):
        return
    yield Property("BEGIN", words(name), where)
    for one in items(properties):
        if len(items(one)) >= 4 and words(one[0]):
            yield _property(one, where)
    for at, part in enumerate(items(parts), start=1):
        yield from _lines(part, f"{words((*items(part), '')[0])} {at}")
    yield Property("END", words(name), where)


def _property(value: list[Any], where: str) -> Property:
    """Return a property: [name, parameters, type, value, ...]."""
    name, params, kind, *values = value
    known = {key.upper(): words(one) for key, one in table(params).items()}
    if words(kind).lower() == "date":
        known["VALUE"] = "DATE"
    said = tuple(_rule(one) if isinstance(one, dict) else words(one) for one in values)
    return Property(words(name).upper(), said[0], where, known, said)


def _rule(value: dict[str, Any]) -> str:
    """Return a rule of repetition as iCalendar writes it."""
    return ";".join(
        f"{key}={','.join(words(part) for part in (one if isinstance(one, list) else [one]))}"
        for key, one in value.items()
    )
