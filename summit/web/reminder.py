"""Where a mailed address turns reminders or mail to many off, without entering (RFC 8058)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response

from summit.core.errors import NotFound
from summit.core.letter import Occasion
from summit.core.reminder import Wish
from summit.core.role import participant
from summit.mail import stop
from summit.services import reminder
from summit.web.page import render, site

reminders = Blueprint("reminders", __name__)
_NEWS = Occasion.BROADCAST.value
_PATH = "/reminders/<int:account>/<summit>/<wish>/<seal>"


@dataclass(frozen=True, slots=True)
class View:
    """Whether the reminders were turned off, or could be."""

    is_done: bool
    is_news: bool = False


@reminders.get(_PATH)
def ask(account: int, summit: str, wish: str, seal: str) -> Response:
    """Ask whether to: programs that look at addresses in mail must not turn anything off."""
    kind = _wish(account, summit, wish, seal)
    return _page(View(is_done=False, is_news=kind is None))


@reminders.post(_PATH)
def turn_off(account: int, summit: str, wish: str, seal: str) -> Response:
    """Turn the reminders off; the seal of the address stands for whoever was written to.

    Mail programs post here for their user, so the form has no token: the address is one.
    """
    kind = _wish(account, summit, wish, seal)
    if kind is None:
        reminder.hush(participant(account), account, summit, site().clock.now())
    else:
        reminder.stop(participant(account), account, summit, kind, site().clock.now())
    return _page(View(is_done=True, is_news=kind is None))


def _wish(account: int, summit: str, wish: str, seal: str) -> Wish | None:
    """Return which reminders the address turns off, or None for mail to many."""
    key = site().settings.secret_key
    known = {*Wish, _NEWS}
    if wish not in known or not stop.is_sealed(key, account, summit, wish, seal):
        raise NotFound("page", "")
    return None if wish == _NEWS else Wish(wish)


def _page(view: View) -> Response:
    response = Response(render("outbox/reminders.html", view))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
