"""Rows of appointments: what the calendars of offices were told, and what they answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from summit.core.appointment import Answer, Kind
from summit.core.appointment_reply import Verdict
from summit.db.base import Base, Choice


class AppointmentRow(Base):
    """The session `uid` in the calendar of the mailbox `address`; `session` is its code.

    `key` is the address as it is compared. `answer` is the last one that counts, to the version
    with the `answered_sequence`, said by its sender at `answered_stamp`.
    """

    __tablename__ = "appointment"
    __table_args__ = (UniqueConstraint("summit_id", "key", "uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    session: Mapped[str] = mapped_column(String(64))
    uid: Mapped[str] = mapped_column(String(255), index=True)
    key: Mapped[str] = mapped_column(String(320))
    address: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]
    answer: Mapped[Answer | None] = mapped_column(Choice(Answer))
    comment: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_sequence: Mapped[int | None]
    answered_stamp: Mapped[datetime | None]


class AppointmentMessageRow(Base):
    """The n-th message about an appointment, whose letter is called `letter` (`MailRow.once`).

    `said` is the appointment as it was told. `time_sequence` is the SEQUENCE since which it is
    at the time that it tells: answers to an older one are to another time.
    """

    __tablename__ = "appointment_message"
    __table_args__ = (UniqueConstraint("appointment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[Kind] = mapped_column(Choice(Kind))
    sequence: Mapped[int]
    time_sequence: Mapped[int]
    said: Mapped[Any] = mapped_column(JSON)
    made_at: Mapped[datetime]
    letter: Mapped[str] = mapped_column(String(255), unique=True)


class AppointmentReplyRow(Base):
    """What came to the mailbox about an appointment, and what was made of it.

    `digest` (SHA-256 in hex) is of all that it says, so that one that is read twice is one.
    """

    __tablename__ = "appointment_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(
        ForeignKey("appointment.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    verdict: Mapped[Verdict] = mapped_column(Choice(Verdict))
    session: Mapped[str] = mapped_column(String(64))
    sender: Mapped[str] = mapped_column(String(320))
    answer: Mapped[Answer | None] = mapped_column(Choice(Answer))
    comment: Mapped[str]
    sequence: Mapped[int]
    proposed_starts: Mapped[datetime | None]
    proposed_ends: Mapped[datetime | None]
    received_at: Mapped[datetime]


class AppointmentFeedRow(Base):
    """The private feed of somebody in an office, known by the SHA-256 (in hex) of its token."""

    __tablename__ = "appointment_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), unique=True
    )
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
