"""Rows of seats: one for each capacity, and one for each person who wants a part of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from summit.core.seat import SeatState
from summit.db.base import Base, Choice

_OPEN = text("state IN ('held', 'confirmed', 'waiting', 'offered')")


class SeatingRow(Base):
    """The seats of one session, or of the summit itself where `session` is "".

    Whoever changes anything about its seats locks this row first. `capacity` is that of the
    newest release, None where there is no end of seats; `taken` counts the seats that take
    from it, `tickets` those that were ever given out.
    """

    __tablename__ = "seating"
    __table_args__ = (
        UniqueConstraint("summit_id", "session"),
        CheckConstraint("taken >= 0", name="taken_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    session: Mapped[str] = mapped_column(String(64))
    capacity: Mapped[int | None]
    taken: Mapped[int]
    tickets: Mapped[int]


class SeatRow(Base):
    """One person's seat, or place in the queue; those that ended stay as history."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("seating_id", "ticket"),
        Index(
            "uq_seat_seating_id_registration_id_open",
            "seating_id",
            "registration_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_seat_seating_id_state_ticket", "seating_id", "state", "ticket"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seating_id: Mapped[int] = mapped_column(ForeignKey("seating.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[SeatState] = mapped_column(Choice(SeatState))
    ticket: Mapped[int]
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    offered_until: Mapped[datetime | None] = mapped_column(index=True)
