"""Statements that were delivered and may be published: what everybody can read of a session.

These pages are not kept as finished bytes: what an office takes back is gone at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response

from summit.core.programme import Session
from summit.core.role import VISITOR
from summit.core.text import Text
from summit.services import embargo
from summit.services.embargo import Line
from summit.web import attachment, caching
from summit.web.page import open_summit, render, site
from summit.when import When

delivered = Blueprint("delivered", __name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement, whose it is, and the words of its versions by their numbers."""

    line: Line
    city: Text
    person: Text | None
    texts: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class View:
    """The statements of a session, in the order in which they were delivered."""

    session: Session
    when: When
    entries: tuple[Entry, ...]


@delivered.get("/<summit>/sessions/<code>/statements")
def statements(summit: str, code: str) -> str:
    """Show what was said in a session, as far as those who said it let it be read."""
    frame = open_summit(summit)
    session = frame.release.session(code)
    cities = {one.code: one.name for one in frame.release.programme.governments}
    people = {one.code: one.name for one in frame.release.programme.people}
    entries = tuple(
        Entry(
            line,
            cities.get(line.key.government, Text({"en": line.key.government})),
            people.get(line.key.person),
            texts,
        )
        for line, texts in embargo.published(summit, code, site().clock.now())
    )
    view = View(session, frame.when(session.starts, session.ends), entries)
    return render("public/statements.html", view)


@delivered.get("/<summit>/statements/<int:number>")
def file(summit: str, number: int) -> Response:
    """Give a file of one of them; whoever asks is a stranger here, organizer or not."""
    open_summit(summit)
    return attachment.give(
        embargo.read(VISITOR, summit, number, site().clock.now(), is_part=attachment.is_part())
    )


delivered.after_request(caching.private)
