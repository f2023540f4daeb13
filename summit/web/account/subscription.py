"""My calendars: private feeds made, named, given a new address and ended; the download."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from summit.core.agenda import Mark, Own
from summit.core.errors import Invalid
from summit.core.subscription import ALARMS, Subscription
from summit.core.zone import zone
from summit.formats import ical
from summit.language import NAMES, zone_place
from summit.services import subscription
from summit.web import wording
from summit.web.account.own import Desk, open_desk, registered
from summit.web.auth import actor, entered
from summit.web.outlet import outlet
from summit.web.page import render, site
from summit.web.reader import link
from summit.when import When


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A private feed of mine, with my times of its making and its last reading."""

    subscription: Subscription
    created: When
    used: When | None
    place: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be taken, at which field, and what was typed; `number` of the feed, or 0."""

    number: int
    where: str
    words: str
    typed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class View:
    """My calendars; `shown` is a feed whose `address` can be read this once."""

    own: Own | None
    feeds: tuple[FeedEntry, ...]
    is_empty: bool
    shown: Subscription | None
    address: str
    problem: Problem | None
    alarms: tuple[int, ...]
    languages: dict[str, str]


@entered
def show(summit: str) -> str:
    """Show my calendars."""
    return _page(open_desk(summit))


@entered
def make(summit: str) -> str | tuple[str, int]:
    """Make a private feed, and show its address this once."""
    desk = open_desk(summit)
    registered(desk)
    reader = desk.frame.reader
    try:
        made, token = subscription.subscribe(
            actor(),
            summit,
            request.form.get("label", ""),
            site().clock.now(),
            zone=reader.zone_name,
            language=reader.language,
            alarm_minutes=_alarm(request.form.get("alarm", "")),
        )
    except Invalid as error:
        return _page(desk, problem=_problem(0, error)), 400
    return _page(desk, made, token)


@entered
def change(summit: str, number: int) -> Answer | tuple[str, int]:
    """Call one of my feeds otherwise, or let it say otherwise."""
    desk = open_desk(summit)
    form = request.form
    try:
        subscription.change(
            actor(),
            summit,
            number,
            site().clock.now(),
            label=form.get("label", ""),
            zone=form.get("zone", ""),
            language=form.get("language", ""),
            alarm_minutes=_alarm(form.get("alarm", "")),
        )
    except Invalid as error:
        return _page(desk, problem=_problem(number, error)), 400
    return redirect(link("me.calendar", summit=summit), 303)


@entered
def rotate(summit: str, number: int) -> str:
    """Give one of my feeds a new address, and show it this once."""
    desk = open_desk(summit)
    renewed, token = subscription.rotate(actor(), summit, number, site().clock.now())
    return _page(desk, renewed, token)


@entered
def revoke(summit: str, number: int) -> Answer:
    """End one of my feeds."""
    open_desk(summit)
    subscription.revoke(actor(), summit, number, site().clock.now())
    return redirect(link("me.calendar", summit=summit), 303)


@entered
def download(summit: str) -> Response:
    """Give my agenda as a file to take into a calendar."""
    desk = open_desk(summit)
    registered(desk)
    frame = desk.frame
    marks = [
        Mark(
            session=item.session.code,
            is_in=True,
            seat=item.seat.state if item.seat else None,
            version=0,
            changed=frame.real,
        )
        for item in desk.agenda.items
    ]
    octets, changed = ical.own_download(
        frame.release,
        marks,
        outlet(summit, frame.reader.language),
        frame.reader.zone_name,
        frame.published.runs,
    )
    response = Response(octets, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename={summit}-my-agenda.ics"
    response.last_modified = changed
    return response


def _alarm(words: str) -> int | None:
    """Return the minutes that a form names, none for nothing; raise `Invalid`."""
    if not words:
        return None
    if not (words.isascii() and words.isdigit()) or len(words) > 4:
        raise Invalid("Choose one of the times that are offered.", "alarm")
    return int(words)


def _problem(number: int, error: Invalid) -> Problem:
    return Problem(number, error.where, wording.say(error), request.form.to_dict())


def _page(
    desk: Desk,
    shown: Subscription | None = None,
    token: str = "",
    problem: Problem | None = None,
) -> str:
    frame = desk.frame
    code = frame.release.summit.code
    feeds = tuple(
        FeedEntry(
            subscription=one,
            created=frame.when(one.created, one.created),
            used=frame.when(one.used, one.used) if one.used else None,
            place=zone_place(zone(one.zone).key, frame.reader.language),
        )
        for one in subscription.mine(actor(), code)
    )
    address = frame.absolute(url_for("feed.show", token=token)) if token else ""
    items = desk.agenda.items
    return render(
        "account/calendar.html",
        View(desk.own, feeds, not items, shown, address, problem, ALARMS, dict(NAMES)),
    )
