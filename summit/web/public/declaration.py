"""The declaration: its text in its languages, who endorses it, and the record of all of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from summit.core.declaration import Words
from summit.core.difference import Changed, compare
from summit.core.endorsement import Declared, Endorsement, Released
from summit.core.errors import NotFound
from summit.core.place import Presence
from summit.formats import declaration, record
from summit.web.declaration import Said, spread
from summit.web.page import SummitFrame, open_summit, render
from summit.web.public.exchange import json_file
from summit.when import When


@dataclass(frozen=True, slots=True)
class Line:
    """An endorsement in the list; `is_known` where its government has a page still."""

    endorsement: Endorsement
    at: When
    withdrawn: When | None
    is_known: bool


@dataclass(frozen=True, slots=True)
class Pin:
    """A government on the map: x = 2 (longitude + 180), y = 2 (90 − latitude)."""

    x: float
    y: float
    name: str
    endorses: bool


@dataclass(frozen=True, slots=True)
class Issue:
    """A released text in the list of texts."""

    text: Released
    at: When


@dataclass(frozen=True, slots=True)
class View:
    """The page of a text. `before` is the text that it took the place of, None for the first.

    `changes` are its differences from that one; `broken` is the number of the first entry of
    the record that does not hold, 0 where all do.
    """

    text: Released
    words: Words
    at: When
    deadline: When | None
    is_newest: bool
    said: tuple[Said, ...]
    lines: tuple[Line, ...]
    withdrawn: tuple[Line, ...]
    pins: tuple[Pin, ...]
    issues: tuple[Issue, ...]
    before: Released | None
    changes: tuple[Changed, ...]
    entries: int
    head: str
    broken: int


def show(summit: str) -> str:
    """Show the newest text."""
    frame = open_summit(summit)
    found = _declared(frame)
    return _page(frame, found, found.newest)


def version(summit: str, number: int) -> str:
    """Show the text that was released of a version, newest or not."""
    frame = open_summit(summit)
    found = _declared(frame)
    text = found.version(number)
    if text is None:
        raise NotFound("declaration", str(number))
    return _page(frame, found, text)


def state(summit: str) -> Response:
    """Answer with the newest text and who endorses it, for programs."""
    octets = declaration.write(summit, _declared(open_summit(summit)))
    return json_file(summit, "declaration.json", octets)


def take(summit: str) -> Response:
    """Answer with the record, for anybody to check."""
    octets = record.write(summit, _declared(open_summit(summit)))
    return json_file(summit, "record.json", octets)


def _declared(frame: SummitFrame) -> Declared:
    found = frame.published.declared
    if found is None:
        raise NotFound("declaration", "")
    return found


def _page(frame: SummitFrame, found: Declared, text: Released) -> str:
    words = found.words[text.digest]
    texts = found.texts
    at = texts.index(text)
    before = texts[at + 1] if at + 1 < len(texts) else None
    changes = compare(found.words[before.digest], words) if before else ()
    return render(
        "public/declaration.html",
        View(
            text=text,
            words=words,
            at=frame.when(text.at, text.at),
            deadline=frame.when(text.deadline, text.deadline) if text.deadline else None,
            is_newest=at == 0,
            said=spread(words, frame.reader.language),
            lines=tuple(_line(frame, one) for one in text.endorsements),
            withdrawn=tuple(_line(frame, one) for one in text.withdrawn),
            pins=_pins(frame, text),
            issues=tuple(Issue(one, frame.when(one.at, one.at)) for one in texts),
            before=before,
            changes=changes,
            entries=len(found.links),
            head=found.head,
            broken=found.broken.number if found.broken else 0,
        ),
    )


def _line(frame: SummitFrame, one: Endorsement) -> Line:
    known = {government.code for government in frame.release.programme.governments}
    return Line(
        one,
        frame.when(one.at, one.at),
        frame.when(one.withdrawn, one.withdrawn) if one.withdrawn else None,
        one.government in known,
    )


def _pins(frame: SummitFrame, text: Released) -> tuple[Pin, ...]:
    """Return who endorses and who might, those that do last so that they lie on top."""
    endorsing = {one.government for one in text.endorsements}
    wanted = (Presence.HOST, Presence.LISTED)
    language = frame.reader.language
    pins = [
        Pin(
            round(2 * (one.longitude + 180), 1),
            round(2 * (90 - one.latitude), 1),
            one.name.say(language),
            one.code in endorsing,
        )
        for one in frame.release.programme.governments
        if one.presence in wanted or one.code in endorsing
    ]
    return tuple(sorted(pins, key=lambda one: one.endorses))
