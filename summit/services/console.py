"""The console: the summits that somebody organizes, and what each of its pages shows of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from summit.clock import Rehearsal
from summit.core import shape
from summit.core.errors import Invalid
from summit.core.programme import Programme, Summit
from summit.core.release import Release
from summit.core.role import Actor, Role, Verb
from summit.core.text import Text
from summit.db import snapshot
from summit.db.base import db, reading
from summit.db.programme import SummitRow
from summit.db.release import ReleaseRow
from summit.services import board, deed, role


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page of the console shows of its summit.

    `zone` is the host's, `last` the number of the newest release (0 before the first).
    """

    code: str
    title: Text
    zone: str
    languages: tuple[str, ...]
    rehearsal: Rehearsal | None
    last: int
    needs_factor: bool

    def now(self, real: datetime) -> datetime:
        """Return the instant that the summit takes for the present when it is `real`."""
        return self.rehearsal.at(real) if self.rehearsal else real


def desk(actor: Actor, code: str) -> Desk:
    """Return the desk of the summit `code`; raise `NotFound` and `NotAllowed`."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        return _desk(summit, _last(session, [summit.id]))


def desks(actor: Actor) -> tuple[Desk, ...]:
    """Return the desks of all summits that `actor` organizes, the oldest summit first."""
    with reading(db.engine) as session:
        rows = session.scalars(
            select(SummitRow).where(SummitRow.code.in_(actor.summits)).order_by(SummitRow.id)
        ).all()
        last = _last(session, [row.id for row in rows])
        return tuple(_desk(row, last) for row in rows)


def released(actor: Actor, code: str) -> Release | None:
    """Return the newest release of the summit `code`, None before the first."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        if not _last(session, [summit.id]):
            return None
        return board.newest(session, code)


def found(actor: Actor, summit: Summit, uid_domain: str, now: datetime) -> None:
    """Found a summit, which has no more than a name, languages and a zone; `actor` owns it.

    Raise `Invalid` for a code that cannot be an address, or is taken.
    """
    shape.check_codes(Programme(summit))
    with deed.begin(actor, Verb.FOUND, summit.code, now) as work:
        if work.found() is not None:
            raise Invalid("There is a summit “%(code)s” already.", "code", code=summit.code)
        snapshot.write(work.session, Programme(summit), uid_domain, now)
        if actor.account is not None:
            role.give(work, actor.account, work.summit(), (Role.OWNER,))
        work.note(f"summit/{summit.code}", after={"zone": summit.zone})


def _last(session: Session, summits: list[int]) -> Mapping[int, int]:
    """Return the number of the newest release of each summit that has one."""
    query = (
        select(ReleaseRow.summit_id, func.max(ReleaseRow.number))
        .where(ReleaseRow.summit_id.in_(summits))
        .group_by(ReleaseRow.summit_id)
    )
    return dict(session.execute(query).all())


def _desk(row: SummitRow, last: Mapping[int, int]) -> Desk:
    rehearsal = None
    if row.rehearsal_moment is not None and row.rehearsal_started is not None:
        rehearsal = Rehearsal(row.rehearsal_moment, row.rehearsal_started)
    return Desk(
        code=row.code,
        title=row.title,
        zone=row.zone,
        languages=row.languages,
        rehearsal=rehearsal,
        last=last.get(row.id, 0),
        needs_factor=row.needs_factor,
    )
