"""One session as mine: picked or not, my seat in it, what it clashes with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, request
from werkzeug.wrappers import Response

from summit.core.agenda import Item, Own, clashes
from summit.core.errors import Invalid, Stale
from summit.core.joining import Door, opens
from summit.core.programme import Status
from summit.core.role import Actor
from summit.core.seat import Availability, Seat
from summit.core.waking import USUAL
from summit.services import agenda, joining, seat
from summit.web import wording
from summit.web.account.own import Desk, open_desk, registered
from summit.web.auth import actor, entered
from summit.web.page import render, site
from summit.web.reader import is_own_path, link
from summit.web.row import Row, rows
from summit.when import When


@dataclass(frozen=True, slots=True)
class View:
    """A session as mine; `clashes` with the time that each shares, `problem` in words.

    `seats` are those of a session that has a number of them.
    """

    own: Own | None
    item: Item
    row: Row
    seats: Availability | None
    clashes: tuple[tuple[Row, When], ...]
    door: Door
    opens: When
    offered_until: When | None
    is_listed: bool
    is_over: bool
    problem: str


@entered
def show(summit: str, code: str) -> str:
    """Show one session as mine."""
    return _page(open_desk(summit), code)


@entered
def pick(summit: str, code: str) -> Response:
    """Put a session into my agenda."""
    desk = open_desk(summit)
    desk.frame.release.session(code)
    registered(desk)
    agenda.pick(actor(), summit, code, site().clock.now())
    return redirect(_next(summit, code), 303)


@entered
def unpick(summit: str, code: str) -> Response:
    """Take a session out of my agenda."""
    agenda.unpick(actor(), summit, code, site().clock.now())
    return redirect(_next(summit, code), 303)


@entered
def take(summit: str, code: str) -> Response | tuple[str, int]:
    """Take a seat in a session, or a place in its queue."""
    return _seated(summit, code, seat.take)


@entered
def give_back(summit: str, code: str) -> Response | tuple[str, int]:
    """Give back my seat in a session, or my place in its queue."""
    return _seated(summit, code, seat.give_back)


@entered
def accept(summit: str, code: str) -> Response | tuple[str, int]:
    """Take the seat that is offered to me."""
    return _seated(summit, code, seat.accept)


@entered
def decline(summit: str, code: str) -> Response | tuple[str, int]:
    """Pass on the seat that is offered to me."""
    return _seated(summit, code, seat.decline)


def _seated(
    summit: str, code: str, act: Callable[[Actor, str, str, datetime], Seat | None]
) -> Response | tuple[str, int]:
    """Do something about my seat; what cannot be done is said on the session's page."""
    desk = open_desk(summit)
    desk.session(code)
    registered(desk)
    try:
        act(actor(), summit, code, site().clock.now())
    except (Invalid, Stale) as error:
        return _page(open_desk(summit), code, wording.say(error)), 409
    return redirect(link("me.session", summit=summit, code=code), 303)


def _next(summit: str, code: str) -> str:
    """Return where to go on: back to where the button was, if that is a page of ours."""
    wanted = request.form.get("next", "")
    return wanted if is_own_path(wanted) else link("me.session", summit=summit, code=code)


def _page(desk: Desk, code: str, problem: str = "") -> str:
    frame, own = desk.frame, desk.own
    session = desk.session(code)
    picks, seats = (own.picks, own.seats) if own else ((), ())
    others = clashes(session, frame.release.programme.sessions, picks, seats)
    is_held = session.status is Status.SCHEDULED
    mine = next((one for one in seats if one.session == code), None)
    summit = frame.release.summit.code
    door, _ = joining.door(actor(), summit, session, frame.real)
    until = mine.offered_until if mine else None
    return render(
        "account/session.html",
        View(
            own=own,
            item=Item(
                session=session,
                is_picked=code in picks,
                seat=mine,
                is_asleep=not USUAL.holds(session.starts, session.ends, frame.reader.zone),
                clashes=others if is_held else (),
            ),
            row=rows(frame, [session])[0],
            seats=seat.availability(summit).get(code),
            clashes=tuple(
                (
                    row,
                    frame.when(
                        max(row.session.starts, session.starts), min(row.session.ends, session.ends)
                    ),
                )
                for row in rows(frame, others if is_held else ())
            ),
            door=door,
            opens=frame.when(opens(session), session.starts),
            offered_until=frame.when(until, until) if until else None,
            is_listed=session.status is not Status.WITHDRAWN,
            is_over=session.ends <= frame.now,
            problem=problem,
        ),
    )
