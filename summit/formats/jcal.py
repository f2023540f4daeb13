"""Calendars as jCal (RFC 7265): what `summit.formats.ical` says, as JSON."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from icalendar import Calendar

from summit.core.calendar import Scope
from summit.core.programme import Session
from summit.core.release import Release
from summit.formats import ical
from summit.formats.outlet import Outlet


def feed(
    release: Release, scope: Scope, code: str, outlet: Outlet, refresh: timedelta
) -> tuple[bytes, datetime]:
    """Return a feed to subscribe to, and the instant of its last change.

    Raise `NotFound` where no session ever was in it.
    """
    calendar, changed = ical.feed_calendar(release, scope, code, outlet, refresh)
    return _octets(calendar), changed


def download(release: Release, session: Session, outlet: Outlet) -> tuple[bytes, datetime]:
    """Return the calendar of one session, and the instant of its last change."""
    calendar, changed = ical.download_calendar(release, session, outlet)
    return _octets(calendar), changed


def _octets(calendar: Calendar) -> bytes:
    return msgspec.json.encode(calendar.to_jcal())
