"""What the hours of a programme cost, as pages show it: the published one's, and the draft's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from summit.core import burden, fairness, scale
from summit.core.burden import Burden, Heard, Ledger, Slot
from summit.core.heat import Heat, heat
from summit.core.people import Person
from summit.core.place import Government
from summit.core.programme import Aspect, Programme, ProgrammeDay, Session, Summit
from summit.core.scale import Scale
from summit.core.zone import zone
from summit.language import clock_time, heading_date
from summit.web.zone import REGIONS, region_name
from summit.when import Local, local


@dataclass(frozen=True, slots=True)
class Line:
    """One city or person, and the hour that costs them most, on their own clock."""

    who: Government | Person
    burden: Burden
    worst: Local
    session: Session

    @property
    def is_illustrative(self) -> bool:
        """Whether the hour itself is invented for illustration."""
        return not {Aspect.DAY, Aspect.START}.isdisjoint(self.session.illustrative)


@dataclass(frozen=True, slots=True)
class Night:
    """Somebody who is heard in their night, and when that is on their own clock."""

    who: Government | Person
    city: Government | None
    when: Local
    session: Session


@dataclass(frozen=True, slots=True)
class Band:
    """One shade of a heat map: its points, its tone, the local hours that cost so much."""

    points: int
    tone: int
    hours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """What the shades of heat maps stand for: `bands`, the cheapest first.

    `tones` are the shades by points, named as those of the usual scale. `day` are the hours
    of the day with their points; the scale `is_own` where the summit has chosen it.
    """

    bands: tuple[Band, ...]
    tones: Mapping[int, int]
    day: tuple[tuple[str, int], ...]
    is_own: bool


@dataclass(frozen=True, slots=True)
class Map:
    """The heat map of one of the days; `hours` are those of the host's clock, as labels."""

    day: ProgrammeDay
    heading: str
    place: str
    hours: tuple[str, ...]
    heat: Heat
    days: tuple[tuple[ProgrammeDay, str], ...]


@dataclass(frozen=True, slots=True)
class Costs:
    """All of the ledger; for those who are `untroubled`, no slot costs anything."""

    ledger: Ledger
    cities: tuple[Line, ...]
    people: tuple[Line, ...]
    untroubled: int
    regions: tuple[tuple[str, burden.Region], ...]
    heaviest_city: tuple[Government, ...]
    heaviest_person: tuple[Person, ...]
    nights: tuple[Night, ...]
    map: Map | None
    legend: Legend


def costs(programme: Programme, day: str, language: str) -> Costs:
    """Return what a programme costs, with the heat map of the day whose date is `day`.

    Any other words stand for the first day.
    """
    told = burden.ledger(programme)
    places = {one.code: one for one in programme.governments}
    people = {one.code: one for one in programme.people}
    sessions = {one.code: one for one in programme.sessions}

    def line(who: Government | Person, found: Burden) -> Line:
        slot: Slot = found.most
        place = who.name.say(language) if isinstance(who, Government) else ""
        there = local(slot.starts, slot.ends, found.zone, language, place)
        return Line(who, found, there, sessions[slot.session])

    def night(one: Heard) -> Night:
        city = places[one.government] if one.government else None
        place = city.name.say(language) if city else ""
        there = local(one.starts, one.ends, one.zone, language, place)
        who = people[one.person] if one.person else places[one.government or ""]
        return Night(who, city if one.person else None, there, sessions[one.session])

    cities = tuple(line(places[one.code], one) for one in told.cities if one.total)
    return Costs(
        ledger=told,
        cities=cities,
        people=tuple(line(people[one.code], one) for one in told.people if one.total),
        untroubled=len(told.cities) - len(cities),
        regions=tuple((called(one.name, language), one) for one in told.regions),
        heaviest_city=tuple(places[code] for code in told.city_spread.who),
        heaviest_person=tuple(people[code] for code in told.person_spread.who),
        nights=tuple(map(night, told.nights)),
        map=_map(programme, day, [places[one.code] for one in told.cities], language),
        legend=legend(programme.summit),
    )


def called(region: str, language: str) -> str:
    """Return what a region of IANA's is called."""
    return region_name(region, language) if region in REGIONS else region


def legend(summit: Summit) -> Legend:
    """Return what the shades of a summit's heat maps stand for."""
    bands = tuple(
        Band(points, tone(points, summit.scale), tuple(map(hours, some)))
        for points, some in fairness.bands(summit.scale)
    )
    return Legend(
        bands=bands,
        tones={one.points: one.tone for one in bands},
        day=tuple((hours(one), one.points) for one in summit.scale.bands),
        is_own=bool(summit.bands),
    )


def tone(points: int, own: Scale) -> int:
    """Return the points of the usual scale that are as far on the way to its most."""
    most, top = max(scale.USUAL.points), max(own.points)
    tones = sorted(set(scale.USUAL.points))
    return next(one for one in tones if one * top >= points * most)


def hours(band: scale.Band) -> str:
    """Return the hours of a band as they are written: "09–18", "22:30–24"."""
    begins, ends = (scale.clock(one).removesuffix(":00") for one in (band.begins, band.ends))
    return f"{begins}\N{EN DASH}{ends}"


def _map(programme: Programme, wanted: str, cities: list[Government], language: str) -> Map | None:
    days = programme.days
    day = next((one for one in days if one.date.isoformat() == wanted), next(iter(days), None))
    if day is None or not cities:
        return None
    # From those who have the day first to those who have it last.
    eastern_first = sorted(cities, key=lambda one: (-one.longitude, one.code))
    found = heat(programme, day, eastern_first)
    where = programme.summit.zone
    return Map(
        day=day,
        heading=heading_date(day.date, language),
        place=local(found.hours[0], found.hours[0], where, language).place,
        hours=tuple(clock_time(one, zone(where)) for one in found.hours),
        heat=found,
        days=tuple((one, heading_date(one.date, language)) for one in days),
    )
