"""The calendar file of a booked tech check (RFC 5545), by the rules of a download.

A move keeps the uid and raises the sequence, so that a calendar moves its entry too. The address
of the room is not in it: calendars are passed on, and our page has it.
"""

from __future__ import annotations

from icalendar import Event
from icalendar.prop import vText, vUri

from summit.core.tech_check import Booking
from summit.core.text import clean_line, without_addresses
from summit.formats import vcalendar
from summit.formats.calendar_words import short
from summit.language import translations


def write(booking: Booking, summit: str, page: str, domain: str, language: str) -> bytes:
    """Return the file; `page` is the address at which the booking can be moved."""
    gettext = translations(language).gettext
    room = without_addresses(clean_line(booking.slot.room))
    title = gettext("Tech check: %(summit)s") % {"summit": without_addresses(clean_line(summit))}
    event = Event()
    event.add("UID", vText(f"tech-check-{booking.id}@{domain}"))
    event.add("DTSTAMP", booking.changed)
    event.add("CREATED", booking.booked)
    event.add("LAST-MODIFIED", booking.changed)
    event.add("SEQUENCE", booking.moves)
    event.add("DTSTART", booking.slot.starts)
    event.add("DTEND", booking.slot.ends)
    event.add("SUMMARY", vText(short(title)))
    event.add("LOCATION", vText(gettext("Online") if "://" in room else room))
    event.add("DESCRIPTION", vText(page))
    event.add("STATUS", vText("CONFIRMED"))
    event.add("TRANSP", vText("OPAQUE"))
    event.add("CLASS", vText("PUBLIC"))
    event.add("URL", vUri(page))
    calendar = vcalendar.begin(language)
    calendar.add_component(event)
    octets: bytes = calendar.to_ical()
    return octets
