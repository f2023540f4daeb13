"""The readiness board as a file, and the letter to those who have not answered."""

from __future__ import annotations

from flask import Response, request
from werkzeug.wrappers import Response as Answer

from summit.core.errors import Invalid, NotFound
from summit.core.readiness import Step
from summit.formats import label
from summit.language import translations
from summit.services import readiness
from summit.web import auth, reader, wording
from summit.web.organizer import office
from summit.web.organizer.console import open_console
from summit.web.organizer.roll import given
from summit.web.page import site
from summit.web.way import go

_KINDS = ("csv", "xlsx")


def take(summit: str, kind: str) -> Response:
    """Give the lines of the board that the address asks for, as CSV or XLSX."""
    if kind not in _KINDS:
        raise NotFound("file", kind)
    frame = open_console(summit)
    language = frame.reader.language
    gettext = translations(language).gettext
    heads = [
        gettext("City"),
        gettext("Code"),
        *(label.name(step, language) for step in Step),
        gettext("Contacts"),
    ]
    lines, _, _ = office.asked(readiness.read(frame.actor, summit, frame.real))
    rows = [
        (
            one.government.name.say(language),
            one.government.code,
            *(label.name(one.standings.marks[step], language) for step in Step),
            ", ".join(f"{who.name} <{who.address}>" for who in one.contacts if who.is_active),
        )
        for one in lines
    ]
    return given(frame, "readiness", kind, heads, [*rows])


def chase(summit: str) -> Answer | tuple[str, int]:
    """Write once to those on the board, as it is filtered, who have not answered."""
    lines, _, _ = office.asked(readiness.read(auth.actor(), summit, site().clock.now()))
    codes = frozenset(one.government.code for one in lines)
    written = request.form.get("count", "")
    count = int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else -1
    try:
        readiness.chase(auth.actor(), summit, codes, count, site().clock.now())
    except Invalid as error:
        return office.board(summit, wrong=wording.say(error)), 409
    return go(f"{reader.link('organizer.offices', summit=summit)}?said=chased")
