"""The programme as frab, pretalx, wafer and Pentabarf write it, whether in XML or in JSON.

The readers of both give their values as words; what they mean is decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from summit.core.errors import Invalid
from summit.core.exchange import DayRow, PartRow, Schedule
from summit.formats import moment, own_schedule, vocabulary
from summit.formats.draft import Draft, Entry
from summit.formats.local_time import LocalTime
from summit.formats.own_schedule import OwnSchedule
from summit.formats.phrase import Words

_LATEST_BORDER = time(6)
"""No day lasts longer; a later change of days only says when the next programme begins."""
_NO_TRACKS = frozenset(("no track", "none", "-", "n/a"))


class Person(NamedTuple):
    """Somebody in an event: an identity, if any, and a name."""

    identity: str
    name: Words
    role: str = ""
    address: str = ""


@dataclass(slots=True)
class Event:
    """One event, as it is written; what is not there is empty, or None where that differs."""

    where: str
    place: Words = ""
    own_place: str = ""
    place_key: str = ""
    guid: str = ""
    identity: str = ""
    code: str = ""
    slug: str = ""
    date: str = ""
    start: str = ""
    end: str = ""
    duration: str = ""
    title: Words = ""
    texts: list[Words] | None = None
    note: Words | None = None
    track: Words = ""
    track_key: str = ""
    kind: str = ""
    language: str | None = None
    state: str = ""
    people: list[Person] | None = None


@dataclass(slots=True)
class Day:
    """One day, as it is written, with its events."""

    where: str
    number: str = ""
    date: str = ""
    starts: str = ""
    ends: str = ""
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Conference:
    """The head of a file; `tracks` are those of ours by name and code, in their order."""

    title: Words = ""
    zone: str = ""
    day_change: str = ""
    own: OwnSchedule | None = None
    tracks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Span:
    """A day with its meaning: its date, and its first and last moment where it says them."""

    date: date
    starts: datetime | None
    ends: datetime | None
    border: timedelta
    offset: tzinfo | None


def schedule(
    draft: Draft,
    conference: Conference,
    days: Iterable[Day],
    named: str | None,
    loose: Iterable[Event] = (),
) -> Schedule:
    """Return what the file says; `named` is the IANA zone that the organizer named.

    `loose` are the events that are filed under no day.
    """
    draft.title = conference.title
    own = conference.own
    if own is not None:
        draft.is_bare = True
        draft.title = own.worded(conference.title)
        draft.languages = own.languages or (own.language,)
        for name, slug in conference.tracks:
            draft.track(*own.place(name, slug))
    times = LocalTime(draft, conference.zone, named)
    days = list(days)
    change = _change(conference, days, times)
    draft.day_border = change if change is None or change <= _LATEST_BORDER else None
    numbers: set[int] = set()
    for at, day in enumerate(days, start=1):
        span = _span(draft, day, times, min(change or time(), _LATEST_BORDER))
        if span is not None:
            number = int(day.number) if day.number.isdecimal() and len(day.number) < 6 else at
            while number in numbers:
                number += 1
            numbers.add(number)
            draft.days.append(DayRow(number, span.date))
        for event in day.events:
            with draft.row(event.where):
                _event(draft, _as_written(event, own), span, times)
    for event in loose:
        with draft.row(event.where):
            _event(draft, _as_written(event, own), None, times)
    return draft.schedule(times.zone)


def _change(conference: Conference, days: Iterable[Day], times: LocalTime) -> time | None:
    """Return the time until which a session belongs to the day before, where it shows.

    It is said outright (`day_change`), or it is when most days end: 03:59 means 04:00.
    """
    said = moment.clock(conference.day_change)
    if said is not None and said < timedelta(days=1):
        return (datetime(2000, 1, 1) + said).time()  # noqa: DTZ001  (the date is cast off)
    ends: Counter[time] = Counter()
    for day in days:
        first, last = (_local(words, times) for words in (day.starts, day.ends))
        if first is None or last is None:
            continue
        if last.minute == 59:  # the last minute, or second, that still belongs to the day
            last += timedelta(minutes=1)
        last = last.replace(second=0, microsecond=0)
        if last.time() <= _LATEST_BORDER and last.date() > first.date():
            ends[last.time()] += 1
    return ends.most_common(1)[0][0] if ends else None


def _local(words: str, times: LocalTime) -> datetime | None:
    """Return the local time that `words` give: the zone's, else their own."""
    found = moment.instant(words)
    if found is None or found.tzinfo is None:
        return found
    if not 1 < found.year < 9999:
        return None
    return times.local(found) or found.replace(tzinfo=None)


def _span(draft: Draft, day: Day, times: LocalTime, border: time) -> _Span | None:
    """Return what a day means; its first moment tells its date more surely than its name."""
    starts, ends = (_bound(words, times, day.where) for words in (day.starts, day.ends))
    begins = _local(day.starts, times)
    named = moment.day(day.date)
    if begins is not None and (named is None or (times.is_known and begins.date() != named)):
        if named is not None:
            draft.note(
                day.where,
                "is called %(named)s, but begins on %(begins)s",
                named=named,
                begins=f"{begins:%Y-%m-%d}",
            )
        named = begins.date()
    if named is None:
        draft.note(day.where, "its date is not understood: “%(words)s”", words=day.date[:40])
        return None
    first = moment.instant(day.starts)
    return _Span(
        date=named,
        starts=starts,
        ends=ends,
        border=timedelta(hours=border.hour, minutes=border.minute),
        offset=first.tzinfo if first else None,
    )


def _bound(words: str, times: LocalTime, where: str) -> datetime | None:
    """Return the instant at which a day begins or ends, where that is told and understood."""
    found = moment.instant(words)
    if found is None or (found.tzinfo is None and not times.is_known):
        return None
    try:
        return times.instant(found, where)
    except Invalid:
        return None


def _as_written(event: Event, own: OwnSchedule | None) -> Event:
    """Return an event of our own files with what stood in the programme."""
    if own is None:
        return event
    event.title = own.worded(event.title)
    event.own_place = ""
    event.place, event.place_key = own.place(event.place, event.place_key)
    event.track, event.track_key = own.place(event.track, event.track_key)
    event.code = own.code(event.slug) or event.code
    if event.texts:
        *texts, event.note = map(own.worded, event.texts)
        event.texts = texts
    if event.people is not None:
        event.people = [
            Person(own_schedule.person(one.address) or one.identity, own.worded(one.name), one.role)
            for one in event.people
        ]
    return event


def _event(draft: Draft, event: Event, span: _Span | None, times: LocalTime) -> None:
    """Add a session for an event; raise `Invalid` where there is none."""
    if vocabulary.is_unpublished(event.state):
        raise Invalid("its state is %(state)s", state=event.state)
    starts = _starts(event, span, times)
    minutes = _minutes(draft, event, starts, times)
    if span is not None and (span.starts or event.date) and not _is_within(starts, span, times):
        message = "is filed under %(date)s, but begins %(starts)s UTC"
        draft.note(event.where, message, date=span.date, starts=f"{starts:%Y-%m-%d %H:%M}")
    if isinstance(event.place, str) and event.own_place.strip() not in ("", event.place.strip()):
        message = "names the room %(own)s, but stands under %(room)s, which is taken"
        draft.note(event.where, message, own=event.own_place, room=event.place)
    draft.add(
        Entry(
            where=event.where,
            starts=starts,
            minutes=minutes,
            title=event.title,
            code=event.code or event.slug or event.identity or event.guid,
            uid=event.guid or None,
            room=draft.room(event.place, event.place_key),
            track=_track(draft, event),
            kind=vocabulary.kind(event.kind),
            texts=event.texts,
            note=event.note,
            languages=event.language,
            status=vocabulary.status(event.state),
            parts=_parts(draft, event),
        )
    )


def _track(draft: Draft, event: Event) -> str | None:
    name = event.track if isinstance(event.track, str) else "".join(event.track.values())
    if name.strip().casefold() in _NO_TRACKS:
        return None
    return draft.track(event.track, event.track_key)


def _parts(draft: Draft, event: Event) -> tuple[PartRow, ...] | None:
    """Return what each person does in an event; somebody named twice does it once."""
    if event.people is None:
        return None
    found: dict[str, PartRow] = {}
    for one in event.people:
        if key := draft.person(one.name, one.identity, where=event.where):
            found.setdefault(key, PartRow(key, vocabulary.role(one.role)))
    return tuple(found.values())


def _starts(event: Event, span: _Span | None, times: LocalTime) -> datetime:
    """Return the instant at which an event begins.

    A date with a time says it; the start beside it is only compared. Without one it is the
    start on the day under which the event is filed, or after the following midnight. A local
    time is the zone's, else that of the offset with which its day begins.
    """
    clock = moment.clock(event.start)
    written = moment.instant(event.date) or moment.instant(event.start)
    if written is not None and written.tzinfo is not None:
        starts = times.instant(written, event.where)
        times.check(written, clock, event.where)
        return starts
    filed = False
    if written is None:
        own = moment.day(event.date)
        base = own or (span.date if span else None)
        if base is None or clock is None:
            raise Invalid(
                "its start is not understood: “%(date)s” “%(start)s”",
                date=event.date[:40],
                start=event.start[:40],
            )
        written = datetime.combine(base, time()) + clock
        filed = own is None and span is not None
    if span is not None and not times.is_known:
        written = written.replace(tzinfo=span.offset)
    starts = times.instant(written, event.where)
    if filed and span is not None:
        later = times.instant(written + timedelta(days=1), event.where)
        if span.starts and span.ends:
            return later if starts < span.starts and later < span.ends else starts
        return later if clock is not None and clock < span.border else starts
    return starts


def _minutes(draft: Draft, event: Event, starts: datetime, times: LocalTime) -> int | None:
    """Return how long an event lasts, or None where it does not say."""
    span = moment.length(event.duration)
    if span is None and (ends := moment.instant(event.end)):
        span = times.instant(ends, event.where) - starts
    if span is None:
        if event.duration.strip():
            draft.note(
                event.where,
                "its length is not understood: “%(words)s”",
                words=event.duration[:40],
            )
        return None
    if span % timedelta(minutes=1):
        draft.note(event.where, "lasts %(span)s; the seconds are left out", span=span)
    return span // timedelta(minutes=1)


def _is_within(starts: datetime, span: _Span, times: LocalTime) -> bool:
    """Whether an event begins on the day under which it is filed."""
    if span.starts and span.ends:
        return span.starts <= starts < span.ends + timedelta(minutes=1)
    local = times.local(starts)
    return local is None or (local - span.border).date() == span.date
