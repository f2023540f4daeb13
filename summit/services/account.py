"""Accounts: who can enter, and the links that let them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, insert, or_, select

from summit.core.account import Account, Purpose
from summit.core.errors import Invalid, NotFound, TooMany
from summit.core.letter import Letter, Occasion, Recipient
from summit.core.limit import KEPT
from summit.core.registration import State
from summit.core.role import VISITOR, Actor, Verb, operator
from summit.core.visit import IDLE
from summit.db.account import AccountRow, AttemptRow, LinkRow, VisitRow
from summit.db.base import db, insert_new, reading
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow
from summit.services import deed, limit, mail
from summit.services.deed import Deed

LINK_HOURS = {Purpose.CONFIRM: 24, Purpose.ENTER: 1}
"""For how many hours a mailed link can be used."""

_ENDED_VISITS = timedelta(days=30)
_UNCONFIRMED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody can say of themselves: an IANA zone, and the language of their mail."""

    name: str
    zone: str
    language: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who may have no account yet, by their address, with what they say of themselves."""

    address: str
    name: str
    zone: str
    language: str


def address(words: str, where: str = "address") -> str:
    """Return an address of mail as it is written to; raise `Invalid`.

    That mail arrives there is found out by sending some, not by asking the network.
    """
    try:
        found = validate_email(
            words.strip(), check_deliverability=False, allow_smtputf8=True, test_environment=True
        )
    except EmailNotValidError as error:
        message = "This is not an email address. One looks like name@example.org."
        raise Invalid(message, where) from error
    return found.normalized


def key(written: str) -> str:
    """Return what all spellings of an address have in common.

    Two mailboxes must not have it in common, or a link to one would open the account of the
    other: `str.casefold` would make "ß" of a domain "ss", which is another domain (RFC 5894 §4.1).
    """
    return written.lower()


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
    rows, _ = find_or_make_all(work, [Stranger(written, name, zone, language)])
    return rows[key(written)]


def find_or_make_all(
    work: Deed, strangers: Iterable[Stranger]
) -> tuple[dict[str, AccountRow], frozenset[str]]:
    """Return the rows of many accounts by their keys, and the keys of those that were made.

    All are locked: first those that are made, by their keys, and then all, by their numbers, so
    that nobody who does the same waits for one who waits for them.
    """
    values = {
        key(one.address): {
            "key": key(one.address),
            "address": one.address,
            "name": one.name,
            "zone": one.zone,
            "language": one.language,
            "epoch": 0,
            "created_at": work.now,
        }
        for one in strangers
    }
    making = insert_new(work.session, AccountRow).returning(AccountRow.key)
    made = work.session.scalars(making, [values[one] for one in sorted(values)]).all()
    query = select(AccountRow).where(AccountRow.key.in_(tuple(values))).order_by(AccountRow.id)
    rows = work.session.scalars(query.with_for_update(key_share=True)).all()
    return {row.key: row for row in rows}, frozenset(made)


def new(work: Deed, written: str, name: str, zone: str, language: str) -> AccountRow:
    """Return the row of an account that is not in the database yet."""
    return AccountRow(
        key=key(written),
        address=written,
        name=name,
        zone=zone,
        language=language,
        epoch=0,
        created_at=work.now,
    )


def link(
    work: Deed, row: AccountRow, purpose: Purpose, leads_to: str, hours: int | None = None
) -> str:
    """Return the path of a new link for an account, which leads on to our path `leads_to`.

    It serves for `hours`, or for as long as its purpose allows.

    Only its digest is kept, so it can be read nowhere but in the mail that carries it.
    """
    (path,) = links(work, [(row, purpose)], leads_to, hours)
    return path


def links(
    work: Deed,
    asked: Iterable[tuple[AccountRow, Purpose]],
    leads_to: str,
    hours: int | None = None,
) -> list[str]:
    """Return the paths of new links for many accounts, as `link` does for one."""
    paths, rows = [], []
    for row, purpose in asked:
        secret = secrets.token_urlsafe(32)
        paths.append(f"/account/links/{secret}")
        rows.append(
            {
                "account_id": row.id,
                "purpose": purpose,
                "digest": digest(secret),
                "leads_to": leads_to,
                "created_at": work.now,
                "expires_at": work.now + timedelta(hours=hours or LINK_HOURS[purpose]),
            }
        )
    if rows:
        work.session.execute(insert(LinkRow), rows)
    return paths


def ask(written: str, leads_to: str, who: str, now: datetime) -> None:
    """Mail a link that lets its reader in to the account with the address `written`.

    Nothing that comes back, nor how long it takes, tells whether there is one: where there is
    none, the same is written and taken back. `who` is the address as a limit counts it; asked
    for too often, no mail is written either.
    """
    with deed.begin(VISITOR, Verb.ENTER, "", now) as work:
        is_too_often = False
        try:
            limit.take(work, "link", who)
        except TooMany:
            is_too_often = True
        row = found(work, written)
        is_ours = row is not None and row.disabled_at is None and not is_too_often
        with work.session.begin_nested() as attempt:
            path = _enter_link(work, row, leads_to) if row else _nobodys_link(work)
            to = Recipient(
                row.id if row else None,
                row.address if row else written,
                row.name if row else "",
                row.language if row else "en",
                row.zone if row else "UTC",
            )
            mail.post(work, Letter(Occasion.ENTER, to, "", {"path": path}))
            work.session.flush()
            if not is_ours:
                attempt.rollback()
        work.note("account", after={"asked": "link"})


def _enter_link(work: Deed, row: AccountRow, leads_to: str) -> str:
    return link(work, row, Purpose.ENTER, leads_to)


def _nobodys_link(work: Deed) -> str:
    """Do what making a link does, where there is no account that it could belong to."""
    secret = secrets.token_urlsafe(32)
    work.session.add(AttemptRow(kind="nobody", who=digest(secret), at=work.now))
    return f"/account/links/{secret}"


def change(actor: Actor, profile: Profile, now: datetime) -> None:
    """Change what `actor` says of themselves."""
    with deed.begin(actor, Verb.KEEP, "", now, owner=actor.account) as work:
        row = mine(work)
        row.name, row.zone, row.language = profile.name, profile.zone, profile.language
        work.note(f"account/{row.id}", after={"changed": ["name", "zone", "language"]})


def takes_part(actor: Actor) -> tuple[tuple[str, State], ...]:
    """Return the summits that `actor` has registered for, by code, each with where that stands."""
    query = (
        select(SummitRow.code, RegistrationRow.state)
        .join(RegistrationRow, RegistrationRow.summit_id == SummitRow.id)
        .where(RegistrationRow.account_id == actor.account)
        .order_by(RegistrationRow.id)
    )
    with reading(db.engine) as session:
        return tuple((code, state) for code, state in session.execute(query))


def mine(work: Deed) -> AccountRow:
    """Return the row of the account that does the deed, locked; raise `NotFound`."""
    row = work.session.scalar(
        select(AccountRow)
        .where(AccountRow.id == work.actor.account)
        .with_for_update(key_share=True)
    )
    if row is None:
        raise NotFound("account", str(work.actor.account))
    return row


def disable(actor: Actor, written: str, now: datetime) -> None:
    """Shut an account: all its visits end, its links and its password let nobody in."""
    with deed.begin(actor, Verb.EDIT, "", now) as work:
        row = _known(work, written)
        row.disabled_at = row.disabled_at or now
        row.epoch += 1
        work.note(f"account/{row.id}", after={"disabled": True})


def enable(actor: Actor, written: str, now: datetime) -> None:
    """Open an account again that was shut; its visits stay ended."""
    with deed.begin(actor, Verb.EDIT, "", now) as work:
        row = _known(work, written)
        row.disabled_at = None
        work.note(f"account/{row.id}", after={"disabled": False})


def retain(now: datetime) -> None:
    """Remove what is kept no longer: a duty of the worker.

    Links go when they expire, visits 30 days after their end, attempts after a day, and after
    a week the accounts of addresses that nobody has shown to be theirs or registered with.
    """
    with deed.begin(operator("retention"), Verb.KEEP, "", now) as work:
        took_part = select(RegistrationRow.id).where(RegistrationRow.account_id == AccountRow.id)
        for condition in (
            delete(LinkRow).where(LinkRow.expires_at <= now),
            delete(VisitRow).where(
                or_(
                    VisitRow.ended_at <= now - _ENDED_VISITS,
                    VisitRow.seen_at <= now - IDLE - _ENDED_VISITS,
                )
            ),
            delete(AttemptRow).where(AttemptRow.at <= now - KEPT),
            delete(AccountRow).where(
                AccountRow.confirmed_at.is_(None),
                AccountRow.created_at <= now - _UNCONFIRMED,
                ~took_part.exists(),
            ),
        ):
            work.session.execute(condition, execution_options={"synchronize_session": False})


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


def _known(work: Deed, written: str) -> AccountRow:
    row = found(work, address(written))
    if row is None:
        raise NotFound("account", written)
    return row
