"""Invitations to the calendars of offices: what was told, what was answered, what is owed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from summit.core.appointment import Answer, Kind
from summit.core.errors import Invalid, NotFound
from summit.core.text import Text
from summit.services import appointment, appointment_reply
from summit.services.appointment_reply import Came, Desk, Told
from summit.web import auth, reader, wording
from summit.web.organizer.console import Console, is_held, open_console
from summit.web.page import render, site
from summit.web.way import go
from summit.when import When

_SAID = ("sent", "nothing", "again")
_NONE = "none"
_GONE = "withdrawn"


@dataclass(frozen=True, slots=True)
class Line:
    """An invitation in the list; `cities` are those that it is for."""

    told: Told
    cities: tuple[Text, ...]
    when: When


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply in the log, with the time that it asks for, if it does."""

    came: Came
    proposed: When | None


@dataclass(frozen=True, slots=True)
class View:
    """All invitations that are asked for, by city, session and answer, and the last replies.

    `counts` are of all: by answer, "none" where there is none to the present time.
    """

    desk: Desk
    lines: tuple[Line, ...]
    replies: tuple[Reply, ...]
    counts: dict[str, int]
    cities: tuple[tuple[str, Text], ...]
    sessions: tuple[tuple[str, Text], ...]
    city: str
    session: str
    answer: str
    answers: tuple[Answer, ...]
    reads: bool
    is_held: bool
    said: str
    wrong: str


def show(summit: str) -> str:
    """List the invitations, and what came back."""
    said = request.args.get("said", "")
    return _page(open_console(summit), said if said in _SAID else "")


def send(summit: str) -> Response:
    """Tell the calendars of offices what they do not know yet: of all, a city, or a session."""
    frame = open_console(summit)
    city, session = (request.form.get(name, "")[:64] for name in ("city", "session"))
    count = appointment.send(frame.actor, summit, frame.real, government=city, session=session)
    asked = {"city": city or None, "session": session or None}
    return _back(summit, "sent" if count else "nothing", **asked)


def resend(summit: str, number: int) -> Response | tuple[str, int]:
    """Send once more what a calendar was told last."""
    try:
        appointment.resend(auth.actor(), summit, number, site().clock.now())
    except Invalid as error:
        return _page(open_console(summit), wrong=wording.say(error)), 409
    return _back(summit, "again")


def _back(summit: str, said: str, **asked: str | None) -> Response:
    return go(reader.link("organizer.appointments", summit=summit, said=said, **asked))


def _page(frame: Console, said: str = "", wrong: str = "") -> str:
    try:
        desk = appointment_reply.desk(frame.actor, frame.code, frame.real)
    except NotFound:
        desk = Desk((), (), 0, 0)
    city, session, answer = (request.args.get(name, "")[:64] for name in _ASKED)
    cities = {duty.government: duty.city for one in desk.told for duty in one.appointment.duties}
    sessions = {one.appointment.session: one.appointment.title for one in desk.told}
    lines = [
        Line(
            one,
            tuple({duty.government: duty.city for duty in one.appointment.duties}.values()),
            frame.when(one.appointment.starts, one.appointment.ends),
        )
        for one in desk.told
        if city in ("", *one.appointment.governments)
        and session in ("", one.appointment.session)
        and answer in ("", _answer(one))
    ]
    view = View(
        desk=desk,
        lines=tuple(lines),
        replies=tuple(
            Reply(one, frame.when(one.proposed.starts, one.proposed.ends) if one.proposed else None)
            for one in desk.came
        ),
        counts=Counter(map(_answer, desk.told)),
        cities=tuple(sorted(cities.items())),
        sessions=tuple(sessions.items()),
        city=city,
        session=session,
        answer=answer,
        answers=tuple(Answer),
        reads=bool(site().settings.mailbox_url),
        is_held=is_held(frame),
        said=said,
        wrong=wrong,
    )
    return render("organizer/appointments.html", view)


_ASKED = ("city", "session", "answer")


def _answer(one: Told) -> str:
    """Return by which answer an invitation is counted."""
    if one.kind is Kind.WITHDRAWN:
        return _GONE
    return one.answer.value if one.answer and one.is_current else _NONE
