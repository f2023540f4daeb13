"""The sessions of a calendar, whether it came as iCalendar or as jCal.

Taken are times, titles, texts, places and categories. Who organizes or attends an entry is
somebody's address and not a part in a session, so it is not taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from summit.core.errors import Invalid
from summit.core.exchange import Schedule
from summit.formats import language_word, moment, own_calendar, recurrence, vocabulary, vtimezone
from summit.formats.component import Component
from summit.formats.content_line import Property
from summit.formats.draft import Draft, Entry
from summit.formats.local_time import LocalTime
from summit.formats.own_calendar import OwnCalendar
from summit.formats.phrase import Words
from summit.formats.vtimezone import Zones

_WHEN = re.compile(
    r"(?P<date>\d{4}-?\d{2}-?\d{2})(?:[T ](?P<time>\d{2}:?\d{2}(?::?\d{2})?)(?:\.\d+)?"
    r"(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"
)
_SECRET = frozenset(("PRIVATE", "CONFIDENTIAL"))
_STATED = ("X-WR-TIMEZONE", "TIMEZONE-ID", "TZID")


class _When(NamedTuple):
    """A date or a time as it stands in a file, and the place whose clocks show it."""

    moment: datetime
    place: tzinfo | None
    is_day: bool


def schedule(draft: Draft, calendars: list[Component], named: str | None) -> Schedule:
    """Return what calendars say; `named` is the IANA zone that the organizer named.

    Raise `ZoneNeeded` for times that float (RFC 5545 §3.3.5, form 1) where nobody names a zone.
    """
    stated = (one.text(name) for one in calendars for name in _STATED)
    own = own_calendar.recognise(calendars)
    reader = _Reader(draft, Zones(calendars), next(filter(None, stated), ""), named, own)
    titles = (one.text(name) for one in calendars for name in ("X-WR-CALNAME", "NAME"))
    draft.title = next(filter(None, titles), "")
    if own:
        draft.is_bare = True
        draft.languages = (own.language,)
    events = [event for calendar in calendars for event in calendar.all("VEVENT")]
    reader.read(events)
    return draft.schedule(reader.zone)


class _Reader:
    """Makes sessions of events; knows the zones of the file."""

    def __init__(
        self,
        draft: Draft,
        zones: Zones,
        stated: str,
        named: str | None,
        own: OwnCalendar | None,
    ) -> None:
        self._draft = draft
        self._own = own
        self._zones = zones
        self._times = LocalTime(draft, stated, named)
        self._used: Counter[str] = Counter()
        self._moved: set[tuple[str, datetime]] = set()

    @property
    def zone(self) -> str | None:
        """The IANA zone that the file names, else the one that most of its events are in."""
        return self._times.zone or next((name for name, _ in self._used.most_common(1)), None)

    def read(self, events: list[Component]) -> None:
        """Add the sessions of each event, or the reason why there are none."""
        for event in events:
            with suppress(Invalid):  # told when the event itself is read
                if mark := self._replaced(event):
                    self._moved.add(mark)
        for event in events:
            with self._draft.row(event.where):
                self._read(event)

    def _replaced(self, event: Component) -> tuple[str, datetime] | None:
        """Return which repetition of which event this one stands for, if it does."""
        given = event.get("RECURRENCE-ID")
        when = self._when(given) if given else None
        if when is None or when.is_day:
            return None
        return event.text("UID"), self._instant(when, event.where)

    def _read(self, event: Component) -> None:
        secrecy = event.text("CLASS").strip().upper()
        if secrecy in _SECRET:
            raise Invalid("is marked %(secrecy)s", secrecy=secrecy)
        given = event.get("DTSTART")
        when = self._when(given) if given else None
        if given is None or when is None:
            if given is None:
                raise Invalid("gives no start")
            raise Invalid("its start is not understood: “%(words)s”", words=given.raw[:40])
        if when.is_day:
            raise Invalid("takes whole days and gives no time")
        if name := vtimezone.key(when.place):
            self._used[name] += 1
        starts = self._instant(when, event.where)
        minutes = self._minutes(event, when, starts)
        mark = self._replaced(event)
        repeated = [] if mark else list(self._repeated(event, when))
        uid = event.text("UID").strip()
        for one in repeated or [starts]:
            suffix = f"{one:%Y%m%dT%H%M%SZ}" if len(repeated) > 1 else ""
            if mark:
                suffix = f"{mark[1]:%Y%m%dT%H%M%SZ}"
            self._add(event, one, minutes, uid, suffix)

    def _add(
        self, event: Component, starts: datetime, minutes: int | None, uid: str, suffix: str
    ) -> None:
        local = uid.rpartition("@")[0] or uid
        text = event.get("DESCRIPTION") or event.get("X-ALT-DESC")
        categories = event.get("CATEGORIES")
        track = next(filter(None, categories.items), "") if categories else ""
        room: Words = self._own.room(event) if self._own else event.text("LOCATION")
        entry = Entry(
            where=event.where,
            starts=starts,
            minutes=minutes,
            title=_words(event.get("SUMMARY")),
            code=f"{local}-{suffix}" if suffix and local else local,
            uid=(f"{uid}/{suffix}" if suffix else uid) or None,
            room=self._draft.room(room),
            track=self._draft.track(self._own.worded(track) if self._own else track),
            kind=vocabulary.kind(track),
            texts=None if text is None else [_words(text)],
            status=vocabulary.status(event.text("STATUS")),
        )
        if self._own:
            self._own.take(entry, event)
        self._draft.add(entry)

    def _when(self, given: Property) -> _When | None:
        """Return the date or time of a property, or None where it is none."""
        written = _written(given.text)
        if written is None:
            return None
        name = given.params.get("TZID", "").strip()
        place = self._zones.find(name) if name else None
        if name and place is None:
            self._times.unknown = name[:60]
            if given.name == "DTSTART":
                self._draft.note(given.where, "“%(name)s” is no zone that is known", name=name[:60])
        is_day = given.params.get("VALUE", "").upper() == "DATE" or len(given.text.strip()) <= 10
        return _When(written, place, is_day)

    def _instant(self, when: _When, where: str) -> datetime:
        return self._times.instant(when.moment, where, when.place)

    def _minutes(self, event: Component, when: _When, starts: datetime) -> int | None:
        """Return how long an event lasts, or None where it does not say."""
        span = None
        if given := event.get("DTEND"):
            ends = self._when(given)
            if ends is None:
                self._draft.note(
                    given.where, "its end is not understood: “%(words)s”", words=given.raw[:40]
                )
            else:
                ends = ends._replace(place=ends.place or when.place)
                span = self._instant(ends, event.where) - starts
        elif given := event.get("DURATION"):
            span = moment.length(given.text)
            if span is None:
                self._draft.note(
                    given.where, "its length is not understood: “%(words)s”", words=given.raw[:40]
                )
        return None if span is None else span // timedelta(minutes=1)

    def _repeated(self, event: Component, when: _When) -> Iterator[datetime]:
        """Yield the instants at which a repeated event begins; nothing for one that is not."""
        rule = event.get("RRULE")
        further = [one for given in event.properties.get("RDATE", ()) for one in self._list(given)]
        if rule is None and not further:
            return
        found = [when.moment.replace(tzinfo=None)]
        if rule is not None:
            parts = recurrence.parts(rule.text)
            unfolded = recurrence.starts(found[0], parts, self._until(parts.get("UNTIL", ""), when))
            if unfolded is None:
                message = "repeats by a rule that is not unfolded (%(rule)s); taken once"
                self._draft.note(rule.where, message, rule=rule.text[:60])
            found = unfolded or found
        gone = {one for given in event.properties.get("EXDATE", ()) for one in self._list(given)}
        zoned = (when._replace(moment=one.replace(tzinfo=when.moment.tzinfo)) for one in found)
        for one in dict.fromkeys((*(self._instant(one, event.where) for one in zoned), *further)):
            if one not in gone and (event.text("UID"), one) not in self._moved:
                yield one

    def _until(self, words: str, when: _When) -> datetime | None:
        """Return the end of a rule as the local time of its event (RFC 5545 §3.3.10)."""
        until = _written(words)
        if until is None:
            return None
        if len(words) <= 10:
            return until.replace(hour=23, minute=59)
        if until.tzinfo is None or when.moment.tzinfo is not None:
            return until.replace(tzinfo=None)
        if when.place is not None:
            return until.astimezone(when.place).replace(tzinfo=None)
        return self._times.local(until) or until.replace(tzinfo=None)

    def _list(self, given: Property) -> Iterator[datetime]:
        """Yield the instants of a list of dates; of a period, its start."""
        for words in given.items:
            one = Property(given.name, words.partition("/")[0], given.where, given.params)
            when = self._when(one)
            if when is not None and not when.is_day:
                yield self._instant(when, given.where)


def _written(words: str) -> datetime | None:
    """Return the date or time that words write, aware where they say UTC or an offset."""
    found = _WHEN.fullmatch(words.strip())
    if found is None:
        return None
    clock = (found["time"] or "0000").replace(":", "").ljust(6, "0")
    clock = clock[:4] + "59" if clock.endswith("60") else clock  # a leap second
    try:
        written = datetime.strptime(found["date"].replace("-", "") + clock, "%Y%m%d%H%M%S")  # noqa: DTZ007
        if found["offset"] == "Z":
            return written.replace(tzinfo=UTC)
        if found["offset"]:
            offset = datetime.strptime(found["offset"], "%z").tzinfo
            return written.replace(tzinfo=offset)
    except ValueError:
        return None
    return written


def _words(given: Property | None) -> Words:
    """Return the words of a property, by their language where it says it."""
    if given is None:
        return ""
    tag = language_word.tag(given.params.get("LANGUAGE", ""))
    return {tag: given.text} if tag else given.text
