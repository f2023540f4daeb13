"""A summit's programme: its days, stages, areas and sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from summit.core import scale
from summit.core.people import Part, Person
from summit.core.place import Government
from summit.core.scale import Band, Scale
from summit.core.text import NOTHING, Text
from summit.core.turn import Edition, Standing, Turn
from summit.core.zone import local_date, midnight, zone


@dataclass(frozen=True, slots=True)
class Summit:
    """One summit.

    `zone` is the host's IANA zone. A programme day is not a calendar date: it lasts until
    `day_border`, a local time, of the next date. `languages` are BCP 47 tags, first the one
    that serves where no better is known. `bands` say what the hours cost; none are the usual.
    """

    code: str
    title: Text
    zone: str
    languages: tuple[str, ...]
    day_border: time = time(4)
    slogan: Text = NOTHING
    text: Text = NOTHING
    host: Text = NOTHING
    notice: Text = NOTHING
    bands: tuple[Band, ...] = ()

    @property
    def scale(self) -> Scale:
        """What the hours of this summit cost."""
        return scale.of(self.bands)


@dataclass(frozen=True, slots=True)
class ProgrammeDay:
    """The n-th day of a summit, named after the date on which it begins at the host's."""

    number: int
    date: date
    title: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Stage:
    """A place, real or not, where one session at a time takes place."""

    code: str
    name: Text
    place: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Area:
    """One of the themes of a summit."""

    code: str
    name: Text
    text: Text = NOTHING


class SessionKind(StrEnum):
    """The form of a session."""

    MEETING = "meeting"
    CONVERSATION = "conversation"
    TALK = "talk"
    TALK_SHOW = "talk_show"
    PANEL = "panel"
    PITCHES = "pitches"
    CEREMONY = "ceremony"
    BREAK = "break"


class Status(StrEnum):
    """Whether a session takes place.

    An unscheduled session waits for its slot: it stands in the working programme only, at
    the time that it once had. A withdrawn one has left the programme; releases keep it only
    so that calendars that once showed it can be told.
    """

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    UNSCHEDULED = "unscheduled"
    WITHDRAWN = "withdrawn"


class Visibility(StrEnum):
    """Who may know of a session: everybody, or organizers only (never in a release)."""

    PUBLIC = "public"
    ORGANIZERS = "organizers"


class Aspect(StrEnum):
    """What of a session is invented for illustration rather than known."""

    DAY = "day"
    START = "start"
    LENGTH = "length"
    TURNS = "turns"
    PEOPLE = "people"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Stream:
    """One way to watch, in one language.

    `address` is given only for a public broadcast; what a person joins by a link of their
    own is never part of a programme.
    """

    language: str
    title: Text
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What calendars need to recognise a session and to order its versions (RFC 5545 §3.8.7).

    `uid` never changes; `sequence` rises with time, place or status; `changed` moves with
    anything that a calendar shows. Both instants are UTC in whole seconds.
    """

    uid: str
    sequence: int
    created: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """One item of the agenda, `minutes` long from `starts` (UTC) on.

    `stage`, `area` and the persons and governments of `parts` and `turns` are codes.
    `former` lists the calendars that showed the session in an earlier release and no
    longer do, as "kind/code". `standing` says how far the order of the turns is decided, and
    `edition` which one of it a release publishes.
    """

    code: str
    kind: SessionKind
    title: Text
    starts: datetime
    minutes: int
    stage: str | None = None
    area: str | None = None
    text: Text = NOTHING
    note: Text = NOTHING
    status: Status = Status.SCHEDULED
    visibility: Visibility = Visibility.PUBLIC
    capacity: int | None = None
    spoken: tuple[str, ...] = ()
    interpreted: tuple[str, ...] = ()
    streams: tuple[Stream, ...] = ()
    parts: tuple[Part, ...] = ()
    turns: tuple[Turn, ...] = ()
    illustrative: tuple[Aspect, ...] = ()
    former: tuple[str, ...] = ()
    stamp: Stamp | None = None
    standing: Standing | None = None
    edition: Edition | None = None

    @property
    def ends(self) -> datetime:
        """The instant (UTC) at which the session is over."""
        return self.starts + timedelta(minutes=self.minutes)

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language in which the session can be followed, spoken ones first."""
        return tuple(dict.fromkeys((*self.spoken, *self.interpreted)))

    @property
    def cast(self) -> tuple[Part | Turn, ...]:
        """Everything in which a person or a government may be named."""
        return (*self.parts, *self.turns)

    @property
    def people(self) -> tuple[str, ...]:
        """The codes of the persons who have a part or a turn, in order, once each."""
        found = (one.person for one in self.cast)
        return tuple(dict.fromkeys(code for code in found if code))

    @property
    def governments(self) -> tuple[str, ...]:
        """The codes of the governments that have a part or a turn, in order, once each."""
        found = (one.government for one in self.cast)
        return tuple(dict.fromkeys(code for code in found if code))


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything that is published of a summit, or would be if it were published now.

    Sessions stand in the order of time, everything else in the order its organizers chose.
    """

    summit: Summit
    days: tuple[ProgrammeDay, ...] = ()
    stages: tuple[Stage, ...] = ()
    areas: tuple[Area, ...] = ()
    governments: tuple[Government, ...] = ()
    people: tuple[Person, ...] = ()
    sessions: tuple[Session, ...] = ()


def day_of(programme: Programme, instant: datetime) -> ProgrammeDay | None:
    """Return the programme day that `instant` falls into, or None between and outside them."""
    summit = programme.summit
    for day in programme.days:
        begins, ends = _borders(day.date, summit.zone, summit.day_border)
        if begins <= instant < ends:
            return day
    return None


@lru_cache(maxsize=512)
def _borders(day: date, zone_name: str, border: time) -> tuple[datetime, datetime]:
    """Return the instants (UTC) at which a programme day begins and ends."""
    where = zone(zone_name)
    return midnight(day, where, border), midnight(day + timedelta(days=1), where, border)


def span(programme: Programme) -> tuple[date, date] | None:
    """Return the first and the last date of the summit at its host's, or None without any."""
    where = zone(programme.summit.zone)
    dates = [day.date for day in programme.days] or [
        local_date(session.starts, where) for session in programme.sessions
    ]
    return (min(dates), max(dates)) if dates else None
