"""Reads what comes to the mailbox of the invitations: replies of calendars, and mail returned.

Anybody can write there. A message is read within limits, by the lines of its calendar, and
whatever a parser stumbles over is one refused message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from summit.core.appointment import Answer, Span
from summit.core.appointment_reply import LARGEST, LONGEST_COMMENT, Bounce, Reply
from summit.core.errors import Invalid
from summit.core.exchange import Problem
from summit.core.text import clean
from summit.formats import component, content_line, encoding
from summit.formats.content_line import Property
from summit.formats.vtimezone import Zones

_MOST_PARTS = 40
_DEEPEST = 12
"""Parts of a message that have parts. The parser looks at each line once for each of them."""
_MOST_LINES = 4_000
_LONGEST_ADDRESS = 320
_NAME = re.compile(r"[\w.-]{1,255}", re.ASCII)
_YEARS = range(1990, 2200)
_KINDS = ("text/calendar", "application/ics", "text/x-vcalendar")
_ANSWERS = {
    "ACCEPTED": Answer.ACCEPTED,
    "TENTATIVE": Answer.TENTATIVE,
    "DECLINED": Answer.DECLINED,
    "DELEGATED": Answer.DELEGATED,
}


def read(octets: bytes) -> Reply | Bounce | None:
    """Return what a message of mail says, or None where it is neither reply nor report.

    Raise `Invalid` for one that is too large or that nobody can read.
    """
    if len(octets) > LARGEST:
        raise Invalid("This message is too large.")
    if octets.lower().count(b"multipart/") > _DEEPEST:
        raise Invalid("This message has too many parts.")
    try:
        message = message_from_bytes(octets)
        parts = list(islice(message.walk(), _MOST_PARTS))
        if message.get_content_type() == "multipart/report":
            return _bounce(parts)
        for part in parts:
            if part.get_content_type() in _KINDS:
                return _reply(message, part)
    except Invalid:
        raise
    except Exception as error:
        # Parsers of mail stumble in many ways over what is made to hurt them.
        raise Invalid(f"This message cannot be read: {type(error).__name__}.") from error
    return None


def _bounce(parts: list[Message]) -> Bounce | None:
    """Return what a report of delivery says (RFC 3464), where something has failed."""
    failed: Bounce | None = None
    name = ""
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            for block in blocks if isinstance(blocks, list) else ():
                if isinstance(block, Message) and _word(block, "Action").lower() == "failed":
                    address = _word(block, "Final-Recipient").rpartition(";")[2].strip()
                    why = _word(block, "Diagnostic-Code") or _word(block, "Status")
                    failed = failed or Bounce(_address(address), clean(why)[:LONGEST_COMMENT])
        elif part.get_content_type() == "text/rfc822-headers":
            octets = part.get_payload(decode=True)
            if isinstance(octets, bytes):
                name = name or _word(message_from_bytes(octets), "Message-ID")
        elif part is not parts[0]:
            name = name or _word(part, "Message-ID")
    if failed is None:
        return None
    local = name.strip().strip("<>").partition("@")[0]
    return Bounce(failed.address, failed.reason, local if _NAME.fullmatch(local) else "")


def _word(message: Message, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _reply(message: Message, part: Message) -> Reply | None:
    octets = part.get_payload(decode=True)
    if not isinstance(octets, bytes):
        raise Invalid("Its calendar is not encoded as mail is.")
    charset = part.get_content_charset("utf-8")
    if charset not in ("utf-8", "us-ascii"):
        octets = encoding.decode(octets, charset)[0].encode()
    lines = list(islice(content_line.properties(octets, []), _MOST_LINES))
    method = next((one.text.strip().upper() for one in lines if one.name == "METHOD"), "")
    method = method or str(part.get_param("method", "")).upper()
    if method not in ("REPLY", "COUNTER"):
        return None
    event = _first_event(lines)
    uid = event.text("UID").strip()
    if not uid or len(uid) > 255 or not uid.isprintable():
        raise Invalid("Its calendar names no entry.")
    attendee = event.one("ATTENDEE")
    partstat = attendee.params.get("PARTSTAT", "").upper() if attendee else ""
    sender = getaddresses([str(message.get("From", ""))])[:1]
    return Reply(
        uid=uid,
        attendee=_address(attendee.raw) if attendee else "",
        sender=_address(sender[0][1]) if sender else "",
        answer=_ANSWERS.get(partstat),
        sequence=_number(event.text("SEQUENCE")),
        stamp=_instant(event.one("DTSTAMP"), {}),
        comment=clean(event.text("COMMENT"))[:LONGEST_COMMENT],
        proposed=_proposed(event, lines) if method == "COUNTER" else None,
        delegates=_delegates(attendee),
        is_counter=method == "COUNTER",
    )


class _Event(NamedTuple):
    properties: Mapping[str, Property]

    def one(self, name: str) -> Property | None:
        return self.properties.get(name)

    def text(self, name: str) -> str:
        found = self.one(name)
        return found.text if found else ""


def _first_event(lines: list[Property]) -> _Event:
    """Return the first event of a calendar, of each property the first one."""
    found: dict[str, Property] = {}
    within: list[str] = []
    for line in lines:
        if line.name == "BEGIN":
            within.append(line.raw.strip().upper())
        elif line.name == "END":
            if within and within.pop() == "VEVENT":
                break
        elif within and within[-1] == "VEVENT":
            found.setdefault(line.name, line)
    if not found:
        raise Invalid("Its calendar holds no event.")
    return _Event(found)


def _address(words: str) -> str:
    """Return a mail address as it is written: without "mailto:", in lower case, or ""."""
    bare = words.strip()
    if bare[:7].lower() == "mailto:":
        bare = unquote(bare[7:]).partition("?")[0]
    bare = bare.strip().strip("<>").lower()
    return bare if "@" in bare and bare.isprintable() and len(bare) <= _LONGEST_ADDRESS else ""


def _delegates(attendee: Property | None) -> tuple[str, ...]:
    if attendee is None or "DELEGATED-TO" not in attendee.params:
        return ()
    named = (_address(one.strip('"')) for one in attendee.params["DELEGATED-TO"].split(","))
    return tuple(one for one in named if one)[:5]


def _number(words: str) -> int:
    bare = words.strip()
    return int(bare) if bare.isascii() and bare.isdecimal() and len(bare) <= 9 else 0


def _proposed(event: _Event, lines: list[Property]) -> Span | None:
    """Return the time that a counter asks for; its zones are those of its file."""
    problems: list[Problem] = []
    zones = Zones(component.calendars(iter(lines), problems))
    named = {
        name: place
        for one in (event.one("DTSTART"), event.one("DTEND"))
        if one and (name := one.params.get("TZID", ""))
        if (place := zones.find(name))
    }
    starts, ends = (_instant(event.one(name), named) for name in ("DTSTART", "DTEND"))
    return Span(starts, ends) if starts and ends and starts < ends else None


def _instant(given: Property | None, zones: Mapping[str, tzinfo]) -> datetime | None:
    """Return the instant of a property: in UTC, or on the clocks of a zone of the file."""
    if given is None:
        return None
    words = given.text.strip().upper()
    place = UTC if words.endswith("Z") else zones.get(given.params.get("TZID", ""))
    if place is None:
        return None
    try:
        written = datetime.strptime(words.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
        instant = written.replace(tzinfo=place).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return instant if instant.year in _YEARS else None
