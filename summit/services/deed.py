"""A deed: the one place where permission, transaction and audit meet.

    with deed.begin(actor, Verb.EDIT, "cac2020", now) as work:
        work.summit().title = …
        work.note("summit/cac2020", before=…, after=…)

It ends in one commit, or in none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from summit.clock import Rehearsal
from summit.core.errors import NotFound, Stale, Unavailable
from summit.core.role import Actor, Verb, allow
from summit.db import news
from summit.db.audit import AuditRow
from summit.db.base import db, is_busy
from summit.db.programme import SummitRow


@dataclass(frozen=True, slots=True)
class Deed:
    """What `actor` is doing to the summit `code` at the instant `now`, in one transaction."""

    session: Session
    actor: Actor
    verb: Verb
    code: str
    now: datetime

    def summit(self) -> SummitRow:
        """Return the row of the summit, locked against other writers; raise `NotFound`."""
        row = self.found()
        if row is None:
            raise NotFound("summit", self.code)
        return row

    def found(self) -> SummitRow | None:
        """Return the row of the summit, locked against other writers, or None."""
        query = select(SummitRow).where(SummitRow.code == self.code)
        # A lock that lets others refer to the row, as every registration does (PostgreSQL).
        return self.session.scalar(query.with_for_update(key_share=True))

    def also(self, verb: Verb) -> Deed:
        """Return the same deed for another `verb`, in the same transaction."""
        allow(self.actor, verb, self.code)
        return replace(self, verb=verb)

    def note(self, thing: str, *, before: Any = None, after: Any = None) -> None:
        """Write a line of the audit log, which is kept if the deed succeeds."""
        self.session.add(AuditRow(**self._line(thing, before, after)))

    def note_all(self, things: Mapping[str, Any]) -> None:
        """Write many lines of the audit log at once: what each thing is after the deed."""
        if lines := [self._line(thing, None, after) for thing, after in things.items()]:
            self.session.execute(insert(AuditRow), lines)

    def _line(self, thing: str, before: Any, after: Any) -> dict[str, Any]:
        return {
            "at": self.now,
            "actor": self.actor.name,
            "verb": self.verb.value,
            "summit": self.code,
            "thing": thing,
            "before": before,
            "after": after,
        }

    def present(self, summit: SummitRow) -> datetime:
        """Return what the clock of a summit shows now."""
        return present(summit, self.now)

    def announce(self) -> None:
        """Tell all processes, if the deed succeeds, that readers see the summit otherwise."""
        news.announce(self.session, self.code)


def present(summit: SummitRow, now: datetime) -> datetime:
    """Return what the clock of a summit shows when it really is `now`: it may be rehearsing."""
    if summit.rehearsal_moment is None or summit.rehearsal_started is None:
        return now
    return Rehearsal(summit.rehearsal_moment, summit.rehearsal_started).at(now)


@contextmanager
def begin(
    actor: Actor,
    verb: Verb,
    code: str,
    now: datetime,
    *,
    owner: int | None = None,
    office: str | None = None,
    dry: bool = False,
) -> Iterator[Deed]:
    """Allow `actor` to do `verb` to the summit `code`, and commit what is done.

    `owner` is the account whose own it is, `office` the government that is answered for; the
    summit "" is the installation. A `dry` one is done and taken back. Raise `NotAllowed` before
    anything is read, `Stale` where somebody else changed the same rows first, and `Unavailable`
    while another process writes.
    """
    allow(actor, verb, code, owner, office)
    session = db.session()
    try:
        yield Deed(session, actor, verb, code, now)
        session.flush() if dry else session.commit()
    except StaleDataError as error:
        raise Stale("Somebody else changed this in the meantime.") from error
    except OperationalError as error:
        if not is_busy(error):
            raise
        raise Unavailable("Another process is writing; try again.") from error
    finally:
        session.rollback()


@contextmanager
def look(
    actor: Actor, verb: Verb, code: str, *, owner: int | None = None, office: str | None = None
) -> Iterator[tuple[Session, SummitRow]]:
    """Allow `actor` to do `verb`, which only reads, and give what is needed to read."""
    allow(actor, verb, code, owner, office)
    session = db.session()
    try:
        session.connection(execution_options={"sqlite_read_only": True})
        row = session.scalar(select(SummitRow).where(SummitRow.code == code))
        if row is None:
            raise NotFound("summit", code)
        yield session, row
    finally:
        session.rollback()
