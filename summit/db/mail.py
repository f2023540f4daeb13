"""Rows of the outbox: letters that are to be sent, and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from summit.core.letter import Occasion
from summit.db.base import Base, Choice

_OPEN = text("done_at IS NULL AND failed_at IS NULL")


class MailRow(Base):
    """A letter of the outbox, written in the transaction of its cause.

    `message_id`, the part before the @, is fixed when it is written, so that one that goes out
    twice is known for one. `body` is the message as it was sent, kept for those who look
    after the mail. A row is `leased` to one worker for a while; it is `done` when it was
    accepted and `failed` when it was given up. `batch` is the name of what it was written
    together with, so that all of that can be taken back while it waits.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index(
            "ix_mail_due_at_open",
            "due_at",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    summit: Mapped[str] = mapped_column(String(64), index=True)
    occasion: Mapped[Occasion] = mapped_column(Choice(Occasion))
    address: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(255))
    language: Mapped[str] = mapped_column(String(35))
    zone: Mapped[str] = mapped_column(String(64))
    data: Mapped[Any] = mapped_column(JSON)
    calendar: Mapped[bytes | None] = mapped_column(LargeBinary)
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    once: Mapped[str | None] = mapped_column(String(255), unique=True)
    batch: Mapped[str | None] = mapped_column(String(100), index=True)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lease: Mapped[str | None] = mapped_column(String(64))
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int]
    error: Mapped[str] = mapped_column(String(1000))
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    failed_at: Mapped[datetime | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
