"""The outbox of the demonstration: the mail it would send, for whoever knows its address."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from flask import Blueprint, Response

from summit.core.errors import NotFound
from summit.core.role import operator
from summit.mail.read import Read, read
from summit.services import mail
from summit.services.mail import Posted
from summit.web import reader
from summit.web.page import render, site
from summit.web.security import FRAMED, FRAMING, POLICY
from summit.when import When, when

outbox = Blueprint("outbox", __name__, url_prefix="/outbox/<key>")
LOOKER = operator("outbox")


@dataclass(frozen=True, slots=True)
class Line:
    """A letter of the list; `said` is None where it was not sent yet.

    When it was `written` stands on its reader's clock, with UTC for the host's: the outbox belongs
    to no summit.
    """

    posted: Posted
    written: When
    said: Read | None


@dataclass(frozen=True, slots=True)
class ListView:
    """All letters, with the path of the outbox."""

    path: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter with its source; `link` is what it asks its reader to open, or ""."""

    path: str
    line: Line
    source: str
    link: str


@outbox.get("")
def letters(key: str) -> Response:
    """List the letters, the newest first."""
    _allow(key)
    lines = tuple(_line(mail.posted(LOOKER, one.id)) for one in mail.outbox(LOOKER))
    return _private(Response(render("outbox/list.html", ListView(f"/outbox/{key}", lines))))


@outbox.get("/<int:number>")
def letter(key: str, number: int) -> Response:
    """Show a letter as its reader sees it, as text, and as it is sent."""
    _allow(key)
    posted = mail.posted(LOOKER, number)
    view = LetterView(
        path=f"/outbox/{key}",
        line=_line(posted),
        source=(posted.body or b"").decode(errors="replace"),
        link=str(posted.letter.data.get("path", "")),
    )
    return _private(Response(render("outbox/letter.html", view)), policy=FRAMING)


@outbox.get("/<int:number>.html")
def page(key: str, number: int) -> Response:
    """Show the HTML of a letter in a frame, where it can do nothing."""
    return _private(Response(_body(key, number)[1].html, mimetype="text/html"), policy=FRAMED)


@outbox.get("/<int:number>.eml")
def message(key: str, number: int) -> Response:
    """Give a letter as a file that mail programs open."""
    posted, _ = _body(key, number)
    answer = Response(posted.body or b"", mimetype="message/rfc822")
    answer.headers["Content-Disposition"] = f'attachment; filename="{posted.message_id}.eml"'
    return _private(answer)


def _allow(key: str) -> None:
    """Let nobody in but who knows the key, and only to the demonstration."""
    chosen = site().settings
    known = chosen.outbox.rpartition("/")[2]
    if not chosen.demonstration or not hmac.compare_digest(key.encode(), known.encode()):
        raise NotFound("outbox", "")


def _body(key: str, number: int) -> tuple[Posted, Read]:
    _allow(key)
    posted = mail.posted(LOOKER, number)
    if posted.body is None:
        raise NotFound("letter", str(number))
    return posted, read(posted.body)


def _line(posted: Posted) -> Line:
    to, language = posted.letter.to, reader.current().language
    written = when(posted.written, posted.written, to.zone, "UTC", language)
    return Line(posted, written, read(posted.body) if posted.body else None)


def _private(response: Response, policy: str = POLICY) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = policy
    # Where it was opened from says where the outbox is.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
