"""Recovery codes: made all at once, shown once, each good for one proof."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from summit.core.factor import RECOVERY_CODES
from summit.core.recovery import ALPHABET, LENGTH, plain, shown
from summit.db.factor import RecoveryRow
from summit.services import account
from summit.services.deed import Deed


def left(session: Session, owner: int) -> int:
    """Return how many codes an account has that were not used."""
    query = select(func.count()).where(
        RecoveryRow.account_id == owner, RecoveryRow.used_at.is_(None)
    )
    return session.scalar(query) or 0


def make(work: Deed, owner: int) -> tuple[str, ...]:
    """Make all codes of an account anew, and return them; those it had are good no more."""
    drop(work, owner)
    codes = [
        "".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(RECOVERY_CODES)
    ]
    work.session.add_all(RecoveryRow(account_id=owner, digest=account.digest(one)) for one in codes)
    return tuple(map(shown, codes))


def drop(work: Deed, owner: int) -> None:
    """Take all codes of an account away."""
    work.session.execute(delete(RecoveryRow).where(RecoveryRow.account_id == owner))


def use(work: Deed, owner: int, written: str) -> bool:
    """Use a code of an account, as somebody wrote it; whether there was one to use."""
    code = plain(written)
    if not code:
        return False
    used = work.session.execute(
        update(RecoveryRow)
        .where(
            RecoveryRow.account_id == owner,
            RecoveryRow.digest == account.digest(code),
            RecoveryRow.used_at.is_(None),
        )
        .values(used_at=work.now)
        .returning(RecoveryRow.id)
    )
    return used.first() is not None
