"""What a participant has of a summit: a readable table of its addresses, all for them alone."""

from __future__ import annotations

from flask import Blueprint, Response

from summit.web import caching, route
from summit.web.account import agenda, joining, pick, subscription

me = Blueprint("me", __name__)

READS = (
    ("/<summit>/me", "agenda", agenda.show),
    ("/<summit>/me/print", "paper", agenda.paper),
    ("/<summit>/me/agenda.ics", "download", subscription.download),
    ("/<summit>/me/calendar", "calendar", subscription.show),
    ("/<summit>/me/sessions/<code>", "session", pick.show),
    ("/<summit>/me/sessions/<code>/join", "joining", joining.show),
    ("/<summit>/me/sessions/<code>/join/<int:number>", "join", joining.join),
)
CHANGES = (
    ("/<summit>/me/sessions/<code>/pick", "pick", pick.pick),
    ("/<summit>/me/sessions/<code>/unpick", "unpick", pick.unpick),
    ("/<summit>/me/sessions/<code>/seat", "take", pick.take),
    ("/<summit>/me/sessions/<code>/seat/give-back", "give_back", pick.give_back),
    ("/<summit>/me/sessions/<code>/seat/accept", "accept", pick.accept),
    ("/<summit>/me/sessions/<code>/seat/decline", "decline", pick.decline),
    ("/<summit>/me/calendar/make", "make", subscription.make),
    ("/<summit>/me/calendar/<int:number>", "change", subscription.change),
    ("/<summit>/me/calendar/<int:number>/rotate", "rotate", subscription.rotate),
    ("/<summit>/me/calendar/<int:number>/revoke", "revoke", subscription.revoke),
)
route.add(me, READS, CHANGES)


@me.after_request
def _private(response: Response) -> Response:
    """Say of each answer that it is one person's: nobody keeps it, no link tells where it was.

    Under "no-referrer" a browser would send our own forms without their origin, and we refuse
    those; only the way into a session, which leads away, is told so.
    """
    leads_away = response.status_code == 303
    response.headers["Referrer-Policy"] = "no-referrer" if leads_away else "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return caching.private(response)
