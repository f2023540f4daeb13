"""Calendars (RFC 5545, 7986): feeds that are subscribed to and downloads of one session.

The rules, with their reasons, stand in docs/calendars.md. Above all: instants in UTC, so
that no reader depends on our knowledge of zones; and nothing from the clock, so that two
answers to the same question are the same octets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vDuration, vText, vUri

from summit.core import run
from summit.core.agenda import Mark
from summit.core.calendar import Entry, Scope, Shown
from summit.core.errors import NotFound
from summit.core.newcomer import shown
from summit.core.office import slots
from summit.core.programme import Session, Stamp, Status
from summit.core.release import Release
from summit.core.run import NO_RUNS, Run
from summit.core.subscription import Subscription
from summit.core.text import Text, clean_line, plain, without_addresses
from summit.core.turn import TimedTurn
from summit.formats.calendar_words import Personal, description, location, short, unescaped
from summit.formats.outlet import Outlet as Outlet
from summit.formats.vcalendar import begin as _calendar
from summit.language import language_name, translations

_COLOUR = "teal"
_PATHS = {
    Scope.AREA: "areas",
    Scope.STAGE: "stages",
    Scope.CITY: "cities",
    Scope.SPEAKER: "speakers",
}


def path(scope: Scope, code: str = "") -> str:
    """Return the path of a feed below the summit's address."""
    return "/agenda.ics" if scope is Scope.AGENDA else f"/{_PATHS[scope]}/{code}.ics"


def feed(
    release: Release,
    scope: Scope,
    code: str,
    outlet: Outlet,
    refresh: timedelta,
    runs: Mapping[str, Run] = NO_RUNS,
) -> tuple[bytes, datetime]:
    """Return a feed to subscribe to, and the instant of its last change.

    Raise `NotFound` where no session ever was in it: a calendar holds at least one entry.
    """
    parts = feed_parts(release, scope, code, outlet, refresh, runs)
    return _octets(parts), parts.changed


@dataclass(frozen=True, slots=True)
class Parts:
    """A calendar before it is octets: itself without its events, and each of them in turn.

    An event takes many times the memory of its octets, so no more than one is held.
    """

    calendar: Calendar
    events: Iterable[Event]
    changed: datetime


def feed_parts(
    release: Release,
    scope: Scope,
    code: str,
    outlet: Outlet,
    refresh: timedelta,
    runs: Mapping[str, Run] = NO_RUNS,
) -> Parts:
    """Return what `feed` writes, before it is octets."""
    held = shown(release.programme.sessions, scope, code, runs)
    if not held:
        raise NotFound(scope.value, code)
    calendar = _calendar(outlet.language)
    address = f"{outlet.base}{path(scope, code)}{outlet.query}"
    page = f"{outlet.base}/agenda{outlet.query}"
    _describe(calendar, release, _name(release, scope, code), outlet, refresh, address, page)
    events = (_event(*_listed(release, one, runs), outlet, gone=one.gone) for one in held)
    changed = max(_told(release, one.session, runs)[1].changed for one in held)
    return Parts(calendar, events, changed)


def own_feed(
    release: Release,
    subscription: Subscription,
    marks: Iterable[Mark],
    outlet: Outlet,
    refresh: timedelta,
    address: str,
    runs: Mapping[str, Run] = NO_RUNS,
) -> tuple[bytes, datetime]:
    """Return a participant's private feed at `address`, and the instant of its last change.

    What they took out, and what does not take place, stays and is said to be cancelled.
    Raise `NotFound` where nothing of it is known any more.
    """
    held = _held(release, marks)
    if not held:
        raise NotFound("calendar", str(subscription.id))
    calendar = _calendar(outlet.language)
    name = Text({outlet.language: translations(outlet.language).gettext("My agenda")})
    _describe(calendar, release, name, outlet, refresh, address, outlet.page("/me"))
    told = [_told(release, session, runs) for session, _ in held]
    stamps = [
        replace(
            stamp,
            sequence=stamp.sequence + mark.version,
            changed=max(stamp.changed, mark.changed, subscription.changed)
            + timedelta(seconds=mark.steps),
        )
        for (_, mark), (_, stamp) in zip(held, told, strict=True)
    ]
    events = (
        _own_event(entry, mark, stamp, outlet, subscription)
        for (_, mark), (entry, _), stamp in zip(held, told, stamps, strict=True)
    )
    changed = max(stamp.changed for stamp in stamps)
    return _octets(Parts(calendar, events, changed)), changed


def office_feed(
    release: Release,
    code: str,
    outlet: Outlet,
    refresh: timedelta,
    address: str,
    runs: Mapping[str, Run] = NO_RUNS,
) -> tuple[bytes, datetime]:
    """Return the private feed of a government's office: its city's, with its turns.

    Those of a session that runs are as they are expected at the last press. Raise `NotFound`
    where the government has nothing in the programme, and never had.
    """
    city = release.government(code)
    held = shown(release.programme.sessions, Scope.CITY, code, runs)
    if not held:
        raise NotFound("calendar", code)
    turns: dict[str, tuple[TimedTurn, ...]] = {}
    for slot in slots(release.programme, code, runs):
        both = (*turns.get(slot.session.code, ()), *slot.turns)
        turns[slot.session.code] = tuple(sorted(both, key=lambda one: one.starts))
    calendar, page = _calendar(outlet.language), outlet.page(f"/office/{code}")
    _describe(calendar, release, city.name, outlet, refresh, address, page)
    events = (
        _event(
            *_listed(release, one, runs),
            outlet,
            gone=one.gone,
            own=Personal(city.zone, turns=turns.get(one.session.code, ()), page=page),
        )
        for one in held
    )
    changed = max(_told(release, one.session, runs)[1].changed for one in held)
    return _octets(Parts(calendar, events, changed)), changed


def own_download(
    release: Release,
    marks: Iterable[Mark],
    outlet: Outlet,
    zone_name: str,
    runs: Mapping[str, Run] = NO_RUNS,
) -> tuple[bytes, datetime]:
    """Return the sessions of a participant's agenda as one file, as they are published.

    It is taken in once, so it tells nothing of what is not in the agenda any more.
    """
    held = [one for one in _held(release, marks) if one[1].is_in]
    if not held:
        raise NotFound("calendar", release.summit.code)
    events = []
    for session, mark in held:
        gone = session.status is not Status.SCHEDULED
        entry, stamp = _told(release, session, runs)
        events.append(
            _event(entry, stamp, outlet, gone=gone, own=Personal(zone_name, seat=mark.seat))
        )
    changed = max(_told(release, session, runs)[1].changed for session, _ in held)
    return _octets(Parts(_calendar(outlet.language), events, changed)), changed


def _held(release: Release, marks: Iterable[Mark]) -> list[tuple[Session, Mark]]:
    known = {mark.session: mark for mark in marks}
    return [(one, known[one.code]) for one in release.programme.sessions if one.code in known]


def _own_event(
    entry: Entry, mark: Mark, stamp: Stamp, outlet: Outlet, subscription: Subscription
) -> Event:
    gone = entry.status is not Status.SCHEDULED or not mark.is_in
    own = Personal(subscription.zone, subscription.alarm_minutes, mark.seat)
    return _event(entry, stamp, outlet, gone=gone, own=own)


def _describe(
    calendar: Calendar,
    release: Release,
    of: Text,
    outlet: Outlet,
    refresh: timedelta,
    address: str,
    page: str,
) -> None:
    """Say what a calendar to subscribe to is called, where it comes from and how often."""
    name = unescaped(of.say(outlet.language))
    title = release.summit.title.say(outlet.language)
    about = unescaped(plain(release.summit.slogan.say(outlet.language)) or title)
    name = title_name if (title_name := unescaped(title)) == name else f"{title_name} – {name}"
    for key, words in (("NAME", name), ("X-WR-CALNAME", name)):
        calendar.add(key, vText(words))
    for key in ("DESCRIPTION", "X-WR-CALDESC"):
        calendar.add(key, vText(about))
    calendar.add("X-WR-TIMEZONE", vText(release.summit.zone))
    calendar.add("COLOR", vText(_COLOUR))
    every = vDuration(refresh)
    every.params["VALUE"] = "DURATION"
    calendar.add("REFRESH-INTERVAL", every)
    calendar.add("X-PUBLISHED-TTL", vText(vDuration(refresh).to_ical().decode()))
    calendar.add("SOURCE", vUri(address, params={"VALUE": "URI"}))
    calendar.add("URL", vUri(page))


def download(
    release: Release, session: Session, outlet: Outlet, runs: Mapping[str, Run] = NO_RUNS
) -> tuple[bytes, datetime]:
    """Return the calendar file of one session, and the instant of its last change."""
    parts = download_parts(release, session, outlet, runs)
    return _octets(parts), parts.changed


def download_parts(
    release: Release, session: Session, outlet: Outlet, runs: Mapping[str, Run] = NO_RUNS
) -> Parts:
    """Return what `download` writes, before it is octets."""
    gone = session.status is not Status.SCHEDULED
    entry, stamp = _told(release, session, runs)
    event = _event(entry, stamp, outlet, gone=gone)
    return Parts(_calendar(outlet.language), (event,), stamp.changed)


_END = b"END:VCALENDAR\r\n"


def _octets(parts: Parts) -> bytes:
    head = parts.calendar.to_ical().removesuffix(_END)
    return b"".join((head, *(event.to_ical() for event in parts.events), _END))


def _name(release: Release, scope: Scope, code: str) -> Text:
    """Return what a feed is a calendar of; what has left the programme is just the summit."""
    try:
        match scope:
            case Scope.AREA:
                return release.area(code).name
            case Scope.STAGE:
                return release.stage(code).name
            case Scope.CITY:
                return release.government(code).name
            case Scope.SPEAKER:
                return release.person(code).name
            case Scope.AGENDA:
                return release.summit.title
    except NotFound:
        return release.summit.title


def _told(release: Release, session: Session, runs: Mapping[str, Run]) -> tuple[Entry, Stamp]:
    """Return what is said of a session and since when, with the minutes of its run if it has one.

    Its SEQUENCE stays with these: the session itself is where it was.
    """
    found = runs.get(session.code)
    entry = run.entry(release.entries[session.code], session, found)
    return entry, run.stamp(_stamp(session), found)


def _listed(release: Release, one: Shown, runs: Mapping[str, Run]) -> tuple[Entry, Stamp]:
    """Return the same of a session in a calendar of many."""
    entry, stamp = _told(release, one.session, runs)
    return entry, replace(stamp, sequence=stamp.sequence + one.steps)


def _stamp(session: Session) -> Stamp:
    if session.stamp is None:
        raise ValueError(f"session {session.code} was released without a stamp")
    return session.stamp


def _event(
    entry: Entry, stamp: Stamp, outlet: Outlet, *, gone: bool, own: Personal | None = None
) -> Event:
    gettext = translations(outlet.language).gettext
    withdrawn = entry.status is Status.WITHDRAWN
    page = f"{outlet.base}/agenda" if withdrawn else f"{outlet.base}/sessions/{entry.code}"
    page += outlet.query
    watch = outlet.page(f"/me/sessions/{entry.code}/join") if own else f"{page}#watch"
    watch = (own and own.page) or watch
    title = without_addresses(clean_line(entry.title.say(outlet.language)))
    event = Event()
    event.add("UID", vText(stamp.uid))
    event.add("DTSTAMP", stamp.changed)
    event.add("CREATED", stamp.created)
    event.add("LAST-MODIFIED", stamp.changed)
    event.add("SEQUENCE", stamp.sequence)
    event.add("DTSTART", entry.starts)
    event.add("DTEND", entry.ends)
    event.add("SUMMARY", vText(short(gettext("CANCELLED: %s") % title if gone else title)))
    event.add("DESCRIPTION", vText(description(entry, outlet, page, watch, own, gone=gone)))
    event.add("LOCATION", vText(location(entry, outlet.language)))
    is_sure = own is None or own.is_sure
    event.add("STATUS", vText("CANCELLED" if gone else "CONFIRMED" if is_sure else "TENTATIVE"))
    event.add("TRANSP", vText("TRANSPARENT" if gone else "OPAQUE"))
    event.add("CLASS", vText("PUBLIC"))
    event.add("URL", vUri(page))
    if area := unescaped(entry.area.say(outlet.language)):
        event.add("CATEGORIES", [area])
    if not gone:
        for language, name in entry.streams:
            words = name.say(outlet.language) or language_name(language, outlet.language)
            event.add("CONFERENCE", _conference(watch, language, words))
        if own and own.alarm_minutes is not None:
            event.add_component(_alarm(stamp, title, own.alarm_minutes))
    return event


def _alarm(stamp: Stamp, title: str, minutes: int) -> Alarm:
    alarm = Alarm()
    alarm.add("UID", vText(str(uuid5(NAMESPACE_URL, stamp.uid))))
    alarm.add("ACTION", vText("DISPLAY"))
    alarm.add("TRIGGER", timedelta(minutes=-minutes))
    alarm.add("DESCRIPTION", vText(short(title)))
    return alarm


def _conference(page: str, language: str, name: str) -> vUri:
    """Return where to watch: our page, never the address of a meeting (RFC 7986 §5.11)."""
    params = {
        "VALUE": "URI",
        "FEATURE": ["AUDIO", "VIDEO"],
        "LABEL": without_addresses(clean_line(name)).replace('"', "'"),
        "LANGUAGE": language,
    }
    return vUri(page, params=params)
