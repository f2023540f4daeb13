"""What a programme costs those who come to it: by city, by person, by region, day by day.

A city sits through the sessions that it has a part in, a person through their turns, or through
the session where they have a part but no turn. The points are those of `summit.core.fairness`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from summit.core.fairness import Spread, spread, worst
from summit.core.place import Government
from summit.core.programme import Programme, ProgrammeDay, Session, Status, day_of
from summit.core.turn import clock
from summit.core.waking import USUAL
from summit.core.zone import Band, worst_band, zone


@dataclass(frozen=True, slots=True)
class Slot:
    """A span (UTC) in which somebody sits, in a session by its code, with what it costs."""

    session: str
    starts: datetime
    ends: datetime
    cost: int
    is_night: bool


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

    `nights` is the share of each day's sessions that fall into its night, 0 to 1, for most of
    its cities.
    """

    name: str
    cities: int
    mean: float
    most: int
    nights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that a programme costs; burdens stand with the heaviest first.

    `spoken` counts the slots of cities and persons who are heard, `comfortable` those of them
    within 08–22 local throughout, `nights` those that touch 00–06.
    """

    cities: tuple[Burden, ...]
    people: tuple[Burden, ...]
    city_spread: Spread
    person_spread: Spread
    regions: tuple[Region, ...]
    days: tuple[ProgrammeDay, ...]
    spoken: int
    comfortable: int
    nights: int


def ledger(programme: Programme) -> Ledger:
    """Return what the sessions of a programme that take place cost."""
    held = [one for one in programme.sessions if one.status is Status.SCHEDULED]
    places = {one.code: one for one in programme.governments}
    cities = _burdens(
        (code, places[code].zone, one.code, one.starts, one.ends)
        for one in held
        for code in one.governments
        if code in places
    )
    homes = {
        person.code: places[person.government].zone
        for person in programme.people
        if person.government in places
    }
    heard = tuple(_heard(held))
    people = _burdens(
        (code, homes[code], session, starts, ends)
        for code, session, starts, ends in heard
        if code in homes
    )
    spoken = [(homes[code], starts, ends) for code, _, starts, ends in heard if code in homes]
    spoken += [
        (places[code].zone, starts, ends)
        for code, starts, ends in _city_turns(held)
        if code in places
    ]
    return Ledger(
        cities=cities,
        people=people,
        city_spread=spread({one.code: one.total for one in cities}),
        person_spread=spread({one.code: one.total for one in people}),
        regions=tuple(_regions(programme, held, cities, places)),
        days=programme.days,
        spoken=len(spoken),
        comfortable=sum(USUAL.holds(starts, ends, zone(where)) for where, starts, ends in spoken),
        nights=sum(_is_night(*one) for one in spoken),
    )


def _heard(held: Iterable[Session]) -> Iterable[tuple[str, str, datetime, datetime]]:
    """Yield each slot in which a person is heard: their turns, or the session of their part."""
    for session in held:
        timed = [one for one in clock(session.starts, session.turns) if one.turn.person]
        for one in timed:
            yield one.turn.person or "", session.code, one.starts, one.ends
        in_turns = {one.turn.person for one in timed}
        for part in session.parts:
            if part.person and part.speaks and part.person not in in_turns:
                yield part.person, session.code, session.starts, session.ends


def _city_turns(held: Iterable[Session]) -> Iterable[tuple[str, datetime, datetime]]:
    """Yield the turns of cities for which nobody is named."""
    for session in held:
        for one in clock(session.starts, session.turns):
            if one.turn.government and not one.turn.person:
                yield one.turn.government, one.starts, one.ends


def _burdens(
    slots: Iterable[tuple[str, str, str, datetime, datetime]],
) -> tuple[Burden, ...]:
    """Return the burdens of slots, each as a code, a zone, a session and its instants."""
    found: dict[tuple[str, str], list[Slot]] = defaultdict(list)
    for code, where, session, starts, ends in slots:
        cost = worst(starts, ends, where)
        found[code, where].append(Slot(session, starts, ends, cost, _is_night(where, starts, ends)))
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
        grouped[burden.zone.partition("/")[0]].append(burden)
    for name, some in sorted(grouped.items()):
        zones = [places[one.code].zone for one in some]
        yield Region(
            name=name,
            cities=len(some),
            mean=sum(one.total for one in some) / len(some),
            most=max(one.total for one in some),
            nights=tuple(_share_at_night(day, zones) for day in by_day.values()),
        )


def _share_at_night(sessions: list[Session], zones: list[str]) -> float:
    """Return the share of sessions that are in the night of more than half of some zones."""
    if not sessions:
        return 0.0
    asleep = sum(
        2 * sum(_is_night(where, one.starts, one.ends) for where in zones) > len(zones)
        for one in sessions
    )
    return asleep / len(sessions)


def _is_night(where: str, starts: datetime, ends: datetime) -> bool:
    return worst_band(starts, ends, zone(where)) is Band.NIGHT
