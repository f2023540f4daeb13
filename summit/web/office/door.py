"""The private link of an office, as its reader opens it."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from summit.core.account import Account
from summit.core.errors import NotAllowed, NotFound
from summit.services import account as accounts
from summit.services import office
from summit.services.office import Door
from summit.web import auth
from summit.web.page import render, site
from summit.web.way import go


@dataclass(frozen=True, slots=True)
class View:
    """The page of a link; `other` is who is in by another account than its contact's."""

    door: Door
    secret: str
    other: Account | None


def show(secret: str) -> str | tuple[str, int]:
    """Show where a link leads, without using it: scanners of mail follow links too."""
    return _page(secret)


def enter(secret: str) -> Response | str | tuple[str, int]:
    """Use a link, and go on to the office's page, whose address holds no secret."""
    try:
        found = office.enter(auth.actor(), secret, auth.browser(), site().clock.now())
    except NotFound:
        return _closed()
    except NotAllowed:
        page = _page(secret)
        return (page, 403) if isinstance(page, str) else page
    if found.secret:
        auth.enter(found.secret)
    return go(found.leads_to)


def _page(secret: str) -> str | tuple[str, int]:
    try:
        found = office.read(secret, site().clock.now())
    except NotFound:
        return _closed()
    person = auth.account()
    is_other = person is not None and accounts.key(person.address) != accounts.key(found.address)
    return render("office/door.html", View(found, secret, person if is_other else None))


def _closed() -> tuple[str, int]:
    return render("office/closed.html"), 410
