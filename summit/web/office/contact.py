"""Who is in an office: colleagues are invited, and taken out again."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from summit.core.contact import Contact
from summit.core.errors import Invalid, NotFound, TooMany
from summit.services import contact
from summit.services.contact import Person
from summit.web import auth, invited, read, reader, wording
from summit.web.office.frame import open_office
from summit.web.page import render, site
from summit.web.read import Filled, Problems
from summit.web.way import go

_SAID = ("sent", "waiting", "approved", "removed")


@dataclass(frozen=True, slots=True)
class _Named:
    """Somebody whom an office names."""

    name: str = read.text()
    post: str = read.text(least=0)
    address: str = read.text(most=320, then=invited.address)


@dataclass(frozen=True, slots=True)
class View:
    """Who is in an office, and the form that names another; `mine` is the account that reads."""

    form: Filled
    mine: int | None
    said: str
    wrong: str


def show(summit: str, city: str) -> str:
    """Show who is in the office."""
    said = request.args.get("said", "")
    return _page(summit, city, said=said if said in _SAID else "")


def name(summit: str, city: str) -> Response | tuple[str, int]:
    """Name a colleague, and mail them a link of their own."""
    try:
        typed = read.form(_Named)
        person = Person(typed.name, typed.post, typed.address)
        now = site().clock.now()
        found = contact.name(
            auth.actor(), summit, city, person, invited.counted(typed.address), now
        )
    except Problems as problems:
        return _page(summit, city, form=problems.filled), 400
    except Invalid as error:
        return _page(summit, city, form=read.again({error.where: wording.say(error)})), 400
    except TooMany:
        return _page(summit, city, form=read.again({"address": invited.enough()})), 429
    return _back(summit, city, "sent" if found.is_active else "waiting")


def approve(summit: str, city: str, number: int) -> Response | tuple[str, int]:
    """Say yes to somebody whom an organizer named."""
    one = _contact(summit, city, number)
    now = site().clock.now()
    try:
        contact.approve(auth.actor(), summit, number, invited.counted(one.address), now)
    except Invalid as error:
        return _page(summit, city, wrong=wording.say(error)), 409
    return _back(summit, city, "approved")


def remove(summit: str, city: str, number: int) -> Response:
    """Take somebody out of the office."""
    _contact(summit, city, number)
    contact.remove(auth.actor(), summit, number, site().clock.now())
    return _back(summit, city, "removed")


def _page(
    summit: str, city: str, *, form: Filled | None = None, said: str = "", wrong: str = ""
) -> str:
    opened = open_office(summit, city)
    view = View(form or Filled(), opened.actor.account, said, wrong)
    return render("office/people.html", view)


def _contact(summit: str, city: str, number: int) -> Contact:
    """Return a contact of this very office; raise `NotFound`."""
    for found in open_office(summit, city).hall.contacts:
        if found.id == number:
            return found
    raise NotFound("contact", str(number))


def _back(summit: str, city: str, said: str) -> Response:
    return go(f"{reader.link('office.people', summit=summit, city=city)}?said={said}")
