"""Reads files from elsewhere, whose format shows in what they hold, never in their name."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from summit.core.errors import Invalid
from summit.core.exchange import LARGEST_FILE, Format, Problem, Schedule
from summit.formats import (
    delimited,
    encoding,
    json_tree,
    read_ical,
    read_jcal,
    read_opass,
    read_schedule_json,
    read_schedule_v2,
    read_schedule_xml,
    read_sessionize,
    read_sheet,
    release_json,
    workbook,
)

__all__ = ["READABLE", "Format", "read", "recognise"]

READABLE = (
    "schedule.xml (frab, pretalx, Pentabarf), schedule.json, OPass and Sessionize JSON, "
    "iCalendar, CSV, XLSX, and a release of this platform"
)
"""What can be read, for an error."""

_HEAD = 4096
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]{1,60}:)?([\w.-]{1,60})")
_XML_ASIDE = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_CALENDAR = re.compile(r"BEGIN:V(?:CALENDAR|EVENT|TIMEZONE)\b", re.IGNORECASE)
_PICTURES = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a file packed with gzip: unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file: save it as XLSX or CSV"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)


class _Content(NamedTuple):
    """What a file holds: its format, and the parsed value where it is JSON."""

    format: Format
    value: Any = None
    problems: tuple[Problem, ...] = ()


def recognise(octets: bytes) -> Format:
    """Return the format of a file.

    Raise `Invalid`, with what it looks like and what can be read, where it has none of them.
    """
    return _content(octets).format


def read(octets: bytes, zone: str | None) -> Schedule:
    """Return what a file says; `zone` is the IANA zone that the organizer named, if any.

    Raise `Invalid` for what cannot be read, with the line or row, and its child `ZoneNeeded`
    for local times in a zone that neither names. A release is not read here: it is taken
    as it is (`summit.formats.release_json`).
    """
    content = _content(octets)
    problems = list(content.problems)
    match content.format:
        case Format.SCHEDULE_XML:
            return read_schedule_xml.read(octets, zone)
        case Format.SCHEDULE_JSON:
            return read_schedule_json.read(content.value, problems, zone)
        case Format.SCHEDULE_V2:
            return read_schedule_v2.read(content.value, problems, zone)
        case Format.OPASS:
            return read_opass.read(content.value, problems, zone)
        case Format.SESSIONIZE:
            return read_sessionize.read(content.value, problems, zone)
        case Format.ICAL:
            return read_ical.read(octets, zone)
        case Format.JCAL:
            return read_jcal.read(content.value, problems, zone)
        case Format.CSV:
            return read_sheet.read_csv(octets, zone)
        case Format.XLSX:
            return read_sheet.read_xlsx(octets, zone)
        case Format.RELEASE:
            raise Invalid("This is a release, which is taken as a whole.")


def _content(octets: bytes) -> _Content:
    if len(octets) > LARGEST_FILE:
        raise Invalid("This file is larger than %(size)s MB.", size=LARGEST_FILE // 2**20)
    if not octets.strip():
        raise Invalid("This file is empty.")
    for mark, name in _PICTURES:
        if octets.startswith(mark):
            raise _unknown(name)
    head = _head(octets)
    if head.startswith("<"):
        return _Content(_xml(head))
    if head.startswith(("{", "[")):
        problems: list[Problem] = []
        value = json_tree.parse(octets, problems)
        return _Content(_json(value), value, tuple(problems))
    if octets.startswith(b"PK"):
        return _Content(_archive(octets))
    if _CALENDAR.match(head):
        return _Content(Format.ICAL)
    if delimited.is_table(octets):
        return _Content(Format.CSV)
    raise _looks(octets, head)


def _head(octets: bytes) -> str:
    """Return the first words of a file, whatever its encoding."""
    found = encoding.marked(octets)
    name, octets = found or (encoding.guess(octets), octets)
    if name == "utf-8":
        octets = octets.lstrip()
    return octets[: 4 * _HEAD].decode(name, errors="replace").lstrip("\ufeff \t\r\n\0")[:_HEAD]


def _unknown(what: str) -> Invalid:
    return Invalid(
        "This looks like %(what)s. What can be read: %(readable)s.", what=what, readable=READABLE
    )


def _archive(octets: bytes) -> Format:
    """Return the format of an archive, which the names in it tell."""
    names = workbook.names(octets)
    if "xl/workbook.xml" in (name.lower() for name in names):
        return Format.XLSX
    if "content.xml" in names:
        raise _unknown("an OpenDocument file: save it as XLSX or CSV")
    if any(name.startswith("word/") for name in names):
        raise _unknown("a Word document")
    raise Invalid(
        "This looks like an archive (ZIP) that holds %(some)s. What can be read: %(readable)s.",
        some=", ".join(names[:3])[:100] or "–",
        readable=READABLE,
    )


def _looks(octets: bytes, head: str) -> Invalid:
    """Return what to say of a file that is none of those that can be read."""
    controls = sum(octets[:_HEAD].count(one) for one in range(9))
    if controls > len(octets[:_HEAD]) // 50 and not encoding.marked(octets):
        return _unknown("a program's own data")
    return Invalid(
        "This looks like text without a heading that names a title and a start (“%(words)s”). "
        "What can be read: %(readable)s.",
        words=head.partition("\n")[0].strip()[:60],
        readable=READABLE,
    )


def _xml(head: str) -> Format:
    """Return the format of XML, which its outermost element names."""
    root = _ROOT.search(_XML_ASIDE.sub("", head))
    name = root[1] if root else ""
    if name == "schedule":
        return Format.SCHEDULE_XML
    if name.lower() in ("html", "head", "body", "div") or "<!doctype html" in head.lower():
        raise _unknown("a web page; perhaps the address asks to sign in")
    if name == "iCalendar":
        raise _unknown("a calendar in XML (xCal); take its iCalendar form")
    if not name and "<!" in head:
        return Format.SCHEDULE_XML  # a long document type; the reader says what it thinks of it
    raise Invalid(
        "This looks like XML with the outermost element “%(name)s”. "
        "What can be read: %(readable)s.",
        name=name,
        readable=READABLE,
    )


def _json(value: Any) -> Format:
    """Return the format of JSON, which its keys tell."""
    if read_jcal.is_jcal(value):
        return Format.JCAL
    whole = json_tree.table(value)
    if whole.get("format") == release_json.FORMAT:
        return Format.RELEASE
    schedule = json_tree.table(whole.get("schedule"))
    conference = json_tree.table(schedule.get("conference") or whole.get("conference"))
    if isinstance(schedule.get("events"), list):
        return Format.SCHEDULE_V2
    if "days" in conference or "days" in schedule or "day" in schedule:
        return Format.SCHEDULE_JSON
    if read_opass.is_opass(value):
        return Format.OPASS
    if read_sessionize.is_sessionize(value):
        return Format.SESSIONIZE
    if read_sessionize.is_speakers(value):
        raise _unknown("Sessionize's list of speakers, which tells no times; take the view All")
    keys = ", ".join(list(whole)[:8]) if whole else f"a list of {len(json_tree.items(value))}"
    raise Invalid(
        "This looks like JSON of another kind (%(some)s). What can be read: %(readable)s.",
        some=keys,
        readable=READABLE,
    )
