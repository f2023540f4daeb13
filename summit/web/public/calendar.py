"""Calendars: feeds to subscribe to, and the file of one session."""

from __future__ import annotations

from flask import Response

from summit.core.calendar import Scope
from summit.published.ready import Body
from summit.web.page import open_summit, site
from summit.web.public.outlet import outlet


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
    body = site().ready.download(frame.release, code, outlet(summit))
    return _answer(body, f"attachment; filename={summit}-{code}.ics")


def _feed(summit: str, scope: Scope, code: str = "") -> Response:
    frame = open_summit(summit)
    body = site().ready.feed(frame.release, scope, code, outlet(summit), frame.now)
    name = "-".join(part for part in (summit, scope.value, code) if part)
    return _answer(body, f"inline; filename={name}.ics")


def _answer(body: Body, disposition: str) -> Response:
    response = Response(body.octets, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = disposition
    response.headers["Cache-Control"] = "public, max-age=300"
    response.set_etag(body.digest[:32])
    response.last_modified = body.modified
    return response
