"""Rows of a participant's own agenda: picks, private feeds, and what was joined."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from summit.db.base import Base


class PickRow(Base):
    """A session, by its code, that a participant has picked.

    `left_at` is when it was taken out again: their calendars are to be told of it.
    """

    __tablename__ = "pick"
    __table_args__ = (UniqueConstraint("registration_id", "session"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    session: Mapped[str] = mapped_column(String(64))
    picked_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class SubscriptionRow(Base):
    """A private feed, known by the SHA-256 (in hex) of the token in its address.

    Its entries are worded in `zone` (the host's if None) and `language` (the first one if
    None). `changed_at` is when its owner last chose otherwise, if ever.
    """

    __tablename__ = "subscription"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(100))
    alarm_minutes: Mapped[int | None]
    zone: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(35))
    changed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class AttendanceRow(Base):
    """That a participant joined a session: one row for each time the way in was used."""

    __tablename__ = "attendance"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    session: Mapped[str] = mapped_column(String(64))
    joined_at: Mapped[datetime]
