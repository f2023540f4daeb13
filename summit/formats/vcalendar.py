"""A calendar of ours before anything is in it (RFC 5545 §3.6)."""

from __future__ import annotations

from icalendar import Calendar
from icalendar.prop import vText


def begin(language: str) -> Calendar:
    """Return an empty calendar in a language of the interface; only messages add a METHOD."""
    calendar = Calendar()
    calendar.add("PRODID", vText(f"-//Summit//Summit Calendars//{language.upper()}"))
    calendar.add("VERSION", vText("2.0"))
    calendar.add("CALSCALE", vText("GREGORIAN"))
    return calendar
