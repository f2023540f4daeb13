"""The slot of one session: the form by which it is moved, and the places that are free for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request

from summit.core import clash, edit
from summit.core.availability import Availability
from summit.core.place import Government
from summit.core.programme import Programme, ProgrammeDay, Session, Stage, Status, day_of
from summit.core.slot import vacancies
from summit.core.text import Text
from summit.formats import finding as telling
from summit.language import heading_date
from summit.services import availability, programme
from summit.web import read
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.editor import digest
from summit.web.page import render
from summit.web.read import Filled
from summit.when import Local, local

_MOST = 12
"""So many free places are offered."""


@dataclass(frozen=True, slots=True)
class Free:
    """A free place: the best time in it, and from and to when nothing else is there.

    `asleep` are the governments that would have to speak in their night, `away` the names of
    those who are not available.
    """

    stage: Stage
    when: Local
    gap: Local
    asleep: tuple[Government, ...]
    away: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A session in a list to choose from, with its times on the host's clock."""

    code: str
    title: Text
    when: Local


@dataclass(frozen=True, slots=True)
class Page:
    """The form of a session's slot.

    `seen` is the digest of the session. `day` is the one whose free places are offered,
    `own` the one that the session is on.
    """

    session: Session
    when: Local
    stage: Stage | None
    people: tuple[Text, ...]
    seen: str
    form: Filled
    days: tuple[tuple[ProgrammeDay, str], ...]
    stages: tuple[Stage, ...]
    others: tuple[tuple[str, tuple[Choice, ...]], ...]
    day: ProgrammeDay | None
    own: ProgrammeDay | None
    free: tuple[Free, ...]
    findings: tuple[tuple[clash.Finding, str], ...]


def show(summit: str, code: str) -> str:
    """Show the form of a session's slot."""
    frame = open_console(summit)
    draft = programme.draft(frame.actor, summit)
    return render("organizer/slot.html", page(frame, draft, edit.session(draft, code)))


def page(frame: Console, draft: Programme, session: Session, form: Filled | None = None) -> Page:
    """Return the form of a session's slot, as it is or as somebody filled it in."""
    language = frame.reader.language
    own = day_of(draft, session.starts)
    asked = request.args.get("day", "")
    named = next((one for one in draft.days if str(one.number) == asked), None)
    day = named or own or next(iter(draft.days), None)
    when = span(frame, session)
    tell = telling.teller(draft, language)
    windows = availability.read(frame.actor, frame.code)
    people = {one.code: one.name for one in draft.people}
    known = read.filled(
        day=str(day.number) if day else "",
        time=when.starts,
        minutes=str(session.minutes),
        stage=session.stage or "",
        by="10",
    )
    return Page(
        session=session,
        when=when,
        stage=stage_of(draft, session),
        people=tuple(people[one] for one in session.people),
        seen=digest(session),
        form=form or known,
        days=tuple((one, heading_date(one.date, language)) for one in draft.days),
        stages=draft.stages,
        others=tuple(_others(frame, draft, session)),
        day=day,
        own=own,
        free=tuple(_free(frame, draft, session, day, windows)) if day else (),
        findings=tuple(
            (one, tell.say(one))
            for one in clash.check(draft, windows)
            if session.code in one.sessions
        ),
    )


def span(frame: Console, session: Session) -> Local:
    """Return when a session is on the host's clock."""
    return local(session.starts, session.ends, frame.desk.zone, frame.reader.language)


def stage_of(draft: Programme, session: Session) -> Stage | None:
    """Return the stage of a session, if it has one."""
    return next((one for one in draft.stages if one.code == session.stage), None)


def _others(
    frame: Console, draft: Programme, session: Session
) -> Iterator[tuple[str, tuple[Choice, ...]]]:
    """Yield the sessions with which one can change places, day by day, its own day first."""
    own = day_of(draft, session.starts)
    by_day: dict[int, list[Choice]] = {}
    for one in draft.sessions:
        day = day_of(draft, one.starts)
        if day and one.code != session.code and one.status is not Status.UNSCHEDULED:
            choice = Choice(one.code, one.title, span(frame, one))
            by_day.setdefault(day.number, []).append(choice)
    for day in sorted(draft.days, key=lambda one: one != own):
        if found := by_day.get(day.number):
            yield heading_date(day.date, frame.reader.language), tuple(found)


def _free(
    frame: Console,
    draft: Programme,
    session: Session,
    day: ProgrammeDay,
    windows: Availability,
) -> Iterator[Free]:
    stages = {one.code: one for one in draft.stages}
    cities = {one.code: one for one in draft.governments}
    where, language = frame.desk.zone, frame.reader.language
    names = {("person", one.code): one.name for one in draft.people}
    names |= {("government", one.code): one.name for one in draft.governments}
    for one in vacancies(draft, session.code, day, windows)[:_MOST]:
        ends = one.starts + (session.ends - session.starts)
        yield Free(
            stage=stages[one.stage],
            when=local(one.starts, ends, where, language),
            gap=local(one.begins, one.ends, where, language),
            asleep=tuple(cities[code] for code in one.asleep),
            away=tuple(names[who] for who in one.away),
        )
