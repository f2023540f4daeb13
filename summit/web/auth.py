"""Who is in: visits that the server knows, and the browsers that belong to them.

The browser keeps a random secret in Flask's signed session, the database its digest. Pages that
are the same for everybody never ask here, so their answers neither read nor set a cookie.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, Response, after_this_request, redirect, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response as Answer

from summit.core import limit as limits
from summit.core import visit as visits
from summit.core.account import Account
from summit.core.role import VISITOR, Actor, participant
from summit.core.visit import IDLE
from summit.services import limit, visit
from summit.services.visit import Entered
from summit.web import reader
from summit.web.page import site

P = ParamSpec("P")
R = TypeVar("R")


class _Visits(LoginManager):  # type: ignore[misc]
    """Flask-Login without its cookie that remembers: ours is revocable, and the only one."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


@dataclass(frozen=True)
class _Person(UserMixin):  # type: ignore[misc]
    """Somebody who is in, as Flask-Login knows them: by the secret of their visit."""

    secret: str
    entered: Entered

    def get_id(self) -> str:
        return self.secret


def register(app: Flask) -> None:
    """Give `app` visits, and its templates `person()`, the account that is in or None.

    `organizes()` are the codes of the summits that it organizes.
    """
    app.config.update(
        PERMANENT_SESSION_LIFETIME=IDLE,
        # The cookie goes out again when a visit is renewed, and with no other answer.
        SESSION_REFRESH_EACH_REQUEST=False,
        SESSION_COOKIE_HTTPONLY=True,
        # Under this name a browser takes it from this very host only, and over TLS (RFC 6265bis
        # §4.1.3.2); over plain HTTP, on one's own machine, it would take none.
        SESSION_COOKIE_NAME="__Host-session" if app.config["SESSION_COOKIE_SECURE"] else "session",
        SESSION_PROTECTION=None,  # it would keep a digest of the reader's network
    )
    manager = _Visits()
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals.update(person=account, organizes=organized)


def _load(secret: str) -> _Person | None:
    found = visit.seen(secret, site().clock.now())
    if found is None:
        return None
    if found.is_renewed:
        session.modified = True
    return _Person(secret, found)


def _entered() -> Entered | None:
    person: _Person | None = current_user._get_current_object()
    return person.entered if isinstance(person, _Person) else None


def actor() -> Actor:
    """Return who asks: the participant who is in, with the roles of an organizer, or a visitor."""
    found = _entered()
    if found is None:
        return VISITOR
    return participant(found.account.id, found.roles, found.offices)


def is_closed(summit: str) -> bool:
    """Whether the roles in a summit wait for a second factor to be proved."""
    found = _entered()
    return found is not None and any(code == summit for code, _ in found.closed)


def organized() -> tuple[str, ...]:
    """Return the codes of the summits in which this reader has a role, closed or not."""
    found = _entered()
    return tuple(sorted({code for code, _ in found.roles | found.closed if code})) if found else ()


def is_office_closed(summit: str, government: str) -> bool:
    """Whether an office waits for a second factor of its contact to be proved."""
    found = _entered()
    return found is not None and (summit, government) in found.closed_offices


def offices() -> tuple[tuple[str, str], ...]:
    """Return the offices that this reader is in, closed or not: codes of summit and government."""
    found = _entered()
    return tuple(sorted(found.offices | found.closed_offices)) if found else ()


def has_factor() -> bool:
    """Whether who is in has a second factor."""
    found = _entered()
    return found is not None and found.has_factor


def is_fresh() -> bool:
    """Whether who is in entered a short while ago."""
    found = _entered()
    return found is not None and found.is_fresh


def account() -> Account | None:
    """Return the account that is in, or None."""
    found = _entered()
    return found.account if found else None


def this_visit() -> int | None:
    """Return the number of this browser's visit, or None where nobody is in."""
    found = _entered()
    return found.visit if found else None


def enter(secret: str) -> None:
    """Let this browser in by the visit with `secret`; what it was before ends."""
    _end()
    session.permanent = True
    person = _load(secret)
    if person is not None:
        login_user(person)
        session.pop("_id", None)  # a digest of the reader's network, which nobody asks for


def leave() -> None:
    """End this browser's visit on the server, so that a copy of its cookie lets nobody in."""
    _end()
    forget()


def forget() -> None:
    """Take from this browser what it kept of a visit that is no more: its agenda too."""
    logout_user()
    session.clear()

    @after_this_request
    def _clear(response: Response) -> Response:
        response.headers["Clear-Site-Data"] = '"storage"'
        return response


def _end() -> None:
    found = _entered()
    if found:
        visit.end(actor(), found.visit, site().clock.now())
    logout_user()
    session.clear()


def entered(view: Callable[P, R]) -> Callable[P, R | Answer]:
    """Show `view` only to somebody who is in; ask others to enter, and to come back after it."""

    @wraps(view)
    def guarded(*args: P.args, **values: P.kwargs) -> R | Answer:
        return first() or view(*args, **values)

    return guarded


def fresh(view: Callable[P, R]) -> Callable[P, R | Answer]:
    """Show `view` only to somebody who entered a short while ago; ask others to enter again.

    For what a browser left open must not do for whoever sits down at it.
    """

    @entered
    @wraps(view)
    def guarded(*args: P.args, **values: P.kwargs) -> R | Answer:
        return view(*args, **values) if is_fresh() else _away("account.enter", again="yes")

    return guarded


def first(*, is_closed: bool = False) -> Answer | None:
    """Return the way to what this reader has to do before they see a page, or None.

    To enter, or to prove a second factor where what they want `is_closed` until then.
    """
    if account() is None:
        return _away("account.enter")
    return _away("account.prove") if is_closed else None


def _away(endpoint: str, **query: str) -> Answer:
    """Return the way to another page, and from there back to this one if it can be read."""
    wanted = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
    response = redirect(reader.link(endpoint, next=wanted, **query), 303)
    response.headers["Cache-Control"] = "no-store"
    return response


def browser() -> str:
    """Return what the browser is called in plain words; no more is kept of it."""
    return visits.browser(request.user_agent.string)


def network() -> str:
    """Return the keyed digest by which the reader's network is counted."""
    return known_as("network", limits.network(request.remote_addr or ""))


def known_as(*parts: str) -> str:
    """Return the keyed digest by which a limit counts what `parts` say."""
    return limit.known_as(site().settings.secret_key, *parts)
