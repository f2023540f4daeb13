"""The links by which reviewers read the working programme: made, listed, closed."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from summit.core.errors import Invalid
from summit.services import review
from summit.services.review import DAYS, Review
from summit.web import read
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.wording import said
from summit.web.page import render
from summit.web.read import Filled
from summit.web.reader import link
from summit.web.way import go
from summit.when import When


@dataclass(frozen=True, slots=True)
class Line:
    """A link in the list, with the reader's times of it."""

    review: Review
    is_open: bool
    created: When
    expires: When
    seen: When | None


@dataclass(frozen=True, slots=True)
class View:
    """The links, the form for one more, and the address of the one just made, or ""."""

    lines: tuple[Line, ...]
    form: Filled
    days: tuple[int, ...]
    address: str


@dataclass(frozen=True, slots=True)
class _Asked:
    name: str = read.text(most=100)
    days: str = read.choice(tuple(str(one) for one in DAYS))
    is_whole: bool = read.tick()


def every(summit: str) -> str:
    """List the links, and offer to make one."""
    return _page(open_console(summit), read.filled(days="7"))


def make(summit: str) -> str | tuple[str, int]:
    """Make a link, and show its address this one time."""
    frame = open_console(summit)
    try:
        asked = read.form(_Asked)
        secret = review.make(
            frame.actor, summit, asked.name, int(asked.days), frame.real, is_whole=asked.is_whole
        )
    except read.Problems as problems:
        return _page(frame, problems.filled), 400
    except Invalid as error:
        return _page(frame, read.again({error.where: said(error)})), 400
    address = frame.absolute(link("review.show", secret=secret, locale=None, tz=None))
    return _page(frame, read.filled(days="7"), address)


def revoke(summit: str, number: int) -> Response:
    """Close a link."""
    frame = open_console(summit)
    review.revoke(frame.actor, summit, number, frame.real)
    return go(link("organizer.reviews", summit=summit))


def _page(frame: Console, form: Filled, address: str = "") -> str:
    lines = tuple(
        Line(
            one,
            one.is_open(frame.real),
            frame.when(one.created, one.created),
            frame.when(one.expires, one.expires),
            frame.when(one.seen, one.seen) if one.seen else None,
        )
        for one in review.every(frame.actor, frame.code)
    )
    return render("organizer/reviews.html", View(lines, form, DAYS, address))
