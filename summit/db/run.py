"""Rows of sessions that are run: the plan that a run began with, and each press."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from summit.core.run import Press
from summit.db.base import Base, Choice
from summit.db.programme import SummitRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RunRow(Base):
    """The run of the session with the calendar's `uid`, in one rehearsal or in none.

    `rehearsal` is the real instant at which that began, in microseconds, 0 for the true clock.
    `version` counts the presses and those taken back, `changed_at` is the last of both, in whole
    seconds that always rise.
    """

    __tablename__ = "run"
    __table_args__ = (UniqueConstraint("summit_id", "uid", "rehearsal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    uid: Mapped[str] = mapped_column(String(255))
    rehearsal: Mapped[int] = mapped_column(BigInteger)
    plan: Mapped[Any] = mapped_column(JSON)
    version: Mapped[int]
    changed_at: Mapped[datetime]


class PressRow(Base):
    """One press: `at` on the summit's clock, `pressed_at` in truth, `act` as JSON."""

    __tablename__ = "press"
    __table_args__ = (Index("ix_press_run_id", "run_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"))
    press: Mapped[Press] = mapped_column(Choice(Press))
    at: Mapped[datetime]
    pressed_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(255))
    act: Mapped[Any] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(String(255))


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a run is: what tells whether it has to be read anew.

    `is_shown` where it is that of the clock which its summit shows now.
    """

    id: int
    summit: str
    uid: str
    version: int
    changed: datetime
    is_shown: bool


def rehearsal_of(started: datetime | None) -> int:
    """Return by which number runs know the rehearsal that began at `started`, 0 for none."""
    return (started - _EPOCH) // timedelta(microseconds=1) if started else 0


def standings(session: Session) -> tuple[Standing, ...]:
    """Return how far every run of every summit is."""
    rows = session.execute(
        select(
            RunRow.id,
            SummitRow.code,
            RunRow.uid,
            RunRow.version,
            RunRow.changed_at,
            RunRow.rehearsal,
            SummitRow.rehearsal_started,
        )
        .join(SummitRow, SummitRow.id == RunRow.summit_id)
        .order_by(RunRow.id)
    )
    return tuple(
        Standing(number, code, uid, version, changed, rehearsal == rehearsal_of(started))
        for number, code, uid, version, changed, rehearsal, started in rows
    )


def inserted(session: Session) -> Iterable[tuple[str, str, Any, bool]]:
    """Yield every turn that was ever inserted: summit, uid, the press, whether it is taken back.

    What was inserted in a rehearsal that is over is taken back for good.
    """
    rows = session.execute(
        select(
            SummitRow.code,
            RunRow.uid,
            PressRow.act,
            PressRow.undone_at,
            RunRow.rehearsal,
            SummitRow.rehearsal_started,
        )
        .join(RunRow, RunRow.id == PressRow.run_id)
        .join(SummitRow, SummitRow.id == RunRow.summit_id)
        .where(PressRow.press == Press.INSERT)
        .order_by(PressRow.id)
    )
    for code, uid, act, undone, rehearsal, started in rows:
        yield code, uid, act, bool(undone) or rehearsal not in (0, rehearsal_of(started))


def read(session: Session, number: int) -> tuple[Any, tuple[Any, ...]]:
    """Return the plan and the presses that stand of the run with the id `number`, as JSON."""
    plan = session.scalars(select(RunRow.plan).where(RunRow.id == number)).one()
    return plan, tuple(one.act for one in presses(session, number) if one.undone_at is None)


def presses(session: Session, number: int) -> Iterable[PressRow]:
    """Return all presses of a run, the first one first, those taken back too."""
    query = select(PressRow).where(PressRow.run_id == number).order_by(PressRow.id)
    return session.scalars(query).all()
