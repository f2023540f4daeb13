"""The calendar file of a booked tech check (RFC 5545).

A move keeps the uid and raises the sequence, so that a calendar moves its entry too. The address
of the room is not in it: calendars are passed on, and our page has it.
"""

from __future__ import annotations

from datetime import timedelta

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vText, vUri

from summit.core.tech_check import Booking
from summit.language import translations


def write(booking: Booking, summit: str, page: str, domain: str, language: str) -> bytes:
    """Return the file; `page` is the address at which the booking can be moved."""
    gettext = translations(language).gettext
    title = gettext("Tech check: %(summit)s") % {"summit": summit}
    event = Event()
    event.add("UID", vText(f"tech-check-{booking.id}@{domain}"))
    event.add("SEQUENCE", booking.moves)
    event.add("DTSTAMP", booking.changed)
    event.add("DTSTART", booking.slot.starts)
    event.add("DTEND", booking.slot.ends)
    event.add("SUMMARY", vText(title))
    room = booking.slot.room
    event.add("LOCATION", vText(gettext("Online") if "://" in room else room))
    event.add("DESCRIPTION", vText(page))
    event.add("URL", vUri(page))
    alarm = Alarm()
    alarm.add("ACTION", vText("DISPLAY"))
    alarm.add("TRIGGER", timedelta(minutes=-15))
    alarm.add("DESCRIPTION", vText(title))
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("PRODID", vText(f"-//Summit//Summit Calendars//{language.upper()}"))
    calendar.add("VERSION", vText("2.0"))
    calendar.add("CALSCALE", vText("GREGORIAN"))
    calendar.add("METHOD", vText("PUBLISH"))
    calendar.add_component(event)
    octets: bytes = calendar.to_ical()
    return octets
