"""All that is known of one person: to be read by them, and to be erased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.orm import Session, undefer

from summit.core.dossier import Dossier, Sheet, Value
from summit.core.letter import Occasion
from summit.core.role import Actor, Verb, allow
from summit.db.account import AccountRow, VisitRow
from summit.db.agenda import AttendanceRow, PickRow, SubscriptionRow
from summit.db.appointment import AppointmentRow
from summit.db.audit import AuditRow
from summit.db.base import db, reading
from summit.db.factor import FactorRow, RecoveryRow
from summit.db.mail import MailRow
from summit.db.office import ContactRow
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow
from summit.db.role import InvitationRow, RoleRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import account, appointment, contact, deed, registration, role

_LETS_IN = frozenset({Occasion.CONFIRM, Occasion.ENTER, Occasion.INVITED, Occasion.OFFICE})
"""Mail whose words would let whoever reads them in."""

_Query = Select[*tuple[Any, ...]]
_SUMMIT = SummitRow.code.label("summit")
_OF_ADDRESS = (
    (
        "invitations",
        InvitationRow,
        (
            InvitationRow.roles,
            InvitationRow.address,
            InvitationRow.created_at,
            InvitationRow.expires_at,
            InvitationRow.accepted_at,
            InvitationRow.withdrawn_at,
        ),
    ),
    (
        "offices",
        ContactRow,
        (
            ContactRow.government,
            ContactRow.address,
            ContactRow.name,
            ContactRow.post,
            ContactRow.named_at,
            ContactRow.approved_at,
            ContactRow.sent_at,
            ContactRow.entered_at,
            ContactRow.removed_at,
        ),
    ),
    (
        "appointments",
        AppointmentRow,
        (
            AppointmentRow.session,
            AppointmentRow.address,
            AppointmentRow.name,
            AppointmentRow.created_at,
            AppointmentRow.answer,
            AppointmentRow.comment,
            AppointmentRow.answered_at,
        ),
    ),
)
_OF_REGISTRATION = (
    (
        "picks",
        (PickRow.session, PickRow.picked_at, PickRow.left_at),
        PickRow,
    ),
    (
        "feeds",
        (
            SubscriptionRow.label,
            SubscriptionRow.alarm_minutes,
            SubscriptionRow.created_at,
            SubscriptionRow.used_at,
            SubscriptionRow.revoked_at,
        ),
        SubscriptionRow,
    ),
    (
        "attendance",
        (AttendanceRow.session, AttendanceRow.joined_at),
        AttendanceRow,
    ),
)


def read(actor: Actor, now: datetime) -> Dossier:
    """Return all that is known of `actor`. Digests of secrets are left out: they say nothing."""
    owner = actor.account or 0
    allow(actor, Verb.SEE, "", owner)
    with reading(db.engine) as session:
        return Dossier(owner, now, tuple(_sheets(session, owner)))


def erase(actor: Actor, now: datetime) -> None:
    """Erase `actor` at once: the account, and with it everything that belongs to the person.

    The log of deeds stays, which knows them by number only. Raise `Invalid` where a summit would
    belong to nobody.
    """
    with deed.begin(actor, Verb.KEEP, "", now, owner=actor.account) as work:
        row = account.mine(work)
        role.ensure_owned(work, row.id)
        work.session.execute(delete(InvitationRow).where(InvitationRow.key == row.key))
        contact.forget(work, row.key)
        appointment.leave(work, row.key)
        registration.cancel_all(work, row)
        work.session.flush()
        work.session.execute(delete(AccountRow).where(AccountRow.id == row.id))
        work.note(f"account/{row.id}", after={"erased": True})


def _sheets(session: Session, owner: int) -> Iterator[Sheet]:
    yield _sheet(
        session,
        "account",
        select(
            AccountRow.id,
            AccountRow.address,
            AccountRow.name,
            AccountRow.zone,
            AccountRow.language,
            AccountRow.password.is_not(None).label("has_password"),
            AccountRow.created_at,
            AccountRow.confirmed_at,
        ).where(AccountRow.id == owner),
    )
    visits = (
        VisitRow.browser,
        VisitRow.began_at,
        VisitRow.seen_at,
        VisitRow.proved_at,
        VisitRow.ended_at,
    )
    yield _sheet(session, "visits", _of_account(owner, VisitRow, visits))
    yield _sheet(
        session,
        "roles",
        select(_SUMMIT, RoleRow.role, RoleRow.given_at)
        .select_from(RoleRow)
        .outerjoin(SummitRow, SummitRow.id == RoleRow.summit_id)
        .where(RoleRow.account_id == owner)
        .order_by(RoleRow.id),
    )
    for name, known, told in _OF_ADDRESS:
        yield _sheet(session, name, _of_address(owner, known, told))
    factors = (
        FactorRow.kind,
        FactorRow.name,
        FactorRow.created_at,
        FactorRow.confirmed_at,
        FactorRow.used_at,
    )
    yield _sheet(session, "factors", _of_account(owner, FactorRow, factors))
    codes = (RecoveryRow.id, RecoveryRow.used_at)
    yield _sheet(session, "recovery", _of_account(owner, RecoveryRow, codes))
    mine = RegistrationRow.account_id == owner
    own = [
        column
        for column in RegistrationRow.__table__.columns
        if column.name not in ("id", "summit_id", "account_id", "version")
    ]
    yield _sheet(
        session,
        "registrations",
        _with_summit(select(_SUMMIT, *own).select_from(RegistrationRow), mine),
    )
    yield _sheet(
        session,
        "seats",
        _with_summit(
            select(
                _SUMMIT,
                SeatingRow.session,
                SeatRow.state,
                SeatRow.ticket,
                SeatRow.asked_at,
                SeatRow.changed_at,
                SeatRow.offered_until,
            )
            .select_from(SeatRow)
            .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
            .join(RegistrationRow, RegistrationRow.id == SeatRow.registration_id),
            mine,
        ).order_by(SeatRow.id),
    )
    for name, columns, table in _OF_REGISTRATION:
        query = (
            select(_SUMMIT, *columns)
            .select_from(table)
            .join(RegistrationRow, RegistrationRow.id == table.registration_id)
        )
        yield _sheet(session, name, _with_summit(query, mine).order_by(table.id))
    yield _mail(session, owner)
    yield _sheet(
        session,
        "deeds",
        select(AuditRow.at, AuditRow.verb, AuditRow.summit, AuditRow.thing)
        .where(AuditRow.actor == f"account:{owner}")
        .order_by(AuditRow.id),
    )


def _of_account(
    owner: int, table: type[VisitRow | FactorRow | RecoveryRow], columns: Iterable[Any]
) -> _Query:
    """Return the query for what belongs to an account."""
    return select(*columns).where(table.account_id == owner).order_by(table.id)


def _of_address(
    owner: int, table: type[InvitationRow | ContactRow | AppointmentRow], columns: Iterable[Any]
) -> _Query:
    """Return the query for what a summit knows of the address of an account."""
    return (
        select(_SUMMIT, *columns)
        .select_from(table)
        .join(SummitRow, SummitRow.id == table.summit_id)
        .join(AccountRow, AccountRow.key == table.key)
        .where(AccountRow.id == owner)
        .order_by(table.id)
    )


def _with_summit(query: _Query, which: ColumnElement[bool]) -> _Query:
    return query.join(SummitRow, SummitRow.id == RegistrationRow.summit_id).where(which)


def _mail(session: Session, owner: int) -> Sheet:
    rows = session.scalars(
        select(MailRow)
        .where(MailRow.account_id == owner)
        .order_by(MailRow.id)
        .options(undefer(MailRow.body))
    )
    return Sheet(
        "mail",
        (
            "occasion",
            "summit",
            "address",
            "name",
            "language",
            "zone",
            "created_at",
            "sent_at",
            "text",
        ),
        tuple(
            (
                row.occasion.value,
                row.summit,
                row.address,
                row.name,
                row.language,
                row.zone,
                row.created_at,
                row.done_at,
                "" if row.occasion in _LETS_IN else _words(row.body),
            )
            for row in rows
        ),
    )


def _words(body: bytes | None) -> str:
    """Return the plain words of a message that was sent (RFC 5322)."""
    if not body:
        return ""
    message = message_from_bytes(body, EmailMessage, policy=policy.default)
    part = message.get_body(("plain",))
    return str(part.get_content()) if part else ""


def _sheet(session: Session, name: str, query: _Query) -> Sheet:
    result = session.execute(query)
    columns = tuple(result.keys())
    return Sheet(name, columns, tuple(tuple(map(_value, row)) for row in result))


def _value(value: Any) -> Value:
    """Return a value as a sheet holds it: a list or an object as its JSON."""
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value  # type: ignore[no-any-return]
