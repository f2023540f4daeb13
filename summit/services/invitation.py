"""Invitations: somebody is asked by mail to organize a summit, and takes the roles by its link.

Who holds the mail has shown whose the address is, so the same link makes their account.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, delete, select

from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.invitation import KEPT, LIFE, Invitation, Pending
from summit.core.letter import Letter, Occasion, Recipient
from summit.core.role import VISITOR, Actor, Role, Verb, operator, participant
from summit.db.account import AccountRow
from summit.db.base import db, reading
from summit.db.programme import SummitRow
from summit.db.role import InvitationRow, RoleRow
from summit.services import account, deed, limit, mail, notice, registration, role, visit
from summit.services.deed import Deed
from summit.services.visit import Entrance

_Found = Select[InvitationRow, SummitRow]


@dataclass(frozen=True, slots=True)
class Counted:
    """By what a limit counts an invitation: who invites, and who is invited."""

    inviter: str
    invited: str


def pending(actor: Actor, code: str) -> tuple[Pending, ...]:
    """Return the invitations to the summit `code` that wait for an answer, the oldest first."""
    with deed.look(actor, Verb.INVITE, code) as (session, summit):
        rows = session.scalars(_open(summit.id).order_by(InvitationRow.id))
        return tuple(
            Pending(row.id, row.address, _roles(row), row.created_at, row.expires_at)
            for row in rows
        )


def invite(
    actor: Actor,
    code: str,
    written: str,
    roles: tuple[Role, ...],
    counted: Counted,
    now: datetime,
) -> None:
    """Ask the holder of an address, by mail, to organize the summit `code` as `roles`.

    Raise `Invalid` where they organize it, or are asked already, and `TooMany`.
    """
    address = account.address(written)
    if not roles:
        raise Invalid("Choose what they are to do.", "roles")
    with deed.begin(actor, Verb.INVITE, code, now) as work:
        summit = work.summit()
        key = account.key(address)
        if work.session.scalar(_organizing(summit.id, key)) is not None:
            raise Invalid("They organize this summit already.", "address")
        if work.session.scalar(_open(summit.id).where(InvitationRow.key == key)) is not None:
            raise Invalid(
                "They are invited already. You can send the invitation again below.", "address"
            )
        row = InvitationRow(
            summit_id=summit.id,
            address=address,
            key=key,
            roles=tuple(one.value for one in Role if one in roles),
            digest="",
            invited_by=actor.name,
            created_at=now,
            expires_at=now,
        )
        work.session.add(row)
        _send(work, summit, row, counted)
        work.note(f"invitation/{row.id}", after={"roles": list(row.roles)})


def resend(actor: Actor, code: str, number: int, counted: Counted, now: datetime) -> None:
    """Send an invitation once more, with a new link; the one before is good no more."""
    with deed.begin(actor, Verb.INVITE, code, now) as work:
        summit, row = _waiting(work, number)
        _send(work, summit, row, counted)
        work.note(f"invitation/{row.id}", after={"sent": "again"})


def withdraw(actor: Actor, code: str, number: int, now: datetime) -> None:
    """Take an invitation back: its link is good no more."""
    with deed.begin(actor, Verb.INVITE, code, now) as work:
        _, row = _waiting(work, number)
        row.withdrawn_at = now
        work.note(f"invitation/{row.id}", after={"withdrawn": True})


def read(secret: str, now: datetime) -> Invitation:
    """Return the invitation whose link has `secret`, without accepting it.

    Raise `NotFound` alike for one that never was, was accepted or withdrawn, or has expired.
    """
    with reading(db.engine) as session:
        found = session.execute(_by(secret, now)).first()
        if found is None:
            raise NotFound("invitation", "…")
        row, summit = found
        return Invitation(summit.code, summit.title, row.address, _roles(row), row.expires_at)


def accept(actor: Actor, secret: str, browser: str, now: datetime) -> Entrance:
    """Take the roles that the link with `secret` offers, and begin a visit in `browser`.

    Whoever is in by the account of its address goes on with their visit. Raise `NotAllowed` for
    who is in by another, and `NotFound` as `read` does.
    """
    code = read(secret, now).code
    with deed.begin(VISITOR, Verb.ENTER, code, now) as door:
        row, summit = _invited(door, _by(secret, now))
        # The account is locked first, as by all who act for one person.
        person = account.find_or_make(door, row.address, "", "UTC", notice.language(summit))
        door.session.flush()
        row, summit = _invited(door, _by(secret, now).with_for_update(of=InvitationRow))
        if person.disabled_at is not None:
            raise NotFound("invitation", "…")
        if actor.account not in (None, person.id):
            raise NotAllowed("This invitation is for another account.")
        work = replace(door, actor=participant(person.id))
        if person.confirmed_at is None:
            registration.confirm_all(work, person)
            work.note(f"account/{person.id}", after={"confirmed": True})
        row.accepted_at = now
        # From now on the letter is theirs, and goes with their account.
        mail.hand_over(work, Occasion.INVITED, row.address, person.id)
        role.give(work, person.id, summit, _roles(row), by=row.invited_by)
        work.note(f"role/{person.id}", after={"accepted": list(row.roles), "by": row.invited_by})
        leads_to = f"/{code}/organize/"
        if actor.account is not None:
            return Entrance("", leads_to)
        work.note(f"account/{person.id}", after={"entered": "invitation"})
        return Entrance(visit.begin(work, person, browser), leads_to)


def retain(now: datetime) -> None:
    """Remove invitations that are kept no longer, and letters that nobody followed: a duty."""
    with deed.begin(operator("retention"), Verb.KEEP, "", now) as work:
        work.session.execute(
            delete(InvitationRow).where(InvitationRow.expires_at <= now - KEPT),
            execution_options={"synchronize_session": False},
        )
        mail.drop_unclaimed(work, Occasion.INVITED, now - LIFE - KEPT)


def _send(work: Deed, summit: SummitRow, row: InvitationRow, counted: Counted) -> None:
    """Give an invitation a new link, and write the letter that carries it.

    It may reach somebody who never came here, so it says nothing that anybody typed but the
    title of the summit.
    """
    limit.take(work, "invite", counted.inviter)
    limit.take(work, "invited", counted.invited)
    secret = secrets.token_urlsafe(32)
    row.digest = account.digest(secret)
    row.expires_at = work.now + LIFE
    known = work.session.scalar(select(AccountRow).where(AccountRow.key == row.key))
    work.session.flush()
    to = Recipient(
        known.id if known else None,
        row.address,
        "",
        known.language if known else notice.language(summit),
        known.zone if known else summit.zone,
    )
    data = {
        "summit": {"title": dict(summit.title), "zone": summit.zone},
        "path": f"/account/invitations/{secret}",
        "until": notice.instant(row.expires_at),
    }
    mail.post(work, Letter(Occasion.INVITED, to, summit.code, data))


def _waiting(work: Deed, number: int) -> tuple[SummitRow, InvitationRow]:
    """Return an invitation of the summit that nobody has answered; raise `NotFound`."""
    summit = work.summit()
    row = work.session.scalar(_open(summit.id).where(InvitationRow.id == number).with_for_update())
    if row is None:
        raise NotFound("invitation", str(number))
    return summit, row


def _invited(work: Deed, query: _Found) -> tuple[InvitationRow, SummitRow]:
    """Return an invitation with its summit; raise `NotFound`."""
    found = work.session.execute(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound("invitation", "…")
    return found[0], found[1]


def _open(summit: int) -> Select[InvitationRow]:
    return select(InvitationRow).where(
        InvitationRow.summit_id == summit,
        InvitationRow.accepted_at.is_(None),
        InvitationRow.withdrawn_at.is_(None),
    )


def _by(secret: str, now: datetime) -> _Found:
    """Return the query for the invitation with `secret`, while it can be accepted."""
    return (
        select(InvitationRow, SummitRow)
        .join(SummitRow, SummitRow.id == InvitationRow.summit_id)
        .where(
            InvitationRow.digest == account.digest(secret),
            InvitationRow.accepted_at.is_(None),
            InvitationRow.withdrawn_at.is_(None),
            InvitationRow.expires_at > now,
        )
    )


def _organizing(summit: int, key: str) -> Select[int]:
    return (
        select(RoleRow.id)
        .join(AccountRow, AccountRow.id == RoleRow.account_id)
        .where(RoleRow.summit_id == summit, AccountRow.key == key)
        .limit(1)
    )


def _roles(row: InvitationRow) -> tuple[Role, ...]:
    return tuple(Role(one) for one in row.roles)
