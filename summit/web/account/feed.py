"""Private feeds: whoever has the address reads, so it tells nobody and is told to nobody."""

from __future__ import annotations

from flask import Blueprint, Response, request

from summit.core.calendar import refresh
from summit.core.errors import NotFound
from summit.formats import ical
from summit.services import subscription
from summit.web.outlet import outlet
from summit.web.page import open_summit, site

feed = Blueprint("feed", __name__)


@feed.get("/feeds/<token>.ics")
def show(token: str) -> Response:
    """Give a private feed; wrong, revoked and unknown addresses answer alike."""
    found = subscription.of_token(token, site().clock.now())
    if found is None:
        return _nothing()
    frame = open_summit(found.summit)
    try:
        octets, changed = ical.own_feed(
            frame.release,
            found.subscription,
            found.marks,
            outlet(found.summit, found.subscription.language),
            refresh(frame.release.programme, frame.now),
            frame.absolute(request.path),
            frame.published.runs,
        )
    except NotFound:
        return _nothing()
    response = Response(octets, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f"inline; filename={found.summit}-my-agenda.ics"
    response.headers["Cache-Control"] = "private, max-age=300"
    # A release may change what is said of the calendar itself, and no entry of it. What changed
    # in this very second may change in it again, so until it is over no date is given.
    changed = max(changed, frame.release.published)
    if changed < frame.now.replace(microsecond=0):
        response.last_modified = changed
    return response


def _nothing() -> Response:
    """Say that there is no such calendar, without a word of what was asked for."""
    response = Response("There is no such calendar.\n", 404, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


@feed.after_request
def _alone(response: Response) -> Response:
    """Keep the address from search engines, and from wherever a link may lead."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
