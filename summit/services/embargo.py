"""The embargo on statements: what there is of them, and who may read which version when.

What says that there is a statement, and what is in it, are kept apart: nothing here but `_body`
and `texts` ever takes words out of the database, and both ask first and write down who read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session as Rows
from sqlalchemy.orm import undefer

from summit.core.errors import Invalid, NotFound
from summit.core.programme import Session
from summit.core.release import Release
from summit.core.role import VISITOR, Actor, Verb, allow, may
from summit.core.run import Run, State
from summit.core.statement import (
    Deadline,
    Deadlines,
    Key,
    Measure,
    Speech,
    Standing,
    Statement,
    Version,
    due_in,
    is_delivered,
    is_late,
    speeches,
    spoken,
    standing,
)
from summit.db.audit import AuditRow
from summit.db.programme import SummitRow
from summit.db.run import RunRow, rehearsal_of
from summit.db.statement import DeadlineRow, StatementRow, VersionRow
from summit.services import attachment, board, deed, run

SITTING = timedelta(hours=1)
"""For how long somebody who reads a file part by part is taken to be at it."""

_AS_A_FILE = {"read": "as a file"}


@dataclass
class Held:
    """The statements of a summit at `present` of its clock, without a word of what is in them.

    `now` is the real time.
    """

    summit: SummitRow
    now: datetime
    present: datetime
    release: Release
    deadlines: Deadlines
    speeches: Mapping[Key, Speech]
    statements: dict[Key, Statement] = field(default_factory=dict)
    spoken: Mapping[Key, datetime | None] = field(default_factory=dict)
    """When each ended of the speeches in sessions that are run; None while it has not."""

    def statement(self, key: Key) -> Statement:
        """Return what was handed in for a speech, which may be nothing."""
        return self.statements.get(key) or Statement(key)

    def is_delivered(self, key: Key) -> bool:
        """Whether the embargo on a statement is over.

        Where the session is run, it ends when the speech did: who is late is not read before.
        Setting the clock of a rehearsal ends none, nor does a press before the session begins:
        who may do these is none of those who may say that it was delivered.
        """
        speech = self.speeches.get(key)
        if speech and key in self.spoken:
            ended = self.spoken[key]
            begins = self.release.session(key.session).starts
            speech = replace(speech, ends=max(ended, begins)) if ended else None
        present = min(self.present, self.now)
        return is_delivered(speech, self.statement(key).delivery, present)

    def open(self, key: Key, *, is_there: bool = True) -> None:
        """Return where a statement can be handed in; raise `NotFound` and `Invalid`.

        One whose speech is not in the programme any more can be withdrawn: unless `is_there`.
        """
        if key not in self.speeches and (is_there or key not in self.statements):
            raise unknown(key)
        if self.is_delivered(key):
            raise Invalid("This was delivered: nothing of it can be changed any more.")

    def refresh(self, session: Rows) -> None:
        """Read again what was handed in."""
        self.statements = _statements(session, self.summit)


@dataclass(frozen=True, slots=True)
class Line:
    """A statement in a list: where it stands, and nothing of what it says.

    `speech` is None where it is not in the programme any more.
    """

    key: Key
    speech: Speech | None
    statement: Statement
    due: datetime | None
    standing: Standing
    is_delivered: bool

    def is_late(self, version: Version) -> bool:
        """Whether one of its versions came after the deadline."""
        return is_late(version, self.due)


@dataclass(frozen=True, slots=True)
class Body:
    """What is in a version: its octets, piece by piece, and the name to keep them under.

    `digest` is their SHA-256 in hex.
    """

    name: str
    media_type: str
    size: int
    digest: str
    pieces: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The statements of a session for those who interpret it, with the words of what has any.

    `texts` are by the numbers of versions. `run` is how the session is run, if it is.
    """

    session: Session
    lines: Mapping[Key, Line]
    texts: Mapping[int, str]
    run: Run | None


def unknown(key: Key) -> NotFound:
    """Return the error that there is no such speech."""
    return NotFound("statement", key.thing)


def of(session: Rows, summit: SummitRow, now: datetime) -> Held:
    """Return the statements of a summit as they stand."""
    release = board.newest(session, summit.code)
    found = {one.key: one for one in speeches(release)}
    return Held(
        summit=summit,
        now=now,
        present=deed.present(summit, now),
        release=release,
        deadlines=deadlines(session, summit),
        speeches=found,
        statements=_statements(session, summit),
        spoken=_spoken(session, summit, release, found),
    )


def _spoken(
    session: Rows, summit: SummitRow, release: Release, keys: Iterable[Key]
) -> Mapping[Key, datetime | None]:
    """Return when speeches ended in the sessions that are run under the clock that is shown."""
    begun = set(
        session.scalars(
            select(RunRow.uid).where(
                RunRow.summit_id == summit.id,
                RunRow.rehearsal == rehearsal_of(summit.rehearsal_started),
            )
        )
    )
    home = {one.code: one.government for one in release.programme.people}
    minutes = {
        one.code: found
        for one in release.sessions
        if one.stamp and one.stamp.uid in begun
        for found in (run.minutes(session, summit, one),)
        if any(each.item.state is not State.WAITING for each in found)
    }
    return {key: spoken(key, minutes[key.session], home) for key in keys if key.session in minutes}


def deadlines(session: Rows, summit: SummitRow) -> Deadlines:
    """Return when statements are due, by session."""
    rows = session.scalars(select(DeadlineRow).where(DeadlineRow.summit_id == summit.id))
    return {row.session: Deadline(row.due_at) for row in rows}


def lines(held: Held, government: str | None = None) -> tuple[Line, ...]:
    """Return the statements of all governments or of one, in order of time."""
    gone = sorted(key for key in held.statements if key not in held.speeches)
    return tuple(
        _line(held, key) for key in (*held.speeches, *gone) if government in (None, key.government)
    )


def listing(actor: Actor, code: str, now: datetime) -> tuple[Line, ...]:
    """Return all statements of a summit and where they stand, for those who look after offices."""
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        return lines(of(session, summit, now))


def office(actor: Actor, code: str, government: str, now: datetime) -> tuple[Line, ...]:
    """Return the statements of one office and where they stand."""
    with deed.look(actor, Verb.ANSWER, code, office=government) as (session, summit):
        return lines(of(session, summit, now), government)


def readiness(actor: Actor, code: str, now: datetime) -> Mapping[str, Standing]:
    """Return where each government stands with all of its statements that are asked for.

    It is IN when each of them is; LATE when all are but some came late; OVERDUE when one is;
    governments of which none is asked for are FREE.
    """
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        return standings(session, summit, now)


def standings(session: Rows, summit: SummitRow, now: datetime) -> Mapping[str, Standing]:
    """Return what `readiness` does, for who reads a summit already."""
    held = of(session, summit, now)
    found: dict[str, set[Standing]] = {}
    for line in lines(held):
        if line.speech and line.due is not None:
            found.setdefault(line.key.government, set()).add(line.standing)
    order = (Standing.OVERDUE, Standing.AWAITED, Standing.LATE, Standing.IN)
    return {
        one.code: next((each for each in order if each in found.get(one.code, ())), Standing.FREE)
        for one in held.release.programme.governments
    }


def sheet(actor: Actor, code: str, session: str, now: datetime) -> Sheet:
    """Return the statements of a session with their words, which is written down as reading them.

    Raise `NotFound` where there is no such session.
    """
    with deed.begin(actor, Verb.INTERPRET, code, now) as work:
        held = of(work.session, work.summit(), now)
        found = held.release.session(session)
        here = {one.key: one for one in lines(held) if one.key.session == session}
        wanted = {version.id: line for line in here.values() for version in line.statement.now}
        texts = _texts(work.session, wanted)
        work.note_all(
            {
                f"{line.key.thing}/{_named(line, number)}": {"read": "on the page of the session"}
                for number, line in wanted.items()
                if number in texts and not line.is_delivered
            }
        )
        runs = run.running(work.session, held.summit, held.release)
        return Sheet(found, here, texts, runs.get(session))


def texts(
    actor: Actor, code: str, government: str, now: datetime, which: Iterable[int] = ()
) -> Mapping[int, str]:
    """Return the words of an office's own statements by the numbers of versions: for it alone."""
    _allow_own(actor, code, government)
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        held = of(work.session, work.summit(), now)
        wanted = {
            version.id: line
            for line in lines(held, government)
            for version in line.statement.versions
            if version.id in set(which)
        }
        found = _texts(work.session, wanted)
        work.note_all(
            {
                f"{line.key.thing}/{_named(line, number)}": {"read": "on the page of the office"}
                for number, line in wanted.items()
                if number in found and not line.is_delivered
            }
        )
        return found


def read(actor: Actor, code: str, number: int, now: datetime, *, is_part: bool = False) -> Body:
    """Return what is in a version, for those who may read it now; raise `NotFound` for all others.

    Under the embargo those are the interpreters, the control room and its own office, of each
    version; each time is written down. When it is over they are all organizers, and with the
    office's leave everybody, of the version that counts. Who asks for a part of it, `is_part`,
    goes on with what they have begun: that is written down once in `SITTING`.
    """
    with deed.look(VISITOR, Verb.REGISTER, code) as (session, summit):
        # Looked through first, so that what is there takes no longer to refuse than what is not.
        held = of(session, summit, now)
        row = session.get(VersionRow, number, options=[undefer(VersionRow.text)])
        owner = session.get(StatementRow, row.statement_id) if row else None
        if row is None or owner is None or owner.summit_id != summit.id or row.is_withdrawal:
            raise NotFound("version", str(number))
        key = Key(owner.session, owner.government, owner.person)
        line = _line(held, key)
        if not _may_read(actor, code, line, number):
            raise NotFound("version", str(number))
        body = _body(row, line)
        thing = f"{key.thing}/{_named(line, number)}"
        is_noted = line.is_delivered or (is_part and _was_noted(session, actor, code, thing, now))
    if not is_noted:
        verb = Verb.INTERPRET if may(actor, Verb.INTERPRET, code) else Verb.ANSWER
        with deed.begin(actor, verb, code, now, office=key.government) as work:
            work.note(thing, after=_AS_A_FILE)
    return body


def _was_noted(session: Rows, actor: Actor, code: str, thing: str, now: datetime) -> bool:
    """Whether it was written down a moment ago that `actor` reads `thing` as a file."""
    query = select(AuditRow.after).where(
        AuditRow.at > now - SITTING,
        AuditRow.summit == code,
        AuditRow.actor == actor.name,
        AuditRow.thing == thing,
    )
    return _AS_A_FILE in session.scalars(query)


def published(code: str, session: str, now: datetime) -> tuple[tuple[Line, Mapping[int, str]], ...]:
    """Return the statements of a session that anybody may read, with the words of their texts."""
    with deed.look(VISITOR, Verb.REGISTER, code) as (rows, summit):
        held = of(rows, summit, now)
        held.release.session(session)
        shown = [
            line
            for line in lines(held)
            if line.key.session == session
            and line.is_delivered
            and line.statement.may_publish
            and line.statement.now
        ]
        return tuple(
            (line, _texts(rows, {one.id: line for one in line.statement.now})) for line in shown
        )


def _may_read(actor: Actor, code: str, line: Line, number: int) -> bool:
    is_own = (code, line.key.government) in actor.offices
    if is_own or may(actor, Verb.INTERPRET, code):
        return True
    counts = number in {one.id for one in line.statement.now}
    if not (line.is_delivered and counts):
        return False
    return line.statement.may_publish or may(actor, Verb.CHECK, code)


def _allow_own(actor: Actor, code: str, government: str) -> None:
    """Raise `NotAllowed` for all but the office itself: those who help it do not read it."""
    if (code, government) not in actor.offices:
        allow(actor, Verb.INTERPRET, code)


def _body(row: VersionRow, line: Line) -> Body:
    key = line.key
    who = "-".join(one for one in (key.session, key.government, key.person) if one)
    name = f"{who}-{row.material.value}-{row.number}.{row.extension or 'txt'}"
    if row.attachment_id is not None:
        pieces = attachment.Octets(attachment.engine(), row.attachment_id)
        return Body(name, row.media_type, row.size, row.digest, pieces)
    if row.text is None:  # a link, which is shown and never fetched
        raise NotFound("version", str(row.id))
    octets = row.text.encode()
    return Body(name, "text/plain; charset=utf-8", len(octets), row.digest, BytesIO(octets))


def _named(line: Line, number: int) -> str:
    version = next(one for one in line.statement.versions if one.id == number)
    return f"{version.material.value}/{version.number}"


def _texts(session: Rows, wanted: Iterable[int]) -> dict[int, str]:
    query = select(VersionRow.id, VersionRow.text).where(
        VersionRow.id.in_(tuple(wanted)), VersionRow.text.is_not(None)
    )
    return {number: text for number, text in session.execute(query) if text}


def _line(held: Held, key: Key) -> Line:
    speech = held.speeches.get(key)
    due = due_in(held.deadlines, key.session) if speech else None
    statement = held.statement(key)
    return Line(
        key=key,
        speech=speech,
        statement=statement,
        due=due,
        standing=standing(statement, due, held.present),
        is_delivered=held.is_delivered(key),
    )


def _statements(session: Rows, summit: SummitRow) -> dict[Key, Statement]:
    query = (
        select(StatementRow, VersionRow)
        .join(VersionRow, VersionRow.statement_id == StatementRow.id)
        .where(StatementRow.summit_id == summit.id)
        .order_by(VersionRow.id.desc())
        .execution_options(populate_existing=True)
    )
    found: dict[Key, tuple[StatementRow, list[Version]]] = {}
    for row, version in session.execute(query):
        key = Key(row.session, row.government, row.person)
        found.setdefault(key, (row, []))[1].append(_version(version))
    return {
        key: Statement(key, tuple(versions), row.delivery, row.may_publish)
        for key, (row, versions) in found.items()
    }


def _version(row: VersionRow) -> Version:
    measure = None
    if row.words is not None and row.signs is not None:
        measure = Measure(row.words, row.signs, row.seconds or 0, row.rate or 0)
    return Version(
        id=row.id,
        material=row.material,
        number=row.number,
        at=row.at,
        moment=row.moment,
        by=row.by,
        is_withdrawal=row.is_withdrawal,
        on_behalf=row.on_behalf,
        language=row.language,
        name=row.name,
        extension=row.extension,
        media_type=row.media_type,
        size=row.size,
        digest=row.digest,
        link=row.link,
        measure=measure,
    )
