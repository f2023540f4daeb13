"""Rows of published releases; written once, never updated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from summit.clock import Rehearsal
from summit.core.release import Head
from summit.db import declaration
from summit.db.base import Base
from summit.db.programme import SummitRow


class ReleaseRow(Base):
    """A release: `body` is its canonical JSON, `digest` the SHA-256 of that, in hex."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("summit_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    number: Mapped[int]
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(255))
    note: Mapped[str]
    changes: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)


@dataclass(frozen=True, slots=True)
class Newest:
    """The number of the newest release of a summit, and the summit's rehearsal if any.

    `entries` counts those of the record of its declaration.
    """

    code: str
    number: int
    rehearsal: Rehearsal | None
    entries: int


def newest(session: Session) -> tuple[Newest, ...]:
    """Return the newest release of every summit that has one, oldest summit first."""
    rows = session.execute(
        select(
            SummitRow.code,
            func.max(ReleaseRow.number),
            SummitRow.rehearsal_moment,
            SummitRow.rehearsal_started,
            declaration.length(),
        )
        .join(ReleaseRow, ReleaseRow.summit_id == SummitRow.id)
        .group_by(SummitRow.id)
        .order_by(SummitRow.id)
    )
    return tuple(
        Newest(code, number, Rehearsal(at, started) if at and started else None, entries or 0)
        for code, number, at, started, entries in rows
    )


def heads(session: Session, code: str) -> tuple[Head, ...]:
    """Return the releases of the summit `code`, newest first."""
    rows = session.execute(
        select(
            ReleaseRow.number,
            ReleaseRow.published_at,
            ReleaseRow.note,
            ReleaseRow.digest,
            ReleaseRow.changes,
        )
        .join(SummitRow)
        .where(SummitRow.code == code)
        .order_by(ReleaseRow.number.desc())
    )
    return tuple(Head(*row) for row in rows)


def body(session: Session, code: str, number: int | None = None) -> bytes | None:
    """Return the canonical bytes of a release (the newest without `number`), if there is one."""
    query = select(ReleaseRow.body).join(SummitRow).where(SummitRow.code == code)
    if number is not None:
        query = query.where(ReleaseRow.number == number)
    return session.scalar(query.order_by(ReleaseRow.number.desc()).limit(1))
