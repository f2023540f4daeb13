"""The office's page: what comes next, all slots on the city's own clock, what is still needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import request
from werkzeug.wrappers import Response

from summit.core import statement
from summit.core.endorsement import Released
from summit.core.errors import Invalid
from summit.core.office import Slot, slots
from summit.core.place import Government
from summit.core.reply import Reply, Standing
from summit.core.run import is_on
from summit.core.statement import Key
from summit.core.text import Text
from summit.core.turn import TimedTurn
from summit.core.zone import zone
from summit.language import language_name
from summit.services import declaration, embargo, endorsement, office, reply, tech_check
from summit.web import auth, deed, read, reader, wording
from summit.web.deed import Deed
from summit.web.office.frame import OfficeFrame, open_office
from summit.web.page import render, site
from summit.web.read import Filled, Problems
from summit.web.way import go
from summit.when import Local, local

SAID = ("replied", "zone")
_SPOKEN = ("en", "fr", "es", "ar", "zh", "ru", "pt", "de", "ja", "ko")
"""Languages in which somebody is likely to speak, beside those of the summit."""


@dataclass(frozen=True, slots=True)
class Times:
    """A span on three clocks: the city's, the host's, and UTC; `starts` is its instant.

    `planned` is when it was published to begin, where a session that is on has moved it.
    """

    starts: datetime
    own: Local
    host: Local
    utc: Local
    planned: Local | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A slot with its times, those of its turns, and what the office said to it.

    `reply` is None where nothing was said, `is_moved` where it was said to another time, which
    is `said_to`. `form` is filled in with what was said, or as it was typed where `is_typed`.
    `hours` are those that would do instead. `principal` is who it is for, where that is known;
    `others` are the governments that are there too. `left_out` are turns that were, on the day.
    `is_added` where all they have in the session is a turn that was given to them on the day: it
    asks for no answer.
    """

    slot: Slot
    times: Times
    turns: tuple[Times, ...]
    reply: Reply | None
    is_moved: bool
    form: Filled
    is_typed: bool = False
    said_to: Times | None = None
    hours: tuple[Times, ...] = ()
    principal: Text | None = None
    others: tuple[Government, ...] = ()
    left_out: tuple[Times, ...] = ()
    is_added: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        is_asked = self.slot.is_held and not self.is_added
        return is_asked and (self.reply is None or self.is_moved)

    @property
    def speaks(self) -> bool:
        """Whether somebody of the government is heard in it."""
        return bool(self.turns) or any(one.speaks for one in self.slot.parts)

    @property
    def needs_language(self) -> bool:
        """Whether the interpreters have still to be told in which language."""
        is_no = self.reply is not None and self.reply.standing is Standing.DECLINED
        known = bool(self.reply and self.reply.language) or (
            bool(self.slot.turns) and all(one.turn.language for one in self.slot.turns)
        )
        is_asked = self.slot.is_held and not self.is_added
        return is_asked and self.speaks and not is_no and not known


@dataclass(frozen=True, slots=True)
class Owed:
    """A statement that is not in yet: for which session and person, and when it is due."""

    key: Key
    title: Text
    due: Times
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class View:
    """The office's page; `next` is the first slot that is not over, `minutes` away.

    `turn` is the first turn of that which is not over, `is_near` that some session of theirs is
    on, or soon.

    `languages` are those that somebody may choose, with their names. `owed` are statements that
    are asked for still; `has_checks` where it speaks and there are tech checks, and none is
    booked or passed; `to_endorse` the text that whoever reads may endorse and has not, late after
    `endorse_by`.
    """

    entries: tuple[Entry, ...]
    next: Entry | None
    minutes: int
    languages: tuple[tuple[str, str], ...]
    said: str
    wrong: str = ""
    owed: tuple[Owed, ...] = ()
    has_checks: bool = False
    to_endorse: Released | None = None
    endorse_by: Times | None = None
    turn: Times | None = None
    is_near: bool = False

    @property
    def open(self) -> tuple[Entry, ...]:
        """The slots that wait for an answer, or for a language."""
        return tuple(one for one in self.entries if one.is_open or one.needs_language)


@dataclass(frozen=True, slots=True)
class _Zone:
    """The zone that an office says is its own."""

    zone: str = read.text(most=64)


@dataclass(frozen=True, slots=True)
class Log:
    """What was done in and for an office, the last first, on the city's clock."""

    deeds: tuple[Deed, ...]


def show(summit: str, city: str) -> str:
    """Show what a government has at a summit."""
    said = request.args.get("said", "")
    return page(summit, city, said=said if said in SAID else "")


def paper(summit: str, city: str) -> str:
    """Show it on one page to print, for the mayor."""
    opened = open_office(summit, city)
    return render("office/print.html", _view(opened))


def log(summit: str, city: str) -> str:
    """Show what was done in and for the office."""
    opened = open_office(summit, city)
    lines = office.log(opened.actor, summit, city)
    deeds = deed.told(lines, opened.hall.contacts, opened.release.programme, opened.city.zone)
    return render("office/log.html", Log(deeds))


def confirm_zone(summit: str, city: str) -> Response | tuple[str, int]:
    """Keep that the clock which the office is shown is its own."""
    try:
        typed = read.form(_Zone)
        office.confirm_zone(auth.actor(), summit, city, typed.zone, site().clock.now())
    except Problems:
        return page(summit, city), 400
    except Invalid as error:
        return page(summit, city, wrong=wording.say(error)), 409
    return go(f"{reader.link('office.overview', summit=summit, city=city)}?said=zone")


def page(
    summit: str,
    city: str,
    *,
    said: str = "",
    wrong: str = "",
    forms: Mapping[tuple[str, str], Filled] | None = None,
) -> str:
    """Return the page, with the forms of replies as they were filled in."""
    return render("office/overview.html", _view(open_office(summit, city), said, wrong, forms))


def _view(
    opened: OfficeFrame,
    said: str = "",
    wrong: str = "",
    forms: Mapping[tuple[str, str], Filled] | None = None,
) -> View:
    replies = reply.of(opened.actor, opened.code, opened.city.code)
    entries = tuple(
        _entry(opened, slot, replies.get(slot.key), (forms or {}).get(slot.key))
        for slot in _slots(opened)
    )
    found = next((one for one in entries if not _is_over(opened, one.slot)), None)
    turn = _turn(opened, found) if found else None
    starts = turn.starts if turn else _begins(opened, found.slot) if found else opened.now
    minutes = max(0, round((starts - opened.now).total_seconds() / 60))
    is_near = any(opened.is_near(one.slot.session) for one in entries)
    tags = dict.fromkeys((*opened.release.summit.languages, *_SPOKEN))
    language = opened.reader.language
    names = tuple((one, language_name(one, language)) for one in tags)
    has_checks = any(one.speaks and one.slot.is_held for one in entries) and tech_check.is_wanted(
        opened.actor, opened.code, opened.city.code, opened.real
    )
    text = _to_endorse(opened)
    by = _times(opened, text.deadline, text.deadline) if text and text.deadline else None
    return View(
        entries,
        found,
        minutes,
        names,
        said,
        wrong,
        owed=_owed(opened),
        has_checks=has_checks,
        to_endorse=text,
        endorse_by=by,
        turn=turn,
        is_near=is_near,
    )


def _to_endorse(opened: OfficeFrame) -> Released | None:
    """Return the text that whoever reads is entitled to endorse, and that waits for it."""
    where = opened.actor, opened.code, opened.city.code
    if not endorsement.own(*where).is_mine:
        return None
    declared = declaration.folder(*where).declared
    text = declared.newest if declared else None
    return text if text and not text.by(opened.city.code) else None


def _slots(opened: OfficeFrame) -> tuple[Slot, ...]:
    """Return what the government has, with its turns as they are expected now, or were."""
    release = opened.release
    runs = opened.runs(release.sessions)
    found = {one.key: one for one in slots(release.programme, opened.city.code, runs, opened.now)}
    known = {one.key: found.pop(one.key, one) for one in opened.hall.slots}
    both = (*known.values(), *found.values())
    return tuple(sorted(both, key=lambda one: one.session.starts))


def _is_over(opened: OfficeFrame, slot: Slot) -> bool:
    """Whether a session is over: that is when it is closed, where it is run, or left alone."""
    session, run = slot.session, opened.run(slot.session.code)
    if not slot.is_held:
        return True
    if run is None or not run.acts:
        return session.ends <= opened.now
    has_begun = run.acts[0].at <= opened.now
    return has_begun and not is_on(session, run, opened.now)


def _begins(opened: OfficeFrame, slot: Slot) -> datetime:
    """Return when a session begins, or did: the control room may be early."""
    session, run = slot.session, opened.run(slot.session.code)
    is_early = is_on(session, run, opened.now) and opened.now < session.starts
    return opened.now if is_early else session.starts


def _turn(opened: OfficeFrame, entry: Entry) -> Times | None:
    """Return the first turn of a slot that is not over."""
    both = zip(entry.slot.turns, entry.turns, strict=True)
    return next((times for timed, times in both if timed.ends > opened.now), None)


def _owed(opened: OfficeFrame) -> tuple[Owed, ...]:
    """Return the statements that are asked for and not in."""
    titles = {one.code: one.title for one in opened.release.sessions}
    return tuple(
        Owed(
            line.key,
            titles[line.key.session],
            _times(opened, line.due, line.due),
            line.standing is statement.Standing.OVERDUE,
        )
        for line in embargo.office(opened.actor, opened.code, opened.city.code, opened.real)
        if line.due and line.standing in (statement.Standing.AWAITED, statement.Standing.OVERDUE)
    )


def _entry(opened: OfficeFrame, slot: Slot, said: Reply | None, typed: Filled | None) -> Entry:
    is_moved = said is not None and not said.holds(slot.session.starts)
    known = {
        "standing": said.standing.value if said and not is_moved else "",
        "reason": said.reason if said else "",
        "substitute": said.substitute if said else "",
        "substitute_post": said.substitute_post if said else "",
        "language": said.language if said else "",
        "mode": said.mode.value if said and said.mode else "",
        **_hours(opened, said),
    }
    release, code = opened.release, opened.city.code
    published = next((one for one in opened.hall.slots if one.key == slot.key), None)
    return Entry(
        slot,
        _times(opened, slot.session.starts, slot.session.ends),
        tuple(_timed(opened, one) for one in slot.turns),
        said if said and said.standing is not Standing.OPEN else None,
        is_moved,
        typed or read.filled(**known),
        typed is not None,
        _times(opened, said.starts, said.starts) if said and is_moved else None,
        tuple(_times(opened, one, other) for one, other in said.hours) if said else (),
        release.person(slot.person).name if slot.person else None,
        tuple(release.government(one) for one in slot.session.governments if one != code),
        _left_out(opened, published),
        published is None,
    )


def _timed(opened: OfficeFrame, one: TimedTurn) -> Times:
    times = _times(opened, one.starts, one.ends)
    if one.planned is None:
        return times
    return replace(times, planned=_times(opened, one.planned, one.planned).own)


def _left_out(opened: OfficeFrame, slot: Slot | None) -> tuple[Times, ...]:
    """Return when the published turns of a slot should have been that are left out."""
    if slot is None:
        return ()
    out = {one.item.planned for one in opened.minutes(slot.session) if one.starts is None}
    return tuple(_times(opened, one.starts, one.ends) for one in slot.turns if one.starts in out)


def _times(opened: OfficeFrame, starts: datetime, ends: datetime) -> Times:
    language = opened.reader.language
    own, host, utc = (
        local(starts, ends, clock, language)
        for clock in (opened.city.zone, opened.release.summit.zone, "UTC")
    )
    return Times(starts, own, host, utc)


def _hours(opened: OfficeFrame, said: Reply | None) -> dict[str, str]:
    """Return the hours that would do instead as the form holds them, on the city's clock."""
    found = {}
    where = zone(opened.city.zone)
    for place, span in enumerate(said.hours if said else (), start=1):
        for name, moment in zip(("begins", "until"), span, strict=True):
            found[f"{name}{place}"] = f"{moment.astimezone(where):%Y-%m-%dT%H:%M}"
    return found
