"""schedule.json: version 1, as frab and pretalx have it, and version 2, as c3voc does now.

Version 1 says what schedule.xml says, in one language and without cancelled sessions.
Version 2 knows a state, a role for each person and texts in several languages, each named by
a tag of two letters; titles and names stay in the language of the outlet.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from summit.core.people import Role
from summit.core.programme import SessionKind, Status
from summit.core.release import Release
from summit.core.text import Text
from summit.formats.outlet import Outlet
from summit.formats.timetable import Event, Room, Speaker, Timetable, Track, hours, watching
from summit.formats.wording import lines, unmarked
from summit.language import DEFAULT, canonical_zone

TYPES = {
    SessionKind.MEETING: "MEETING",
    SessionKind.CONVERSATION: "DISCUSSION",
    SessionKind.TALK: "TALK",
    SessionKind.TALK_SHOW: "DISCUSSION",
    SessionKind.PANEL: "DISCUSSION",
    SessionKind.PITCHES: "LIGHTNING_TALK",
    SessionKind.CEREMONY: "OTHER",
    SessionKind.BREAK: "OTHER",
}
"""What version 2 calls a form of session: it has fewer."""

ROLES = {
    Role.HOST: "HOST",
    Role.MODERATOR: "MODERATOR",
    Role.KEYNOTE: "SPEAKER",
    Role.PRESENTER: "SPEAKER",
    Role.SPEAKER: "SPEAKER",
    Role.INTERVIEWER: "MODERATOR",
    Role.GUEST: "GUEST",
    Role.DISCUSSANT: "CONTRIBUTOR",
    Role.PANELLIST: "SPEAKER",
    Role.PERFORMER: "CONTRIBUTOR",
    Role.ATTENDEE: "GUEST",
}
"""What version 2 calls a part: it has fewer."""

_ZONE = re.compile(r"(?:[A-Z][a-z]+/[A-Z][a-z]+)|(?:.*UTC\Z)")
_Json = dict[str, Any]


def write_v1(release: Release, outlet: Outlet) -> bytes:
    """Return the agenda of `release` as schedule.json, version 1."""
    table = Timetable(release, outlet, cancelled=False)
    days = [
        {
            "index": day.number,
            "date": day.date.isoformat(),
            "day_start": day.begins.isoformat(),
            "day_end": day.ends.isoformat(),
            "rooms": {
                room.name: [_event(event, outlet.language) for event in events]
                for room, events in table.by_room(day)
            },
        }
        for day in table.days
    ]
    conference = {
        **_conference(table),
        "description": lines(release.summit.text, outlet.language),
        "start": table.days[0].date.isoformat(),
        "end": table.days[-1].date.isoformat(),
        "daysCount": len(days),
        "timeslot_duration": hours(table.step),
        "rooms": [
            {
                **_room(room),
                "type": "online",
                "description": lines(room.place, outlet.language) or None,
            }
            for room in _rooms(table)
        ],
        "tracks": [_track(track) for track in table.tracks.values()],
        "days": days,
    }
    schedule = {
        "version": str(release.number),
        "base_url": f"{outlet.base}/",
        "conference": conference,
    }
    return _document("https://c3voc.de/schedule/schema.json", schedule, outlet)


def write_v2(release: Release, outlet: Outlet) -> bytes:
    """Return the agenda of `release` as schedule.json, version 2."""
    table = Timetable(release, outlet, cancelled=True)
    days = [
        {
            "index": day.number,
            "date": day.date.isoformat(),
            "start": day.begins.isoformat(),
            "end": day.ends.isoformat(),
        }
        for day in table.days
    ]
    tracks = list(table.tracks.values())
    if any(event.track is None for event in table.events):
        tracks.append(table.no_track)
    conference = {
        **_conference(table),
        "description": _wordings(release.summit.text),
        "start": days[0]["start"],
        "end": days[-1]["end"],
        "timeslot_duration": _length(table.step),
        "languages": list(dict.fromkeys(filter(None, map(_two, release.summit.languages)))),
        "defaults": {"language": _default(table)},
        "rooms": [
            {**_room(room), "type": "VIRTUAL", "description": _wordings(room.place)}
            for room in _rooms(table)
        ],
        "tracks": [_track(track) for track in tracks],
        "days": days,
    }
    schedule = {
        "version": str(release.number),
        "conference": conference,
        "events": [_event_v2(event, table) for event in table.events],
    }
    return _document("https://c3voc.de/schema/schedule2", schedule, outlet)


def _document(schema: str, schedule: _Json, outlet: Outlet) -> bytes:
    generator = {"name": "Summit", "url": outlet.base}
    return msgspec.json.encode({"$schema": schema, "generator": generator, "schedule": schedule})


def _conference(table: Timetable) -> _Json:
    """Return what both versions say of the summit.

    `meta` is free. It holds the zone and the languages by the names that the programme gives
    them, which the patterns of the schema may refuse, the release, and by guid what of a
    session is invented for illustration.
    """
    release, summit = table.release, table.summit
    invented = {
        str(event.identity.guid): [aspect.value for aspect in event.session.illustrative]
        for event in table.events
        if event.session.illustrative
    }
    said: _Json = {
        "acronym": table.acronym,
        "title": table.title,
        "url": table.outlet.page("/"),
        "meta": {
            "time_zone_name": summit.zone,
            "languages": list(summit.languages),
            "release": release.number,
            "published": f"{release.published:%Y-%m-%dT%H:%M:%SZ}",
            "digest": release.digest,
            "illustrative": invented,
        },
    }
    fitting = (name for name in (summit.zone, canonical_zone(summit.zone)) if _ZONE.match(name))
    if name := next(fitting, ""):
        said["time_zone_name"] = name
    return said


def _rooms(table: Timetable) -> list[Room]:
    """Return the stages, and the place of what has no stage where there is such a session."""
    used = {event.session.stage or "" for event in table.events}
    return [room for code, room in table.rooms.items() if code or code in used]


def _room(room: Room) -> _Json:
    return {"name": room.name, "slug": room.slug, "guid": room.guid}


def _track(track: Track) -> _Json:
    said = {"name": track.name, "slug": track.slug}
    return {**said, "color": track.colour} if track.colour else said


def _links(event: Event, language: str, kind: str) -> list[_Json]:
    """Return where to watch: our page, never the address of a meeting."""
    session = event.session
    if not session.streams or session.status is not Status.SCHEDULED:
        return []
    return [{"url": event.watch, "type": kind, "title": watching(event, language)}]


def _event(event: Event, language: str) -> _Json:
    session = event.session
    return {
        "guid": str(event.identity.guid),
        "id": event.identity.number,
        "code": event.identity.code,
        "date": event.starts.isoformat(),
        "start": f"{event.starts:%H:%M}",
        "end": event.ends.isoformat(),
        "duration": event.duration,
        "room": event.room.name,
        "slug": event.slug,
        "url": event.page,
        "title": event.title,
        "subtitle": None,
        "track": event.track.name if event.track else None,
        "type": session.kind.value,
        "language": ", ".join(session.spoken) or None,
        "abstract": lines(session.text, language) or None,
        "description": lines(session.note, language) or None,
        "persons": [_person(one) for one in event.speakers],
        "links": _links(event, language, "web"),
        "attachments": [],
    }


def _person(one: Speaker) -> _Json:
    said = {"guid": one.guid, "name": one.name, "url": one.page}
    return {**said, "avatar": one.avatar} if one.avatar else said


def _event_v2(event: Event, table: Timetable) -> _Json:
    session, language = event.session, table.outlet.language
    room = {"guid": event.room.guid, "name": event.room.name, "slug": event.room.slug}
    times = {"start": event.starts.isoformat(), "end": event.ends.isoformat()}
    guid = str(event.identity.guid)
    is_bare = not (session.people or session.text or session.note or session.streams)
    if session.kind is SessionKind.BREAK and session.status is Status.SCHEDULED and is_bare:
        return {"guid": guid, "type": "BREAK", "title": event.title, "room": room, **times}
    roles: dict[str, str] = {}
    for part in session.parts:
        if part.person:
            roles.setdefault(part.person, ROLES[part.role])
    return {
        "guid": guid,
        "code": event.identity.code,
        "slug": event.slug,
        "url": event.page,
        **times,
        "duration": _length(session.minutes),
        "room": room,
        "track": {"slug": (event.track or table.no_track).slug},
        "type": TYPES[session.kind],
        "state": "CANCELED" if session.status is Status.CANCELLED else "CONFIRMED",
        # A language must be said; the summit's stands for one that is not known.
        "language": next(filter(None, map(_two, session.spoken)), _default(table)),
        "title": event.title,
        "subtitle": None,
        "abstract": _wordings(session.text),
        "description": _wordings(session.note),
        "participants": [
            {
                "guid": one.guid,
                "name": one.name,
                "role": roles.get(code, "SPEAKER"),
                "url": one.page,
            }
            for code, one in zip(session.people, event.speakers, strict=True)
        ],
        "links": _links(event, language, "WEB"),
        "attachments": [],
    }


def _two(tag: str) -> str:
    """Return the two letters by which version 2 knows a language (ISO 639-1), or nothing."""
    primary = tag.partition("-")[0]
    return primary if len(primary) == 2 else ""


def _default(table: Timetable) -> str:
    return next(filter(None, map(_two, table.summit.languages)), DEFAULT)


def _wordings(text: Text) -> dict[str, str] | str | None:
    """Return a text by languages; as it is where none of them has two letters."""
    tags = dict.fromkeys(filter(None, map(_two, text)))
    if said := {tag: unmarked(text.best(tag).words) for tag in tags}:
        return said
    return lines(text, DEFAULT) or None


def _length(minutes: int) -> str:
    """Return a length as ISO 8601 has it: "PT1H30M"."""
    whole, rest = divmod(minutes, 60)
    return "PT" + (f"{whole}H" if whole else "") + (f"{rest}M" if rest or not whole else "")
