"""Rows of the working programme: summits, days, stages, areas, sessions and their turns."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from summit.core.people import Mode
from summit.core.programme import SessionKind, Status, Visibility
from summit.core.text import Text
from summit.core.turn import TurnKind
from summit.db.base import Base, Choice, Moment, Wordings
from summit.db.people import PartRow


class SummitRow(Base):
    """A summit, and the rehearsal that its clock is in, if it is in one."""

    __tablename__ = "summit"
    __table_args__ = (
        CheckConstraint(
            "(rehearsal_moment IS NULL) = (rehearsal_started IS NULL)", name="rehearsal_whole"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[Text] = mapped_column(Wordings)
    zone: Mapped[str] = mapped_column(String(64))
    languages: Mapped[list[str]] = mapped_column(JSON)
    day_border: Mapped[time]
    slogan: Mapped[Text] = mapped_column(Wordings)
    text: Mapped[Text] = mapped_column(Wordings)
    host: Mapped[Text] = mapped_column(Wordings)
    notice: Mapped[Text] = mapped_column(Wordings)
    rehearsal_moment: Mapped[datetime | None] = mapped_column(Moment)
    rehearsal_started: Mapped[datetime | None] = mapped_column(Moment)


class DayRow(Base):
    """A programme day."""

    __tablename__ = "programme_day"
    __table_args__ = (UniqueConstraint("summit_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    number: Mapped[int]
    date: Mapped[date]
    title: Mapped[Text] = mapped_column(Wordings)


class StageRow(Base):
    """A stage."""

    __tablename__ = "stage"
    __table_args__ = (UniqueConstraint("summit_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[Text] = mapped_column(Wordings)
    place: Mapped[Text] = mapped_column(Wordings)


class AreaRow(Base):
    """A thematic area."""

    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("summit_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[Text] = mapped_column(Wordings)
    text: Mapped[Text] = mapped_column(Wordings)


class StreamRow(Base):
    """A way to watch a session; `address` may be private, `broadcast` says whether it is not."""

    __tablename__ = "stream"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    language: Mapped[str] = mapped_column(String(35))
    title: Mapped[Text] = mapped_column(Wordings)
    address: Mapped[str | None] = mapped_column(String(2000))
    broadcast: Mapped[bool]


class TurnRow(Base):
    """A speaking turn of a session."""

    __tablename__ = "turn"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    title: Mapped[Text] = mapped_column(Wordings)
    minutes: Mapped[int]
    kind: Mapped[TurnKind] = mapped_column(Choice(TurnKind))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    government_id: Mapped[int | None] = mapped_column(ForeignKey("government.id"), index=True)
    language: Mapped[str | None] = mapped_column(String(35))
    mode: Mapped[Mode | None] = mapped_column(Choice(Mode))
    illustrative: Mapped[bool]


class SessionRow(Base):
    """A session of the working programme.

    `version` rises with every change, so that a second writer is told. A session that was
    once published is never deleted: `deleted_at` takes it out of the programme and leaves
    what calendars need to be told of it.
    """

    __tablename__ = "session"
    __table_args__ = (
        UniqueConstraint("summit_id", "code"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(64))
    kind: Mapped[SessionKind] = mapped_column(Choice(SessionKind))
    title: Mapped[Text] = mapped_column(Wordings)
    text: Mapped[Text] = mapped_column(Wordings)
    note: Mapped[Text] = mapped_column(Wordings)
    starts: Mapped[datetime] = mapped_column(Moment)
    minutes: Mapped[int]
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    status: Mapped[Status] = mapped_column(Choice(Status))
    visibility: Mapped[Visibility] = mapped_column(Choice(Visibility))
    capacity: Mapped[int | None]
    spoken: Mapped[list[str]] = mapped_column(JSON)
    interpreted: Mapped[list[str]] = mapped_column(JSON)
    illustrative: Mapped[list[str]] = mapped_column(JSON)
    ical_uid: Mapped[str] = mapped_column(String(255), unique=True)
    sequence: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment)
    content_changed_at: Mapped[datetime] = mapped_column(Moment)
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    streams: Mapped[list[StreamRow]] = relationship(
        order_by=StreamRow.position, cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    parts: Mapped[list[PartRow]] = relationship(
        order_by=PartRow.position, cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    turns: Mapped[list[TurnRow]] = relationship(
        order_by=TurnRow.position, cascade="all, delete-orphan", lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
