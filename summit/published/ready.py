"""Finished bytes: calendars, made once per release and language and kept while asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from summit.core.calendar import Scope
from summit.core.programme import span
from summit.core.release import Release
from summit.core.zone import midnight, zone
from summit.formats import ical
from summit.formats.ical import Outlet
from summit.published.kept import Kept

REFRESH = timedelta(hours=1)
REFRESH_IN_SUMMIT_WEEK = timedelta(minutes=15)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Body:
    """An answer as it goes out: its octets, their hash, and the instant of their last change."""

    octets: bytes
    digest: str
    modified: datetime


class Ready:
    """Keeps at most `room` bodies, those asked for last."""

    def __init__(self, room: int = 512) -> None:
        self._bodies: Kept[Body] = Kept(room)

    def feed(
        self, release: Release, scope: Scope, code: str, outlet: Outlet, now: datetime
    ) -> Body:
        """Return a feed; raise `NotFound` where no session ever was in it."""
        refresh = REFRESH_IN_SUMMIT_WEEK if _is_near(release, now) else REFRESH
        return self._body(
            release,
            (scope, code, outlet, refresh),
            lambda: ical.feed(release, scope, code, outlet, refresh),
        )

    def download(self, release: Release, code: str, outlet: Outlet) -> Body:
        """Return the calendar file of one session; raise `NotFound`."""
        session = release.session(code)
        return self._body(
            release,
            ("session", code, outlet),
            lambda: ical.download(release, session, outlet),
        )

    def _body(
        self,
        release: Release,
        key: tuple[object, ...],
        make: Callable[[], tuple[bytes, datetime]],
    ) -> Body:
        def body() -> Body:
            octets, changed = make()
            # A release may change what is said of the calendar itself, and no entry of it.
            modified = max(changed, release.published)
            return Body(octets, sha256(octets).hexdigest(), modified)

        return self._bodies.get((release.digest, *key), body)


def _is_near(release: Release, now: datetime) -> bool:
    """Whether it is the summit's week: from seven days before it to the day after."""
    dates = span(release.programme)
    if dates is None:
        return False
    where = zone(release.summit.zone)
    first, last = (midnight(day, where) for day in dates)
    return first - _WEEK <= now < last + timedelta(days=2)
