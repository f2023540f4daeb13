"""People who organize, for tests: an account with roles, and a browser they are in."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from summit.core.role import Actor, Role, participant
from summit.db.account import AccountRow
from summit.db.base import db
from summit.services import role
from tests.conftest import ACTOR, NOW
from tests.participants import enter

__all__ = ["enter", "organizer"]


def organizer(
    app: Flask, *roles: Role, address: str = "mina@organizers.example", summit: str = "cac2020"
) -> Actor:
    """Return somebody with `roles` in a summit, by default an owner."""
    chosen = roles or (Role.OWNER,)
    with app.app_context():
        role.add(ACTOR, address, summit, chosen, NOW)
        row = db.session.scalars(select(AccountRow).where(AccountRow.key == address)).one()
        row.confirmed_at, row.name = NOW, "Mina"
        actor = participant(row.id, frozenset((summit, one) for one in chosen))
        db.session.commit()
        db.session.remove()
        return actor
