"""To enter and to leave: the entrance, the mailed link, the visits that go on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from summit.core.errors import Invalid, NotFound
from summit.language import translations
from summit.services import account as accounts
from summit.services import limit, password, visit
from summit.web import auth, read, reader, wording
from summit.web.page import render, site
from summit.web.read import Filled, Problems, Unfit
from summit.web.reader import is_own_path
from summit.web.way import go

HOME = "/account/"
_LONGEST_WAY = 500


@dataclass(frozen=True, slots=True)
class Entrance:
    """The page on which one enters, and from there goes on to our path `next`.

    `is_again` where somebody is in, and is asked whether it is still they.
    """

    form: Filled
    next: str
    has_password: bool = False
    is_expired: bool = False
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """The page of a mailed link, whose one button uses it."""

    secret: str


def address(words: str) -> str:
    """Return an address of mail from a field; raise `Unfit` in the reader's words."""
    try:
        return accounts.address(words)
    except Invalid as error:
        raise Unfit(wording.say(error)) from None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody gives to be sent a link."""

    address: str = read.text(most=320, then=address)
    next: str = read.text(least=0, most=2000)


@dataclass(frozen=True, slots=True)
class _Password:
    """What somebody gives to enter by a password; `login` is the address."""

    login: str = read.text(most=320, then=address)
    password: str = read.text(most=1000, secret=True)
    next: str = read.text(least=0, most=2000)


def show() -> str | Response:
    """Show the entrance, or go on where somebody is in already."""
    wanted = own(request.args.get("next", ""))
    account = auth.account()
    if account is None:
        return _entrance(Entrance(Filled(), wanted))
    if "again" not in request.args:
        return go(wanted)
    form = read.filled(address=account.address, login=account.address)
    return _entrance(Entrance(form, wanted, account.has_password, is_again=True))


def ask() -> Response | tuple[str, int]:
    """Mail a link to an address, if it is known; what comes back is the same in any case."""
    try:
        asked = read.form(_Asked)
    except Problems as problems:
        return _entrance(Entrance(problems.filled, _wanted())), 400
    read.check_stamp()
    now = site().clock.now()
    limit.spend("link-network", auth.network(), now)
    who = auth.known_as("address", accounts.key(asked.address))
    accounts.ask(asked.address, own(asked.next), who, now)
    return go(reader.link("account.asked"))


def enter() -> Response | tuple[str, int]:
    """Enter by a password."""
    try:
        asked = read.form(_Password)
    except Problems as problems:
        return _entrance(Entrance(problems.filled, _wanted(), has_password=True)), 400
    now = site().clock.now()
    limit.spend("password-network", auth.network(), now)
    who = auth.known_as("password", accounts.key(asked.login), auth.network())
    secret = password.enter(asked.login, asked.password, who, auth.browser(), now)
    if secret is None:
        gettext = translations(reader.language()).gettext
        message = gettext("The address or the password is not right. The mailed link always works.")
        wrong = read.again({"password": message})
        return _entrance(Entrance(wrong, _wanted(), has_password=True)), 403
    auth.enter(secret)
    return go(own(asked.next))


def asked() -> str:
    """Say that a mail is on its way, if the address is known: the same for every address."""
    return render("account/asked.html")


def show_link(secret: str) -> str | tuple[str, int]:
    """Show what a mailed link does, without doing it: scanners of mail follow links too."""
    if not visit.is_usable(secret, site().clock.now()):
        return _expired()
    return render("account/link.html", Link(secret))


def use_link(secret: str) -> Response | tuple[str, int]:
    """Use a mailed link."""
    try:
        found = visit.enter(secret, auth.browser(), site().clock.now())
    except NotFound:
        return _expired()
    auth.enter(found.secret)
    return go(own(found.leads_to))


def leave() -> Response:
    """End this visit."""
    auth.leave()
    return go("/")


@auth.entered
def end() -> Response:
    """End one visit of the person, or all but this one."""
    which, now = request.form.get("visit", ""), site().clock.now()
    this = auth.this_visit()
    if which == "others" and this is not None:
        visit.end_others(auth.actor(), this, now)
    elif which.isascii() and which.isdecimal() and len(which) < 10:
        visit.end(auth.actor(), int(which), now)
    return go(f"{HOME}#visits")


def own(path: str) -> str:
    """Return the path of ours that one wants to go on to, one's own page where it is none."""
    is_entrance = path.startswith(("/account/enter", "/account/links/"))
    fits = is_own_path(path) and not is_entrance and len(path) <= _LONGEST_WAY
    return path if fits else HOME


def _wanted() -> str:
    return own(request.form.get("next", ""))


def _expired() -> tuple[str, int]:
    return _entrance(Entrance(Filled(), HOME, is_expired=True)), 410


def _entrance(view: Entrance) -> str:
    return render("account/enter.html", view)
