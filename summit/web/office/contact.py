"""Who is in an office: colleagues are invited, and taken out again."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from summit.core.errors import Invalid, TooMany
from summit.language import translations
from summit.services import account as accounts
from summit.services import office
from summit.services.invitation import Counted
from summit.services.office import Person
from summit.web import auth, read, reader, wording
from summit.web.office.frame import open_office
from summit.web.page import render, site
from summit.web.read import Filled, Problems, Unfit
from summit.web.way import go

_SAID = ("sent", "waiting", "approved", "removed")


def _address(words: str) -> str:
    try:
        return accounts.address(words)
    except Invalid as error:
        raise Unfit(wording.say(error)) from None


@dataclass(frozen=True, slots=True)
class _Named:
    """Somebody whom an office names."""

    name: str = read.text()
    post: str = read.text(least=0)
    address: str = read.text(most=320, then=_address)


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
        found = office.name(auth.actor(), summit, city, person, _counted(typed.address), now)
    except Problems as problems:
        return _page(summit, city, form=problems.filled), 400
    except Invalid as error:
        return _page(summit, city, form=read.again({error.where: wording.say(error)})), 400
    except TooMany:
        return _page(summit, city, form=read.again({"address": _too_many()})), 429
    return _back(summit, city, "sent" if found.is_active else "waiting")


def approve(summit: str, city: str, number: int) -> Response | tuple[str, int]:
    """Say yes to somebody whom an organizer named."""
    open_office(summit, city)
    now = site().clock.now()
    try:
        office.approve(auth.actor(), summit, number, _counted(str(number)), now)
    except Invalid as error:
        return _page(summit, city, wrong=wording.say(error)), 409
    return _back(summit, city, "approved")


def remove(summit: str, city: str, number: int) -> Response:
    """Take somebody out of the office."""
    open_office(summit, city)
    office.remove(auth.actor(), summit, number, site().clock.now())
    return _back(summit, city, "removed")


def _page(
    summit: str, city: str, *, form: Filled | None = None, said: str = "", wrong: str = ""
) -> str:
    opened = open_office(summit, city)
    view = View(form or Filled(), opened.actor.account, said, wrong)
    return render("office/people.html", view)


def _counted(address: str) -> Counted:
    return Counted(
        auth.known_as("invite", auth.actor().name),
        auth.known_as("invited", accounts.key(address)),
    )


def _back(summit: str, city: str, said: str) -> Response:
    return go(f"{reader.link('office.people', summit=summit, city=city)}?said={said}")


def _too_many() -> str:
    return _("There were many invitations lately. Please wait some hours, and try again then.")


def _(message: str) -> str:
    return translations(reader.language()).gettext(message)
