"""Private feeds of offices: one for each contact, at an address that only they were shown."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Select, delete, select

from summit.core.appointment_feed import AppointmentFeed
from summit.core.errors import NotFound, Unavailable
from summit.core.role import Actor, Verb, operator
from summit.core.subscription import USED_EVERY
from summit.db.account import AccountRow
from summit.db.appointment import AppointmentFeedRow
from summit.db.base import db, reading
from summit.db.office import ContactRow
from summit.db.programme import SummitRow
from summit.services import deed
from summit.services.account import digest
from summit.services.deed import Deed

_READER = operator("feed")


def mine(actor: Actor, code: str, government: str) -> AppointmentFeed | None:
    """Return the feed that `actor` has of an office that they are in, if they have one."""
    with deed.look(actor, Verb.ANSWER, code, office=government) as (session, _):
        query = _own(actor, code, government)
        found = session.execute(query).first()
        return _told(*found) if found else None


def make(actor: Actor, code: str, government: str, now: datetime) -> str:
    """Give `actor` a feed of their office; return the token of its address, told this once.

    The address that they had before leads nowhere. Raise `NotFound` for who is not in the office.
    """
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        contact = _contact(work, government)
        token = secrets.token_urlsafe(32)
        _forget(work, contact)
        row = AppointmentFeedRow(
            contact_id=contact.id, digest=digest(token), created_at=now.replace(microsecond=0)
        )
        work.session.add(row)
        work.note(f"contact/{contact.id}", after={"feed": "made"})
        return token


def end(actor: Actor, code: str, government: str, now: datetime) -> None:
    """End the feed of `actor` for good."""
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        contact = _contact(work, government)
        _forget(work, contact)
        work.note(f"contact/{contact.id}", after={"feed": "ended"})


def of_token(token: str, now: datetime) -> AppointmentFeed | None:
    """Return the feed at the address with `token`, or None where there is none.

    One that never was, one that was ended and one whose owner is out are looked for alike. When
    it was read is kept now and then, and never waited for.
    """
    with reading(db.engine) as session:
        found = session.execute(
            _every().where(AppointmentFeedRow.digest == digest(token))
        ).one_or_none()
        if found is None:
            return None
        feed = _told(*found)
    if feed.used is None or now - feed.used >= USED_EVERY:
        with (
            suppress(NotFound, Unavailable),
            deed.begin(_READER, Verb.ANSWER, feed.summit, now, office=feed.government) as work,
        ):
            row = work.session.get(AppointmentFeedRow, feed.id)
            if row is not None:
                row.used_at = now
    return feed


def _every() -> Select[AppointmentFeedRow, ContactRow, AccountRow, SummitRow]:
    """Return the query of the feeds of contacts who are in their office."""
    return (
        select(AppointmentFeedRow, ContactRow, AccountRow, SummitRow)
        .join(ContactRow, ContactRow.id == AppointmentFeedRow.contact_id)
        .join(AccountRow, AccountRow.id == ContactRow.account_id)
        .join(SummitRow, SummitRow.id == ContactRow.summit_id)
        .where(
            ContactRow.removed_at.is_(None),
            ContactRow.approved_at.is_not(None),
            AccountRow.disabled_at.is_(None),
        )
    )


def _own(
    actor: Actor, code: str, government: str
) -> Select[AppointmentFeedRow, ContactRow, AccountRow, SummitRow]:
    return _every().where(
        SummitRow.code == code,
        ContactRow.government == government,
        ContactRow.account_id == actor.account,
    )


def _contact(work: Deed, government: str) -> ContactRow:
    row = work.session.scalar(
        select(ContactRow)
        .join(SummitRow, SummitRow.id == ContactRow.summit_id)
        .where(
            SummitRow.code == work.code,
            ContactRow.government == government,
            ContactRow.account_id == work.actor.account,
            ContactRow.removed_at.is_(None),
        )
        .with_for_update(of=ContactRow)
    )
    if row is None:
        raise NotFound("calendar", government)
    return row


def _forget(work: Deed, contact: ContactRow) -> None:
    work.session.execute(
        delete(AppointmentFeedRow).where(AppointmentFeedRow.contact_id == contact.id)
    )


def _told(
    row: AppointmentFeedRow, contact: ContactRow, account: AccountRow, summit: SummitRow
) -> AppointmentFeed:
    return AppointmentFeed(
        id=row.id,
        summit=summit.code,
        government=contact.government,
        language=account.language,
        created=row.created_at,
        used=row.used_at,
    )
