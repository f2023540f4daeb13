"""How somebody reads: the page on which a zone and a language are chosen, and the choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from summit.core.zone import NAMES as ZONES
from summit.core.zone import offset_label, zone
from summit.language import NAMES as LANGUAGES
from summit.language import canonical_zone, zone_place
from summit.web.page import open_summit, render, site
from summit.web.reader import LANGUAGE_COOKIE, ZONE_COOKIE, is_own_path

_YEAR = 365 * 24 * 3600
_REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """A zone in a list, with a place that it is known by and its offset on a given day."""

    zone: str
    place: str
    offset: str


@dataclass(frozen=True, slots=True)
class View:
    """The page of choices; `next` is the page to go back to, `current` the reader's zone."""

    next: str
    current: str
    cities: tuple[ZoneChoice, ...]
    regions: tuple[tuple[str, tuple[ZoneChoice, ...]], ...]


@lru_cache(maxsize=16)
def zones(language: str, moment: datetime) -> tuple[tuple[str, tuple[ZoneChoice, ...]], ...]:
    """Return every zone by region, in the order of their places' names.

    `moment` decides the offsets; callers give the day's noon, so that the list is kept.
    """

    def choices() -> Iterator[tuple[str, ZoneChoice]]:
        for name in ZONES:
            region, _, rest = name.partition("/")
            if rest and region in _REGIONS and canonical_zone(name) == name:
                offset = offset_label(moment, zone(name))
                yield region, ZoneChoice(name, zone_place(name, language), offset)

    ordered = sorted(choices(), key=lambda one: (one[0], one[1].place.casefold(), one[1].zone))
    return tuple(
        (region, tuple(choice for _, choice in group))
        for region, group in groupby(ordered, key=lambda one: one[0])
    )


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
    """Remember a choice of zone or language, and go back to the page with it in its address.

    It changes nothing but how pages look, yet another site may not do even that.
    """
    if not _is_from_here():
        abort(403)
    wanted = request.form.get("next", "/")
    parts = urlsplit(wanted if is_own_path(wanted) else "/")
    query = dict(parse_qsl(parts.query))
    response = redirect("/")
    for field, cookie, known in (
        ("tz", ZONE_COOKIE, ZONES),
        ("locale", LANGUAGE_COOKIE, LANGUAGES),
    ):
        value = request.form.get(field, "")
        if value in known:
            query[field] = value
            response.set_cookie(
                cookie,
                value,
                max_age=_YEAR,
                samesite="Lax",
                secure=site().settings.is_secure,
            )
        elif value:
            query[field] = value[:64]
    asked = urlencode(query, safe="/")
    response.headers["Location"] = f"{parts.path}?{asked}" if asked else parts.path
    response.status_code = 303
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_from_here() -> bool:
    """Whether a page of ours asks; browsers without Sec-Fetch-Site name at least an origin."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return not origin or origin == request.host_url.rstrip("/")
