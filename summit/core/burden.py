"""What a programme costs those who come to it: by city, by person, by region, day by day.

A city sits through the sessions that it has a part in, a person through their turns, or through
the session where they have a part but no turn. The points are those of the summit's scale.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from summit.core import fairness
from summit.core.fairness import Spread, is_night, outside, spread, worst
from summit.core.people import Mode, Part
from summit.core.place import Government
from summit.core.programme import Programme, ProgrammeDay, Session, Status, day_of
from summit.core.scale import USUAL, Scale
from summit.core.turn import Turn, clock


@dataclass(frozen=True, slots=True)
class Slot:
    """A span (UTC) in which somebody sits, in a session by its code, with what it costs."""

    session: str
    starts: datetime
    ends: datetime
    cost: int
    is_night: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody who is heard from `starts` to `ends` (UTC) of a session, on the clock of a zone.

    `person` is a code, or None where it is a government's turn for which nobody is named.
    `scale` is that of the summit.
    """

    session: str
    person: str | None
    government: str | None
    zone: str
    starts: datetime
    ends: datetime
    scale: Scale = USUAL

    @property
    def is_night(self) -> bool:
        """Whether a minute of it lies in their night."""
        return fairness.is_night(self.starts, self.ends, self.zone)

    @property
    def cost(self) -> int:
        """The points of the worst minute."""
        return fairness.worst(self.starts, self.ends, self.zone, self.scale)


@dataclass(frozen=True, slots=True)
class Burden:
    """What the week costs one city or person, by code, on the clock of an IANA zone."""

    code: str
    zone: str
    slots: tuple[Slot, ...]

    @property
    def total(self) -> int:
        """The points of all slots."""
        return sum(slot.cost for slot in self.slots)

    @property
    def most(self) -> Slot:
        """The slot that costs most, the first among equals."""
        return max(self.slots, key=lambda slot: slot.cost)


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the world as IANA names it, with the points of its cities.

    `slots` are the sessions that its cities sit through, one by one, `comfortable` those of
    them within 08–22. `nights` is the share of each day's sessions that fall into its night,
    0 to 1, for most of its cities.
    """

    name: str
    cities: int
    mean: float
    most: int
    who: tuple[str, ...]
    slots: int
    comfortable: int
    nights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that a programme costs; burdens stand with the heaviest first.

    `spoken` counts the slots of cities and persons who are heard, `comfortable` those of them
    within 08–22 local throughout, `nights` are those that touch 00–06. `sat` counts the
    sessions that cities sit through, one by one, `sat_comfortable` those within 08–22.
    """

    cities: tuple[Burden, ...]
    people: tuple[Burden, ...]
    city_spread: Spread
    person_spread: Spread
    regions: tuple[Region, ...]
    days: tuple[ProgrammeDay, ...]
    spoken: int
    comfortable: int
    nights: tuple[Heard, ...]
    sat: int
    sat_comfortable: int


def region(zone_name: str) -> str:
    """Return the part of the world that an IANA zone is in, as its name has it."""
    return zone_name.partition("/")[0]


def ledger(programme: Programme) -> Ledger:
    """Return what the sessions of a programme that take place cost."""
    held = [one for one in programme.sessions if one.status is Status.SCHEDULED]
    places = {one.code: one for one in programme.governments}
    scale = programme.summit.scale
    cities = _burdens(
        (
            (code, places[code].zone, one.code, one.starts, one.ends)
            for one in held
            for code in one.governments
            if code in places
        ),
        scale,
    )
    zones, homes = _clocks(programme)
    spoken = [one for session in held for one in _heard(session, zones, homes, scale)]
    people = _burdens(
        ((one.person, one.zone, one.session, one.starts, one.ends) for one in spoken if one.person),
        scale,
    )
    sat = [_is_comfortable(slot, one.zone) for one in cities for slot in one.slots]
    return Ledger(
        cities=cities,
        people=people,
        city_spread=spread({one.code: one.total for one in cities}),
        person_spread=spread({one.code: one.total for one in people}),
        regions=tuple(_regions(programme, held, cities, places)),
        days=programme.days,
        spoken=len(spoken),
        comfortable=sum(_is_comfortable(one, one.zone) for one in spoken),
        nights=tuple(one for one in spoken if one.is_night),
        sat=len(sat),
        sat_comfortable=sum(sat),
    )


def heard(programme: Programme, session: Session) -> tuple[Heard, ...]:
    """Return who is heard in a session, and when: in their turns, or all through their part.

    A person goes by the clock of the government that they speak for; who has none is left out,
    and so is whoever sends a recording.
    """
    return tuple(_heard(session, *_clocks(programme), programme.summit.scale))


def _clocks(programme: Programme) -> tuple[Mapping[str, str], Mapping[str, str | None]]:
    """Return the zones of governments, and the governments of people, by code."""
    zones = {one.code: one.zone for one in programme.governments}
    return zones, {one.code: one.government for one in programme.people}


def _heard(
    session: Session, zones: Mapping[str, str], homes: Mapping[str, str | None], scale: Scale
) -> list[Heard]:
    found = []

    def hear(one: Part | Turn, starts: datetime, ends: datetime) -> None:
        if one.mode is Mode.RECORDED:
            return  # a recording is shown at an hour, and made at another
        home = (one.person and homes.get(one.person)) or one.government
        if home and home in zones:
            found.append(Heard(session.code, one.person, home, zones[home], starts, ends, scale))

    for timed in clock(session.starts, session.turns):
        if timed.turn.person or timed.turn.government:
            hear(timed.turn, timed.starts, timed.ends)
    in_turns = {one.person for one in session.turns}
    for part in session.parts:
        if part.person and part.speaks and part.person not in in_turns:
            hear(part, session.starts, session.ends)
    return found


def _burdens(
    slots: Iterable[tuple[str, str, str, datetime, datetime]], scale: Scale
) -> tuple[Burden, ...]:
    """Return the burdens of slots, each as a code, a zone, a session and its instants."""
    found: dict[tuple[str, str], list[Slot]] = defaultdict(list)
    for code, where, session, starts, ends in slots:
        cost = worst(starts, ends, where, scale)
        found[code, where].append(Slot(session, starts, ends, cost, is_night(starts, ends, where)))
    burdens = [Burden(code, where, tuple(some)) for (code, where), some in found.items()]
    return tuple(sorted(burdens, key=lambda one: (-one.total, one.code)))


def _regions(
    programme: Programme,
    held: list[Session],
    cities: tuple[Burden, ...],
    places: Mapping[str, Government],
) -> Iterable[Region]:
    by_day: dict[int, list[Session]] = {day.number: [] for day in programme.days}
    for session in held:
        if day := day_of(programme, session.starts):
            by_day[day.number].append(session)
    grouped: dict[str, list[Burden]] = defaultdict(list)
    for burden in cities:
        grouped[region(burden.zone)].append(burden)
    for name, some in sorted(grouped.items()):
        zones = [places[one.code].zone for one in some]
        most = max(one.total for one in some)
        sat = [_is_comfortable(slot, one.zone) for one in some for slot in one.slots]
        yield Region(
            name=name,
            cities=len(some),
            mean=sum(one.total for one in some) / len(some),
            most=most,
            who=tuple(sorted(one.code for one in some if one.total == most)),
            slots=len(sat),
            comfortable=sum(sat),
            nights=tuple(_share_at_night(day, zones) for day in by_day.values()),
        )


def _share_at_night(sessions: list[Session], zones: list[str]) -> float:
    """Return the share of sessions that are in the night of more than half of some zones."""
    if not sessions:
        return 0.0
    there = Counter(zones)
    asleep = 0
    for one in sessions:
        by_zone = (is_night(one.starts, one.ends, where) * count for where, count in there.items())
        asleep += 2 * sum(by_zone) > len(zones)
    return asleep / len(sessions)


def _is_comfortable(slot: Slot | Heard, where: str) -> bool:
    return not outside(slot.starts, slot.ends, where)
