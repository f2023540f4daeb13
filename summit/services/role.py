"""Organizers: who has which role in a summit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select

from summit.core.account import Purpose
from summit.core.errors import Invalid, NotFound
from summit.core.role import Actor, Role, Verb, allow
from summit.core.text import Text
from summit.db.account import AccountRow
from summit.db.base import db, reading
from summit.db.factor import FactorRow
from summit.db.programme import SummitRow
from summit.db.role import RoleRow
from summit.services import account, deed
from summit.services.deed import Deed

_LINK_HOURS = 24


@dataclass(frozen=True, slots=True)
class Organizer:
    """Somebody with roles in a summit; `account` is its number."""

    account: int
    name: str
    address: str
    roles: tuple[Role, ...]
    has_factor: bool


def add(
    actor: Actor, written: str, code: str | None, roles: tuple[Role, ...], now: datetime
) -> str:
    """Make the holder of an address an organizer of the summit `code`, and return a link in.

    Without a code they own all that there is, and may found summits. An account is made where
    there is none; the link, a path of ours, is good for a day.
    """
    address = account.address(written)
    with deed.begin(actor, Verb.INVITE, code or "", now) as work:
        row = account.find_or_make(work, address, "", "UTC", "en")
        work.session.flush()
        if code is None:
            codes = list(work.session.scalars(select(SummitRow.code).order_by(SummitRow.id)))
            give(work, row.id, None, roles)
            for one in codes:
                give(work, row.id, _summit(work, one), roles)
        else:
            codes = [code]
            give(work, row.id, work.summit(), roles)
        work.note(f"role/{row.id}", after={"summits": codes, "roles": list(roles)})
        leads_to = f"/{codes[0]}/organize/" if len(codes) == 1 else "/organize/"
        return account.link(work, row, Purpose.ENTER, leads_to, _LINK_HOURS)


def give(
    work: Deed,
    account_id: int,
    summit: SummitRow | None,
    roles: tuple[Role, ...],
    by: str | None = None,
) -> None:
    """Give an account roles, in a deed that has begun; those that it has stay as they are.

    `by` is the name of the actor who gave them, where it is not the one who acts.
    """
    summit_id = summit.id if summit else None
    held = set(
        work.session.scalars(
            select(RoleRow.role).where(
                RoleRow.account_id == account_id, RoleRow.summit_id.is_not_distinct_from(summit_id)
            )
        )
    )
    for role in dict.fromkeys(roles):
        if role not in held:
            work.session.add(
                RoleRow(
                    account_id=account_id,
                    summit_id=summit_id,
                    role=role,
                    given_at=work.now,
                    given_by=by or work.actor.name,
                )
            )


def choose(
    actor: Actor, code: str, account_id: int, roles: tuple[Role, ...], now: datetime
) -> None:
    """Let an organizer of the summit `code` have exactly `roles`; with none they leave.

    Raise `Invalid` where nobody would own the summit any more.
    """
    with deed.begin(actor, Verb.INVITE, code, now) as work:
        summit = work.summit()
        mine = (RoleRow.account_id == account_id, RoleRow.summit_id == summit.id)
        before = tuple(work.session.scalars(select(RoleRow.role).where(*mine)))
        if not before:
            raise NotFound("organizer", str(account_id))
        work.session.execute(delete(RoleRow).where(*mine, RoleRow.role.not_in(roles)))
        give(work, account_id, summit, roles)
        work.session.flush()
        owners = select(func.count()).where(
            RoleRow.summit_id == summit.id, RoleRow.role == Role.OWNER
        )
        if not work.session.scalar(owners):
            raise Invalid("Somebody has to own the summit: name another owner first.", "roles")
        work.note(f"role/{account_id}", before=_ordered(before), after=_ordered(roles))


def need_factor(actor: Actor, code: str, is_needed: bool, now: datetime) -> None:
    """Say whether every organizer of the summit `code` needs a second factor."""
    with deed.begin(actor, Verb.INVITE, code, now) as work:
        summit = work.summit()
        before = summit.needs_factor
        summit.needs_factor = is_needed
        work.note(
            f"summit/{code}", before={"needs_factor": before}, after={"needs_factor": is_needed}
        )


def alone(actor: Actor) -> tuple[tuple[str, Text], ...]:
    """Return the summits that nobody but `actor` owns: each by its code and its title."""
    owner = actor.account or 0
    allow(actor, Verb.SEE, "", owner)
    with reading(db.engine) as session:
        return tuple((one.code, one.title) for one in session.scalars(_alone(owner)))


def ensure_owned(work: Deed, account_id: int) -> None:
    """Raise `Invalid` where a summit would belong to nobody if an account went."""
    owned = (
        select(SummitRow.id)
        .join(RoleRow, RoleRow.summit_id == SummitRow.id)
        .where(RoleRow.account_id == account_id, RoleRow.role == Role.OWNER)
        .order_by(SummitRow.id)
    )
    # Locked, so that two owners who go at once do not each rely on the other.
    work.session.execute(owned.with_for_update(of=SummitRow, key_share=True)).all()
    codes = [one.code for one in work.session.scalars(_alone(account_id))]
    if codes:
        raise Invalid("Name another owner first: %(codes)s.", "owner", codes=", ".join(codes))


def _alone(account_id: int) -> Select[SummitRow]:
    """Return the query for the summits that nobody but an account owns."""
    shared = select(RoleRow.summit_id).where(
        RoleRow.summit_id.is_not(None),
        RoleRow.role == Role.OWNER,
        RoleRow.account_id != account_id,
    )
    return (
        select(SummitRow)
        .join(RoleRow, RoleRow.summit_id == SummitRow.id)
        .where(RoleRow.account_id == account_id, RoleRow.role == Role.OWNER)
        .where(SummitRow.id.not_in(shared))
        .order_by(SummitRow.id)
    )


def organizers(actor: Actor, code: str) -> tuple[Organizer, ...]:
    """Return who organizes the summit `code`, by name."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        query = (
            select(AccountRow, RoleRow.role)
            .join(RoleRow, RoleRow.account_id == AccountRow.id)
            .where(RoleRow.summit_id == summit.id)
            .order_by(AccountRow.name, AccountRow.id)
        )
        found: dict[int, tuple[AccountRow, list[Role]]] = {}
        for row, role in session.execute(query):
            found.setdefault(row.id, (row, []))[1].append(role)
        proving = set(
            session.scalars(
                select(FactorRow.account_id).where(
                    FactorRow.account_id.in_(found), FactorRow.confirmed_at.is_not(None)
                )
            )
        )
        return tuple(
            Organizer(row.id, row.name, row.address, _ordered(roles), row.id in proving)
            for row, roles in found.values()
        )


def _ordered(roles: tuple[Role, ...] | list[Role]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in roles)


def _summit(work: Deed, code: str) -> SummitRow:
    found = work.session.scalar(select(SummitRow).where(SummitRow.code == code))
    if found is None:
        raise NotFound("summit", code)
    return found
