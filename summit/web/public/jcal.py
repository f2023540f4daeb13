"""Calendars as jCal, beside each of the calendars: the same content for programs of the web."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from flask import Response

from summit.core.calendar import Scope, refresh
from summit.core.newcomer import listed
from summit.formats import jcal
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
    """Give one session."""
    frame = open_summit(summit)
    release, held = frame.release, frame.release.session(code)
    octets, changed = jcal.download(release, held, outlet(summit), frame.runs((held,)))
    return _answer(octets, max(changed, release.published), f"{summit}-{code}")


def _feed(summit: str, scope: Scope, code: str = "") -> Response:
    frame = open_summit(summit)
    release = frame.release
    every = refresh(release.programme, frame.now)
    runs = frame.runs(listed(release.programme.sessions, scope, code))
    octets, changed = jcal.feed(release, scope, code, outlet(summit), every, runs)
    name = "-".join(part for part in (summit, scope.value, code) if part)
    return _answer(octets, max(changed, release.published), name)


def _answer(octets: bytes, changed: datetime, name: str) -> Response:
    response = Response(octets, content_type="application/calendar+json")
    response.headers["Content-Disposition"] = f"inline; filename={name}.jcal"
    response.headers["Cache-Control"] = "public, max-age=300"
    response.set_etag(sha256(octets).hexdigest()[:32])
    response.last_modified = changed
    return response
