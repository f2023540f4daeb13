"""Visits: how somebody enters, and how a browser that has entered is known until it leaves."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from summit.core.account import Account, Purpose
from summit.core.errors import NotFound, Unavailable
from summit.core.factor import PROVED_FOR
from summit.core.role import VISITOR, Actor, Role, Verb, participant
from summit.core.visit import FRESH, IDLE, LONGEST, SEEN_EVERY, Visit
from summit.db.account import AccountRow, LinkRow, VisitRow
from summit.db.base import db, reading
from summit.db.factor import FactorRow
from summit.db.office import ContactRow
from summit.db.programme import SummitRow
from summit.db.role import RoleRow
from summit.services import account, deed, registration
from summit.services.deed import Deed


@dataclass(frozen=True, slots=True)
class Entered:
    """Who is in by which visit; `is_renewed` where it was just written down that it goes on.

    `is_fresh` says that they entered a short while ago: it is they, and not only their browser.
    `roles` are those of an organizer, as the code of a summit and the role in it, and `offices`
    those of governments, as the codes of both. Those in `closed` and `closed_offices` do not
    count yet: a second factor is to be proved first, or to be set up.
    """

    visit: int
    account: Account
    is_renewed: bool = False
    is_fresh: bool = False
    roles: frozenset[tuple[str, Role]] = frozenset()
    closed: frozenset[tuple[str, Role]] = frozenset()
    offices: frozenset[tuple[str, str]] = frozenset()
    closed_offices: frozenset[tuple[str, str]] = frozenset()
    has_factor: bool = False


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where a mailed link leads, one of our paths, and the secret that a browser keeps.

    The secret is that of a new visit, and "" where the reader goes on with theirs.
    """

    secret: str
    leads_to: str


def is_usable(secret: str, now: datetime) -> bool:
    """Whether the mailed link with `secret` lets somebody in, without using it."""
    with reading(db.engine) as session:
        return session.execute(_links(secret, now)).first() is not None


def enter(secret: str, browser: str, now: datetime) -> Entrance:
    """Use the mailed link with `secret`, and begin a visit in `browser`.

    Raise `NotFound` alike for a link that never was, was used, or has expired.
    """
    with deed.begin(VISITOR, Verb.ENTER, "", now) as work:
        found = work.session.execute(_links(secret, now).with_for_update(key_share=True)).first()
        if found is None:
            raise NotFound("link", "…")
        link, row = found
        link.used_at = now
        # A link of either kind was read in the mail of this address, which shows whose it is.
        if link.purpose is Purpose.CONFIRM or row.confirmed_at is None:
            registration.confirm_all(work, row)
            work.note(f"account/{row.id}", after={"confirmed": True})
        work.note(f"account/{row.id}", after={"entered": "link"})
        return Entrance(begin(work, row, browser), link.leads_to)


def begin(work: Deed, row: AccountRow, browser: str) -> str:
    """Begin a visit of an account in `browser`, and return the secret that the browser keeps."""
    secret = secrets.token_urlsafe(32)
    work.session.add(
        VisitRow(
            account_id=row.id,
            digest=account.digest(secret),
            epoch=row.epoch,
            browser=browser,
            began_at=work.now,
            seen_at=work.now,
        )
    )
    return secret


def seen(secret: str, now: datetime) -> Entered | None:
    """Return who is in by the visit that a browser keeps the `secret` of, or None.

    When it was last seen is written down now and then, so that a visit in use does not end.
    """
    query = _open(now).where(VisitRow.digest == account.digest(secret))
    with reading(db.engine) as session:
        found = session.execute(query).first()
        if found is None:
            return None
        visit, row = found
        entered = Entered(
            visit=visit.id,
            account=account.told(row),
            is_renewed=visit.seen_at <= now - SEEN_EVERY,
            is_fresh=visit.began_at > now - FRESH,
        )
        entered = _with_roles(session, visit, entered, now)
    if entered.is_renewed:
        _renew(entered, now)
    return entered


def _with_roles(session: Session, visit: VisitRow, found: Entered, now: datetime) -> Entered:
    """Return who is in with the roles and offices that they have, open or closed."""
    roles = session.execute(
        select(SummitRow.code, RoleRow.role, SummitRow.needs_factor)
        .outerjoin(SummitRow, SummitRow.id == RoleRow.summit_id)
        .where(RoleRow.account_id == found.account.id)
    ).all()
    offices = frozenset(
        (code, government)
        for code, government in session.execute(
            select(SummitRow.code, ContactRow.government)
            .join(SummitRow, SummitRow.id == ContactRow.summit_id)
            .where(
                ContactRow.account_id == found.account.id,
                ContactRow.approved_at.is_not(None),
                ContactRow.removed_at.is_(None),
            )
        )
    )
    if not roles and not offices:
        return found
    has_factor = session.execute(
        select(FactorRow.id)
        .where(FactorRow.account_id == found.account.id, FactorRow.confirmed_at.is_not(None))
        .limit(1)
    ).first()
    is_proved = visit.proved_at is not None and visit.proved_at > now - PROVED_FOR
    all_roles = frozenset((code or "", role) for code, role, _ in roles)
    closed = frozenset(
        (code or "", role)
        for code, role, needs_factor in roles
        if (has_factor or needs_factor) and not is_proved
    )
    is_closed = has_factor is not None and not is_proved
    return replace(
        found,
        roles=all_roles - closed,
        closed=closed,
        offices=frozenset() if is_closed else offices,
        closed_offices=offices if is_closed else frozenset(),
        has_factor=has_factor is not None,
    )


def mine(actor: Actor, this: int | None, now: datetime) -> tuple[Visit, ...]:
    """Return the visits of `actor` that go on, the last seen first; `this` is the one asking."""
    query = _open(now).where(VisitRow.account_id == actor.account)
    with reading(db.engine) as session:
        return tuple(
            Visit(row.id, row.browser, row.began_at, row.seen_at, row.id == this)
            for row, _ in session.execute(
                query.order_by(VisitRow.seen_at.desc(), VisitRow.id.desc())
            )
        )


def end(actor: Actor, visit: int, now: datetime) -> None:
    """End one visit of `actor`; one that is somebody else's or has ended stays as it is."""
    with deed.begin(actor, Verb.KEEP, "", now, owner=actor.account) as work:
        _end(work, VisitRow.id == visit)


def end_others(actor: Actor, this: int, now: datetime) -> None:
    """End all visits of `actor` but `this`."""
    with deed.begin(actor, Verb.KEEP, "", now, owner=actor.account) as work:
        _end(work, VisitRow.id != this)


def _end(work: Deed, which: ColumnElement[bool]) -> None:
    work.session.execute(
        update(VisitRow)
        .where(VisitRow.account_id == work.actor.account, VisitRow.ended_at.is_(None), which)
        .values(ended_at=work.now)
    )
    work.note(f"account/{work.actor.account}", after={"visits": "ended"})


def _renew(entered: Entered, now: datetime) -> None:
    actor = participant(entered.account.id)
    try:
        with deed.begin(actor, Verb.KEEP, "", now, owner=actor.account) as work:
            work.session.execute(
                update(VisitRow)
                .where(VisitRow.id == entered.visit, VisitRow.seen_at < now)
                .values(seen_at=now)
            )
    except Unavailable:
        pass  # Another process writes; the next request will do.


def _open(now: datetime) -> Select[VisitRow, AccountRow]:
    """Return the query for visits that go on, each with its account."""
    return (
        select(VisitRow, AccountRow)
        .join(AccountRow, AccountRow.id == VisitRow.account_id)
        .where(
            VisitRow.ended_at.is_(None),
            VisitRow.epoch == AccountRow.epoch,
            VisitRow.seen_at > now - IDLE,
            VisitRow.began_at > now - LONGEST,
            AccountRow.disabled_at.is_(None),
        )
    )


def _links(secret: str, now: datetime) -> Select[LinkRow, AccountRow]:
    """Return the query for the link with `secret`, while it can be used, with its account."""
    return (
        select(LinkRow, AccountRow)
        .join(AccountRow, AccountRow.id == LinkRow.account_id)
        .where(
            LinkRow.digest == account.digest(secret),
            LinkRow.used_at.is_(None),
            LinkRow.expires_at > now,
            AccountRow.disabled_at.is_(None),
        )
    )
