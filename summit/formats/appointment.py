"""Invitations to a calendar and their withdrawal, as messages of iTIP (RFC 5546).

Other than a feed, such a message is to one person, says who asks (ORGANIZER) and who is asked
(ATTENDEE), and says no more than what an update is sent for. docs/calendars.md has the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from icalendar import Event
from icalendar.prop import vCalAddress, vText, vUri

from summit.core.appointment import Appointment, Duty, Method
from summit.core.text import clean_line, plain
from summit.formats import vcalendar
from summit.formats.calendar_words import short
from summit.formats.label import labelled
from summit.language import translations
from summit.when import dated, local, on_clocks

_UTC = "UTC"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody by their name (or "") and their mail address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message about the entry `uid`, as it is sent at the instant `sent` (in whole seconds).

    `created` is when the first message about it was; `organizer` reads the answers; `page` is
    where its reader sees all that their office has to know, and answers too.
    """

    method: Method
    uid: str
    sequence: int
    created: datetime
    sent: datetime
    organizer: Mailbox
    attendee: Mailbox
    language: str
    page: str


def write(one: Appointment, message: Message) -> bytes:
    """Return the calendar file (method REQUEST or CANCEL) that tells of an appointment."""
    calendar = vcalendar.begin(message.language)
    calendar.add("METHOD", vText(message.method.name))
    calendar.add_component(_event(one, message))
    octets: bytes = calendar.to_ical()
    return octets


def _event(one: Appointment, message: Message) -> Event:
    gettext = translations(message.language).gettext
    is_over = message.method is Method.CANCEL
    title = clean_line(one.title.say(message.language)) or one.session
    event = Event()
    event.add("UID", vText(message.uid))
    event.add("DTSTAMP", message.sent)
    event.add("CREATED", min(message.created, message.sent))
    event.add("LAST-MODIFIED", message.sent)
    event.add("SEQUENCE", message.sequence)
    event.add("DTSTART", one.starts)
    event.add("DTEND", one.ends)
    event.add("SUMMARY", vText(short(gettext("CANCELLED: %s") % title if is_over else title)))
    event.add("DESCRIPTION", vText(_description(one, message)))
    event.add("LOCATION", vText(_location(one, message.language)))
    event.add("STATUS", vText("CANCELLED" if is_over else "CONFIRMED"))
    event.add("TRANSP", vText("TRANSPARENT" if is_over else "OPAQUE"))
    event.add("CLASS", vText("PUBLIC"))
    event.add("URL", vUri(message.page))
    event.add("ORGANIZER", _caller(message.organizer))
    event.add("ATTENDEE", _called(message.attendee))
    return event


def _caller(one: Mailbox) -> vCalAddress:
    return vCalAddress(f"mailto:{one.address}", params={"CN": _name(one)})


def _called(one: Mailbox) -> vCalAddress:
    params = {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
        "CN": _name(one),
    }
    return vCalAddress(f"mailto:{one.address}", params=params)


def _name(one: Mailbox) -> str:
    """Return a name as every program reads it: some know no escape for a quotation mark."""
    return clean_line(one.name).replace('"', "'") or one.address


def _location(one: Appointment, language: str) -> str:
    online = translations(language).gettext("Online")
    places = (online, one.stage.say(language), one.place.say(language))
    return " · ".join(dict.fromkeys(clean_line(place) for place in places if place))


def _description(one: Appointment, message: Message) -> str:
    """Return the words of an entry: when it is for the office first, then its turns."""
    gettext = translations(message.language).gettext
    is_over = message.method is Method.CANCEL
    answer = gettext("Please answer in your calendar, or on the page of your office:")
    paragraphs = (
        gettext("This is cancelled.") if is_over else "",
        "\n".join(times(one, message.language)),
        "" if is_over else "\n".join(lines(one, message.language)),
        message.page if is_over else f"{answer}\n{message.page}",
    )
    return "\n\n".join(part for part in paragraphs if part)


def times(one: Appointment, language: str) -> tuple[str, ...]:
    """Return when it is: on the clocks of the office, then on the host's, then in UTC."""
    zones = dict.fromkeys((*one.zones, _UTC))
    return tuple(dated(local(one.starts, one.ends, zone, language), language) for zone in zones)


def lines(one: Appointment, language: str) -> tuple[str, ...]:
    """Return what is to be done in it: for each slot whose it is, and each of its turns."""
    return tuple(_lines(one, language))


def _lines(one: Appointment, language: str) -> Iterator[str]:
    gettext = translations(language).gettext
    for duty in one.duties:
        yield gettext("For %(name)s") % {"name": _who(duty, language)}
        zones = tuple(dict.fromkeys((duty.zone, one.zone, _UTC)))
        for turn in duty.turns:
            clocks = on_clocks(turn.starts, turn.ends, one.starts, zones, language)
            yield labelled(gettext("Your turn"), [clocks], language)


def _who(duty: Duty, language: str) -> str:
    """Return whose a slot is: "Ada Example, London", or the government alone."""
    words = (plain(duty.name.say(language)), plain(duty.city.say(language)))
    names = [clean_line(one) for one in words if one] or [duty.government]
    return translations(language).gettext(", ").join(names)
