"""Remarks of offices on drafts of the declaration, and the organizers' answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from summit.core import remark
from summit.core.errors import Invalid, NotFound
from summit.core.remark import ANSWERS, Remark, Standing
from summit.core.role import Actor, Verb
from summit.db.declaration import DeclarationRow, RemarkRow
from summit.db.programme import SummitRow
from summit.services import deed


def on(actor: Actor, code: str, number: int) -> tuple[Remark, ...]:
    """Return all remarks on a version, the oldest first, for organizers."""
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        return tuple(found(session, summit, number))


def open_by_version(actor: Actor, code: str) -> dict[int, int]:
    """Return how many remarks wait for an answer, by the number of their version."""
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        rows = session.scalars(
            select(DeclarationRow.number)
            .join(RemarkRow, RemarkRow.declaration_id == DeclarationRow.id)
            .where(DeclarationRow.summit_id == summit.id, RemarkRow.standing == Standing.OPEN)
        )
        counts: dict[int, int] = {}
        for number in rows:
            counts[number] = counts.get(number, 0) + 1
        return counts


def answer(
    actor: Actor, code: str, number: int, standing: Standing, words: str, now: datetime
) -> Remark:
    """Answer the remark with this number; a later answer takes the place of the one before."""
    with deed.begin(actor, Verb.GREET, code, now) as work:
        summit = work.summit()
        pair = work.session.execute(
            select(RemarkRow, DeclarationRow.number)
            .join(DeclarationRow, RemarkRow.declaration_id == DeclarationRow.id)
            .where(RemarkRow.id == number, DeclarationRow.summit_id == summit.id)
        ).first()
        if pair is None:
            raise NotFound("remark", str(number))
        if standing not in ANSWERS:
            raise Invalid("Please choose one of these.", "standing")
        row, version = pair
        row.answer = remark.said(words, "answer")
        row.standing, row.answered_at, row.answered_by = standing, now, actor.name
        work.note(f"remark/{number}", after={"standing": standing.value})
        return _remark(row, version)


def found(session: Session, summit: SummitRow, number: int) -> Iterable[Remark]:
    """Yield the remarks on a version, the oldest first."""
    rows = session.scalars(
        select(RemarkRow)
        .join(DeclarationRow, RemarkRow.declaration_id == DeclarationRow.id)
        .where(DeclarationRow.summit_id == summit.id, DeclarationRow.number == number)
        .order_by(RemarkRow.id)
    )
    for row in rows:
        yield _remark(row, number)


def _remark(row: RemarkRow, version: int) -> Remark:
    return Remark(
        id=row.id,
        version=version,
        paragraph=row.paragraph,
        government=row.government,
        author=row.author,
        words=row.words,
        is_shared=row.is_shared,
        written=row.written_at,
        standing=row.standing,
        answer=row.answer,
        answered=row.answered_at,
    )
