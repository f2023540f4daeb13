"""Reads schedule.xml: Pentabarf, frab, pretalx, wafer and the like.

The schema asks for much that real files do not have, so nothing of it is asked for here.
A document type is refused: entities of one can be bombs, or files of this machine.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from summit.core.errors import Invalid
from summit.core.exchange import DEEPEST, MOST_PARTS, Format, Problem, Schedule
from summit.formats import encoding, frab, own_schedule
from summit.formats.draft import Draft
from summit.formats.own_schedule import OwnSchedule

_DECLARED = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([a-zA-Z][a-zA-Z0-9]{1,31};)")
_FORBIDDEN_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)


class _Builder(TreeBuilder):
    """Builds a tree that is neither too deep nor too large; names lose their namespace."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._parts = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        """Open an element."""
        self._depth += 1
        self._parts += 1
        if self._depth > DEEPEST:
            raise Invalid("This file nests its elements deeper than %(most)s.", most=DEEPEST)
        if self._parts > MOST_PARTS:
            raise Invalid("This file has more than %(most)s elements.", most=MOST_PARTS)
        return super().start(tag.rpartition("}")[2], attrs)

    def end(self, tag: str) -> Element:
        """Close an element."""
        self._depth -= 1
        return super().end(tag.rpartition("}")[2])


def read(octets: bytes, zone: str | None) -> Schedule:
    """Return what the file says; `zone` is the IANA zone that the organizer named.

    Raise `Invalid` where it cannot be read, `ZoneNeeded` where it needs a zone.
    """
    draft = Draft(Format.SCHEDULE_XML)
    root = _tree(octets, draft.problems)
    head = root.find("conference")
    if head is None and next(root.iter("event"), None) is None:
        raise Invalid("This is XML called schedule, but it has neither a conference nor events.")
    conference = frab.Conference()
    if head is not None:
        named = (_words(head, one) for one in ("time_zone_name", "timezone", "time_zone"))
        conference = frab.Conference(
            title=_words(head, "title"),
            zone=next(filter(None, named), ""),
            day_change=_words(head, "day_change"),
            own=_own(root, head),
            tracks=tuple((_all(one), one.get("slug", "")) for one in head.findall("track")),
        )
    days = [_day(day, at) for at, day in enumerate(root.iter("day"), start=1)]
    if conference.own is not None:
        slugs = dict(conference.tracks)
        for event in (event for day in days for event in day.events):
            event.track_key = slugs.get(str(event.track), "")
    return frab.schedule(draft, conference, days, zone)


def _own(root: Element, head: Element) -> OwnSchedule | None:
    """Return what is known of a file of ours."""
    generator = root.find("generator")
    name = "" if generator is None else generator.get("name", "")
    return own_schedule.recognise(name, _words(root, "url"), _words(head, "acronym"))


def _tree(octets: bytes, problems: list[Problem]) -> Element:
    """Return the tree of the file, mended where its characters are not those of XML."""
    try:
        return _parsed(octets)
    except (ParseError, LookupError, ValueError):  # an encoding that this parser does not know
        declared = _DECLARED.match(octets)
        words, found = encoding.decode(octets, declared[1].decode() if declared else None)
        mended = _FORBIDDEN.sub("", words)
        mended = _FORBIDDEN_REFERENCE.sub("", mended)
        mended = _ENTITY.sub(lambda one: html.escape(html.unescape(one[0])), mended)
        if mended != words:
            found.append(Problem("file", "holds characters that XML does not know; mended"))
    try:
        root = _parsed(mended)
    except ValueError as error:
        raise Invalid("this is not XML: %(error)s", error=error) from None
    except ParseError as error:
        line, column = error.position
        raise Invalid(
            "this is not well-formed XML: %(error)s",
            f"line {line}, column {column + 1}",
            error=error,
        ) from None
    problems.extend(found)
    return root


def _parsed(document: bytes | str) -> Element:
    parser = DefusedXMLParser(target=_Builder(), forbid_dtd=True)
    try:
        parser.feed(document)
        root: Element = parser.close()
    except DefusedXmlException:
        raise Invalid(
            "This file declares a document type or entities; such files are refused."
        ) from None
    return root


def _words(element: Element, name: str) -> str:
    """Return the words of a child, or nothing."""
    child = element.find(name)
    return "" if child is None else _all(child)


def _all(element: Element) -> str:
    """Return the words of an element; markup that was not escaped stays markup."""
    if not len(element):
        return (element.text or "").strip()
    inner = (tostring(child, encoding="unicode") for child in element)
    return html.escape(element.text or "", quote=False) + "".join(inner)


def _day(day: Element, at: int) -> frab.Day:
    number = day.get("index", "")
    where = f"day {number or at}"
    return frab.Day(
        where=where,
        number=number,
        date=day.get("date", ""),
        starts=day.get("start", ""),
        ends=day.get("end", ""),
        events=list(_events(day, where)),
    )


def _events(day: Element, where: str) -> Iterator[frab.Event]:
    for event in day.findall("event"):
        yield _event(event, "", where)
    for room in day.findall("room"):
        for event in room.findall("event"):
            yield _event(event, room.get("name", ""), where)


def _event(event: Element, room: str, where: str) -> frab.Event:
    identity = event.get("id", "")
    title = _words(event, "title")
    shown = identity or event.get("code") or event.get("guid")
    texts = [event.find(one) for one in ("subtitle", "abstract", "description")]
    language = event.find("language")
    people = event.find("persons")
    return frab.Event(
        where=f"event {shown}" if shown else f"{where}, “{title[:40]}”",
        place=room or _words(event, "room"),
        own_place=_words(event, "room"),
        guid=event.get("guid", ""),
        identity=identity,
        code=event.get("code", ""),
        slug=_words(event, "slug"),
        date=_words(event, "date"),
        start=_words(event, "start"),
        end=_words(event, "end"),
        duration=_words(event, "duration"),
        title=title,
        texts=None if texts == [None] * 3 else [_all(one) for one in texts if one is not None],
        track=_words(event, "track"),
        kind=_words(event, "type"),
        language=None if language is None else _all(language),
        state=_words(event, "state") or _words(event, "status"),
        people=None
        if people is None
        else [
            frab.Person(one.get("id") or one.get("code") or one.get("guid") or "", _all(one))
            for one in people.findall("person")
        ],
    )
