"""Rows of private links by which reviewers read a working programme."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from summit.db.base import Base


class ReviewRow(Base):
    """A link for reviewers; `digest` is the SHA-256, in hex, of the secret in it.

    `is_whole` where sessions for organizers only are shown too.
    """

    __tablename__ = "review"

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(255))
    is_whole: Mapped[bool] = mapped_column(server_default=false())
    expires_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
