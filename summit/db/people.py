"""Rows of people and of their parts in sessions."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from summit.core.people import Mode, Role
from summit.core.text import Text
from summit.db.base import Base, Choice, OfSummit


class PersonRow(OfSummit, Base):
    """A person whom a summit names."""

    __tablename__ = "person"

    name: Mapped[Text]
    sort: Mapped[str] = mapped_column(String(255))
    office: Mapped[Text]
    also: Mapped[tuple[str, ...]]
    government_id: Mapped[int | None] = mapped_column(ForeignKey("government.id"), index=True)
    illustrative: Mapped[bool]
    picture: Mapped[str | None] = mapped_column(String(64))


class PartRow(Base):
    """What a person or a government does in a session."""

    __tablename__ = "part"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    role: Mapped[Role] = mapped_column(Choice(Role))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    government_id: Mapped[int | None] = mapped_column(ForeignKey("government.id"), index=True)
    office: Mapped[Text]
    mode: Mapped[Mode | None] = mapped_column(Choice(Mode))
    illustrative: Mapped[bool]
