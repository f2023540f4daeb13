"""My summit: what I take part in, who I am, my password, my visits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from flask import g, request
from werkzeug.wrappers import Response

from summit.core.account import Account
from summit.core.errors import NotFound
from summit.core.registration import State
from summit.core.text import Text
from summit.core.visit import Visit
from summit.core.zone import NAMES as ZONES
from summit.language import NAMES, canonical_zone
from summit.services import account as accounts
from summit.services import visit
from summit.web import auth, read, reader
from summit.web.page import render, site
from summit.web.read import Filled, Problems
from summit.web.way import go
from summit.web.zone import choices
from summit.when import Local, local

Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit with its instants on the person's clock."""

    visit: Visit
    began: Local
    seen: Local


@dataclass(frozen=True, slots=True)
class Part:
    """A summit that the person takes part in, or has asked to, and its page."""

    title: Text
    path: str
    state: State


@dataclass(frozen=True, slots=True)
class View:
    """The page of an account; `form` is that of what one says of oneself."""

    account: Account
    summits: tuple[Part, ...]
    form: Filled
    password: Filled
    zones: Choices
    languages: Choices
    visits: tuple[Seen, ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class _Profile:
    """What somebody says of themselves."""

    name: str = read.text(least=0, most=255)
    zone: str = read.choice(ZONES)
    language: str = read.choice(NAMES)


@auth.entered
def show() -> str:
    """Show the account of who is in."""
    return page(said=request.args.get("said", ""))


@auth.entered
def change() -> Response | tuple[str, int]:
    """Change what the person says of themselves."""
    try:
        typed = read.form(_Profile)
    except Problems as problems:
        return page(form=problems.filled), 400
    profile = accounts.Profile(typed.name, typed.zone, typed.language)
    accounts.change(auth.actor(), profile, site().clock.now())
    return go("/account/?said=profile")


def page(*, form: Filled | None = None, password: Filled | None = None, said: str = "") -> str:
    """Return the page of who is in, with forms as they were filled in."""
    account, now = auth.account(), site().clock.now()
    assert account is not None  # noqa: S101 (its callers let nobody else in)
    g.reader = reader.resolve(request, account.zone)
    language = g.reader.language
    return render(
        "account/profile.html",
        View(
            account=account,
            summits=tuple(_summits()),
            form=form
            or read.filled(
                name=account.name, zone=canonical_zone(account.zone), language=account.language
            ),
            password=password or Filled(),
            zones=choices(language, now, account.zone),
            languages=[("", list(NAMES.items()))],
            visits=tuple(
                Seen(
                    one,
                    local(one.began, one.began, account.zone, language),
                    local(one.seen, one.seen, account.zone, language),
                )
                for one in visit.mine(auth.actor(), auth.this_visit(), now)
            ),
            said=said if said in ("profile", "password") else "",
        ),
    )


def _summits() -> Iterator[Part]:
    for code, state in accounts.takes_part(auth.actor()):
        with suppress(NotFound):  # one that is not published has no page
            title = site().board.summit(code).release.summit.title
            yield Part(title, reader.link("me.agenda", summit=code), state)
