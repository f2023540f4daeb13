"""Calendars: feeds to subscribe to, and the file of one session."""

from __future__ import annotations

from datetime import datetime

from flask import Response, request, url_for

from summit.core.calendar import Scope
from summit.formats import ical
from summit.formats.ical import Outlet
from summit.language import DEFAULT, NAMES
from summit.published import ready
from summit.web.page import SummitFrame, open_summit, site


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
    release = frame.release
    octets, changed = ical.download(release, release.session(code), _outlet(summit))
    return _answer(frame, octets, changed, f"attachment; filename={summit}-{code}.ics")


def _feed(summit: str, scope: Scope, code: str = "") -> Response:
    frame = open_summit(summit)
    every = ready.refresh(frame.release, frame.now)
    octets, changed = ical.feed(frame.release, scope, code, _outlet(summit), every)
    name = "-".join(part for part in (summit, scope.value, code) if part)
    return _answer(frame, octets, changed, f"inline; filename={name}.ics")


def _outlet(summit: str) -> Outlet:
    """Return where the calendar is given out.

    Its language comes from the address alone: a calendar program polls with whatever
    headers it likes, and must get the same octets each time.
    """
    asked = request.args.get("locale", "")
    base = url_for("public.front", summit=summit).rstrip("/")
    return Outlet(site().settings.url + base, asked if asked in NAMES else DEFAULT)


def _answer(frame: SummitFrame, octets: bytes, changed: datetime, disposition: str) -> Response:
    response = Response(octets, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = disposition
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Access-Control-Allow-Origin"] = "*"
    # A release may change what is said of the calendar itself, and no entry of it.
    response.last_modified = max(changed, frame.release.published)
    return response
