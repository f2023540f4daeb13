"""Rows of pictures, each in the sizes in which it is shown; written once, never updated."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from summit.db.base import Base
from summit.db.programme import SummitRow


class PictureRow(Base):
    """One size of a picture of a summit: a square of `size` pixels, finished `octets`.

    `digest` names the picture in all its sizes; `actor` is who sent it in.
    """

    __tablename__ = "picture"
    __table_args__ = (UniqueConstraint("summit_id", "digest", "size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    octets: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    actor: Mapped[str] = mapped_column(String(255))
    sent_at: Mapped[datetime]


def octets(session: Session, code: str, digest: str, size: int) -> bytes | None:
    """Return one size of a picture of the summit `code`, if it is kept."""
    found = session.scalar(
        select(PictureRow.octets)
        .join(SummitRow)
        .where(SummitRow.code == code, PictureRow.digest == digest, PictureRow.size == size)
    )
    return None if found is None else bytes(found)


def digests(session: Session, summit: SummitRow) -> frozenset[str]:
    """Return the digests of all pictures that are kept for a summit."""
    query = select(PictureRow.digest).where(PictureRow.summit_id == summit.id).distinct()
    return frozenset(session.scalars(query))
