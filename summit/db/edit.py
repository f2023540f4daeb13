"""Rows of edits: what an organizer changed in a working programme, so that it can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from summit.db.base import Base


class EditRow(Base):
    """One edit. `what` is the name of what was done.

    `before` and `after` hold each thing that it changed, as JSON by "noun/code"; null stands
    for a thing that was not there, or is no more.
    """

    __tablename__ = "edit"
    __table_args__ = (Index("ix_edit_summit_id_actor", "summit_id", "actor", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(255))
    what: Mapped[str] = mapped_column(String(64))
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]
