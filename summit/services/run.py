"""Running a session while it is on: what is pressed, what is taken back, who pressed it.

Each press is kept with who and when, announced to all processes at once, and asks for no release.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session as DatabaseSession

from summit.core import run
from summit.core.errors import Invalid, NotFound, Stale
from summit.core.programme import Session, Status
from summit.core.release import Release
from summit.core.role import Actor, Verb
from summit.core.run import Act, Minute, Press, Run
from summit.db import run as table
from summit.db.programme import SummitRow
from summit.db.run import PressRow, RunRow
from summit.formats import run as form
from summit.services import audit, board, deed
from summit.services.deed import Deed

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One press as its log shows it: `at` on the summit's clock, `who` a name where it has one."""

    act: Act
    at: datetime
    who: str
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Control:
    """A session as it is run: its published self, its run if there is one, and all presses.

    `release` is the number of the release that its readers see.
    """

    session: Session
    run: Run
    lines: tuple[Line, ...]
    release: int


def control(actor: Actor, code: str, session: str) -> Control:
    """Return how the running of a session stands; raise `NotFound`."""
    with deed.look(actor, Verb.RUN, code) as (store, summit):
        released = board.newest(store, code)
        held = _held(released.session(session))
        row = _row(store, summit, held)
        presses = list(table.presses(store, row.id)) if row else []
        who = audit.names(store, {one.actor for one in presses})
        lines = tuple(
            Line(
                form.read_act(one.act),
                one.at,
                who.get(one.actor, one.actor),
                one.undone_at is not None,
            )
            for one in presses
        )
        return Control(held, _run(held, row, presses), lines, released.number)


def every(actor: Actor, code: str) -> tuple[Release, dict[str, Run]]:
    """Return what is published and how its sessions are run; raise `NotFound` before that."""
    with deed.look(actor, Verb.RUN, code) as (store, _):
        return shown(store, code)


def press(actor: Actor, code: str, session: str, act: Act, now: datetime, seen: int) -> Run:
    """Press something at the real instant `now`; the instant of `act` is set here.

    `seen` is the version that its operator saw. The same press as one that came just before is
    done already, by whoever it was; after any other, `Stale` is raised. Raise `Invalid` for what
    cannot be done, and `NotFound`.
    """
    with deed.begin(actor, Verb.RUN, code, now) as work:
        summit = work.summit()
        held = _held(board.newest(work.session, code).session(session))
        row = _row(work.session, summit, held)
        presses = list(table.presses(work.session, row.id)) if row else []
        before = _run(held, row, presses)
        standing = [one for one in presses if one.undone_at is None]
        last = before.acts[-1] if before.acts else None
        at = work.present(summit).replace(microsecond=0)
        act = replace(act, at=max(at, last.at) if last else at)
        if seen != before.version:
            # The very press of a moment ago: a second tap, or a second operator.
            is_same = last is not None and replace(last, at=act.at) == act
            if seen == before.version - 1 and is_same and presses[-1] is standing[-1]:
                return before
            raise Stale("Somebody else has pressed something since: look at it again.")
        run.step(run.course(before.plan, before.acts), act)  # raises where it cannot be done
        if row is None:
            row = RunRow(
                summit_id=summit.id,
                uid=_uid(held),
                rehearsal=table.rehearsal_of(summit.rehearsal_started),
                version=0,
            )
        if not before.acts:
            row.plan = form.write(before.plan)
        _change(work, summit, held, row)
        work.session.add(row)
        work.session.flush()
        work.session.add(
            PressRow(
                run_id=row.id,
                press=act.press,
                at=act.at,
                pressed_at=now,
                actor=actor.name,
                act=form.write(act),
            )
        )
        work.note(f"run/{session}", after=_told(act))
        return Run(before.plan, (*before.acts, act), row.version, row.changed_at)


def undo(actor: Actor, code: str, session: str, now: datetime, seen: int) -> Run:
    """Take back the last press that stands; raise as `press` does."""
    with deed.begin(actor, Verb.RUN, code, now) as work:
        summit = work.summit()
        held = _held(board.newest(work.session, code).session(session))
        row = _row(work.session, summit, held)
        presses = list(table.presses(work.session, row.id)) if row else []
        before = _run(held, row, presses)
        if row is None or seen != before.version:
            if row is not None and seen == before.version - 1 and _was_undone(presses):
                return before
            raise Stale("Somebody else has pressed something since: look at it again.")
        standing = [one for one in presses if one.undone_at is None]
        if not standing:
            raise Invalid("There is nothing to take back.")
        standing[-1].undone_at, standing[-1].undone_by = now, actor.name
        _change(work, summit, held, row)
        work.note(f"run/{session}", before=_told(before.acts[-1]))
        return replace(before, acts=before.acts[:-1], version=row.version, changed=row.changed_at)


def running(session: DatabaseSession, summit: SummitRow, release: Release) -> dict[str, Run]:
    """Return how the sessions of `release` are run that somebody pressed something for, by code.

    For services that tell somebody when their turn is; pages ask `published.board`.
    """
    query = select(RunRow).where(
        RunRow.summit_id == summit.id,
        RunRow.rehearsal == table.rehearsal_of(summit.rehearsal_started),
    )
    rows = {one.uid: one for one in session.scalars(query)}
    return {
        one.code: _run(one, row, list(table.presses(session, row.id)))
        for one in release.sessions
        if one.stamp and (row := rows.get(one.stamp.uid))
    }


def shown(session: DatabaseSession, code: str) -> tuple[Release, dict[str, Run]]:
    """Return the newest release of the summit `code` and how its sessions are run.

    Raise `NotFound` before the first one.
    """
    release = board.newest(session, code)
    summit = session.scalars(select(SummitRow).where(SummitRow.code == code)).one()
    return release, running(session, summit, release)


def minutes(session: DatabaseSession, summit: SummitRow, held: Session) -> tuple[Minute, ...]:
    """Return the turns of a published session as they are expected, as at the last press.

    For services that tell somebody when their turn is; pages ask `published.board`.
    """
    row = _row(session, summit, held)
    presses = list(table.presses(session, row.id)) if row else []
    return run.order(held, _run(held, row, presses))


def _held(session: Session) -> Session:
    """Return `session`, which takes place and has turns; raise `NotFound`."""
    if session.status is not Status.SCHEDULED or not session.turns:
        raise NotFound("session", session.code)
    return session


def _uid(session: Session) -> str:
    if session.stamp is None:
        raise ValueError(f"session {session.code} was released without a stamp")
    return session.stamp.uid


def _row(session: DatabaseSession, summit: SummitRow, held: Session) -> RunRow | None:
    """Return the run of a session under the clock that its summit shows."""
    query = select(RunRow).where(
        RunRow.summit_id == summit.id,
        RunRow.uid == _uid(held),
        RunRow.rehearsal == table.rehearsal_of(summit.rehearsal_started),
    )
    return session.scalar(query)


def _run(held: Session, row: RunRow | None, presses: list[PressRow]) -> Run:
    """Return a run. Before the first press, and where all were taken back, its plan is new."""
    standing = tuple(form.read_act(one.act) for one in presses if one.undone_at is None)
    if row is None or not standing:
        version, changed = (row.version, row.changed_at) if row else (0, _stamped(held))
        return Run(run.plan_of(held), (), version, changed)
    return Run(form.read_plan(row.plan), standing, row.version, row.changed_at)


def _stamped(held: Session) -> datetime:
    if held.stamp is None:
        raise ValueError(f"session {held.code} was released without a stamp")
    return held.stamp.changed


def _change(work: Deed, summit: SummitRow, held: Session, row: RunRow) -> None:
    """Count a change, and say when it was: later than any that calendars were told of."""
    query = select(func.max(RunRow.changed_at)).where(
        RunRow.summit_id == summit.id, RunRow.uid == row.uid
    )
    last = max(work.session.scalar(query) or _stamped(held), _stamped(held))
    row.version += 1
    row.changed_at = max(work.now.replace(microsecond=0), last + _SECOND)
    work.announce()


def _was_undone(presses: list[PressRow]) -> bool:
    """Whether the last thing done was to take one back."""
    undone = max((one.undone_at for one in presses if one.undone_at), default=None)
    return undone is not None and undone >= max(one.pressed_at for one in presses)


def _told(act: Act) -> dict[str, str | int]:
    """Return what the log says of a press."""
    told: dict[str, str | int] = {"press": act.press.value, "at": act.at.isoformat()}
    if act.key is not None:
        told["turn"] = act.key + 1
    if act.other is not None:
        told["other"] = act.other + 1
    if act.press is Press.OVER:
        told["minutes"] = act.minutes
    if act.turn:
        told |= {"title": " / ".join(act.turn.title.values()), "minutes": act.turn.minutes}
    return told
