"""Reads session.json as OPass (CCIP) shows it: sessions, speakers, rooms and types by id."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from summit.core.errors import Invalid
from summit.core.exchange import Format, PartRow, Problem, Schedule
from summit.core.programme import SessionKind
from summit.formats import language_word, moment, vocabulary
from summit.formats.draft import Draft, Entry
from summit.formats.json_tree import Table, either, first, items, table, tables, words
from summit.formats.local_time import LocalTime
from summit.formats.phrase import Words

_NOT_LANGUAGES = frozenset(("id", "url", "uri"))


def is_opass(value: Any) -> bool:
    """Whether a parsed JSON value has sessions that are worded by language."""
    sessions = items(table(value).get("sessions"))
    some = map(table, sessions[:50])
    return any("start" in one and ("zh" in one or "en" in one or "uri" in one) for one in some)


def read(value: Any, problems: list[Problem], zone: str | None) -> Schedule:
    """Return what the parsed file says; `zone` is the IANA zone that the organizer named.

    Raise `ZoneNeeded` where times have no offset and no zone is named.
    """
    draft = Draft(Format.OPASS)
    draft.problems.extend(problems)
    whole = table(value)
    times = LocalTime(draft, first(whole, "timezone", "time_zone"), zone)
    known = {
        kind: {words(one.get("id")): one for one in tables(whole.get(kind))}
        for kind in ("speakers", "rooms", "session_types")
    }
    for at, session in enumerate(items(whole.get("sessions")), start=1):
        one = table(session)
        identity = words(one.get("id"))
        where = f"session {identity or at}"
        with draft.row(where):
            draft.add(_entry(draft, one, where, known, times))
    return draft.schedule(times.zone)


def _entry(
    draft: Draft, one: Table, where: str, known: dict[str, dict[str, Table]], times: LocalTime
) -> Entry:
    """Return the entry of a session; raise `Invalid` where it tells no time."""
    begins, over = (moment.instant(words(one.get(key))) for key in ("start", "end"))
    if begins is None:
        raise Invalid(
            "its start is not understood: “%(words)s”", words=words(one.get("start"))[:40]
        )
    starts = times.instant(begins, where)
    ends = times.instant(over, where) if over else None
    room, kind = words(one.get("room")), words(one.get("type"))
    kinds = table(known["session_types"].get(kind))
    language = one.get("language")
    parts: dict[str, PartRow] = {}
    for speaker in items(one.get("speakers")):
        identity = words(speaker) or words(table(speaker).get("id"))
        named = _worded(table(known["speakers"].get(identity) or speaker), "name")
        if key := draft.person(either(named, identity), identity, where=where):
            parts.setdefault(key, PartRow(key))
    return Entry(
        where=where,
        starts=starts,
        minutes=None if ends is None else (ends - starts) // timedelta(minutes=1),
        title=either(_worded(one, "title"), _worded(one, "subject")),
        code=words(one.get("id")),
        room=draft.room(either(_worded(table(known["rooms"].get(room)), "name"), room), room),
        track=draft.track(either(_worded(kinds, "name"), kind), kind),
        kind=_kind(kinds, kind),
        texts=[either(_worded(one, "description"), _worded(one, "summary"))],
        languages=None if language is None else words(language),
        parts=tuple(parts.values()) if "speakers" in one else None,
    )


def _worded(one: Table, key: str) -> Words:
    """Return a text that stands in an object for each language ("zh", "en"), or outright."""
    said: dict[str, str] = {}
    for language, value in one.items():
        inner = table(value)
        if key in inner and language not in _NOT_LANGUAGES and (tag := language_word.tag(language)):
            said[tag] = words(inner[key])
    return {tag: text for tag, text in said.items() if text} or words(one.get(key))


def _kind(kinds: Table, fallback: str) -> SessionKind | None:
    named = _worded(kinds, "name")
    names = [named] if isinstance(named, str) else [*named.values()]
    return next(filter(None, map(vocabulary.kind, (*names, fallback))), None)
