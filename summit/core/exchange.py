"""What a file from elsewhere says of a programme: plain rows, and what is the matter with them.

A reader (`summit.formats.read_*`) turns octets into a `Schedule` and judges nothing but the
file. What the file does not say is None or empty, which is not the same as saying "none": an
import leaves alone what its file is silent about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from summit.core.errors import Invalid
from summit.core.people import Role
from summit.core.programme import SessionKind, Status
from summit.core.text import NOTHING, Text

LARGEST_FILE = 32 * 2**20
"""Octets that a file may have."""
LARGEST_UNPACKED = 200 * 2**20
"""Octets that the parts of a packed file (XLSX) may have together, unpacked."""
MOST_SESSIONS = 20_000
"""Sessions that a file may hold, and rows of a sheet."""
MOST_PEOPLE = 200_000
"""People whom the sessions of a file may name, each as often as they are named."""
MOST_COLUMNS = 200
"""Columns that a sheet may have."""
MOST_PARTS = 1_000_000
"""Elements of XML, lists and objects of JSON, or lines of text that a file may have."""
DEEPEST = 64
"""Levels to which they may be nested."""
LONGEST_TEXT = 100_000
"""Characters that a text may have."""
LONGEST_LINE = 1_000
"""Characters that a title or a name may have."""
LONGEST_CODE = 255
"""Characters that an identity may have."""
MOST_PROBLEMS = 100_000
"""Things that may be the matter with a file until it is no use to go on."""
MOST_REPEATS = 100
"""Sessions into which one repeated entry of a calendar is unfolded."""


class Format(StrEnum):
    """The formats of files from elsewhere that are understood, by the names people use."""

    SCHEDULE_XML = "schedule.xml"
    SCHEDULE_JSON = "schedule.json"
    SCHEDULE_V2 = "schedule.json v2"
    OPASS = "OPass"
    SESSIONIZE = "Sessionize"
    ICAL = "iCalendar"
    JCAL = "jCal"
    CSV = "CSV"
    XLSX = "XLSX"
    RELEASE = "release"


class ZoneNeeded(Invalid):
    """The file gives times of a place that it does not name."""

    def __str__(self) -> str:
        return f"{self.message} Name it: --timezone Europe/Brussels"


class Outcome(StrEnum):
    """What became of something that is the matter with a file."""

    NOTED = "noted"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """One thing that is the matter with a file.

    `where` names the place as whoever made the file finds it again: "line 12", "row 7,
    column starts", "event 4711". `outcome` says whether what stands there was taken. What
    changes in the `wording` stands in `values`, as in `Invalid`. Two are the same if they say
    the same.
    """

    where: str
    wording: str
    outcome: Outcome = Outcome.NOTED
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is the matter, in English."""
        return self.wording % self.values if self.values else self.wording

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)

    @property
    def _said(self) -> tuple[str, str, Outcome]:
        return (self.where, self.message, self.outcome)

    def __str__(self) -> str:
        return f"{self.where}: {self.message} ({self.outcome})"


def refused(where: str, error: Invalid) -> Problem:
    """Return the problem of what was left out, since it is `error`."""
    place = f"{where}, {error.where}" if error.where else where
    return Problem(place, error.wording, Outcome.LEFT_OUT, error.values)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody whom a file names. `key` is unique in the file: an id where there is one."""

    key: str
    name: Text
    office: Text = NOTHING


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A room or a track: `key` is its id or its name, unique among its kind in the file."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day under which a file files its sessions."""

    number: int
    date: date
    title: Text = NOTHING


@dataclass(frozen=True, slots=True)
class PartRow:
    """What the person `key` does in a session; `role` None where the file does not say."""

    key: str
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session of a file.

    `uid` is an identity that never changes and is unique in the world (a guid, a UID of
    RFC 5545), `code` one that is unique in the file, as the file writes it. `starts` is an
    aware instant. `room` and `track` are keys of places. `spoken` holds tags (BCP 47).
    """

    where: str
    code: str
    title: Text
    starts: datetime
    minutes: int
    uid: str | None = None
    room: str | None = None
    track: str | None = None
    kind: SessionKind | None = None
    text: Text | None = None
    note: Text | None = None
    spoken: tuple[str, ...] | None = None
    interpreted: tuple[str, ...] | None = None
    capacity: int | None = None
    status: Status | None = None
    parts: tuple[PartRow, ...] | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """All that a file says.

    `format` is the name of its format, `zone` the IANA zone that it names, `day_border` the
    local time until which a session belongs to the day before, where the file shows it.
    `offsets` are the distances from UTC in which its times are written ("UTC+9"). Where it
    `is_ours`, the keys of its places and people are the codes that they have here, as far as
    its format can say those.
    """

    format: str
    sessions: tuple[SessionRow, ...]
    title: Text = NOTHING
    zone: str | None = None
    languages: tuple[str, ...] = ()
    day_border: time | None = None
    days: tuple[DayRow, ...] = ()
    rooms: tuple[PlaceRow, ...] = ()
    tracks: tuple[PlaceRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    offsets: tuple[str, ...] = field(default=(), compare=False)
    is_ours: bool = False
