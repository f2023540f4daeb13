"""Rows of files that are kept for good, each cut into pieces.

They are in the database, so that one backup has all there is and no folder can be forgotten.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from summit.db.base import Base


class AttachmentRow(Base):
    """A file of `size` octets with its SHA-256; `kept_at` is None while it is still coming in."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_kept_at_begun_at", "kept_at", "begun_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    begun_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]


class PieceRow(Base):
    """The n-th piece of a file, counted from 0."""

    __tablename__ = "attachment_piece"

    attachment_id: Mapped[int] = mapped_column(
        ForeignKey("attachment.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    octets: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
