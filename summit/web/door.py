"""A private link out of a mail: looked at by its reader, and used by one press.

Looking uses nothing: scanners of mail follow links too. Each audience says what its links are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from werkzeug.wrappers import Response

from summit.core.account import Account
from summit.core.errors import NotAllowed, NotFound
from summit.core.role import Actor
from summit.services import account as accounts
from summit.services.visit import Entrance
from summit.web import auth
from summit.web.page import render, site
from summit.web.way import go


class Mailed(Protocol):
    """What a link stands for; it is for the holder of an address alone."""

    @property
    def address(self) -> str:
        """Where the link was sent."""


T = TypeVar("T", bound=Mailed)


@dataclass(frozen=True, slots=True)
class View(Generic[T]):
    """The page of a link; `other` is who is in by another account than that of its address."""

    found: T
    secret: str
    other: Account | None


@dataclass(frozen=True, slots=True)
class Door(Generic[T]):
    """A kind of link: how it is read and how it is used, both of which raise `NotFound`.

    `page` is the template that shows one, `closed` the one for a link that is good no more.
    """

    read: Callable[[str, datetime], T]
    use: Callable[[Actor, str, str, datetime], Entrance]
    page: str
    closed: str

    def show(self, secret: str) -> str | tuple[str, int]:
        """Show where a link leads, without using it."""
        try:
            found = self.read(secret, site().clock.now())
        except NotFound:
            return self._shut()
        person = auth.account()
        is_other = person is not None and accounts.key(person.address) != accounts.key(
            found.address
        )
        return render(self.page, View(found, secret, person if is_other else None))

    def enter(self, secret: str) -> Response | str | tuple[str, int]:
        """Use a link, and go on to where it leads, whose address holds no secret."""
        try:
            entrance = self.use(auth.actor(), secret, auth.browser(), site().clock.now())
        except NotFound:
            return self._shut()
        except NotAllowed:
            page = self.show(secret)
            return (page, 403) if isinstance(page, str) else page
        if entrance.secret:
            auth.enter(entrance.secret)
        return go(entrance.leads_to)

    def _shut(self) -> tuple[str, int]:
        return render(self.closed), 410
