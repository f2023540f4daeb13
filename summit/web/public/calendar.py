"""Calendars: feeds to subscribe to, and the file of one session."""

from __future__ import annotations

from datetime import datetime

from flask import Response

from summit.core.calendar import Scope, refresh
from summit.core.newcomer import listed
from summit.formats import ical
from summit.web.outlet import outlet
from summit.web.page import open_summit


def agenda(summit: str) -> Response:
    """Give the whole agenda."""
    return _feed(summit, Scope.AGENDA)


def area(summit: str, code: str) -> Response:
    """Give the sessions of an area."""
    return _feed(summit, Scope.AREA, code)


def stage(summit: str, code: str) -> Response:
    """Give the sessions on a stage."""
    return _feed(summit, Scope.STAGE, code)


def city(summit: str, code: str) -> Response:
    """Give the sessions that a government takes part in."""
    return _feed(summit, Scope.CITY, code)


def speaker(summit: str, code: str) -> Response:
    """Give the sessions that a person takes part in."""
    return _feed(summit, Scope.SPEAKER, code)


def session(summit: str, code: str) -> Response:
    """Give one session as a file to take into a calendar."""
    frame = open_summit(summit)
    release, held = frame.release, frame.release.session(code)
    octets, changed = ical.download(release, held, outlet(summit), frame.runs((held,)))
    disposition = f"attachment; filename={summit}-{code}.ics"
    return _answer(octets, max(changed, release.published), disposition)


def _feed(summit: str, scope: Scope, code: str = "") -> Response:
    frame = open_summit(summit)
    release = frame.release
    every = refresh(release.programme, frame.now)
    runs = frame.runs(listed(release.programme.sessions, scope, code))
    octets, changed = ical.feed(release, scope, code, outlet(summit), every, runs)
    name = "-".join(part for part in (summit, scope.value, code) if part)
    # A release may change what is said of the calendar itself, and no entry of it.
    return _answer(octets, max(changed, release.published), f"inline; filename={name}.ics")


def _answer(octets: bytes, changed: datetime, disposition: str) -> Response:
    response = Response(octets, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = disposition
    response.headers["Cache-Control"] = "public, max-age=300"
    response.last_modified = changed
    return response
