"""What the week's hours cost those who come: public, since fairness was promised."""

from __future__ import annotations

from dataclasses import dataclass

from summit.core import burden
from summit.core.burden import Burden, Ledger, Slot
from summit.core.people import Person
from summit.core.place import Government
from summit.core.programme import Aspect, Session
from summit.web.page import SummitFrame, open_summit, render
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
class View:
    """The page: all of the ledger; `nobody` is hurt where no slot costs anything."""

    ledger: Ledger
    cities: tuple[Line, ...]
    people: tuple[Line, ...]
    untroubled: int
    regions: tuple[tuple[str, burden.Region], ...]
    heaviest_city: tuple[Government, ...]
    heaviest_person: tuple[Person, ...]


def show(summit: str) -> str:
    """Show what the published programme costs each city, person and region."""
    frame = open_summit(summit)
    release = frame.release
    told = burden.ledger(release.programme)
    language = frame.reader.language
    cities = tuple(
        _line(frame, release.government(one.code), one) for one in told.cities if one.total
    )
    people = tuple(_line(frame, release.person(one.code), one) for one in told.people if one.total)
    view = View(
        ledger=told,
        cities=cities,
        people=people,
        untroubled=len(told.cities) - len(cities),
        regions=tuple(
            (region_name(one.name, language) if one.name in REGIONS else one.name, one)
            for one in told.regions
        ),
        heaviest_city=tuple(release.government(code) for code in told.city_spread.who),
        heaviest_person=tuple(release.person(code) for code in told.person_spread.who),
    )
    return render("public/fairness.html", view)


def _line(frame: SummitFrame, who: Government | Person, found: Burden) -> Line:
    slot: Slot = found.most
    language = frame.reader.language
    place = who.name.say(language) if isinstance(who, Government) else ""
    there = local(slot.starts, slot.ends, found.zone, language, place)
    return Line(who, found, there, frame.release.session(slot.session))
