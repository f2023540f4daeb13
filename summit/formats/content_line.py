"""The lines of a calendar file (RFC 5545 §3.1), read one by one so that a bad one stays alone.

icalendar's own reader loses the file with one bad line, or the line's number; ours keeps
both. Lines are joined before they are decoded: old writers fold in the middle of a character.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from icalendar.parser import rfc_6868_unescape

from summit.core.errors import Invalid
from summit.core.exchange import MOST_PARTS, MOST_PROBLEMS, Problem
from summit.formats import encoding

_FORM = re.compile(
    r"""(?P<name>[A-Za-z][A-Za-z0-9-]*)
    (?P<params>(?:;[A-Za-z0-9-]+=(?:(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*))*)
    :(?P<value>.*)""",
    re.VERBOSE | re.DOTALL,
)
_BROKEN_FORM = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<params>;.*?)?:(?P<value>(?:\d{8}[\dTZ]*)?|[^:]*)",
    re.DOTALL,
)
_PARAM = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:]*(?:,(?:"[^"]*"|[^";:,]*))*)')
_TEXT = re.compile(r"\\([nN,;:\\\"])")
_COMMA = re.compile(r"(?<!\\)(?:\\\\)*,")
_MOST_ITEMS = 1_000
_TEXTS = frozenset(("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "X-ALT-DESC", "CATEGORIES"))
_TIMES = frozenset(("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"))
_NAMES = """
    ACTION ATTACH ATTENDEE BEGIN CALSCALE CATEGORIES CLASS COLOR COMMENT COMPLETED CONFERENCE
    CONTACT CREATED DESCRIPTION DTEND DTSTAMP DTSTART DUE DURATION END EXDATE EXRULE FREEBUSY GEO
    IMAGE LAST-MODIFIED LOCATION METHOD NAME ORGANIZER PERCENT-COMPLETE PRIORITY PRODID RDATE
    RECURRENCE-ID REFRESH-INTERVAL RELATED-TO REPEAT REQUEST-STATUS RESOURCES RRULE SEQUENCE SOURCE
    STATUS STRUCTURED-DATA STYLED-DESCRIPTION SUMMARY TIMEZONE-ID TRANSP TRIGGER TZID TZNAME
    TZOFFSETFROM TZOFFSETTO TZURL UID URL VERSION
"""
_KNOWN = frozenset(_NAMES.split())


@dataclass(frozen=True, slots=True)
class Property:
    """One property: `values` are decoded already, as in jCal, or None where `raw` holds them."""

    name: str
    raw: str
    where: str
    params: Mapping[str, str] = field(default_factory=dict)
    values: tuple[str, ...] | None = None

    @property
    def text(self) -> str:
        """The value as words (RFC 5545 §3.3.11)."""
        return unescaped(self.raw) if self.values is None else ", ".join(self.values)

    @property
    def items(self) -> tuple[str, ...]:
        """The values of a list, as words; no more than anybody writes."""
        if self.values is not None:
            return self.values[:_MOST_ITEMS]
        parts, at = [], 0
        for comma in islice(_COMMA.finditer(self.raw), _MOST_ITEMS):
            parts.append(self.raw[at : comma.end() - 1])
            at = comma.end()
        return tuple(unescaped(part).strip() for part in (*parts, self.raw[at:]))


def unescaped(value: str) -> str:
    """Return a TEXT value as words."""
    return _TEXT.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def properties(octets: bytes, problems: list[Problem]) -> Iterator[Property]:
    """Yield the properties of a calendar file; add what is the matter with its lines.

    A line that has no form, such as the rest of a text that was broken without being folded,
    is taken as more of the text before it.
    """
    if octets.count(b"\n") + octets.count(b"\r") > 2 * MOST_PARTS:
        raise Invalid("This file has more than %(most)s lines.", most=MOST_PARTS)
    last: Property | None = None
    rest: list[str] = []
    for number, octets_of_line in _unfolded(octets):
        where = f"line {number}"
        if len(problems) > MOST_PROBLEMS:
            raise Invalid(
                "more than %(most)s lines are no calendar's",
                where,
                most=MOST_PROBLEMS,
            )
        line = _decoded(octets_of_line, where, problems)
        if not line.strip():
            continue
        found = _property(line, where)
        if found is None and last is not None and last.name in _TEXTS:
            if not rest and not _is_coded(last):
                problems.append(Problem(where, "is no property; taken as more of the text before"))
            rest.append(line)
            continue
        if found is None:
            words = line.strip()[:40]
            problems.append(Problem(where, "is no property: “%(words)s”", values={"words": words}))
        if last is not None:
            yield _whole(last, rest)
        last, rest = found, []
    if last is not None:
        yield _whole(last, rest)


def _unfolded(octets: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each line with the number of its first part; RFC 5545 folds at CRLF and a space."""
    parts: list[bytes] = []
    first = 1
    for number, line in enumerate(re.split(rb"\r\n|\r|\n", octets), start=1):
        if line[:1] in (b" ", b"\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield first, b"".join(parts)
        parts, first = [line], number
    yield first, b"".join(parts)


def _decoded(line: bytes, where: str, problems: list[Problem]) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        problems.append(Problem(where, "not in UTF-8; read as Windows-1252"))
        return encoding.legacy(line)


def _property(line: str, where: str) -> Property | None:
    found = _FORM.fullmatch(line) or _BROKEN_FORM.fullmatch(line)
    if found is None:
        return None
    name = found["name"].upper()
    if name not in _KNOWN and not name.startswith("X-"):
        return None
    params = {
        key.upper(): rfc_6868_unescape(value.strip('"'))
        for key, value in _PARAM.findall(found["params"] or "")
    }
    value = found["value"]
    if name in _TIMES and ":" in value and "TZID" in params:  # a name with a colon, not quoted
        params["TZID"], _, value = f"{params['TZID']}:{value}".rpartition(":")
    return Property(name, value, where, params)


def _is_coded(one: Property) -> bool:
    """Whether a value is in the quoted-printable coding of vCalendar 1.0."""
    return one.params.get("ENCODING", "").upper() == "QUOTED-PRINTABLE"


def _whole(one: Property, rest: list[str]) -> Property:
    """Return a property together with the lines of text that follow it."""
    if not rest and not _is_coded(one):
        return one
    raw = "\\n".join((one.raw, *rest))
    if _is_coded(one):
        raw = _printable("\n".join((one.raw, *rest)), one.params.get("CHARSET"))
    return Property(one.name, raw, one.where, one.params)


def _printable(value: str, charset: str | None) -> str:
    """Return a value without its quoted-printable coding (RFC 2045 §6.7)."""
    octets = quopri.decodestring(value.encode(errors="replace"))
    try:
        words = octets.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        words = encoding.legacy(octets)
    return words.replace("\r\n", "\\n").replace("\n", "\\n")
