"""Stands in for the entrance until it is here: who has entered stands in Flask's session."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import quote

from flask import redirect, request, session
from werkzeug.wrappers import Response

from summit.core.account import Account
from summit.core.role import VISITOR, Actor, participant

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def account() -> Account | None:
    """Return the account that has entered, or None."""
    found = session.get("account")
    return Account(**found) if found else None


def actor() -> Actor:
    """Return who asks."""
    found = account()
    return participant(found.id) if found else VISITOR


def entered(view: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer | Response]:
    """Let only somebody who has entered see a page; lead others to the entrance."""

    @wraps(view)
    def guarded(*args: _Asked.args, **values: _Asked.kwargs) -> _Answer | Response:
        if account() is None:
            return redirect(f"/account/enter?next={quote(request.path)}", 303)
        return view(*args, **values)

    return guarded
