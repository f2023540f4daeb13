"""Rows of the working programme: summits, days, stages, areas, sessions and their turns."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Dialect,
    ForeignKey,
    String,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from summit.core.people import Mode
from summit.core.programme import SessionKind, Status, Visibility
from summit.core.scale import Band
from summit.core.text import Text
from summit.core.turn import Standing, TurnKind
from summit.db.base import Base, Choice, OfSummit
from summit.db.people import PartRow


class Bands(TypeDecorator[tuple[Band, ...]]):
    """The bands of a scale, kept as a JSON list of lists: begins, ends, points."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: tuple[Band, ...] | None, _dialect: Dialect
    ) -> list[list[int]]:
        """Return the bands as lists."""
        return [[one.begins, one.ends, one.points] for one in value or ()]

    def process_result_value(self, value: Any, _dialect: Dialect) -> tuple[Band, ...]:
        """Return the bands that were stored; where none were ever, none."""
        return tuple(Band(*one) for one in value or ())


class SummitRow(Base):
    """A summit, and the rehearsal that its clock is in, if it is in one.

    `needs_factor` says that its organizers come in by a second factor only.
    """

    __tablename__ = "summit"
    __table_args__ = (
        CheckConstraint(
            "(rehearsal_moment IS NULL) = (rehearsal_started IS NULL)", name="rehearsal_whole"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[Text]
    zone: Mapped[str] = mapped_column(String(64))
    languages: Mapped[tuple[str, ...]]
    day_border: Mapped[time]
    slogan: Mapped[Text]
    text: Mapped[Text]
    host: Mapped[Text]
    notice: Mapped[Text]
    bands: Mapped[tuple[Band, ...]] = mapped_column(Bands, nullable=True)
    rehearsal_moment: Mapped[datetime | None]
    rehearsal_started: Mapped[datetime | None]
    needs_factor: Mapped[bool] = mapped_column(default=False, server_default=false())


class DayRow(Base):
    """A programme day."""

    __tablename__ = "programme_day"
    __table_args__ = (UniqueConstraint("summit_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    number: Mapped[int]
    date: Mapped[date]
    title: Mapped[Text]


class StageRow(OfSummit, Base):
    """A stage."""

    __tablename__ = "stage"

    name: Mapped[Text]
    place: Mapped[Text]


class AreaRow(OfSummit, Base):
    """A thematic area."""

    __tablename__ = "area"

    name: Mapped[Text]
    text: Mapped[Text]


class StreamRow(Base):
    """A way to watch a session; `address` may be private, `broadcast` says whether it is not."""

    __tablename__ = "stream"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    language: Mapped[str] = mapped_column(String(35))
    title: Mapped[Text]
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
    title: Mapped[Text]
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
    title: Mapped[Text]
    text: Mapped[Text]
    note: Mapped[Text]
    starts: Mapped[datetime]
    minutes: Mapped[int]
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    status: Mapped[Status] = mapped_column(Choice(Status))
    visibility: Mapped[Visibility] = mapped_column(Choice(Visibility))
    capacity: Mapped[int | None]
    spoken: Mapped[tuple[str, ...]]
    interpreted: Mapped[tuple[str, ...]]
    illustrative: Mapped[tuple[str, ...]]
    ical_uid: Mapped[str] = mapped_column(String(255), unique=True)
    sequence: Mapped[int]
    created_at: Mapped[datetime]
    content_changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    standing: Mapped[Standing | None] = mapped_column(Choice(Standing))
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
