"""The releases of a summit, as its organizers look after them: what each did, and its mail."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from summit.core.release import Head
from summit.core.release import Release as Released
from summit.services import change as telling
from summit.services import release
from summit.services.change import Dispatch
from summit.web.organizer import change
from summit.web.organizer.change import Entry, Naming
from summit.web.organizer.console import is_held, open_console
from summit.web.page import render
from summit.web.reader import link
from summit.web.way import go
from summit.when import When


@dataclass(frozen=True, slots=True)
class Line:
    """A release in the list, with the reader's time of it."""

    head: Head
    when: When


@dataclass(frozen=True, slots=True)
class View:
    """The page of a release.

    `seconds` is how long its letters wait still; `is_held` where they wait for the end of a
    rehearsal.
    """

    release: Released
    when: When
    is_newest: bool
    changes: tuple[Entry, ...]
    more: int
    dispatch: Dispatch
    due: When | None
    seconds: int
    is_held: bool


def every(summit: str) -> str:
    """List the releases, the newest first."""
    frame = open_console(summit)
    heads = release.history(frame.actor, summit)
    lines = tuple(Line(one, frame.when(one.published, one.published)) for one in heads)
    return render("organizer/releases.html", lines)


def show(summit: str, number: int) -> str:
    """Show one release: what it changed, and what became of its letters."""
    frame = open_console(summit)
    found = release.read(frame.actor, summit, number)
    mail = telling.dispatch(frame.actor, summit, number)
    due = frame.when(mail.due, mail.due) if mail.due else None
    seconds = round((mail.due - frame.real).total_seconds()) if mail.due else 0
    naming = Naming((found.programme,))
    return render(
        "organizer/release.html",
        View(
            release=found,
            when=frame.when(found.published, found.published),
            is_newest=number == frame.desk.last,
            changes=change.entries(frame, found.changes[: change.MOST], naming, {}),
            more=max(0, len(found.changes) - change.MOST),
            dispatch=mail,
            due=due,
            seconds=max(0, seconds),
            is_held=is_held(frame),
        ),
    )


def stop(summit: str, number: int) -> Response:
    """Take back the letters about a release that have not left; it stays public."""
    frame = open_console(summit)
    release.read(frame.actor, summit, number)
    telling.stop(frame.actor, summit, number, frame.real)
    return go(link("organizer.release", summit=summit, number=number))


def hasten(summit: str, number: int) -> Response:
    """Let the letters about a release leave now."""
    frame = open_console(summit)
    release.read(frame.actor, summit, number)
    telling.hasten(frame.actor, summit, number, frame.real)
    return go(link("organizer.release", summit=summit, number=number))
