"""What everybody reads, without an account: a readable table of its addresses."""

from types import MappingProxyType

from flask import Blueprint, Response, request

from summit.web import caching, route
from summit.web.front import Kind
from summit.web.public import (
    agenda,
    area,
    calendar,
    declaration,
    exchange,
    fairness,
    front,
    hour,
    jcal,
    now,
    people,
    picture,
    place,
    preference,
    prompter,
    release,
    session,
    stage,
)

public = Blueprint("public", __name__)

PAGES = (
    ("/<summit>/", "front", front.show),
    ("/<summit>/agenda", "agenda", agenda.show),
    ("/<summit>/sessions/<code>", "session", session.show),
    ("/<summit>/sessions/<code>/hours", "hour", hour.show),
    ("/<summit>/sessions/<code>/prompter", "prompter", prompter.show),
    ("/<summit>/speakers", "speakers", people.list_all),
    ("/<summit>/speakers/<code>", "speaker", people.show),
    ("/<summit>/cities", "cities", place.list_all),
    ("/<summit>/cities/<code>", "city", place.show),
    ("/<summit>/areas/<code>", "area", area.show),
    ("/<summit>/stages/<code>", "stage", stage.show),
    ("/<summit>/now", "now", now.show),
    ("/<summit>/fairness", "fairness", fairness.show),
    ("/<summit>/releases", "releases", release.list_all),
    ("/<summit>/releases/<int:number>", "release", release.show),
    ("/<summit>/releases.atom", "releases_atom", release.atom),
    ("/<summit>/data", "exchange", exchange.show),
    ("/<summit>/declaration", "declaration", declaration.show),
    ("/<summit>/declaration/versions/<int:number>", "declaration_version", declaration.version),
)
"""What is shown in the reader's zone and language."""

PLAIN_FILES = (
    ("/<summit>/agenda.ics", "agenda_calendar", calendar.agenda),
    ("/<summit>/sessions/<code>.ics", "session_calendar", calendar.session),
    ("/<summit>/areas/<code>.ics", "area_calendar", calendar.area),
    ("/<summit>/stages/<code>.ics", "stage_calendar", calendar.stage),
    ("/<summit>/cities/<code>.ics", "city_calendar", calendar.city),
    ("/<summit>/speakers/<code>.ics", "speaker_calendar", calendar.speaker),
    ("/<summit>/sessions.xlsx", "sessions_xlsx", exchange.sessions_xlsx),
    ("/<summit>/pictures/<digest>/<int:size>.jpg", "picture", picture.show),
)
"""Files that are never compressed: some calendar programs cannot unpack one; others are already."""

FILES = (
    ("/<summit>/agenda.jcal", "agenda_jcal", jcal.agenda),
    ("/<summit>/sessions/<code>.jcal", "session_jcal", jcal.session),
    ("/<summit>/areas/<code>.jcal", "area_jcal", jcal.area),
    ("/<summit>/stages/<code>.jcal", "stage_jcal", jcal.stage),
    ("/<summit>/cities/<code>.jcal", "city_jcal", jcal.city),
    ("/<summit>/speakers/<code>.jcal", "speaker_jcal", jcal.speaker),
    ("/<summit>/schedule.xml", "schedule_xml", exchange.schedule_xml),
    ("/<summit>/schedule.json", "schedule_json", exchange.schedule_json),
    ("/<summit>/schedule.v2.json", "schedule_v2", exchange.schedule_v2),
    ("/<summit>/sessions.csv", "sessions_csv", exchange.sessions_csv),
    ("/<summit>/release.json", "newest_release_json", exchange.newest_release),
    ("/<summit>/releases/<int:number>.json", "release_json", exchange.release),
    ("/<summit>/declaration.json", "declaration_json", declaration.state),
    ("/<summit>/declaration/record.json", "record_json", declaration.take),
)
"""What is the same for everybody who asks for an address, as calendars are."""

_OTHERS = (
    ("/", "summits", front.summits),
    ("/<summit>/reader", "preference", preference.show),
)
route.add(
    public,
    (*PAGES, *PLAIN_FILES, *FILES, *_OTHERS),
    [("/reader", "choose", preference.choose)],
)

FINISHED = MappingProxyType(
    {
        f"public.{endpoint}": kind
        for rules, kind in (
            (PAGES, Kind.PAGE),
            (PLAIN_FILES, Kind.PLAIN_FILE),
            (FILES, Kind.FILE),
        )
        for _, endpoint, _ in rules
    }
)
"""The endpoints whose answers are finished bytes, kept and given again."""


@public.after_request
def _told(response: Response) -> Response:
    """Say of each answer who may keep it, and whether scripts of other sites may read it."""
    is_file = FINISHED.get(request.endpoint or "", Kind.PAGE) is not Kind.PAGE
    response = caching.public(response, is_page=not is_file)
    is_open = is_file or request.endpoint == "public.releases_atom"
    return exchange.share(response) if is_open else response
