"""Publishing: what would change and whom it concerns, the one press, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response as Letter
from werkzeug.wrappers import Response

from summit.core.clash import Clash, Level
from summit.core.errors import Invalid, Stale
from summit.core.release import Release
from summit.services import release
from summit.services.release import Prospect
from summit.web import read
from summit.web.organizer import change
from summit.web.organizer.change import Entry, Naming, Some
from summit.web.organizer.console import Console, is_held, open_console
from summit.web.organizer.sample import Samples, framed, frames, samples
from summit.web.page import render, site
from summit.web.read import Filled
from summit.web.reader import gettext as _
from summit.web.reader import link
from summit.web.way import go

_LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class View:
    """What publishing would do. `to` is the release that is gone back to, None for the draft.

    `people` and `cities` count those of the programme whom it concerns. `is_held` where its
    mail would wait for the end of a rehearsal. `problem` is why the press before did nothing,
    or "".
    """

    prospect: Prospect
    next: int
    to: int | None
    changes: tuple[Entry, ...]
    more: int
    people: int
    cities: int
    blockers: Some
    warnings: Some
    samples: Samples
    form: Filled
    is_held: bool
    problem: str


@dataclass(frozen=True, slots=True)
class _Asked:
    note: str = read.text(least=0, most=_LONGEST_NOTE)
    seal: str = read.text(most=100)


def show(summit: str) -> str:
    """Show what publishing now would do."""
    frame = open_console(summit)
    found = release.prospect(frame.actor, summit, frame.real)
    return _page(frame, found, None, read.filled(note=""))


def letter(summit: str, at: int) -> Letter:
    """Give the HTML of one of the letters that are shown, for its frame."""
    frame = open_console(summit)
    found = release.prospect(frame.actor, summit, frame.real)
    return framed(_samples(frame, found).full, at)


def letter_of_return(summit: str, number: int, at: int) -> Letter:
    """Give the HTML of one of the letters that going back to a release would send."""
    frame = open_console(summit)
    found = release.prospect_of_return(frame.actor, summit, number, frame.real)
    return framed(_samples(frame, found).full, at)


def publish(summit: str) -> Response | tuple[str, int]:
    """Publish what was shown, and go on to the page of the new release."""
    frame = open_console(summit)

    def press(asked: _Asked) -> Release:
        return release.publish(frame.actor, summit, asked.note, frame.real, asked.seal)

    try:
        return _published(summit, press(read.form(_Asked)))
    except (read.Problems, Clash, Invalid, Stale) as error:
        found = release.prospect(frame.actor, summit, frame.real)
        return _again(frame, found, None, error)


def ask_return(summit: str, number: int) -> str:
    """Show what going back to a release would change."""
    frame = open_console(summit)
    found = release.prospect_of_return(frame.actor, summit, number, frame.real)
    return _page(frame, found, number, read.filled(note=_back(number)))


def go_back(summit: str, number: int) -> Response | tuple[str, int]:
    """Publish once more what a release said."""
    frame = open_console(summit)
    domain = site().settings.uid_domain
    release.read(frame.actor, summit, number)
    try:
        asked = read.form(_Asked)
        note = asked.note or _back(number)
        done = release.go_back(frame.actor, summit, number, note, frame.real, domain, asked.seal)
        return _published(summit, done)
    except (read.Problems, Clash, Invalid, Stale) as error:
        found = release.prospect_of_return(frame.actor, summit, number, frame.real)
        return _again(frame, found, number, error)


def _published(summit: str, done: Release) -> Response:
    return go(link("organizer.release", summit=summit, number=done.number))


def _back(number: int) -> str:
    return _("Back to release %(number)s") % {"number": number}


def _again(frame: Console, found: Prospect, to: int | None, error: Exception) -> tuple[str, int]:
    """Show the page once more, with what was typed and why nothing was published."""
    if isinstance(error, read.Problems):
        return _page(frame, found, to, error.filled), 400
    form = read.again({})
    if isinstance(error, Stale):
        problem = _(
            "Something has changed since this page was shown. Nothing was published: look at "
            "what would be published now, and press again."
        )
    elif isinstance(error, Clash):
        problem = _("Nothing was published: what blocks it has to be mended first.")
    else:
        problem = _("Nothing was published: there is nothing new.")
    return _page(frame, found, to, form, problem), 400 if isinstance(error, Invalid) else 409


def _page(frame: Console, found: Prospect, to: int | None, form: Filled, problem: str = "") -> str:
    shown = found.preview
    naming = Naming(tuple(one for one in (found.before, found.working) if one))
    grave = set(shown.blockers)
    warnings = [one for one in shown.findings if one not in grave]
    warnings.sort(key=lambda one: one.level is Level.WARNS)
    changes = shown.changes
    frames()
    return render(
        "organizer/publish.html",
        View(
            prospect=found,
            next=shown.last + 1,
            to=to,
            changes=change.entries(frame, changes[: change.MOST], naming, found.concerned),
            more=max(0, len(changes) - change.MOST),
            people=len({code for one in changes for code in one.people}),
            cities=len({code for one in changes for code in one.cities}),
            blockers=change.broken(frame, shown.blockers, found.working),
            warnings=change.broken(frame, warnings, found.working),
            samples=_samples(frame, found),
            form=form,
            is_held=is_held(frame),
            problem=problem,
        ),
    )


def _samples(frame: Console, found: Prospect) -> Samples:
    is_masked = not frame.may("admit")
    return samples(found.letters, site().settings, frame.real, is_masked=is_masked)
