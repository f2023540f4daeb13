"""Rows of mail to many: what organizers write to those who match a filter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from summit.db.base import Base


class CampaignRow(Base):
    """A letter to many. It is a draft until `sent_at`, when its letters are written.

    `wanted` is the filter and `words` the subject and text by language, both as JSON. Its
    letters go out from `due_at` on, or at once; `letters` is how many there were.
    """

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    wanted: Mapped[Any] = mapped_column(JSON)
    words: Mapped[Any] = mapped_column(JSON)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(255))
    due_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    letters: Mapped[int | None]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
