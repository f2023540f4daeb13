"""Limits: tries are counted in the database, for all processes together.

Who tries is known by a keyed digest only: no address of a network or of mail is kept.
"""

from __future__ import annotations

import hmac
import math
from datetime import datetime

from sqlalchemy import delete, func, select

from summit.core.errors import TooMany
from summit.core.limit import RULES
from summit.core.role import VISITOR, Verb
from summit.db.account import AttemptRow
from summit.services import deed
from summit.services.deed import Deed


def known_as(key: str, *parts: str) -> str:
    """Return the digest, under the installation's secret `key`, by which somebody is counted."""
    return hmac.new(key.encode(), "\0".join(parts).encode(), "sha256").hexdigest()


def spend(kind: str, who: str, now: datetime) -> None:
    """Count one try of `kind` by `who`; raise `TooMany` where there were enough already."""
    with deed.begin(VISITOR, Verb.ENTER, "", now) as work:
        take(work, kind, who)


def take(work: Deed, kind: str, who: str) -> None:
    """Count one try within the deed `work`; raise `TooMany`. One that is refused counts not."""
    _wait_for_others(work, kind, who)
    rule = RULES[kind]
    last = work.session.scalar(
        select(AttemptRow.at)
        .where(
            AttemptRow.kind == kind,
            AttemptRow.who == who,
            AttemptRow.at > work.now - rule.every,
        )
        .order_by(AttemptRow.at.desc())
        .offset(rule.count - 1)
        .limit(1)
    )
    if last is not None:
        left = last + rule.every - work.now
        raise TooMany(max(1, math.ceil(left.total_seconds())))
    work.session.add(AttemptRow(kind=kind, who=who, at=work.now))


def forgive(work: Deed, kind: str, who: str) -> None:
    """Forget the tries of somebody who has shown who they are."""
    work.session.execute(delete(AttemptRow).where(AttemptRow.kind == kind, AttemptRow.who == who))


def _wait_for_others(work: Deed, kind: str, who: str) -> None:
    """Let tries of the same person pass one by one; SQLite has one writer at a time anyway."""
    if work.session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hmac.digest(kind.encode(), who.encode(), "sha256")[:8], signed=True)
        work.session.execute(select(func.pg_advisory_xact_lock(number)))
