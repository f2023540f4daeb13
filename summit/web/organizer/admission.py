"""What the desk does about those who registered, and the adding of somebody by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from summit.core.errors import Invalid, Problems
from summit.core.registration import Rules
from summit.language import canonical_zone
from summit.services import admission, registration
from summit.web import auth, entry, read, reader
from summit.web.organizer import registration as page
from summit.web.organizer import selection, wording
from summit.web.organizer.console import open_console
from summit.web.organizer.selection import Choices, Lists
from summit.web.page import render, site
from summit.web.read import Filled
from summit.web.way import go
from summit.web.zone import choices

_MOST = 500
"""Registrations that can be approved at once."""

Answer = Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class New:
    """The form by which somebody is registered by hand."""

    rules: Rules
    form: Filled
    lists: Lists
    zones: Choices


def approve(summit: str, number: int) -> Answer:
    """Let somebody take part."""
    return _done(
        summit,
        number,
        "approved",
        lambda: registration.approve(auth.actor(), summit, number, site().clock.now()),
    )


def refuse(summit: str, number: int) -> Answer:
    """Refuse somebody who waits for approval."""
    return _done(
        summit,
        number,
        "refused",
        lambda: registration.refuse(auth.actor(), summit, number, site().clock.now()),
    )


def cancel(summit: str, number: int) -> Answer:
    """Cancel somebody's registration for them."""
    return _done(
        summit,
        number,
        "cancelled",
        lambda: registration.cancel(auth.actor(), summit, site().clock.now(), number),
    )


def resend(summit: str, number: int) -> Answer:
    """Write somebody once more what they were written last."""
    return _done(
        summit,
        number,
        "written",
        lambda: admission.resend(auth.actor(), summit, number, site().clock.now()),
    )


def assign(summit: str, number: int) -> Answer:
    """Move somebody to another kind of participants."""
    kind = request.form.get("kind", "")
    return _done(
        summit,
        number,
        "kept",
        lambda: admission.assign(auth.actor(), summit, number, kind, site().clock.now()),
    )


def shut(summit: str, number: int) -> Answer:
    """Let an account in no more, or again."""
    is_shut = request.form.get("shut") == "yes"
    return _done(
        summit,
        number,
        "shut" if is_shut else "opened",
        lambda: admission.shut(auth.actor(), summit, number, site().clock.now(), is_shut=is_shut),
    )


def correct(summit: str, number: int) -> Answer:
    """Correct what somebody said of themselves."""
    frame = open_console(summit)
    try:
        admission.correct(frame.actor, summit, number, entry.correction(), site().clock.now())
    except Problems as problems:
        return page.page(frame, number, read.again(wording.by_field(problems))), 400
    return go(reader.link("organizer.registration", summit=summit, number=number, said="kept"))


def approve_all(summit: str) -> Response:
    """Approve those who are ticked, and go back to the list."""
    ticked = [one for one in request.form.getlist("registration") if one.isdecimal()][:_MOST]
    numbers = [int(one) for one in ticked if len(one) < 10]
    done, left = admission.approve_all(auth.actor(), summit, numbers, site().clock.now())
    chosen = selection.query(selection.asked(request.form))
    more = {"done": done, "left": left} if numbers else {"done": 0}
    return go(reader.link("organizer.registrations", summit=summit, **chosen, **more))


def ask(summit: str) -> str:
    """Show the form by which somebody is registered by hand."""
    frame = open_console(summit)
    zone = canonical_zone(frame.desk.zone)
    return _form(summit, read.filled(zone=zone, language=frame.reader.language))


def add(summit: str) -> Answer:
    """Register somebody by hand, who has consented."""
    frame = open_console(summit)
    agreed = read.clean(request.form.get("agreed", ""))[:200]
    try:
        number = registration.add(frame.actor, summit, entry.agreed(), agreed, site().clock.now())
    except Problems as problems:
        return _form(summit, read.again(wording.by_field(problems))), 400
    return go(reader.link("organizer.registration", summit=summit, number=number, said="added"))


def _done(summit: str, number: int, said: str, act: Callable[[], object]) -> Answer:
    """Do something about a registration, and go back to its page; say there what was refused."""
    try:
        act()
    except Invalid as error:
        return page.page(open_console(summit), number, error=wording.said(error)), 400
    return go(reader.link("organizer.registration", summit=summit, number=number, said=said))


def _form(summit: str, form: Filled) -> str:
    frame = open_console(summit)
    rules, release = registration.rules(summit), selection.released(summit)
    view = New(
        rules=rules,
        form=form,
        lists=selection.lists(frame, rules, release),
        zones=choices(frame.reader.language, frame.now, form.value("zone")),
    )
    return render("organizer/add.html", view)
