"""The private feed of somebody in an office: an address for the program of their calendar."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from summit.core.appointment_feed import AppointmentFeed
from summit.services import appointment_feed
from summit.web import auth
from summit.web.office.frame import OfficeFrame, open_office
from summit.web.page import render, site
from summit.web.reader import link
from summit.web.way import go
from summit.when import When


@dataclass(frozen=True, slots=True)
class View:
    """The feed, when it was made and last read, and the address of one just made, or ""."""

    feed: AppointmentFeed | None
    created: When | None
    used: When | None
    address: str


def show(summit: str, city: str) -> str:
    """Show the feed of whoever reads."""
    return _page(open_office(summit, city))


def make(summit: str, city: str) -> str:
    """Make a feed or give it a new address, and show that this one time."""
    frame = open_office(summit, city)
    token = appointment_feed.make(auth.actor(), summit, city, site().clock.now())
    path = link("feed.show", token=token, locale=None, tz=None)
    return _page(frame, frame.absolute(path))


def end(summit: str, city: str) -> Response:
    """End the feed."""
    open_office(summit, city)
    appointment_feed.end(auth.actor(), summit, city, site().clock.now())
    return go(link("office.calendar", summit=summit, city=city))


def _page(frame: OfficeFrame, address: str = "") -> str:
    found = appointment_feed.mine(frame.actor, frame.code, frame.city.code)
    created = frame.when(found.created, found.created) if found else None
    used = frame.when(found.used, found.used) if found and found.used else None
    return render("office/calendar.html", View(found, created, used, address))
