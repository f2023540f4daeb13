"""Rows of the governments that take part in a summit."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from summit.core.place import GovernmentKind, Presence
from summit.core.text import Text
from summit.db.base import Base, Choice, OfSummit


class GovernmentRow(OfSummit, Base):
    """A government in one summit."""

    __tablename__ = "government"

    name: Mapped[Text]
    kind: Mapped[GovernmentKind] = mapped_column(Choice(GovernmentKind))
    country: Mapped[str] = mapped_column(String(2))
    zone: Mapped[str] = mapped_column(String(64))
    latitude: Mapped[float]
    longitude: Mapped[float]
    presence: Mapped[Presence] = mapped_column(Choice(Presence))
    illustrative: Mapped[bool]
