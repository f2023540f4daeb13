"""My second factors: an authenticator, passkeys, recovery codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Response as Answer
from flask import g, request
from werkzeug.wrappers import Response

from summit.core.account import Account
from summit.core.errors import Invalid, NotFound, Unproved
from summit.core.factor import Factor
from summit.formats import authenticator
from summit.formats.authenticator import Picture
from summit.services import factor, passkey
from summit.web import auth, read, reader, wording
from summit.web.account import proof
from summit.web.account.visit import own
from summit.web.page import render
from summit.web.read import Filled, Problems
from summit.web.reader import gettext as _
from summit.web.way import go
from summit.when import Local, local

P = ParamSpec("P")
R = TypeVar("R")
SAID = ("added", "removed", "renamed")


@dataclass(frozen=True, slots=True)
class Seen:
    """A factor with its instants on the owner's clock."""

    factor: Factor
    made: Local
    used: Local | None


@dataclass(frozen=True, slots=True)
class View:
    """The page of somebody's factors, from which they go on to our path `next`, if any."""

    account: Account
    factors: tuple[Seen, ...]
    left: int
    has_passkeys: bool
    form: Filled
    next: str
    said: str


@dataclass(frozen=True, slots=True)
class SetUp:
    """The page on which an authenticator is set up: what it reads, and the same to type."""

    picture: Picture
    address: str
    secret: str
    form: Filled
    next: str


@dataclass(frozen=True, slots=True)
class Codes:
    """New recovery codes, shown this once."""

    codes: tuple[str, ...]
    next: str


@dataclass(frozen=True, slots=True)
class _Confirmed:
    """The first code of an authenticator, and what it is to be called."""

    code: str = read.text(most=20)
    name: str = read.text(least=0, most=100)
    next: str = read.text(least=0, most=2000)


@dataclass(frozen=True, slots=True)
class _Made:
    """A passkey that a browser made, as JSON, and what it is to be called."""

    answer: str = read.text(most=100_000, secret=True)
    name: str = read.text(least=0, most=100)
    next: str = read.text(least=0, most=2000)


@dataclass(frozen=True, slots=True)
class _Named:
    """What a factor is to be called from now on."""

    name: str = read.text(most=100)


def _proved(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Show `view` to who is in; lead them to prove a factor first where it asks for that.

    Who has none to prove must have entered a short while ago: whoever sits down at a browser
    left open must not shut its owner out by a factor of their own.
    """

    @auth.entered
    @wraps(view)
    def guarded(*args: P.args, **values: P.kwargs) -> R | Response:
        if not auth.is_fresh() and not factor.mine(auth.actor()).all:
            wanted = _next(request.form.get("next", ""))
            back = reader.link("account.factors", next=wanted)
            return go(reader.link("account.enter", next=back, again="yes"))
        try:
            return view(*args, **values)
        except Unproved:
            return go(reader.link("account.prove", next=factor.WHERE))

    return guarded


@auth.entered
def show() -> str:
    """Show the factors of who is in."""
    said = request.args.get("said", "")
    return _page(Filled(), _next(request.args.get("next", "")), said if said in SAID else "")


@_proved
def begin() -> Response:
    """Begin to set up an authenticator."""
    factor.begin(proof.proof())
    return go(reader.link("account.authenticator", next=_next(request.form.get("next", ""))))


@auth.entered
def set_up() -> str | Response:
    """Show the secret of the authenticator that waits for its first code."""
    return _set_up(Filled(), _next(request.args.get("next", "")))


@_proved
def confirm() -> Response | str | tuple[str, int]:
    """Take the first code of an authenticator."""
    wanted = _next(request.form.get("next", ""))
    try:
        typed = read.form(_Confirmed)
        code = "".join(typed.code.split())
        codes = factor.confirm(proof.proof(), code, typed.name or _("Authenticator"))
    except Problems as problems:
        return _again(_set_up(problems.filled, wanted))
    except Invalid as error:
        return _again(_set_up(read.again({"code": wording.say(error)}), wanted))
    except NotFound:
        return go(factor.WHERE)
    return _added(codes, wanted)


@_proved
def ask_passkey() -> Answer:
    """Give what a browser is asked, to make a passkey."""
    return proof.keep("new", passkey.ask_new(proof.proof(), proof.home()))


@_proved
def add_passkey() -> Response | str | tuple[str, int]:
    """Take a passkey that a browser made."""
    wanted = _next(request.form.get("next", ""))
    try:
        typed = read.form(_Made)
        codes = passkey.add(
            proof.proof(), proof.home(), proof.kept("new"), typed.answer, typed.name or _("Passkey")
        )
    except Problems as problems:
        return _page(problems.filled, wanted), 400
    except Invalid as error:
        return _page(read.again({"answer": wording.say(error)}), wanted), 400
    return _added(codes, wanted)


@_proved
def rename(number: int) -> Response | tuple[str, int]:
    """Call a factor otherwise."""
    try:
        typed = read.form(_Named)
    except Problems as problems:
        return _page(problems.filled, ""), 400
    factor.rename(proof.proof(), number, typed.name)
    return go(f"{factor.WHERE}?said=renamed")


@_proved
def remove(number: int) -> Response:
    """Take a factor away."""
    factor.remove(proof.proof(), number)
    return go(f"{factor.WHERE}?said=removed")


@_proved
def renew() -> str:
    """Make the recovery codes anew, and show them."""
    return render("account/codes.html", Codes(factor.renew(proof.proof()), ""))


def _added(codes: tuple[str, ...], wanted: str) -> str | Response:
    """Show new recovery codes, or go on where there are some already."""
    if codes:
        return render("account/codes.html", Codes(codes, wanted))
    return go(wanted or f"{factor.WHERE}?said=added")


def _set_up(form: Filled, wanted: str) -> str | Response:
    account = auth.account()
    assert account is not None  # noqa: S101 (its callers let nobody else in)
    try:
        secret = factor.waiting(auth.actor())
    except NotFound:
        return go(factor.WHERE)
    address = authenticator.address(secret, account.address, "Summit")
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    view = SetUp(authenticator.picture(address), address, spaced, form, wanted)
    return render("account/authenticator.html", view)


def _again(page: str | Response) -> Response | tuple[str, int]:
    return (page, 400) if isinstance(page, str) else page


def _page(form: Filled, wanted: str, said: str = "") -> str:
    account = auth.account()
    assert account is not None  # noqa: S101 (its callers let nobody else in)
    g.reader = reader.resolve(request, account.zone)
    found = factor.mine(auth.actor())
    zone, language = account.zone, g.reader.language
    seen = tuple(
        Seen(
            one,
            local(one.made, one.made, zone, language),
            local(one.used, one.used, zone, language) if one.used else None,
        )
        for one in found.all
    )
    view = View(account, seen, found.left, proof.has_home(), form, wanted, said)
    return render("account/factors.html", view)


def _next(path: str) -> str:
    """Return the path of ours to go on to, "" where none was asked for."""
    return own(path) if path else ""
