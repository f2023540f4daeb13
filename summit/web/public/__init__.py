"""What everybody reads, without an account: a readable table of its addresses."""

from types import MappingProxyType

from flask import Blueprint

from summit.web import caching
from summit.web.front import Kind
from summit.web.public import (
    agenda,
    area,
    calendar,
    front,
    now,
    people,
    place,
    preference,
    release,
    session,
    stage,
)

public = Blueprint("public", __name__)
public.after_request(caching.public_page)

_PAGES = (
    ("/<summit>/", "front", front.show),
    ("/<summit>/agenda", "agenda", agenda.show),
    ("/<summit>/sessions/<code>", "session", session.show),
    ("/<summit>/speakers", "speakers", people.list_all),
    ("/<summit>/speakers/<code>", "speaker", people.show),
    ("/<summit>/cities", "cities", place.list_all),
    ("/<summit>/cities/<code>", "city", place.show),
    ("/<summit>/areas/<code>", "area", area.show),
    ("/<summit>/stages/<code>", "stage", stage.show),
    ("/<summit>/now", "now", now.show),
    ("/<summit>/releases", "releases", release.list_all),
    ("/<summit>/releases/<int:number>", "release", release.show),
    ("/<summit>/releases.atom", "releases_atom", release.atom),
)
_CALENDARS = (
    ("/<summit>/agenda.ics", "agenda_calendar", calendar.agenda),
    ("/<summit>/sessions/<code>.ics", "session_calendar", calendar.session),
    ("/<summit>/areas/<code>.ics", "area_calendar", calendar.area),
    ("/<summit>/stages/<code>.ics", "stage_calendar", calendar.stage),
    ("/<summit>/cities/<code>.ics", "city_calendar", calendar.city),
    ("/<summit>/speakers/<code>.ics", "speaker_calendar", calendar.speaker),
)
_OTHERS = (
    ("/", "summits", front.summits),
    ("/<summit>/reader", "preference", preference.show),
)
for rule, endpoint, view in (*_PAGES, *_CALENDARS, *_OTHERS):
    public.add_url_rule(rule, endpoint, view)

public.add_url_rule("/reader", "choose", preference.choose, methods=["POST"])

FINISHED = MappingProxyType(
    {
        f"public.{endpoint}": kind
        for rules, kind in ((_PAGES, Kind.PAGE), (_CALENDARS, Kind.PLAIN_FILE))
        for _, endpoint, _ in rules
    }
)
"""The endpoints whose answers are finished bytes, kept and given again."""
