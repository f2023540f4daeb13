"""The agenda as the schedule formats of the field lay it out: days, rooms, events.

What schedule.xml and schedule.json share is decided here, once: what belongs to which day,
what everything is called, and times on the host's clocks with their offset from UTC.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from zoneinfo import ZoneInfo

from summit.core import identity
from summit.core.identity import Identity
from summit.core.programme import Area, Session, Stage, Status, Summit
from summit.core.release import Release
from summit.core.text import Text
from summit.core.zone import local_date, midnight, zone
from summit.formats.label import labelled
from summit.formats.outlet import Outlet
from summit.formats.wording import line
from summit.language import language_name, translations

_NO_STAGE = "_online"
_NO_AREA = "_none"
_COLOURS = (
    "#1d6f42",
    "#a3273a",
    "#1f5fa8",
    "#8a5200",
    "#6a3fa0",
    "#a02878",
    "#00696b",
    "#3f4fb8",
    "#56620b",
    "#a3401a",
)
"""The colours that the pages give to areas by day (static/src/site.css, --hue-1 to --hue-10)."""


@dataclass(frozen=True, slots=True)
class Room:
    """A stage. `slug` begins with an underscore for the place of what has no stage."""

    name: str
    slug: str
    guid: str
    place: Text


@dataclass(frozen=True, slots=True)
class Track:
    """An area. `slug` begins with an underscore for what belongs to no area."""

    name: str
    slug: str
    colour: str | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person whom the programme names, with the addresses of their page and their picture.

    `avatar` is "" where there is none.
    """

    name: str
    guid: str
    number: int
    page: str
    avatar: str


@dataclass(frozen=True, slots=True)
class Event:
    """A session. `starts` and `ends` are on the host's clocks; `watch` is where to watch it."""

    session: Session
    identity: Identity
    slug: str
    title: str
    starts: datetime
    ends: datetime
    room: Room
    track: Track | None
    speakers: tuple[Speaker, ...]
    page: str
    watch: str

    @property
    def duration(self) -> str:
        """Its length as hours and minutes: "01:30"."""
        return hours(self.session.minutes)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the programme, from one border to the next, on the host's clocks."""

    number: int
    date: date
    begins: datetime
    ends: datetime
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Timetable:
    """The agenda of a release in one language, for one outlet.

    Without the cancelled sessions where `cancelled` is false: for formats that cannot say so.
    """

    release: Release
    outlet: Outlet
    cancelled: bool

    @property
    def summit(self) -> Summit:
        """The summit whose agenda this is."""
        return self.release.summit

    @cached_property
    def zone(self) -> ZoneInfo:
        """The host's zone."""
        return zone(self.summit.zone)

    @cached_property
    def title(self) -> str:
        """The name of the summit."""
        return line(self.summit.title, self.outlet.language) or self.summit.code

    @property
    def acronym(self) -> str:
        """The summit's code as schedules demand it: four characters at least, no hyphen."""
        code = self.summit.code.replace("-", "_")
        return code if len(code) >= 4 else f"summit_{code}"

    @cached_property
    def rooms(self) -> dict[str, Room]:
        """Every stage by its code, and by the empty code the place of what has none.

        No two have the same name, since some formats know a room by nothing else.
        """
        gettext = translations(self.outlet.language).gettext
        online = Stage("", Text({self.outlet.language: gettext("Online")}))
        taken: set[str] = set()
        found = {}
        for stage in (*self.release.programme.stages, online):
            name = self._unused(line(stage.name, self.outlet.language) or stage.code, stage, taken)
            slug = _slug(stage.code) if stage.code else _NO_STAGE
            found[stage.code] = Room(name, slug, self.guid("stage", stage.code), stage.place)
        return found

    @cached_property
    def tracks(self) -> dict[str, Track]:
        """Every area by its code; no two have the same name."""
        taken: set[str] = set()
        found = {}
        for at, area in enumerate(self.release.programme.areas):
            name = self._unused(line(area.name, self.outlet.language) or area.code, area, taken)
            found[area.code] = Track(name, _slug(area.code), _COLOURS[at % len(_COLOURS)])
        return found

    @property
    def no_track(self) -> Track:
        """The track of what belongs to no area, for formats that demand one."""
        gettext = translations(self.outlet.language).gettext
        return Track(gettext("Other"), _NO_AREA, None)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The sessions in the order of time."""
        identities = identity.of_sessions(self.release.programme)
        return tuple(
            self._event(session, identities[session.code])
            for session in self.release.sessions
            if self.cancelled or session.status is Status.SCHEDULED
        )

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The days of the programme by date, with at least one, and nothing outside them.

        A session that starts after midnight belongs to the day before until the border. One
        that starts on none of the summit's days gets a day of its own, numbered after them.
        """
        programme = self.release.programme
        numbers = {day.number: day.date for day in programme.days}
        windows = {number: self._window(day) for number, day in numbers.items()}
        filed: dict[int, list[Event]] = {number: [] for number in windows}
        for event in self.events:
            starts = event.session.starts
            inside = (one for one, (begins, ends) in windows.items() if begins <= starts < ends)
            number = next(inside, None)
            if number is None:
                number = max(windows, default=0) + 1
                numbers[number] = self._date(starts)
                windows[number] = self._window(numbers[number])
                filed[number] = []
            filed[number].append(event)
        if not numbers:
            numbers[1] = self._date(self.release.published)
            windows[1] = self._window(numbers[1])
            filed[1] = []
        below = max(0, 1 - min(numbers))  # a day 0 is possible here and not in a schedule
        return tuple(
            Day(
                number + below,
                day,
                self.local(windows[number][0]),
                self.local(windows[number][1]),
                tuple(filed[number]),
            )
            for number, day in sorted(numbers.items(), key=lambda one: (one[1], one[0]))
        )

    def by_room(self, day: Day) -> list[tuple[Room, list[Event]]]:
        """Return the rooms in which something takes place on a day, with what does."""
        found: dict[str, list[Event]] = {}
        for event in day.events:
            found.setdefault(event.session.stage or "", []).append(event)
        return [(room, found[code]) for code, room in self.rooms.items() if code in found]

    @property
    def step(self) -> int:
        """The most minutes, up to an hour, of which all starts and lengths are multiples."""
        found = 60
        for event in self.events:
            found = math.gcd(found, event.starts.minute, event.session.minutes)
        return found

    def local(self, instant: datetime) -> datetime:
        """Return an instant on the host's clocks, with an offset in whole minutes.

        Clocks before standard time were set by seconds, which RFC 3339 cannot say.
        """
        offset = instant.astimezone(self.zone).utcoffset() or timedelta()
        # With an offset of its own, because times of one zone are compared by their clocks alone.
        return instant.astimezone(timezone(timedelta(minutes=offset // timedelta(minutes=1))))

    def guid(self, noun: str, code: str) -> str:
        """Return the guid of a stage, an area or a speaker."""
        return str(identity.of_thing(self.summit.code, noun, code))

    def _event(self, session: Session, own: Identity) -> Event:
        page = self.outlet.page(f"/sessions/{session.code}")
        return Event(
            session=session,
            identity=own,
            # Four characters at least (XSD); no code holds an underscore.
            slug=f"{self.acronym}-{session.code:_>4}",
            title=line(session.title, self.outlet.language) or session.code,
            starts=self.local(session.starts),
            ends=self.local(session.ends),
            room=self.rooms[session.stage or ""],
            track=self.tracks[session.area] if session.area else None,
            speakers=tuple(self._speakers[code] for code in session.people),
            page=page,
            watch=f"{page}#watch",
        )

    @cached_property
    def _speakers(self) -> dict[str, Speaker]:
        people = self.release.programme.people
        summit = self.summit.code
        guids = {one.code: identity.of_thing(summit, "speaker", one.code) for one in people}
        numbers = identity.numbers(guids.values())
        return {
            one.code: Speaker(
                name=line(one.name, self.outlet.language) or one.code,
                guid=str(guids[one.code]),
                number=numbers[guids[one.code]],
                page=self.outlet.page(f"/speakers/{one.code}"),
                avatar=self.outlet.picture(one.picture),
            )
            for one in people
        }

    def _window(self, day: date) -> tuple[datetime, datetime]:
        """Return the instants at which a day of the programme begins and ends."""
        border = self.summit.day_border
        return (
            midnight(day, self.zone, border),
            midnight(day + timedelta(days=1), self.zone, border),
        )

    def _date(self, instant: datetime) -> date:
        """Return the day of the programme that an instant belongs to, if there were one."""
        day = local_date(instant, self.zone)
        return day if instant >= self._window(day)[0] else day - timedelta(days=1)

    def _unused(self, name: str, thing: Stage | Area, taken: set[str]) -> str:
        """Return `name`, with the code of what it names where something else is called so."""
        while name in taken:
            name = f"{name} ({thing.code or self.summit.code})"
        taken.add(name)
        return name


def _slug(code: str) -> str:
    """Return a code as a slug, which has two characters at least; no code holds an underscore."""
    return code if len(code) > 1 else f"_{code}"


def watching(event: Event, language: str) -> str:
    """Return what a link to where an event is shown is called: "Watch: Korean, English"."""
    languages = dict.fromkeys(stream.language for stream in event.session.streams)
    gettext = translations(language).gettext
    return labelled(gettext("Watch"), [language_name(one, language) for one in languages], language)


def hours(minutes: int) -> str:
    """Return a length as "01:30"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
