"""Rows of statements, of all their versions, and of when they are due."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from summit.core.statement import Delivery, Material
from summit.db.base import Base, Choice


class DeadlineRow(Base):
    """When the statements of a session are due, or of all where `session` is "".

    None are asked for where `due_at` is None.
    """

    __tablename__ = "statement_deadline"

    summit_id: Mapped[int] = mapped_column(
        ForeignKey("summit.id", ondelete="CASCADE"), primary_key=True
    )
    session: Mapped[str] = mapped_column(String(64), primary_key=True)
    due_at: Mapped[datetime | None]


class StatementRow(Base):
    """What a government says in a session, through a person or "": locked by who adds to it."""

    __tablename__ = "statement"
    __table_args__ = (UniqueConstraint("summit_id", "session", "government", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    session: Mapped[str] = mapped_column(String(64))
    government: Mapped[str] = mapped_column(String(64))
    person: Mapped[str] = mapped_column(String(64))
    may_publish: Mapped[bool]
    delivery: Mapped[Delivery | None] = mapped_column(Choice(Delivery))
    delivery_by: Mapped[str | None] = mapped_column(String(255))
    delivery_at: Mapped[datetime | None]


class VersionRow(Base):
    """One handing in; `words`, `signs`, `seconds` and `rate` are a measure, or all None."""

    __tablename__ = "statement_version"
    __table_args__ = (UniqueConstraint("statement_id", "material", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id", ondelete="CASCADE"))
    material: Mapped[Material] = mapped_column(Choice(Material))
    number: Mapped[int]
    at: Mapped[datetime]
    moment: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(255))
    on_behalf: Mapped[bool]
    is_withdrawal: Mapped[bool]
    language: Mapped[str] = mapped_column(String(35))
    text: Mapped[str | None] = mapped_column(LongText, deferred=True)
    link: Mapped[str] = mapped_column(String(2000))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    extension: Mapped[str] = mapped_column(String(10))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    words: Mapped[int | None]
    signs: Mapped[int | None]
    seconds: Mapped[int | None]
    rate: Mapped[int | None]
