"""An invitation to organize a summit, as the invited opens it."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from summit.core.account import Account
from summit.core.errors import NotAllowed, NotFound
from summit.core.invitation import Invitation
from summit.services import account as accounts
from summit.services import invitation
from summit.web import auth
from summit.web.page import render, site
from summit.web.way import go


@dataclass(frozen=True, slots=True)
class View:
    """The page of an invitation; `other` is who is in by another account than the invited's."""

    invitation: Invitation
    secret: str
    other: Account | None


def show(secret: str) -> str | tuple[str, int]:
    """Show what an invitation is to, without accepting it: scanners of mail follow links too."""
    return _page(secret)


def accept(secret: str) -> Response | str | tuple[str, int]:
    """Accept an invitation, and go on to the console."""
    try:
        found = invitation.accept(auth.actor(), secret, auth.browser(), site().clock.now())
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
        found = invitation.read(secret, site().clock.now())
    except NotFound:
        return _closed()
    person = auth.account()
    is_other = person is not None and accounts.key(person.address) != accounts.key(found.address)
    return render("account/invitation.html", View(found, secret, person if is_other else None))


def _closed() -> tuple[str, int]:
    return render("account/uninvited.html"), 410
