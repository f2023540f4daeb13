"""Rows of the governments that take part in a summit."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from summit.core.place import GovernmentKind, Presence
from summit.core.text import Text
from summit.db.base import Base, Choice, Wordings


class GovernmentRow(Base):
    """A government in one summit."""

    __tablename__ = "government"
    __table_args__ = (UniqueConstraint("summit_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[Text] = mapped_column(Wordings)
    kind: Mapped[GovernmentKind] = mapped_column(Choice(GovernmentKind))
    country: Mapped[str] = mapped_column(String(2))
    zone: Mapped[str] = mapped_column(String(64))
    latitude: Mapped[float]
    longitude: Mapped[float]
    presence: Mapped[Presence] = mapped_column(Choice(Presence))
    illustrative: Mapped[bool]
