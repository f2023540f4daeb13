"""Rows of availability: when somebody can take part, kept beside the programme, never in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from summit.core.availability import Availability, Window, joined
from summit.db.base import Base
from summit.db.programme import SummitRow


class AvailabilityRow(Base):
    """A window of a person or a government, which `field` says; `code` is theirs.

    It knows them by their code, so that it is there still when a removal is taken back.
    """

    __tablename__ = "availability"
    __table_args__ = (Index("ix_availability_summit_id_code", "summit_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(64))
    begins: Mapped[datetime]
    ends: Mapped[datetime]


def read(session: Session, summit: SummitRow) -> Availability:
    """Return the windows of everybody of a summit who has any."""
    found: defaultdict[tuple[str, str], list[Window]] = defaultdict(list)
    columns = (AvailabilityRow.field, AvailabilityRow.code)
    query = select(*columns, AvailabilityRow.begins, AvailabilityRow.ends)
    for row in session.execute(query.where(AvailabilityRow.summit_id == summit.id)):
        found[row.field, row.code].append(Window(row.begins, row.ends))
    return {who: joined(windows) for who, windows in found.items()}


def write(
    session: Session, summit: SummitRow, field: str, code: str, windows: Iterable[Window]
) -> None:
    """Make these the windows of a person or a government."""
    session.execute(
        delete(AvailabilityRow).where(
            AvailabilityRow.summit_id == summit.id,
            AvailabilityRow.field == field,
            AvailabilityRow.code == code,
        ),
        execution_options={"synchronize_session": False},
    )
    session.add_all(
        AvailabilityRow(
            summit_id=summit.id, field=field, code=code, begins=one.begins, ends=one.ends
        )
        for one in windows
    )
