"""Reads iCalendar (RFC 5545) and what its writers make of it."""

from __future__ import annotations

from summit.core.exchange import Format, Schedule
from summit.formats import calendar_entry, component, content_line, encoding
from summit.formats.draft import Draft


def read(octets: bytes, zone: str | None) -> Schedule:
    """Return what the file says; `zone` is the IANA zone that the organizer named.

    Raise `Invalid` where it ends too early, `ZoneNeeded` where it needs a zone.
    """
    draft = Draft(Format.ICAL)
    found = encoding.marked(octets)
    if found and found[0] == "utf-8":
        octets = found[1]
    elif found:
        octets = encoding.decode(octets)[0].encode(errors="replace")
    lines = content_line.properties(octets, draft.problems)
    calendars = component.calendars(lines, draft.problems)
    return calendar_entry.schedule(draft, calendars, zone)
