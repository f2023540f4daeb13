"""A password, for who wants one beside the mailed link."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from summit.core.errors import Invalid
from summit.services import password
from summit.web import auth, read, wording
from summit.web.account import profile
from summit.web.page import site
from summit.web.read import Problems
from summit.web.way import go


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A password as it was typed."""

    password: str = read.text(most=1000, secret=True)


@auth.fresh
def choose() -> Response | tuple[str, int]:
    """Set or change the password; every other visit ends."""
    try:
        words = read.form(_Chosen).password
        secret = password.choose(auth.actor(), words, auth.browser(), site().clock.now())
    except Problems as problems:
        return profile.page(password=problems.filled), 400
    except Invalid as weak:
        return profile.page(password=read.again({"password": wording.say(weak)})), 400
    auth.enter(secret)
    return go("/account/?said=password")


@auth.fresh
def remove() -> Response:
    """Take the password away; every other visit ends."""
    auth.enter(password.remove(auth.actor(), auth.browser(), site().clock.now()))
    return go("/account/?said=password")
