"""schema.org data for the pages (JSON-LD): the summit as an event of events.

`ConferenceEvent` is younger than most readers, so `Event` stands beside it. Each event has
its page as its identity and as the place where it is to be watched: an address that is given
out to anybody, never that of a meeting. Times have the offset of the host's clocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from summit.core.change import Noun, What
from summit.core.people import Part
from summit.core.programme import Session, Status, span
from summit.core.release import Release
from summit.core.text import Text
from summit.core.zone import midnight, zone
from summit.formats import markdown
from summit.formats.outlet import Outlet
from summit.formats.timetable import Timetable
from summit.formats.wording import line, unmarked

_CONTEXT = "https://schema.org"
_ONLINE = f"{_CONTEXT}/OnlineEventAttendanceMode"
_Json = dict[str, Any]


def summit(release: Release, outlet: Outlet) -> _Json:
    """Return the summit as an event, with each of its sessions in short."""
    table = Timetable(release, outlet, cancelled=True)
    before = _moved(release)
    told = {
        "@context": _CONTEXT,
        **_summit(table),
        "description": _prose(release.summit.text, outlet),
        "inLanguage": list(release.summit.languages),
        "eventStatus": f"{_CONTEXT}/EventScheduled",
        "eventAttendanceMode": _ONLINE,
        "organizer": _organizer(table),
        "subEvent": [_short(one, table, before.get(one.code)) for one in release.sessions],
    }
    return _said(told)


def _prose(text: Text, outlet: Outlet) -> str:
    return unmarked(markdown.plain(text.say(outlet.language)))


def session(release: Release, one: Session, outlet: Outlet) -> _Json:
    """Return a session as an event of the summit."""
    table = Timetable(release, outlet, cancelled=True)
    short = _short(one, table, _moved(release).get(one.code))
    told = {
        "@context": _CONTEXT,
        **short,
        "url": short["@id"],
        "eventStatus": short.get("eventStatus", f"{_CONTEXT}/EventScheduled"),
        "description": _prose(one.text, outlet),
        "eventAttendanceMode": _ONLINE,
        "location": _location(short["@id"]),
        "maximumVirtualAttendeeCapacity": one.capacity,
        "inLanguage": list(one.languages),
        "superEvent": _said(_summit(table)),
        "organizer": _organizer(table),
        "performer": list(_performers(one, table)),
    }
    return _said(told)


def _summit(table: Timetable) -> _Json:
    """Return what names the summit, also from a page of one of its sessions."""
    outlet = table.outlet
    starts, ends = _span(table)
    page = f"{outlet.base}/"
    return {
        "@type": ["ConferenceEvent", "Event"],
        "@id": page,
        "url": page,
        "name": table.title,
        "startDate": table.local(starts).isoformat() if starts else None,
        "endDate": table.local(ends).isoformat() if ends else None,
        "location": _location(page),
    }


def _span(table: Timetable) -> tuple[datetime | None, datetime | None]:
    """Return when the summit begins and ends: its sessions that are held, else its days."""
    release = table.release
    held = [one for one in release.sessions if one.status is Status.SCHEDULED]
    if held:
        return min(one.starts for one in held), max(one.ends for one in held)
    dates = span(release.programme)
    if dates is None:
        return None, None
    where = zone(release.summit.zone)
    return midnight(dates[0], where), midnight(dates[1] + timedelta(days=1), where)


def _short(one: Session, table: Timetable, before: datetime | None) -> _Json:
    """Return what a session is called and when it is; that it is held as planned goes unsaid."""
    told = {
        "@type": "Event",
        # Its one address, in whatever language it is read.
        "@id": f"{table.outlet.base}/sessions/{one.code}",
        "name": line(one.title, table.outlet.language) or one.code,
        "startDate": table.local(one.starts).isoformat(),
        "endDate": table.local(one.ends).isoformat(),
    }
    if one.status is Status.CANCELLED:
        told["eventStatus"] = f"{_CONTEXT}/EventCancelled"
    elif before:
        told["eventStatus"] = f"{_CONTEXT}/EventRescheduled"
        told["previousStartDate"] = table.local(before).isoformat()
    return told


def _moved(release: Release) -> dict[str, datetime]:
    """Return when the sessions that this release moved were to begin before, by code."""
    return {
        change.code: change.before.starts
        for change in release.changes
        if change.noun is Noun.SESSION and What.MOVED in change.what and change.before
    }


def _location(page: str) -> _Json:
    return {"@type": "VirtualLocation", "url": page}


def _organizer(table: Timetable) -> _Json | None:
    name = line(table.summit.host, table.outlet.language)
    return {"@type": "Organization", "name": name, "url": f"{table.outlet.base}/"} if name else None


def _performers(one: Session, table: Timetable) -> Iterable[_Json]:
    """Yield the persons whose names are published and who are heard, once each."""
    language, release = table.outlet.language, table.release
    heard: dict[str, Part | None] = {}
    for part in one.parts:
        if part.person and part.speaks:
            heard.setdefault(part.person, part)
    for turn in one.turns:
        if turn.person:
            heard.setdefault(turn.person, None)
    for code, own in heard.items():
        person = release.person(code)
        government = (own.government if own else None) or person.government
        city = line(release.government(government).name, language) if government else ""
        page = f"{table.outlet.base}/speakers/{code}"
        yield _said(
            {
                "@type": "Person",
                "@id": page,
                "url": page,
                "name": line(person.name, language) or code,
                "image": table.outlet.picture(person.picture),
                "jobTitle": line((own.office if own else None) or person.office, language),
                "affiliation": {"@type": "Organization", "name": city} if city else None,
            }
        )


def _said(told: _Json) -> _Json:
    """Return `told` without what there is nothing to say of."""
    return {key: value for key, value in told.items() if value not in (None, "", [])}
