"""Rows of second factors, and of the codes that stand in for a lost one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from summit.core.factor import Kind
from summit.db.base import Base, Choice


class FactorRow(Base):
    """A second factor of an account; it counts from `confirmed_at` on, when it first worked.

    An authenticator shares the base32 `secret`, and `last_step` is the newest 30 seconds of
    which a code was taken, so that none is taken twice (RFC 6238 §5.2). A passkey is known by
    `credential` and checked by `public_key`; `sign_count` tells of a copy (WebAuthn §6.1.1).
    """

    __tablename__ = "factor"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[Kind] = mapped_column(Choice(Kind))
    name: Mapped[str] = mapped_column(String(100))
    secret: Mapped[str | None] = mapped_column(String(255))
    last_step: Mapped[int | None]
    credential: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    sign_count: Mapped[int | None]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class RecoveryRow(Base):
    """A code that stands in for a second factor, once; `digest` is its SHA-256, in hex."""

    __tablename__ = "recovery"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]
