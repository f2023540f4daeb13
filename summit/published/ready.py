"""Finished bytes: calendars, made once per release and language and kept while asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from summit.core.calendar import Scope
from summit.core.programme import span
from summit.core.release import Release
from summit.core.zone import midnight, zone
from summit.formats import ical
from summit.formats.ical import Outlet

REFRESH = timedelta(hours=1)
REFRESH_IN_SUMMIT_WEEK = timedelta(minutes=15)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Body:
    """An answer as it goes out: its octets, their hash, and the instant of their last change."""

    octets: bytes
    digest: str
    modified: datetime


@dataclass
class Ready:
    """Keeps at most `room` bodies, those asked for last."""

    room: int = 512
    _bodies: OrderedDict[tuple[object, ...], Body] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def feed(
        self, release: Release, scope: Scope, code: str, outlet: Outlet, now: datetime
    ) -> Body:
        """Return a feed; raise `NotFound` where no session ever was in it."""
        refresh = REFRESH_IN_SUMMIT_WEEK if _is_near(release, now) else REFRESH
        return self._body(
            (release.digest, scope, code, outlet, refresh),
            lambda: ical.feed(release, scope, code, outlet, refresh),
        )

    def download(self, release: Release, code: str, outlet: Outlet) -> Body:
        """Return the calendar file of one session; raise `NotFound`."""
        session = release.session(code)
        return self._body(
            (release.digest, "session", code, outlet),
            lambda: ical.download(release, session, outlet),
        )

    def _body(self, key: tuple[object, ...], make: Callable[[], tuple[bytes, datetime]]) -> Body:
        with self._lock:
            if body := self._bodies.get(key):
                self._bodies.move_to_end(key)
                return body
        octets, modified = make()
        body = Body(octets, sha256(octets).hexdigest(), modified)
        with self._lock:
            self._bodies[key] = body
            while len(self._bodies) > self.room:
                self._bodies.popitem(last=False)
        return body


def _is_near(release: Release, now: datetime) -> bool:
    """Whether it is the summit's week: from seven days before it to the day after."""
    dates = span(release.programme)
    if dates is None:
        return False
    where = zone(release.summit.zone)
    first, last = (midnight(day, where) for day in dates)
    return first - _WEEK <= now < last + timedelta(days=2)
