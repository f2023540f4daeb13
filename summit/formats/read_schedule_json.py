"""Reads schedule.json as frab, pretalx and wafer write it (version 1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from summit.core.exchange import Format, Outcome, Problem, Schedule
from summit.formats import frab, own_schedule
from summit.formats.draft import Draft
from summit.formats.json_tree import Table, either, first, items, table, tables, wording, words
from summit.formats.own_schedule import OwnSchedule
from summit.formats.phrase import Words


def read(value: Any, problems: list[Problem], zone: str | None) -> Schedule:
    """Return what the parsed file says; `zone` is the IANA zone that the organizer named.

    Raise `ZoneNeeded` where it needs a zone.
    """
    draft = Draft(Format.SCHEDULE_JSON)
    draft.problems.extend(problems)
    schedule = table(table(value).get("schedule", value))
    head = table(schedule.get("conference"))
    conference = frab.Conference(
        title=wording(head.get("title")),
        zone=first(head, "time_zone_name", "timezone", "time_zone"),
        day_change=words(head.get("day_change")),
        own=own(value, head),
        tracks=named(head.get("tracks")),
    )
    keys = (
        _Keys(dict(named(head.get("rooms"))), dict(conference.tracks)) if conference.own else None
    )
    found = head.get("days") if isinstance(head.get("days"), (list, dict)) else None
    days = enumerate(tables(found or schedule.get("days") or schedule.get("day")), start=1)
    return frab.schedule(draft, conference, [_day(draft, day, at, keys) for at, day in days], zone)


def own(value: Any, head: Table) -> OwnSchedule | None:
    """Return what is known of a file of ours."""
    meta = table(head.get("meta"))
    return own_schedule.recognise(
        words(table(table(value).get("generator")).get("name")),
        words(head.get("url")),
        words(head.get("acronym")),
        map(words, items(meta.get("languages"))),
    )


def named(value: Any) -> tuple[tuple[str, str], ...]:
    """Return rooms or tracks by name and slug, in their order; our slugs are made of codes."""
    return tuple((words(one.get("name")), words(one.get("slug"))) for one in tables(value))


class _Keys(NamedTuple):
    """The slugs of the rooms and tracks of a file of ours, by their names."""

    rooms: dict[str, str]
    tracks: dict[str, str]


def _day(draft: Draft, day: Table, at: int, keys: _Keys | None) -> frab.Day:
    number = words(day.get("index"))
    where = f"day {number or at}"
    return frab.Day(
        where=where,
        number=number,
        date=words(day.get("date")),
        starts=first(day, "day_start", "start"),
        ends=first(day, "day_end", "end"),
        events=[_keyed(event, keys) for event in _events(draft, day, where)],
    )


def _keyed(event: frab.Event, keys: _Keys | None) -> frab.Event:
    """Return an event whose room and track are known by their slugs."""
    if keys and isinstance(event.place, str) and isinstance(event.track, str):
        event.place_key = keys.rooms.get(event.place, "")
        event.track_key = keys.tracks.get(event.track, "")
    return event


def _events(draft: Draft, day: Table, where: str) -> Iterator[frab.Event]:
    """Yield the events of a day, whose rooms are an object by name or a list."""
    rooms = day.get("rooms")
    if isinstance(rooms, dict):
        held = list(rooms.items())
    else:
        held = [(first(room, "name", "title"), room.get("events")) for room in tables(rooms)]
    held.append(("", day.get("events")))
    for room, events in held:
        for at, event in enumerate(items(events), start=1):
            if isinstance(event, dict):
                yield _event(event, room, f"{where}, {room}, event {at}")
            else:
                message = "is no event, but something else"
                draft.problems.append(
                    Problem(f"{where}, {room}, event {at}", message, Outcome.LEFT_OUT)
                )


def _event(event: Table, room: str, where: str) -> frab.Event:
    identity = words(event.get("id"))
    shown = identity or first(event, "code", "guid")
    texts = [event[one] for one in ("subtitle", "abstract", "description") if one in event]
    language = event.get("language")
    persons = next((event[one] for one in ("persons", "speakers", "people") if one in event), None)
    return frab.Event(
        where=f"event {shown}" if shown else where,
        place=room or _named(event.get("room")),
        own_place=one_of(event.get("room")),
        guid=words(event.get("guid")),
        identity=identity,
        code=words(event.get("code")),
        slug=words(event.get("slug")),
        date=words(event.get("date")),
        start=words(event.get("start")),
        end=words(event.get("end")),
        duration=words(event.get("duration")),
        title=wording(event.get("title")),
        texts=[wording(one) for one in texts] if texts else None,
        track=_named(event.get("track")),
        kind=one_of(event.get("type")),
        language=None if language is None else words(language),
        state=first(event, "state", "status"),
        people=None if persons is None else [_person(one) for one in items(persons)],
    )


def one_of(value: Any) -> str:
    """Return words, or the first wording of several."""
    said = wording(value)
    return said if isinstance(said, str) else next(iter(said.values()), "")


def _named(value: Any) -> Words:
    """Return a name that is said outright or inside an object, in one language or several."""
    inner = table(value)
    if "name" in inner or "title" in inner:
        return wording(inner.get("name", inner.get("title")))
    if "slug" in inner:
        return words(inner["slug"])
    return wording(value)


def _person(value: Any) -> frab.Person:
    if not isinstance(value, dict):
        return frab.Person("", words(value))
    full = " ".join(filter(None, (words(value.get(one)) for one in ("first_name", "last_name"))))
    name = either(*(wording(value.get(one)) for one in _NAMES), full)
    identity = first(value, "id", "code", "guid")
    return frab.Person(identity, name, words(value.get("role")), words(value.get("url")))


_NAMES = ("public_name", "name", "full_public_name", "display_name", "full_name")
