"""The audit log of a summit: who changed what, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from summit.core import audit
from summit.core.role import Actor, Verb
from summit.db.account import AccountRow
from summit.db.audit import AuditRow
from summit.services import deed

PAGE = 50
MOST = 20_000
"""Lines that one file takes."""
_ACCOUNT = "account:"


@dataclass(frozen=True, slots=True)
class Line:
    """One deed: `who` is the name of the actor's account, "" where it has none (any more)."""

    id: int
    at: datetime
    actor: str
    who: str
    verb: str
    thing: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines are asked for; what is empty is not. `since` and `until` are instants (UTC).

    `words` are looked for in what was changed.
    """

    actor: str = ""
    verb: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """A page of the log, the newest line first; all actors and verbs that it knows."""

    lines: tuple[Line, ...]
    total: int
    number: int
    actors: tuple[tuple[str, str], ...]
    verbs: tuple[str, ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def log(actor: Actor, code: str, asked: Asked, number: int = 1) -> Log:
    """Return page `number` of the log of the summit `code`."""
    with deed.look(actor, Verb.AUDIT, code) as (session, _):
        where = _where(code, asked)
        total = session.scalar(select(func.count()).select_from(AuditRow).where(*where)) or 0
        number = min(max(1, number), max(1, -(-total // PAGE)))
        rows = session.scalars(
            select(AuditRow)
            .where(*where)
            .order_by(AuditRow.id.desc())
            .limit(PAGE)
            .offset((number - 1) * PAGE)
        ).all()
        pairs = session.execute(
            select(AuditRow.actor, AuditRow.verb).where(AuditRow.summit == code).distinct()
        ).all()
        who = names(session, {one for one, _ in pairs})
        actors = sorted(
            ((one, who.get(one) or one) for one in {one for one, _ in pairs}),
            key=lambda one: (one[1].casefold(), one[0]),
        )
        verbs = tuple(sorted({verb for _, verb in pairs}))
        return Log(tuple(lines(rows, who)), total, number, tuple(actors), verbs)


def written(actor: Actor, code: str, asked: Asked) -> tuple[Line, ...]:
    """Return all lines that are asked for, the newest first, `MOST` at most."""
    with deed.look(actor, Verb.AUDIT, code) as (session, _):
        rows = session.scalars(
            select(AuditRow).where(*_where(code, asked)).order_by(AuditRow.id.desc()).limit(MOST)
        ).all()
        return tuple(lines(rows, names(session, {one.actor for one in rows})))


def lines(rows: Iterable[AuditRow], who: Mapping[str, str]) -> Iterable[Line]:
    """Yield rows as they are shown: nothing secret is in them."""
    for row in rows:
        yield Line(
            row.id,
            row.at,
            row.actor,
            who.get(row.actor, ""),
            row.verb,
            row.thing,
            audit.shown(row.thing, row.before),
            audit.shown(row.thing, row.after),
        )


def names(session: Session, actors: Iterable[str]) -> dict[str, str]:
    """Return what actors of the log are called, as far as they are accounts that exist."""
    numbers = {
        int(one.removeprefix(_ACCOUNT)): one
        for one in actors
        if one.startswith(_ACCOUNT) and one.removeprefix(_ACCOUNT).isdecimal()
    }
    if not numbers:
        return {}
    rows = session.execute(
        select(AccountRow.id, AccountRow.name, AccountRow.address).where(AccountRow.id.in_(numbers))
    )
    return {numbers[number]: name or address for number, name, address in rows}


def _where(code: str, asked: Asked) -> tuple[ColumnElement[bool], ...]:
    found = [AuditRow.summit == code]
    if asked.actor:
        found.append(AuditRow.actor == asked.actor)
    if asked.verb:
        found.append(AuditRow.verb == asked.verb)
    if asked.words:
        found.append(AuditRow.thing.icontains(asked.words, autoescape=True))
    if asked.since:
        found.append(AuditRow.at >= asked.since)
    if asked.until:
        found.append(AuditRow.at < asked.until)
    return tuple(found)
