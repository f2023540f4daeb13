"""What every page of the console shares: its guard, its frame, its ways."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import g, request

from summit.core.errors import NotFound
from summit.core.role import Actor, Verb, allow, may
from summit.published.board import Published
from summit.services import console, edit
from summit.services.console import Desk
from summit.services.edit import Step
from summit.web import auth, reader
from summit.web.page import Frame, site
from summit.web.reader import Reader
from summit.web.route import View

_LONGEST = 200
"""Characters of a value of an address that are carried on."""
_EDITING = (
    "/areas",
    "/cities",
    "/days",
    "/grid/sessions",
    "/hours",
    "/import",
    "/new",
    "/people",
    "/publish",
    "/queues/",
    "/sessions",
    "/settings",
    "/stages",
    "/tables",
    "/things",
)
"""How the addresses begin of pages on which the programme is edited, or which follow an edit."""


@dataclass(frozen=True, slots=True)
class Console(Frame):
    """The frame of a page of the console. Its summit need not be published.

    `published` is None: what the console shows is the working programme.
    """

    reader: Reader
    real: datetime
    published: Published | None
    desk: Desk
    actor: Actor

    @property
    def code(self) -> str:
        """The code of the summit."""
        return self.desk.code

    @property
    def is_rehearsal(self) -> bool:
        """Whether the summit's clock is set to another moment."""
        return self.desk.rehearsal is not None

    @property
    def now(self) -> datetime:
        """The present, as the summit takes it."""
        return self.desk.now(self.real)

    @property
    def asked(self) -> dict[str, str]:
        """What the address asks for: nobody else reads these pages, so all is carried on."""
        return {key: value[:_LONGEST] for key, value in request.args.items() if value}

    def address(self, **changes: str | None) -> str:
        """Return this page's address with some of its query changed; None takes one out.

        What is asked for several times, or asked for as none, stays so: the nights of the grid.
        """
        asked = [
            (key, value[:_LONGEST])
            for key, value in request.args.items(multi=True)
            if key not in changes
        ]
        asked += [(key, value) for key, value in changes.items() if value]
        return f"{request.path}?{urlencode(asked, safe='/')}" if asked else request.path

    @property
    def here(self) -> str:
        """The address of this page without what it says of the edit before."""
        return self.address(said=None, edit=None)

    def may(self, verb: str) -> bool:
        """Whether this reader may do `verb` here: what they may not is not offered."""
        return may(self.actor, Verb(verb), self.code)

    def turns(self) -> tuple[Step | None, Step | None]:
        """Return what this reader can take back and do again, on pages that lead to edits."""
        rule = request.url_rule.rule.removeprefix("/<summit>/organize") if request.url_rule else ""
        if not rule.startswith(_EDITING) or not self.may(Verb.EDIT):
            return None, None
        if "turns" not in g:
            g.turns = edit.reversible(self.actor, self.code)
        found: tuple[Step | None, Step | None] = g.turns
        return found

    @property
    def _host_zone(self) -> str:
        return self.desk.zone


def guarded(view: View, verb: Verb) -> View:
    """Show `view` to organizers of its summit whose role stands for `verb`.

    Who is not in is asked to enter, who has still to prove a second factor to prove it. For
    others than its organizers there is no such page.
    """

    @wraps(view)
    def guard(summit: str, **values: Any) -> Any:
        if away := auth.first(is_closed=auth.is_closed(summit)):
            return away
        actor = auth.actor()
        if summit not in actor.summits:
            raise NotFound("summit", summit)
        allow(actor, verb, summit)
        return view(summit, **values)

    guard.verb = verb  # type: ignore[attr-defined]
    return guard


def entering(view: View) -> View:
    """Show `view`, which is of no summit yet, to anybody who organizes one or may found one."""

    @wraps(view)
    def guard(**values: Any) -> Any:
        if away := auth.first(is_closed=auth.is_closed("")):
            return away
        if not auth.actor().roles and not auth.organized():
            raise NotFound("summit", "")
        return view(**values)

    return guard


def open_console(summit: str) -> Console:
    """Return the frame of a page of the console of a summit; raise `NotFound`."""
    desk = console.desk(auth.actor(), summit)
    g.reader = replace(reader.resolve(request, desk.zone))
    opened = Console(g.reader, site().clock.now(), None, desk, auth.actor())
    g.frame = opened
    return opened


def is_held(frame: Console) -> bool:
    """Whether mail about the summit is held back: it rehearses, and mail would leave."""
    return frame.is_rehearsal and not site().settings.demonstration


def frame() -> Console:
    """Return the frame that was opened for this request."""
    found: Console = g.frame
    return found
