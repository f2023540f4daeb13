"""Reads schedule.json version 2, as the CCC's hub writes it: instants, and texts by language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from summit.core.exchange import Format, Outcome, Problem, Schedule
from summit.formats import frab, language_word, own_schedule, read_schedule_json
from summit.formats.draft import Draft
from summit.formats.json_tree import Table, either, first, items, table, tables, wording, words
from summit.formats.phrase import Words

_Names = dict[str, tuple[Words, str]]


def read(value: Any, problems: list[Problem], zone: str | None) -> Schedule:
    """Return what the parsed file says; `zone` is the IANA zone that the organizer named.

    Raise `ZoneNeeded` where it needs a zone: its schema asks for offsets, its files may not
    have them.
    """
    draft = Draft(Format.SCHEDULE_V2)
    draft.problems.extend(problems)
    schedule = table(table(value).get("schedule"))
    head = table(schedule.get("conference"))
    draft.languages = _languages(head)
    own = read_schedule_json.own(value, head)
    zones = (
        table(head.get("meta")).get("time_zone_name") if own else "",
        head.get("time_zone_name"),
    )
    conference = frab.Conference(
        title=wording(head.get("title")),
        zone=next(filter(None, map(words, zones)), ""),
        own=own,
        tracks=read_schedule_json.named(head.get("tracks")),
    )
    days = [
        frab.Day(
            where=f"day {words(day.get('index')) or at}",
            number=words(day.get("index")),
            date=words(day.get("date")),
            starts=words(day.get("start")),
            ends=words(day.get("end")),
        )
        for at, day in enumerate(tables(head.get("days")), start=1)
    ]
    events = _events(draft, schedule, head)
    if own is not None:
        events = map(_as_far_as_known, events)
    return frab.schedule(draft, conference, days, zone, events)


def _as_far_as_known(event: frab.Event) -> frab.Event:
    """Return an event of ours without what version 2 says less finely than the programme."""
    event.kind = own_schedule.kind(event.kind)
    event.language = None
    event.people = event.people and [one._replace(role="") for one in event.people]
    return event


def _languages(head: Table) -> tuple[str, ...]:
    """Return the languages of the file, the usual one first."""
    said = [words(one) for one in items(head.get("languages"))]
    usual = words(table(head.get("defaults")).get("language"))
    tags = (language_word.tag(one) for one in (usual, *said))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _events(draft: Draft, schedule: Table, head: Table) -> Iterator[frab.Event]:
    rooms, tracks = _names(head.get("rooms")), _names(head.get("tracks"))
    people = _names(schedule.get("persons"))
    for at, event in enumerate(items(schedule.get("events")), start=1):
        if isinstance(event, dict):
            yield _event(event, at, rooms, tracks, people)
        else:
            message = "is no event, but something else"
            draft.problems.append(Problem(f"event {at}", message, Outcome.LEFT_OUT))


def _names(value: Any) -> _Names:
    """Return the name and the key of each thing by each of its identities.

    The key is its slug where it has one. An identity that two things share stands for neither.
    """
    names: _Names = {}
    for one in tables(value):
        name = wording(one.get("name"))
        key = first(one, "slug", "guid")
        for identity in {words(one.get("guid")), words(one.get("slug"))} - {""}:
            names[identity] = (
                ("", "") if names.get(identity, (name, key))[0] != name else (name, key)
            )
    return names


def _event(event: Table, at: int, rooms: _Names, tracks: _Names, people: _Names) -> frab.Event:
    shown = first(event, "slug", "code", "guid")
    texts = [event[one] for one in ("subtitle", "abstract", "description") if one in event]
    place, place_key = _reference(event.get("room"), rooms)
    track, track_key = _reference(event.get("track"), tracks)
    language = event.get("language")
    parts = event.get("participants", event.get("persons"))
    return frab.Event(
        where=f"event {shown}" if shown else f"event {at}",
        place=place,
        place_key=place_key,
        guid=words(event.get("guid")),
        identity=words(event.get("id")),
        code=words(event.get("code")),
        slug=words(event.get("slug")),
        date=words(event.get("start")),
        end=words(event.get("end")),
        duration="" if event.get("end") else words(event.get("duration")),
        title=wording(event.get("title")),
        texts=[wording(one) for one in texts] if texts else None,
        track=track,
        track_key=track_key,
        kind=words(event.get("type")),
        language=None if language is None else words(language),
        state=words(event.get("state")),
        people=None if parts is None else [_person(one, people) for one in items(parts)],
    )


def _reference(value: Any, names: _Names) -> tuple[Words, str]:
    """Return the name of what is referred to, and its key."""
    inner = table(value)
    given = [words(value), words(inner.get("guid")), words(inner.get("slug"))]
    known = next((names[one] for one in given if names.get(one, ("", ""))[0]), ("", ""))
    own = first(inner, "slug", "guid") or words(value)
    return either(wording(inner.get("name")), known[0], own), known[1] or own


def _person(value: Any, people: _Names) -> frab.Person:
    if not isinstance(value, dict):
        return frab.Person("", words(value))
    key = first(value, "guid", "id", "code")
    known = people.get(key, ("", ""))[0]
    name = either(wording(value.get("name")), wording(value.get("public_name")), known)
    return frab.Person(key, name, words(value.get("role")), words(value.get("url")))
