"""What every page of an office shares: its guard, its frame, its clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from flask import g, request

from summit.core.errors import NotFound
from summit.core.place import Government
from summit.core.role import Actor, Verb, may
from summit.services import office
from summit.services.office import Hall
from summit.web import auth, reader
from summit.web.page import SummitFrame, site
from summit.web.reader import Origin
from summit.web.route import View
from summit.when import Local, local


@dataclass(frozen=True, slots=True)
class OfficeFrame(SummitFrame):
    """The frame of a page of an office, in the zone of its city.

    `is_own` says that its reader is in the office, and is no organizer on the telephone.
    """

    actor: Actor
    hall: Hall
    is_own: bool

    @property
    def code(self) -> str:
        """The code of the summit."""
        return self.release.summit.code

    @property
    def city(self) -> Government:
        """The government whose office this is."""
        return self.hall.government

    @property
    def others(self) -> tuple[tuple[str, Government], ...]:
        """The other offices that its reader is in: the code of the summit, and the government."""
        here = (self.code, self.city.code)
        found: list[tuple[str, Government]] = []
        for code, city in auth.offices():
            published = site().board.shown(code) if (code, city) != here else None
            places = published.release.programme.governments if published else ()
            found += [(code, one) for one in places if one.code == city]
        return tuple(found)

    @property
    def own_clock(self) -> Local:
        """The present on the city's clock."""
        return local(self.now, self.now, self.city.zone, self.reader.language)


def guarded(view: View) -> View:
    """Show `view` to who is in the office of its city, and to organizers who look after offices.

    Who is not in is asked to enter, who has still to prove a second factor to prove it. For
    everybody else there is no such page.
    """

    @wraps(view)
    def guard(summit: str, city: str, **values: Any) -> Any:
        if away := auth.first(is_closed=auth.is_office_closed(summit, city)):
            return away
        if not may(auth.actor(), Verb.ANSWER, summit, office=city):
            raise NotFound("city", city)
        return view(summit, city, **values)

    return guard


def open_office(summit: str, city: str) -> OfficeFrame:
    """Return the frame of a page of an office; raise `NotFound`."""
    published = site().board.summit(summit)
    actor = auth.actor()
    hall = office.show(actor, summit, city)
    # One clock on all of the page: a browser on a journey must not bring another into it.
    g.reader = replace(
        reader.resolve(request, hall.government.zone),
        zone_name=hall.government.zone,
        origin=Origin.CHOICE,
    )
    opened = OfficeFrame(
        g.reader,
        site().clock.now(),
        published,
        actor,
        hall,
        (summit, city) in actor.offices,
    )
    g.frame = opened
    return opened


def frame() -> OfficeFrame:
    """Return the frame that was opened for this request."""
    found: OfficeFrame = g.frame
    return found
