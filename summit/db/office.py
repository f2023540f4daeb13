"""Rows of offices: their contacts, what they confirmed of themselves, what they said to slots."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from summit.core.people import Mode
from summit.core.reply import Standing
from summit.db.base import Base, Choice


class ContactRow(Base):
    """Somebody who answers for a government, by their address; it belongs to nobody else there.

    Governments are held by their codes, which outlive edits of the programme. `digest` is the
    SHA-256, in hex, of the secret in the newest link, until it is used. Who has `approved_at`
    may enter; who has `removed_at` may no more.
    """

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("summit_id", "government", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    government: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(320))
    key: Mapped[str] = mapped_column(String(320), index=True)
    name: Mapped[str] = mapped_column(String(255))
    post: Mapped[str] = mapped_column(String(255))
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    named_at: Mapped[datetime]
    named_by: Mapped[str] = mapped_column(String(255))
    cautions: Mapped[tuple[str, ...]]
    note: Mapped[str] = mapped_column(String(1000))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(String(255))
    digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    sent_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    entered_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class OfficeRow(Base):
    """What an office has said of itself: that the clock which it is shown is its own."""

    __tablename__ = "office"
    __table_args__ = (UniqueConstraint("summit_id", "government"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    government: Mapped[str] = mapped_column(String(64))
    zone: Mapped[str] = mapped_column(String(64))
    zone_confirmed_at: Mapped[datetime | None]
    zone_confirmed_by: Mapped[str] = mapped_column(String(255))


class ReplyRow(Base):
    """What an office said to a slot; `person` is "" where no principal is named.

    `hours` are the spans that would do instead, as pairs of ISO 8601 in UTC. What was said
    before stands in the audit log.
    """

    __tablename__ = "reply"
    __table_args__ = (UniqueConstraint("summit_id", "government", "session", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    government: Mapped[str] = mapped_column(String(64))
    session: Mapped[str] = mapped_column(String(64))
    person: Mapped[str] = mapped_column(String(64))
    standing: Mapped[Standing] = mapped_column(Choice(Standing))
    starts: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(2000))
    substitute: Mapped[str] = mapped_column(String(255))
    substitute_post: Mapped[str] = mapped_column(String(255))
    hours: Mapped[Any] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(35))
    mode: Mapped[Mode | None] = mapped_column(Choice(Mode))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(255))
