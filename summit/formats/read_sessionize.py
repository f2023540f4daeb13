"""Reads the JSON of Sessionize: the views "All", "Sessions", "Grid" and "GridSmart"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from summit.core.errors import Invalid
from summit.core.exchange import Format, PartRow, Problem, Schedule
from summit.core.programme import SessionKind
from summit.formats import moment, vocabulary
from summit.formats.draft import Draft, Entry
from summit.formats.json_tree import Table, either, first, items, table, tables, wording, words
from summit.formats.local_time import LocalTime
from summit.formats.phrase import Words

_TRACKS = ("track", "topic", "theme", "stream", "area", "トラック", "主題", "분야")
_LANGUAGES = ("language", "sprache", "langue", "idioma", "語言", "언어")
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_KINDS = ("session format", "format", "session type", "type")


def is_sessionize(value: Any) -> bool:
    """Whether a parsed JSON value has sessions with the keys of Sessionize."""
    return any("startsAt" in session for _, session in _sessions(value))


def is_speakers(value: Any) -> bool:
    """Whether it is the view of speakers, which tells no times."""
    return any("fullName" in one and "sessions" in one for one in tables(value))


def read(value: Any, problems: list[Problem], zone: str | None) -> Schedule:
    """Return what the parsed file says; `zone` is the IANA zone that the organizer named.

    Raise `ZoneNeeded` where times have no offset and no zone is named.
    """
    draft = Draft(Format.SESSIONIZE)
    draft.problems.extend(problems)
    whole = table(value)
    times = LocalTime(draft, first(whole, "timezone", "timeZone"), zone)
    rooms = {words(one.get("id")): one for one in tables(whole.get("rooms"))}
    speakers = {words(one.get("id")): one for one in tables(whole.get("speakers"))}
    categories = dict(_categories(whole))
    seen: set[str] = set()
    for at, (place, session) in enumerate(_sessions(value), start=1):
        everything = repr(session)
        if everything in seen:  # the grid shows what is for all in every room
            continue
        seen.add(everything)
        where = f"session {words(session.get('id')) or at}"
        with draft.row(where):
            entry = _entry(session, where, times)
            entry.room = draft.room(*_room(session, place, rooms))
            _categorise(draft, entry, session, categories)
            entry.parts = _parts(draft, session, speakers, where)
            draft.add(entry)
    return draft.schedule(times.zone)


def _sessions(value: Any) -> Iterator[tuple[Table, Table]]:
    """Yield each session with the room under which it stands, if it stands under one."""
    for session in tables(table(value).get("sessions")):
        yield {}, session
    for group in tables(items(value)):
        for session in tables(group.get("sessions")):
            yield {}, session
        rooms = [*tables(group.get("rooms"))]
        for room in rooms:
            for session in tables(room.get("sessions")):
                yield room, session
        for slot in tables([] if rooms else group.get("timeSlots")):
            for room in tables(slot.get("rooms")):
                yield room, table(room.get("session"))


def _entry(session: Table, where: str, times: LocalTime) -> Entry:
    """Return what a session says of itself; raise `Invalid` where it tells no time."""
    state = words(session.get("status"))
    if vocabulary.is_unpublished(state):
        raise Invalid("its state is %(state)s", state=state)
    begins, over = (moment.instant(words(session.get(key))) for key in ("startsAt", "endsAt"))
    if begins is None:
        said = words(session.get("startsAt"))
        if not said:
            raise Invalid("has no time yet")
        raise Invalid("its start is not understood: “%(words)s”", words=said[:40])
    starts = times.instant(begins, where)
    ends = times.instant(over, where) if over else None
    title, identity = wording(session.get("title")), words(session.get("id"))
    kind = None
    if session.get("isServiceSession"):
        titles = [title] if isinstance(title, str) else [*title.values()]
        kind = next(filter(None, map(vocabulary.kind, titles)), SessionKind.BREAK)
    return Entry(
        where=where,
        starts=starts,
        minutes=None if ends is None else (ends - starts) // timedelta(minutes=1),
        title=title,
        code=identity,
        uid=identity if _GUID.fullmatch(identity) else None,
        kind=kind,
        texts=[wording(session["description"])] if "description" in session else None,
        languages=words(session.get("language")) or None,
        status=vocabulary.status(state),
    )


def _room(session: Table, place: Table, rooms: Mapping[str, Table]) -> tuple[Words, str]:
    """Return the name and the identity of a session's room; what is for all has none."""
    key = words(session.get("roomId"))
    named = either(wording(table(rooms.get(key)).get("name")), wording(session.get("room")))
    if not named and words(place.get("id")) == key:
        named = wording(place.get("name"))
    if named or session.get("isPlenumSession"):
        return named, key
    return wording(place.get("name")), words(place.get("id"))


def _categories(whole: Table) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the identity of each category's item, with the category's title and its own name."""
    for category in tables(whole.get("categories")):
        for item in tables(category.get("items")):
            yield words(item.get("id")), (words(category.get("title")), words(item.get("name")))


def _categorise(
    draft: Draft, entry: Entry, session: Table, known: Mapping[str, tuple[str, str]]
) -> None:
    """Take track, language and form of a session from its categories, by their titles."""
    keys = map(words, items(session.get("categoryItems")))
    pairs = [known[key] for key in keys if key in known]
    for category in tables(session.get("categories")):
        title = first(category, "name", "title")
        inner = category.get("categoryItems", category.get("items"))
        pairs += [(title, words(item.get("name"))) for item in tables(inner)]
    if track := _of(pairs, _TRACKS):
        entry.track = draft.track(track[0])
    if languages := _of(pairs, _LANGUAGES):
        entry.languages = " / ".join(languages)
    if entry.kind is None:
        entry.kind = next(filter(None, map(vocabulary.kind, _of(pairs, _KINDS))), None)


def _of(pairs: list[tuple[str, str]], titles: tuple[str, ...]) -> list[str]:
    """Return the items of the category that has one of `titles`, an exact one first."""
    for title in titles:
        if exact := [name for called, name in pairs if called.strip().casefold() == title and name]:
            return exact
    held = (one for one, name in pairs if name)
    called = next((one for one in held if any(title in one.casefold() for title in titles)), None)
    return [name for one, name in pairs if one == called and name] if called else []


def _parts(
    draft: Draft, session: Table, speakers: Mapping[str, Table], where: str
) -> tuple[PartRow, ...] | None:
    """Return who speaks; what somebody says of themselves in one line is their office."""
    if "speakers" not in session:
        return None
    parts: dict[str, PartRow] = {}
    for one in items(session["speakers"]):
        inner = table(one)
        identity = words(inner.get("id")) if inner else words(one)
        known = table(speakers.get(identity))
        full = " ".join(filter(None, (words(known.get(key)) for key in ("firstName", "lastName"))))
        name = first(known, "fullName") or full or first(inner, "name", "fullName")
        if key := draft.person(name, identity, words(known.get("tagLine")), where=where):
            parts.setdefault(key, PartRow(key))
        elif identity:
            draft.note(where, "the speaker %(identity)s is not in the file", identity=identity)
    return tuple(parts.values())
