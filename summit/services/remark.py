"""Remarks of offices on drafts of the declaration, and the organizers' answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from summit.core import remark
from summit.core.declaration import Step
from summit.core.errors import Invalid, NotFound
from summit.core.remark import ANSWERS, Remark, Standing
from summit.core.role import Actor, Verb
from summit.db.declaration import DeclarationRow, RemarkRow
from summit.db.programme import SummitRow
from summit.services import contact, deed
from summit.services.deed import Deed

_ORGANIZERS = ""
"""Who wrote a remark down for an office that said it on the telephone."""


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


def version_of(actor: Actor, code: str, number: int) -> int:
    """Return the number of the version that a remark is on; raise `NotFound`."""
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        found = session.scalar(
            select(DeclarationRow.number)
            .join(RemarkRow, RemarkRow.declaration_id == DeclarationRow.id)
            .where(RemarkRow.id == number, DeclarationRow.summit_id == summit.id)
        )
    if found is None:
        raise NotFound("remark", str(number))
    return found


def say(
    actor: Actor,
    code: str,
    government: str,
    number: int,
    paragraph: str,
    words: str,
    now: datetime,
    *,
    is_shared: bool,
) -> None:
    """Remark on a paragraph of a circulated version, "" for all of it, for a government."""
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        summit = work.summit()
        row = work.session.scalar(
            select(DeclarationRow).where(
                DeclarationRow.summit_id == summit.id,
                DeclarationRow.number == number,
                DeclarationRow.step != Step.WORKING,
            )
        )
        if row is None or (paragraph and paragraph not in {key for key, _ in row.paragraphs}):
            raise NotFound("declaration", str(number))
        if row.step is Step.FROZEN:
            raise Invalid("The text is frozen for adoption: it takes no more remarks.")
        written = RemarkRow(
            declaration_id=row.id,
            paragraph=paragraph,
            government=government,
            author=_author(work, summit, government),
            words=remark.said(words, "words"),
            is_shared=is_shared,
            written_at=work.present(summit),
            standing=Standing.OPEN,
            answer="",
            answered_by="",
        )
        work.session.add(written)
        work.session.flush()
        where = {"version": number, "paragraph": paragraph, "shared": is_shared}
        work.note(f"remark/{written.id}", after=where)


def seen(actor: Actor, code: str, government: str, number: int) -> tuple[Remark, ...]:
    """Return the remarks on a version that the office of a government reads, the oldest first."""
    with deed.look(actor, Verb.ANSWER, code, office=government) as (session, summit):
        return tuple(one for one in found(session, summit, number) if one.is_seen_by(government))


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
        row.standing, row.answered_at = standing, work.present(summit)
        row.answered_by = actor.name
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


def _author(work: Deed, summit: SummitRow, government: str) -> str:
    """Return what who speaks for a government is called: in its office, or on the telephone."""
    account = work.actor.account
    for row in contact.active(work.session, summit.id, government):
        if row.account_id == account and account is not None:
            return row.name
    return _ORGANIZERS


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
