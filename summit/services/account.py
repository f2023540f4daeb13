"""Accounts: who can enter, and the links that let them."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from summit.core.account import Account, Purpose
from summit.core.errors import Invalid, NotFound
from summit.db.account import AccountRow, LinkRow
from summit.services.deed import Deed

LINK_HOURS = {Purpose.CONFIRM: 24, Purpose.ENTER: 1}
"""For how many hours a mailed link can be used."""


def address(words: str, where: str = "address") -> str:
    """Return an address of mail as it is written to; raise `Invalid`.

    That mail arrives there is found out by sending some, not by asking the network.
    """
    try:
        found = validate_email(
            words.strip(), check_deliverability=False, allow_smtputf8=True, test_environment=True
        )
    except EmailNotValidError as error:
        raise Invalid(str(error), where) from error
    return found.normalized


def key(written: str) -> str:
    """Return what all spellings of an address have in common."""
    return written.casefold()


def found(work: Deed, written: str) -> AccountRow | None:
    """Return the row of the account with an address, locked against other writers, or None."""
    query = select(AccountRow).where(AccountRow.key == key(written))
    return work.session.scalar(query.with_for_update(key_share=True))


def locked(work: Deed, account: int) -> AccountRow:
    """Return the row of an account, locked against other writers; raise `NotFound`.

    Whoever acts for one person locks their account first and seatings afterwards, so that
    nobody waits for one who waits for them.
    """
    query = select(AccountRow).where(AccountRow.id == account)
    row = work.session.scalar(query.with_for_update(key_share=True))
    if row is None:
        raise NotFound("account", str(account))
    return row


def find_or_make(work: Deed, written: str, name: str, zone: str, language: str) -> AccountRow:
    """Return the row of the account with the address `written`, made if there is none.

    One that is there keeps its name, zone and language: who asks may be anybody.
    """
    row = found(work, written)
    if row is not None:
        return row
    row = AccountRow(
        key=key(written),
        address=written,
        name=name,
        zone=zone,
        language=language,
        epoch=0,
        created_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        # Another transaction was first, and has been waited for.
        first = found(work, written)
        if first is None:
            raise
        return first
    return row


def link(work: Deed, row: AccountRow, purpose: Purpose, leads_to: str) -> str:
    """Return the path of a new link for an account, which leads on to our path `leads_to`.

    Only its digest is kept, so it can be read nowhere but in the mail that carries it.
    """
    secret = secrets.token_urlsafe(32)
    work.session.add(
        LinkRow(
            account_id=row.id,
            purpose=purpose,
            digest=digest(secret),
            leads_to=leads_to,
            created_at=work.now,
            expires_at=_expiry(purpose, work.now),
        )
    )
    return f"/account/links/{secret}"


def digest(secret: str) -> str:
    """Return the SHA-256, in hex, by which a secret that others keep is known."""
    return sha256(secret.encode()).hexdigest()


def told(row: AccountRow) -> Account:
    """Return the account that a row holds."""
    return Account(
        id=row.id,
        address=row.address,
        name=row.name,
        zone=row.zone,
        language=row.language,
        is_confirmed=row.confirmed_at is not None,
        has_password=row.password is not None,
    )


def _expiry(purpose: Purpose, now: datetime) -> datetime:
    return now + timedelta(hours=LINK_HOURS[purpose])
