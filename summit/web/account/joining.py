"""The way into a session: closed until shortly before it starts, then a redirect of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, request
from werkzeug.wrappers import Response

from summit.core.errors import NotAllowed
from summit.core.joining import Door, Way, opens
from summit.services import joining
from summit.web.account.own import open_desk
from summit.web.auth import actor, entered
from summit.web.page import render, site
from summit.web.reader import link
from summit.web.row import Row, row
from summit.when import When


@dataclass(frozen=True, slots=True)
class View:
    """The way into a session: how one stands before it, and when it opens."""

    row: Row
    door: Door
    ways: tuple[Way, ...]
    opens: When
    minutes: int


@entered
def show(summit: str, code: str) -> str:
    """Show the way into a session, or when it opens."""
    frame = open_desk(summit).frame
    session = frame.release.session(code)
    door, ways = joining.door(actor(), summit, session, frame.real)
    opening = opens(session)
    return render(
        "account/join.html",
        View(
            row=row(frame, session),
            door=door,
            ways=ways if door is Door.OPEN else (),
            opens=frame.when(opening, session.starts),
            minutes=max(0, -(-int((opening - frame.now).total_seconds()) // 60)),
        ),
    )


@entered
def join(summit: str, code: str, number: int) -> Response:
    """Lead into a session, and write down that somebody went; the address is nowhere else."""
    session = open_desk(summit).frame.release.session(code)
    if request.method == "HEAD":  # somebody looks whether there is a way, and does not go
        return redirect(link("me.joining", summit=summit, code=code), 303)
    try:
        address = joining.join(actor(), summit, session, number, site().clock.now())
    except NotAllowed:
        return redirect(link("me.joining", summit=summit, code=code), 303)
    # A body would hold the address; the header is all that a browser needs.
    return Response(status=303, headers={"Location": address})
