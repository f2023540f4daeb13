"""Editing: the one road by which an organizer, at a page or a shell, changes the programme.

An edit is a pure function from a working programme to the next. It is done under the lock of
its summit, and kept so that it can be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, defer

from summit.core import clash, edit, shape
from summit.core.edit import Difference
from summit.core.errors import Invalid, Stale
from summit.core.programme import Programme
from summit.core.role import Actor, Verb
from summit.db import amendment, snapshot
from summit.db.edit import EditRow
from summit.db.programme import SummitRow
from summit.formats import thing
from summit.services import deed
from summit.services.deed import Deed

Act = Callable[[Programme], Programme]


@dataclass(frozen=True, slots=True)
class Done:
    """What an edit did: the programme that resulted, and the keys of what it changed.

    `id` is the edit's own, by which it is taken back; None where it changed nothing.
    """

    programme: Programme
    changed: tuple[str, ...]
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """An edit that can be taken back or done again; `what` names what was done."""

    id: int
    what: str


@dataclass(frozen=True, slots=True)
class Head:
    """One edit in the list of them; `what` names what was done, `changed` to which keys."""

    id: int
    at: datetime
    actor: str
    what: str
    changed: tuple[str, ...]
    is_undone: bool


def apply(
    actor: Actor,
    code: str,
    what: str,
    act: Act,
    now: datetime,
    uid_domain: str,
    seen: Mapping[str, str] | None = None,
) -> Done:
    """Do `act`, called `what`, to the working programme of the summit `code`.

    `seen` holds the digest of each thing, by key, as its editor had it before them. Raise
    `Stale` with the keys of those that somebody else has changed since, and `Clash` for what
    no programme may hold.
    """
    with deed.begin(actor, Verb.EDIT, code, now) as work:
        return within(work, what, act, uid_domain, seen)


def within(
    work: Deed, what: str, act: Act, uid_domain: str, seen: Mapping[str, str] | None = None
) -> Done:
    """Do an edit as `apply` does, in a deed that has begun."""
    summit = work.summit()
    before = snapshot.read(work.session, summit)
    _refuse_stale(before, seen or {})
    after = act(before)
    found = _write(work, summit, before, after, uid_domain)
    number = _remember(work, summit, what, found) if found else None
    return Done(after, tuple(found), number)


def bring(
    work: Deed, what: str, before: Programme, after: Programme, uid_domain: str
) -> tuple[str, ...]:
    """Make a file's programme the working one, as an edit; return the keys of what it changed.

    The caller has judged `after`, and writes the one line of the audit log.
    """
    summit = work.summit()
    found = edit.difference(before, after)
    if found:
        amendment.write(work.session, summit, after, found, uid_domain, work.now)
        _remember(work, summit, what, found)
    return _things(found)


def undo(actor: Actor, code: str, now: datetime, uid_domain: str, meant: int | None = None) -> Done:
    """Take the newest edit of `actor` back that still stands.

    `meant` is the id of the edit that a page offered to take back. Raise `Invalid` where there
    is none, or another one is the newest by now, and `Stale` where somebody else has changed
    the same things since.
    """
    with deed.begin(actor, Verb.EDIT, code, now) as work:
        row = _newest(work.session, work.summit(), actor, is_undone=False)
        if row is None:
            raise Invalid("There is nothing of yours to undo.")
        _refuse_another(row, meant)
        row.undone_at = now
        return _turn(work, row.after, row.before, uid_domain)


def redo(actor: Actor, code: str, now: datetime, uid_domain: str, meant: int | None = None) -> Done:
    """Do again what `actor` took back last; raise as `undo` does."""
    with deed.begin(actor, Verb.EDIT, code, now) as work:
        row = _newest(work.session, work.summit(), actor, is_undone=True)
        if row is None:
            raise Invalid("There is nothing of yours to do again.")
        _refuse_another(row, meant)
        row.undone_at = None
        return _turn(work, row.before, row.after, uid_domain)


def reversible(actor: Actor, code: str) -> tuple[Step | None, Step | None]:
    """Return what `actor` could undo and do again; None where there is nothing."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        found = (_newest(session, summit, actor, is_undone=one) for one in (False, True))
        undoable, redoable = (Step(row.id, row.what) if row else None for row in found)
        return undoable, redoable


def history(actor: Actor, code: str, limit: int = 200) -> tuple[Head, ...]:
    """Return the edits of the summit `code`, the newest first."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        rows = session.scalars(
            select(EditRow)
            .where(EditRow.summit_id == summit.id)
            .order_by(EditRow.id.desc())
            .limit(limit)
        )
        return tuple(
            Head(row.id, row.at, row.actor, row.what, _things(row.after), row.undone_at is not None)
            for row in rows
        )


def _turn(
    work: Deed, present: Mapping[str, Any], wanted: Mapping[str, Any], uid_domain: str
) -> Done:
    """Bring what an edit changed from how it is at `present` to what is `wanted`."""
    summit = work.summit()
    before = snapshot.read(work.session, summit)
    held = edit.things(before)
    others = tuple(
        name for name in _things(present) if thing.read(name, present[name]) != held.get(name)
    )
    if others:
        raise Stale("Somebody else has changed this since.", others)
    values = {name: thing.read(name, value) for name, value in wanted.items()}
    after = edit.revert(before, values)
    return Done(after, tuple(_write(work, summit, before, after, uid_domain)))


def _remember(work: Deed, summit: SummitRow, what: str, found: Difference) -> int:
    """Keep an edit so that it can be undone; return its id."""
    work.session.execute(delete(EditRow).where(*_redoable(work, summit)))
    row = EditRow(
        summit_id=summit.id,
        at=work.now,
        actor=work.actor.name,
        what=what,
        before={name: thing.write(old) for name, (old, _) in found.items()},
        after={name: thing.write(new) for name, (_, new) in found.items()},
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def _write(
    work: Deed, summit: SummitRow, before: Programme, after: Programme, uid_domain: str
) -> Difference:
    """Keep `after`, write the audit log, and return what was changed."""
    found = edit.difference(before, after)
    if not found:
        return found
    shape.check_codes(after)
    clash.refuse(after)
    amendment.write(work.session, summit, after, found, uid_domain, work.now)
    for name, (old, new) in found.items():
        was, now = thing.write(old), thing.write(new)
        if isinstance(was, dict) and isinstance(now, dict):
            fields = [field for field in now if was.get(field) != now[field]]
            was, now = ({field: one.get(field) for field in fields} for one in (was, now))
        work.note(name, before=was, after=now)
    return found


def _refuse_another(row: EditRow, meant: int | None) -> None:
    if meant not in (None, row.id):
        raise Invalid("You have changed something else since: look at it again.")


def _refuse_stale(programme: Programme, seen: Mapping[str, str]) -> None:
    held = edit.things(programme) if seen else {}
    others = tuple(name for name, known in seen.items() if thing.digest(held.get(name)) != known)
    if others:
        raise Stale("Somebody else has changed this since you opened it.", others)


def _things(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys of things, without those of orders, which anybody may change."""
    return tuple(name for name in values if not name.startswith("order/"))


def _redoable(work: Deed, summit: SummitRow) -> tuple[Any, ...]:
    """Return the condition of edits that could be done again: a new edit makes them void."""
    return (
        EditRow.summit_id == summit.id,
        EditRow.actor == work.actor.name,
        EditRow.undone_at.is_not(None),
    )


def _newest(
    session: Session, summit: SummitRow, actor: Actor, *, is_undone: bool
) -> EditRow | None:
    """Return the edit that is next to be undone, or to be done again."""
    state = EditRow.undone_at.is_not(None) if is_undone else EditRow.undone_at.is_(None)
    order = EditRow.id.asc() if is_undone else EditRow.id.desc()
    return session.scalar(
        select(EditRow)
        .options(defer(EditRow.before), defer(EditRow.after))  # a file's may be large
        .where(EditRow.summit_id == summit.id, EditRow.actor == actor.name, state)
        .order_by(order)
        .limit(1)
    )
