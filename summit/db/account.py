"""Rows of accounts: people who can enter, their visits, the links that were mailed to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from summit.core.account import Purpose
from summit.db.base import Base, Choice


class AccountRow(Base):
    """A person who can enter, known by an address of mail.

    `key` is what two spellings of one address have in common. `epoch` rises when all visits
    are to end at once. The zone is an IANA name, the language one of the interface. The number
    of one that was erased is never another's: the log knows people by it.
    """

    __tablename__ = "account"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(320), unique=True)
    address: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(255))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(35))
    password: Mapped[str | None] = mapped_column(String(255))
    epoch: Mapped[int]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]


class VisitRow(Base):
    """A visit: one browser in which an account has entered, until it ends.

    `digest` is the SHA-256, in hex, of what the browser keeps. `proved_at` is when a second
    factor was last proved in it.
    """

    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    epoch: Mapped[int]
    browser: Mapped[str] = mapped_column(String(255))
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    proved_at: Mapped[datetime | None]


class LinkRow(Base):
    """A link that was mailed and serves once, before it expires.

    `digest` is the SHA-256, in hex, of the secret in it; `leads_to` is a path of ours.
    """

    __tablename__ = "link"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[Purpose] = mapped_column(Choice(Purpose))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    leads_to: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class AttemptRow(Base):
    """One attempt at something that is limited; `who` is a keyed digest, never an address."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_kind_who_at", "kind", "who", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    who: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)
