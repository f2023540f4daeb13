"""Rows of files that somebody sent in, kept until they are taken into a summit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from summit.db.base import Base


class UploadRow(Base):
    """A file that `actor` sent in; `name` is what they call it."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"), index=True)
    actor: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255))
    octets: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sent_at: Mapped[datetime]
