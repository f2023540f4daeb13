"""Rows of tech checks: one for each slot, and one for each booking of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from summit.core.tech_check import Outcome
from summit.db.base import Base, Choice

_OPEN = text("outcome = 'booked'")


class TechCheckRow(Base):
    """A slot. Whoever books it, moves to it or leaves it locks this row first."""

    __tablename__ = "tech_check"
    __table_args__ = (
        UniqueConstraint("summit_id", "starts_at", "room"),
        CheckConstraint("taken >= 0", name="taken_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    capacity: Mapped[int]
    taken: Mapped[int]
    room: Mapped[str] = mapped_column(String(500))


class BookingRow(Base):
    """What an office has booked; a government has one open booking at most."""

    __tablename__ = "tech_booking"
    __table_args__ = (
        Index(
            "uq_tech_booking_summit_id_government_open",
            "summit_id",
            "government",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    check_id: Mapped[int] = mapped_column(
        ForeignKey("tech_check.id", ondelete="CASCADE"), index=True
    )
    government: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[Outcome] = mapped_column(Choice(Outcome))
    note: Mapped[str] = mapped_column(String(500))
    booked_at: Mapped[datetime]
    booked_by: Mapped[str] = mapped_column(String(255))
    changed_at: Mapped[datetime]
    moves: Mapped[int]
