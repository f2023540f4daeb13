"""What every page needs beside its own view: the summit, the reader, the clock, the links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import current_app, g, render_template, request

from summit.clock import Clock
from summit.core.programme import Session, Status
from summit.core.release import Release
from summit.core.run import Minute, Run, is_on, order
from summit.language import NAMES, direction
from summit.published.board import Board, Published
from summit.published.ready import Ready
from summit.published.search import Searches
from summit.settings import Settings
from summit.web import reader
from summit.web.reader import Reader
from summit.when import Local, When, local, when

_FILTERS = {"q", "day", "hours", "from", "until", "area", "stage", "lang"}
ASKED = frozenset({"tz", "locale", "next", "view", "rows", "across", "show", "page"} | _FILTERS)
"""What addresses of pages may ask for; anything else is not carried on."""

_SAME_PLACE = frozenset({"tz", "locale", "next"})
"""What may be asked for otherwise without another page of a long list being meant."""

_LONGEST = 200
_HOUR = timedelta(hours=1)
"""Characters of a value that are carried on; `next`, an address itself, may be longer."""


@dataclass(frozen=True, slots=True)
class Site:
    """What one running application holds: kept in `app.extensions["summit"]`."""

    settings: Settings
    clock: Clock
    board: Board
    ready: Ready
    searches: Searches = field(default_factory=Searches)


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """One entry of the language menu."""

    tag: str
    name: str
    is_current: bool
    address: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What the layout shows around a view."""

    reader: Reader
    real: datetime
    published: Published | None

    @property
    def direction(self) -> str:
        """The direction in which the reader's language is written."""
        return direction(self.reader.language)

    @property
    def is_rehearsal(self) -> bool:
        """Whether the summit's clock is set to another moment."""
        return bool(self.published and self.published.rehearsal)

    @property
    def now(self) -> datetime:
        """The present, as the summit takes it."""
        return self.published.now(self.real) if self.published else self.real

    @property
    def clock(self) -> Local:
        """The present on the reader's clock."""
        return local(self.now, self.now, self.reader.zone_name, self.reader.language)

    @property
    def host_clock(self) -> Local:
        """The present on the host's clock."""
        return local(self.now, self.now, self._host_zone, self.reader.language)

    def when(self, starts: datetime, ends: datetime) -> When:
        """Return a span for this reader, beside the host's clock."""
        zone = self.reader.zone_name
        return when(starts, ends, zone, self._host_zone, self.reader.language)

    @property
    def _host_zone(self) -> str:
        return self.published.release.summit.zone if self.published else "UTC"

    @property
    def path(self) -> str:
        """The address of this page below the site, with its query."""
        return self.address()

    def languages(self) -> list[LanguageChoice]:
        """Return the menu of languages, with this page's address in each."""
        return [
            LanguageChoice(tag, name, tag == self.reader.language, self.address(locale=tag))
            for tag, name in NAMES.items()
        ]

    @property
    def asked(self) -> dict[str, str]:
        """What the address asks for, as far as links and forms carry it on."""
        return {
            key: value if key == "next" else value[:_LONGEST]
            for key, value in request.args.items()
            if value and key in ASKED
        }

    def address(self, **changes: str | None) -> str:
        """Return this page's address with some of its query changed; None takes one out.

        What else is asked for than another zone or language begins at its first page.
        """
        query = self.asked | {key: value for key, value in changes.items() if value}
        if not changes.keys() <= _SAME_PLACE:
            query.pop("page", None)
        for key, value in changes.items():
            if value is None:
                query.pop(key, None)
        asked = urlencode(query, safe="/")
        return f"{request.path}?{asked}" if asked else request.path

    def absolute(self, path: str) -> str:
        """Return the full address of one of our paths; it never comes from the request."""
        return site().settings.url + path


@dataclass(frozen=True, slots=True)
class SummitFrame(Frame):
    """The frame of a page that belongs to a summit."""

    published: Published

    @property
    def release(self) -> Release:
        """The release that is shown."""
        return self.published.release

    def run(self, session: str) -> Run | None:
        """Return how a session is run, if it is. The page is made anew when that changes."""
        found = self.published.runs.get(session)
        g.setdefault("runs", {})[session] = found
        return found

    def runs(self, sessions: Iterable[Session]) -> dict[str, Run]:
        """Return the runs of those of some sessions that have one, by code.

        One that was withdrawn keeps its run, but not its turns.
        """
        may_run = (one for one in sessions if one.turns or one.status is Status.WITHDRAWN)
        return {one.code: run for one in may_run if (run := self.run(one.code))}

    def minutes(self, session: Session) -> tuple[Minute, ...]:
        """Return the turns of a session with the instants that are expected now.

        Where it runs the page shows the minute: what is not over in time moves the rest.
        """
        found = self.run(session.code)
        if found and found.acts:
            show_minute()
        return order(session, found, self.now)

    def is_near(self, session: Session) -> bool:
        """Whether a session with turns is on, or begins within the hour.

        A page that tells its minutes then renews itself: whoever waits for one watches it.
        """
        is_soon = session.starts - _HOUR <= self.now < session.ends
        return bool(session.turns) and (is_soon or is_on(session, self.run(session.code), self.now))

    def was_added(self, session: Session, *, person: str = "", government: str = "") -> bool:
        """Whether somebody was given a turn while a session was on."""
        found = self.run(session.code) if session.turns else None
        turns = [act.turn for act in found.acts if act.turn] if found else []
        return any(
            (one.person == person if person else one.government == government) for one in turns
        )


def site() -> Site:
    """Return what the running application holds."""
    found: Site = current_app.extensions["summit"]
    return found


def open_summit(code: str) -> SummitFrame:
    """Return the frame of a page of the summit `code`; raise `NotFound`."""
    published = site().board.summit(code)
    g.reader = reader.resolve(request, published.release.summit.zone)
    opened = SummitFrame(g.reader, site().clock.now(), published)
    g.frame = opened
    return opened


def frame() -> Frame:
    """Return the frame of this request, of no summit where none was opened."""
    found: Frame | None = g.get("frame")
    return found or Frame(reader.current(), site().clock.now(), None)


def show_minute() -> None:
    """Say that this page shows the minute, so it may not be given again in the next one."""
    g.shows_minute = True


def understand(*names: str) -> None:
    """Say that this page has understood what the address asks for by these names.

    A page that repeats words it does not understand is not worth keeping.
    """
    g.setdefault("understood", set()).update(names)


def render(template: str, view: Any = None) -> str:
    """Return the page that `template` makes of `view`, in the frame of this request."""
    return render_template(template, view=view, page=frame())
