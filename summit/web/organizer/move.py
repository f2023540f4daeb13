"""What the forms and the scripts of the grid do to slots.

Scripts send the same forms and are answered in JSON, which saves them the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import time

from flask import Response as Json
from flask import jsonify, request
from werkzeug.wrappers import Response

from summit.core import edit as edits
from summit.core import slot as slots
from summit.core.change import Noun
from summit.core.clash import LONGEST, Clash
from summit.core.errors import Invalid, Stale, SummitError
from summit.core.programme import Programme, ProgrammeDay, Session, Stage, Status, day_of
from summit.services import edit, programme
from summit.services.edit import Act, Done
from summit.web import read, reader
from summit.web.organizer import form, slot
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.editor import digest
from summit.web.page import render, site
from summit.web.read import Filled
from summit.web.reader import gettext as _
from summit.web.way import go
from summit.when import Local

_LATEST = 12 * 60
"""Minutes by which the rest of a day can be shifted."""

Answer = Response | tuple[str, int] | tuple[Json, int]
_Read = Callable[[Programme, str], Act]


@dataclass(frozen=True, slots=True)
class Version:
    """How a session stands in one of two versions."""

    session: Session
    when: Local
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class Both:
    """What somebody else made of a session, and what the reader wants, None if it cannot be.

    `sent` is the reader's form, to be sent once more with the digest of what is there now.
    """

    theirs: Version
    mine: Version | None
    sent: tuple[tuple[str, str], ...]
    seen: str
    day: ProgrammeDay | None


@dataclass(frozen=True, slots=True)
class _Move:
    day: str = read.text(most=8)
    time: str = read.text(most=5)
    minutes: str = read.text(most=5)
    stage: str = read.text(least=0, most=64)
    rest: bool = read.tick()


@dataclass(frozen=True, slots=True)
class _Swap:
    other: str = read.text(most=64)


@dataclass(frozen=True, slots=True)
class _Shift:
    by: str = read.text(most=5)
    all: bool = read.tick()


def change(summit: str, code: str) -> Answer:
    """Do to a session's slot what the form asks for."""
    frame = open_console(summit)
    draft = programme.draft(frame.actor, summit)
    session = edits.session(draft, code)
    what = request.form.get("do", "")
    now, domain = site().clock.now(), site().settings.uid_domain
    try:
        if what not in _DEEDS:
            raise Invalid(_("Please choose one of these."), "do")
        act = _DEEDS[what](draft, code)
        done = edit.apply(frame.actor, summit, what, act, now, domain, _seen(code))
    except Stale:
        return _stale(frame, code, what)
    except read.Problems as problems:
        return _wrong(frame, draft, session, problems.filled)
    except (Invalid, Clash) as error:
        where = error.where if isinstance(error, Invalid) else "do"
        return _wrong(frame, draft, session, read.again({where: reason(error, draft)}))
    return answer(frame, done, code)


def _read_move(draft: Programme, code: str) -> Act:
    asked = read.form(_Move)
    day = next((one for one in draft.days if str(one.number) == asked.day), None)
    if day is None:
        raise Invalid(_("Please choose one of these."), "day")
    if asked.stage and all(one.code != asked.stage for one in draft.stages):
        raise Invalid(_("Please choose one of these."), "stage")
    try:
        clock = time.fromisoformat(asked.time).replace(tzinfo=None)
    except ValueError:
        raise Invalid(_("This is no time of the day, such as 09:30."), "time") from None
    try:
        starts = slots.instant(draft.summit, day, clock)
    except Invalid:
        raise Invalid(_("The host's clocks leave this time out on that day."), "time") from None
    minutes = _number(asked.minutes, 1, LONGEST, "minutes")

    def act(now: Programme) -> Programme:
        if asked.rest and (edits.session(now, code).stage or "") == asked.stage:
            now = slots.push(now, code, starts=starts, minutes=minutes)
        return edits.move(now, code, starts=starts, minutes=minutes, stage=asked.stage)

    return act


def _read_swap(draft: Programme, code: str) -> Act:
    asked = read.form(_Swap)
    status = {one.code: one.status for one in draft.sessions}
    if asked.other == code or asked.other not in status:
        raise Invalid(_("Please choose one of these."), "other")
    if Status.UNSCHEDULED in (status[code], status[asked.other]):
        raise Invalid(_("A session without a slot cannot change places: give it one."), "other")
    return lambda now: edits.swap(now, code, asked.other)


def _read_shift(_draft: Programme, code: str) -> Act:
    asked = read.form(_Shift)
    minutes = _number(asked.by, -_LATEST, _LATEST, "by")
    return lambda now: slots.shift(now, code, minutes, alone=not asked.all)


_DEEDS: Mapping[str, _Read] = {
    "move": _read_move,
    "swap": _read_swap,
    "shift": _read_shift,
    "unschedule": lambda _draft, code: lambda now: edits.unschedule(now, code),
    "cancel": lambda _draft, code: lambda now: edits.cancel(now, code),
    "restore": lambda _draft, code: lambda now: edits.restore(now, code),
}
"""What can be done to a slot, by the name that the form gives and the history keeps."""


def _seen(code: str) -> Mapping[str, str]:
    """Return the digests of what the page showed, as far as the form sends them."""
    other = request.form.get("other", "")
    sent = {code: request.form.get("seen", ""), other: request.form.get("other_seen", "")}
    return {f"{Noun.SESSION}/{one}": seen for one, seen in sent.items() if one and seen}


def _number(words: str, least: int, most: int, field: str) -> int:
    try:
        found = int(words)
    except ValueError:
        found = most + 1
    if not least <= found <= most:
        message = _("This is no whole number from %(least)s to %(most)s.")
        raise Invalid(message % {"least": least, "most": most}, field)
    return found


def answer(frame: Console, done: Done, code: str) -> Answer:
    """Lead back to the grid, where the session is; tell a script what it has to know."""
    sessions = {one.code: one for one in done.programme.sessions}
    day = day_of(done.programme, sessions[code].starts) if code in sessions else None
    number = {"day": day.number} if day else {}
    if is_script():
        changed = (one for one in codes(done) if one in sessions)
        return jsonify(seen={one: digest(sessions[one]) for one in changed}, **number), 200
    anchor = f"#s-{code}" if code in sessions else ""
    return go(reader.link("organizer.grid", summit=frame.code, **number) + anchor)


def codes(done: Done) -> list[str]:
    """Return the codes of the sessions that an edit changed."""
    keys = (key.partition("/") for key in done.changed)
    return [code for noun, _, code in keys if noun == Noun.SESSION]


def _wrong(frame: Console, draft: Programme, session: Session, filled: Filled) -> Answer:
    """Show the form again with what is wrong; tell a script no more than that."""
    if is_script():
        return jsonify(refused=" ".join(filled.errors.values())), 400
    return render("organizer/slot.html", slot.page(frame, draft, session, filled)), 400


def _stale(frame: Console, code: str, what: str) -> Answer:
    """Show what somebody else made of it beside what the reader wants."""
    draft = programme.draft(frame.actor, frame.code)
    if is_script():
        return jsonify(refused=reason(Stale(""), draft), stale=True), 409
    theirs = edits.session(draft, code)
    mine = None
    with suppress(SummitError):  # it may be no longer possible, and the page says so
        mine = _version(frame, draft, edits.session(_DEEDS[what](draft, code)(draft), code))
    again = tuple(one for one in read.kept() if one[0] not in ("seen", "other_seen"))
    view = Both(
        theirs=_version(frame, draft, theirs),
        mine=mine,
        sent=again,
        seen=digest(theirs),
        day=day_of(draft, theirs.starts),
    )
    return render("organizer/stale.html", view), 409


def _version(frame: Console, draft: Programme, session: Session) -> Version:
    return Version(session, slot.span(frame, session), slot.stage_of(draft, session))


def reason(error: SummitError, draft: Programme) -> str:
    """Return why something is refused, in the reader's language."""
    if isinstance(error, Stale):
        return _("Somebody else has changed this since you opened it.")
    return form.reason(error, draft)


def is_script() -> bool:
    """Whether a script asks, which is answered in JSON."""
    return request.accept_mimetypes.best == "application/json"
