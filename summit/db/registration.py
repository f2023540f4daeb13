"""Rows of registrations, and of what each summit asks of those who take part."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from summit.core.registration import State
from summit.db.base import Base, Choice


class RulesRow(Base):
    """How one registers for a summit; `body` is a `Rules` as JSON."""

    __tablename__ = "registration_rules"

    summit_id: Mapped[int] = mapped_column(
        ForeignKey("summit.id", ondelete="CASCADE"), primary_key=True
    )
    body: Mapped[Any] = mapped_column(JSON)


class RegistrationRow(Base):
    """One account's entry to one summit; `certificate` is the code of its certificate."""

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("summit_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[State] = mapped_column(Choice(State))
    kind: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(255))
    organization: Mapped[str] = mapped_column(String(255))
    government: Mapped[str] = mapped_column(String(64))
    country: Mapped[str] = mapped_column(String(2))
    languages: Mapped[tuple[str, ...]]
    answers: Mapped[Any] = mapped_column(JSON)
    registered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None] = mapped_column(index=True)
    consented_at: Mapped[datetime]
    reminded: Mapped[tuple[str, ...]]
    certificate: Mapped[str | None] = mapped_column(String(64), unique=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
