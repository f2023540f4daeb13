"""Zones by the names that other systems give them: IANA, Windows, Ruby on Rails, paths."""

from __future__ import annotations

import re
from functools import cache

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from summit.core.zone import NAMES

# Where ActiveSupport::TimeZone, and people, call a zone by something that is not the last part
# of its IANA name. Facts of the world, written down here; the rest is found by the city.
_CALLED = {
    "abu dhabi": "Asia/Dubai",
    "alaska": "America/Anchorage",
    "american samoa": "Pacific/Pago_Pago",
    "arizona": "America/Phoenix",
    "atlantic time (canada)": "America/Halifax",
    "beijing": "Asia/Shanghai",
    "bern": "Europe/Zurich",
    "brasilia": "America/Sao_Paulo",
    "buenos aires": "America/Argentina/Buenos_Aires",
    "canberra": "Australia/Sydney",
    "cape verde is.": "Atlantic/Cape_Verde",
    "central america": "America/Guatemala",
    "central time (us & canada)": "America/Chicago",
    "chatham is.": "Pacific/Chatham",
    "chennai": "Asia/Kolkata",
    "eastern time (us & canada)": "America/New_York",
    "edinburgh": "Europe/London",
    "ekaterinburg": "Asia/Yekaterinburg",
    "georgetown": "America/Guyana",
    "greenland": "America/Nuuk",
    "guadalajara": "America/Mexico_City",
    "hanoi": "Asia/Bangkok",
    "hawaii": "Pacific/Honolulu",
    "indiana (east)": "America/Indiana/Indianapolis",
    "international date line west": "Etc/GMT+12",
    "islamabad": "Asia/Karachi",
    "kyiv": "Europe/Kyiv",
    "marshall is.": "Pacific/Majuro",
    "mid-atlantic": "Atlantic/South_Georgia",
    "midway island": "Pacific/Midway",
    "mountain time (us & canada)": "America/Denver",
    "mumbai": "Asia/Kolkata",
    "new caledonia": "Pacific/Noumea",
    "new delhi": "Asia/Kolkata",
    "newfoundland": "America/St_Johns",
    "nuku'alofa": "Pacific/Tongatapu",
    "osaka": "Asia/Tokyo",
    "pacific time (us & canada)": "America/Los_Angeles",
    "pretoria": "Africa/Johannesburg",
    "quito": "America/Lima",
    "samoa": "Pacific/Apia",
    "sapporo": "Asia/Tokyo",
    "saskatchewan": "America/Regina",
    "solomon is.": "Pacific/Guadalcanal",
    "sri jayawardenepura": "Asia/Colombo",
    "st. petersburg": "Europe/Moscow",
    "tokelau is.": "Pacific/Fakaofo",
    "wellington": "Pacific/Auckland",
    "west central africa": "Africa/Lagos",
}
_OFFSET_FIRST = re.compile(r"\(?(?:UTC|GMT)\s*(?:[+\-−]\s*\d{1,2}:?\d{2})?\)\s*", re.IGNORECASE)
_LONGEST = 200


@cache
def _cities() -> dict[str, str]:
    """Return each city that ends exactly one modern IANA name, with that name."""
    found: dict[str, set[str]] = {}
    for name in NAMES:
        area, _, city = name.rpartition("/")
        if area.partition("/")[0] in _AREAS:
            found.setdefault(city.replace("_", " ").casefold(), set()).add(name)
    return {city: names.pop() for city, names in found.items() if len(names) == 1}


_AREAS = {
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
}


@cache
def _folded() -> dict[str, str]:
    return {name.casefold(): name for name in NAMES}


def iana(words: str) -> str | None:
    """Return the IANA zone that `words` name, or None for a name that is not known.

    Understood are IANA names in any case and at the end of a path, Windows names, the
    names of Ruby on Rails, cities, and lists such as "(UTC+01:00) Amsterdam, Berlin".
    """
    name = words.strip().strip("\"'").strip()[:_LONGEST]
    if not name:
        return None
    if found := _folded().get(name.replace(" ", "_").casefold()):
        return found
    if found := WINDOWS_TO_OLSON.get(name):
        return found
    parts = name.split("/")
    for start in range(1, len(parts)):
        if found := _folded().get("/".join(parts[start:]).replace(" ", "_").casefold()):
            return found
    for one in (name, *_OFFSET_FIRST.sub("", name).split(",")):
        called = one.strip().casefold()
        if found := _CALLED.get(called) or _cities().get(called):
            return found
    return None
