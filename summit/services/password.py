"""Passwords: who wants one may have one; the mailed link always works beside it.

They are kept as argon2id (RFC 9106), and tried at the same cost where there is none to try.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from summit.core.letter import Letter, Occasion, Recipient
from summit.core.password import plain, weakness
from summit.core.role import VISITOR, Actor, Verb
from summit.db.account import AccountRow
from summit.db.base import db, reading
from summit.services import account, deed, limit, mail, visit
from summit.services.deed import Deed

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""The least that the OWASP Password Storage Cheat Sheet asks of argon2id: 19 MiB, two passes. The
library's own 64 MiB on four lanes would let a few tries at once fill a small machine."""


def enter(written: str, words: str, who: str, browser: str, now: datetime) -> str | None:
    """Begin a visit in `browser` for the address `written`, if `words` are its password.

    Return the secret that the browser keeps, or None, alike for an address that is unknown,
    has no password or another. `who` is the address and the network as a limit counts them;
    raise `TooMany` where wrong ones were tried too often.
    """
    # Counted before it is tried, so that many at once are counted too; then forgiven.
    limit.spend("password", who, now)
    kept = _kept(written)
    is_right = _is_right(kept, words)
    if kept is None or not is_right:
        return None
    fresh = _hashed(words) if _HASHER.check_needs_rehash(kept) else kept
    with deed.begin(VISITOR, Verb.ENTER, "", now) as work:
        row = account.found(work, written)
        if row is None or row.password != kept or row.disabled_at is not None:
            return None
        row.password = fresh
        limit.forgive(work, "password", who)
        work.note(f"account/{row.id}", after={"entered": "password"})
        return visit.begin(work, row, browser)


def choose(actor: Actor, words: str, browser: str, now: datetime) -> str:
    """Give the account of `actor` a password; all its visits end, and a letter tells of it.

    Return the secret of a new visit in `browser`. Raise `Invalid` for a weak password.
    """
    hashed = _hashed(words)
    with deed.begin(actor, Verb.KEEP, "", now, owner=actor.account) as work:
        row = account.mine(work)
        if why := weakness(words, row.address, row.name):
            raise why
        _tell(work, row, "set" if row.password is None else "changed")
        row.password = hashed
        row.epoch += 1
        work.note(f"account/{row.id}", after={"password": "set"})
        return visit.begin(work, row, browser)


def remove(actor: Actor, browser: str, now: datetime) -> str:
    """Take the password of `actor` away; all visits end, and a new one begins in `browser`.

    A letter tells of it, where there was one.
    """
    with deed.begin(actor, Verb.KEEP, "", now, owner=actor.account) as work:
        row = account.mine(work)
        if row.password is not None:
            _tell(work, row, "removed")
        row.password = None
        row.epoch += 1
        work.note(f"account/{row.id}", after={"password": "removed"})
        return visit.begin(work, row, browser)


def _tell(work: Deed, row: AccountRow, done: str) -> None:
    """Write to whom the account belongs what was done, whoever was at it (ASVS 5.0, 6.3.7)."""
    to = Recipient(row.id, row.address, row.name, row.language, row.zone)
    data = {"done": done, "at": work.now.isoformat(), "path": "/account/"}
    mail.post(work, Letter(Occasion.PASSWORD, to, "", data))


def _kept(written: str) -> str | None:
    """Return the hash of an address, read before any lock: trying it takes a while."""
    with reading(db.engine) as session:
        return session.scalar(
            select(AccountRow.password).where(AccountRow.key == account.key(written))
        )


def _is_right(kept: str | None, words: str) -> bool:
    nobodys = _nobodys()  # made at the first try of all, whoever's it is
    try:
        return _HASHER.verify(kept or nobodys, plain(words)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """Return a hash that no words are known for, to be tried where there is none."""
    return _HASHER.hash(secrets.token_urlsafe(32))


def _hashed(words: str) -> str:
    return _HASHER.hash(plain(words))
