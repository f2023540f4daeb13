"""Calendars as jCal (RFC 7265): what `summit.formats.ical` says, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from summit.core.calendar import Scope
from summit.core.programme import Session
from summit.core.release import Release
from summit.core.run import NO_RUNS, Run
from summit.formats import ical
from summit.formats.ical import Parts
from summit.formats.outlet import Outlet


def feed(
    release: Release,
    scope: Scope,
    code: str,
    outlet: Outlet,
    refresh: timedelta,
    runs: Mapping[str, Run] = NO_RUNS,
) -> tuple[bytes, datetime]:
    """Return a feed to subscribe to, and the instant of its last change.

    Raise `NotFound` where no session ever was in it.
    """
    parts = ical.feed_parts(release, scope, code, outlet, refresh, runs)
    return _octets(parts), parts.changed


def download(
    release: Release, session: Session, outlet: Outlet, runs: Mapping[str, Run] = NO_RUNS
) -> tuple[bytes, datetime]:
    """Return the calendar of one session, and the instant of its last change."""
    parts = ical.download_parts(release, session, outlet, runs)
    return _octets(parts), parts.changed


def _octets(parts: Parts) -> bytes:
    """Return a component as RFC 7265 §3.3 writes it: its name, its properties, its components."""
    name, properties, _ = parts.calendar.to_jcal()
    encode = msgspec.json.encode
    events = b",".join(encode(event.to_jcal()) for event in parts.events)
    return b"[%b,%b,[%b]]" % (encode(name), encode(properties), events)
