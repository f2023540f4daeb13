"""How somebody reads: the page on which a zone and a language are chosen, and the choice."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import redirect, request
from werkzeug.wrappers import Response

from summit.core.zone import NAMES as ZONES
from summit.core.zone import offset_label, zone
from summit.language import NAMES as LANGUAGES
from summit.language import canonical_zone
from summit.web.page import open_summit, render, site
from summit.web.reader import LANGUAGE_COOKIE, ZONE_COOKIE, is_own_path
from summit.web.zone import ZoneChoice, zones

_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class View:
    """The page of choices; `next` is the page to go back to, `current` the reader's zone."""

    next: str
    current: str
    cities: tuple[ZoneChoice, ...]
    regions: tuple[tuple[str, tuple[ZoneChoice, ...]], ...]


def show(summit: str) -> str:
    """Show the page on which zone and language are chosen."""
    frame = open_summit(summit)
    release = frame.release
    language = frame.reader.language
    cities = [
        ZoneChoice(one.zone, one.name.say(language), offset_label(frame.now, zone(one.zone)))
        for one in release.programme.governments
    ]
    wanted = request.args.get("next", "")
    moment = frame.now.replace(hour=12, minute=0, second=0, microsecond=0)
    return render(
        "public/reader.html",
        View(
            current=canonical_zone(frame.reader.zone_name),
            next=wanted if is_own_path(wanted) else f"/{summit}/agenda",
            cities=tuple(sorted(cities, key=lambda one: one.place.casefold())),
            regions=zones(language, moment),
        ),
    )


def choose() -> Response:
    """Remember a choice of zone or language, and go back to the page with it in its address."""
    wanted = request.form.get("next", "/")
    parts = urlsplit(wanted if is_own_path(wanted) else "/")
    query = parse_qsl(parts.query, keep_blank_values=True)
    response = redirect("/")
    for field, cookie, known in (
        ("tz", ZONE_COOKIE, ZONES),
        ("locale", LANGUAGE_COOKIE, LANGUAGES),
    ):
        value = request.form.get(field, "")
        if value:
            query = [one for one in query if one[0] != field] + [(field, value[:64])]
        if value in known:
            response.set_cookie(
                cookie,
                value,
                max_age=_YEAR,
                samesite="Lax",
                secure=site().settings.is_secure,
            )
    asked = urlencode(query, safe="/")
    response.headers["Location"] = f"{parts.path}?{asked}" if asked else parts.path
    response.status_code = 303
    response.headers["Cache-Control"] = "no-store"
    return response
