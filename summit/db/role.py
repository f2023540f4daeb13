"""Rows of organizers: their roles in summits, and invitations to take one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from summit.core.role import Role
from summit.db.base import Base, Choice


class RoleRow(Base):
    """A role that an account has in a summit, and the name of the actor who gave it.

    In no summit, it is one of the installation: its owner may found summits.
    """

    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("account_id", "summit_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    summit_id: Mapped[int | None] = mapped_column(
        ForeignKey("summit.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[Role] = mapped_column(Choice(Role))
    given_at: Mapped[datetime]
    given_by: Mapped[str] = mapped_column(String(255))


class InvitationRow(Base):
    """An invitation to organize a summit, mailed to an address, until it is answered.

    `key` is what two spellings of the address have in common, `digest` the SHA-256, in hex,
    of the secret in the mail, `roles` what the invited will be.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(320))
    key: Mapped[str] = mapped_column(String(320))
    roles: Mapped[tuple[str, ...]]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
