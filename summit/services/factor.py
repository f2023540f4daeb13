"""Second factors: set up, proved, taken away; its owner is told of each change by mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from summit.core.errors import Invalid, NotFound, Unproved
from summit.core.factor import FRESH_FOR, MOST, Factor, Factors, Kind, Turn
from summit.core.letter import Letter, Occasion
from summit.core.role import Actor, Verb, allow
from summit.db.account import AccountRow, VisitRow
from summit.db.base import db, reading
from summit.db.factor import FactorRow
from summit.formats import authenticator
from summit.services import account, deed, limit, mail, notice, recovery
from summit.services.deed import Deed

WHERE = "/account/factors"


@dataclass(frozen=True, slots=True)
class Proof:
    """Who is in by which `visit`, and proves or changes a second factor at the instant `now`."""

    actor: Actor
    visit: int
    now: datetime


def mine(actor: Actor) -> Factors:
    """Return the second factors of `actor`, the oldest first."""
    owner = actor.account or 0
    allow(actor, Verb.SEE, "", owner)
    with reading(db.engine) as session:
        rows = session.scalars(
            select(FactorRow)
            .where(FactorRow.account_id == owner, FactorRow.confirmed_at.is_not(None))
            .order_by(FactorRow.id)
        )
        found = tuple(
            Factor(row.id, row.kind, row.name, row.created_at, row.used_at) for row in rows
        )
        return Factors(found, recovery.left(session, owner))


def begin(proof: Proof) -> None:
    """Make the secret of a new authenticator; it counts once it was confirmed by a code."""
    with changing(proof) as (work, row):
        ensure_fresh(work, proof.visit)
        ensure_room(work, row.id)
        work.session.execute(
            delete(FactorRow).where(
                FactorRow.account_id == row.id, FactorRow.confirmed_at.is_(None)
            )
        )
        work.session.add(
            FactorRow(
                account_id=row.id,
                kind=Kind.CODE,
                name="",
                secret=authenticator.secret(),
                created_at=proof.now,
            )
        )


def waiting(actor: Actor) -> str:
    """Return the secret of the authenticator of `actor` that waits for its first code."""
    owner = actor.account or 0
    allow(actor, Verb.SEE, "", owner)
    with reading(db.engine) as session:
        secret = session.scalar(
            select(FactorRow.secret).where(
                FactorRow.account_id == owner, FactorRow.confirmed_at.is_(None)
            )
        )
    if secret is None:
        raise NotFound("authenticator", str(owner))
    return secret


def confirm(proof: Proof, code: str, name: str) -> tuple[str, ...]:
    """Let the authenticator that waits count from now on, called `name`, by its first `code`.

    Return new recovery codes where there were none. Raise `Invalid` for another code.
    """
    with changing(proof) as (work, row):
        ensure_fresh(work, proof.visit)
        factor = work.session.scalar(
            select(FactorRow).where(
                FactorRow.account_id == row.id, FactorRow.confirmed_at.is_(None)
            )
        )
        if factor is None:
            raise NotFound("authenticator", proof.actor.name)
        step = authenticator.step(factor.secret or "", code, proof.now, None)
        if step is None:
            raise Invalid(
                "This is not the code that the authenticator shows now. Is its clock right?", "code"
            )
        factor.name, factor.last_step = name, step
        factor.confirmed_at = factor.used_at = proof.now
        return added(work, row, proof, Kind.CODE)


def added(work: Deed, row: AccountRow, proof: Proof, kind: Kind) -> tuple[str, ...]:
    """Note and tell that there is a new factor, which its visit has just proved.

    Return new recovery codes where there were none.
    """
    work.session.flush()
    prove_visit(work, proof)
    work.note(f"account/{row.id}", after={"factor": "added", "kind": kind.value})
    tell(work, row, Turn.ADDED)
    return () if recovery.left(work.session, row.id) else recovery.make(work, row.id)


def prove(proof: Proof, words: str, who: str) -> None:
    """Prove a second factor by the code that an authenticator shows, or by a recovery code.

    `who` is the account as a limit counts it. Raise `Invalid` for what is neither, and `TooMany`.
    """
    # Counted before it is tried, so that many at once are counted too; then forgiven.
    limit.spend("factor", who, proof.now)
    with changing(proof) as (work, row):
        if _take_code(work, row.id, words):
            by = Kind.CODE.value
        elif recovery.use(work, row.id, words):
            by = "recovery"
            tell(work, row, Turn.RECOVERED)
        else:
            raise Invalid(
                "This code is not right, or was used already. Wait for the next one.", "code"
            )
        limit.forgive(work, "factor", who)
        prove_visit(work, proof)
        work.note(f"account/{row.id}", after={"proved": by})


def renew(proof: Proof) -> tuple[str, ...]:
    """Make the recovery codes anew, and return them: they are shown this once."""
    with changing(proof) as (work, row):
        ensure_fresh(work, proof.visit)
        if not counted(work.session, row.id):
            raise NotFound("factor", proof.actor.name)
        work.note(f"account/{row.id}", after={"recovery": "renewed"})
        tell(work, row, Turn.RENEWED)
        return recovery.make(work, row.id)


def rename(proof: Proof, number: int, name: str) -> None:
    """Call a factor otherwise."""
    with changing(proof) as (work, row):
        _own(work, number).name = name
        work.note(f"account/{row.id}", after={"factor": "renamed"})


def remove(proof: Proof, number: int) -> None:
    """Take a factor away; other visits have to prove another, and with the last the codes go."""
    with changing(proof) as (work, row):
        ensure_fresh(work, proof.visit)
        factor = _own(work, number)
        kind = factor.kind
        work.session.delete(factor)
        work.session.flush()
        is_last = not counted(work.session, row.id)
        if is_last:
            recovery.drop(work, row.id)
        unprove(work, row.id, None if is_last else proof.visit)
        work.note(f"account/{row.id}", before={"factor": kind.value}, after={"factor": "removed"})
        tell(work, row, Turn.REMOVED)


def forget(actor: Actor, written: str, now: datetime) -> int:
    """Take all factors and recovery codes of an address away, and return how many factors.

    It is what an operator does for somebody who has lost them all, and has shown who they are.
    """
    with deed.begin(actor, Verb.EDIT, "", now) as work:
        row = account.found(work, account.address(written))
        if row is None:
            raise NotFound("account", written)
        count = counted(work.session, row.id)
        work.session.execute(delete(FactorRow).where(FactorRow.account_id == row.id))
        recovery.drop(work, row.id)
        unprove(work, row.id, None)
        work.note(f"account/{row.id}", before={"factors": count}, after={"factor": "forgotten"})
        tell(work, row, Turn.FORGOTTEN)
        return count


@contextmanager
def changing(proof: Proof) -> Iterator[tuple[Deed, AccountRow]]:
    """Begin what somebody does to their own factors, with their account locked."""
    actor = proof.actor
    with deed.begin(actor, Verb.KEEP, "", proof.now, owner=actor.account) as work:
        yield work, account.mine(work)


def ensure_fresh(work: Deed, visit: int) -> None:
    """Raise `Unproved` unless the visit proved a factor just now, where there is one to prove."""
    owner = work.actor.account or 0
    if not counted(work.session, owner):
        return
    proved = work.session.scalar(
        select(VisitRow.proved_at).where(VisitRow.id == visit, VisitRow.account_id == owner)
    )
    if proved is None or proved <= work.now - FRESH_FOR:
        raise Unproved("Prove your second factor once more.")


def ensure_room(work: Deed, owner: int) -> None:
    """Raise `Invalid` where an account has as many factors as it may have."""
    if counted(work.session, owner) >= MOST:
        raise Invalid("There are enough second factors: remove one first.", "name")


def prove_visit(work: Deed, proof: Proof) -> None:
    """Write down that a visit has proved a second factor."""
    work.session.execute(
        update(VisitRow)
        .where(
            VisitRow.id == proof.visit,
            VisitRow.account_id == proof.actor.account,
            VisitRow.ended_at.is_(None),
        )
        .values(proved_at=proof.now)
    )


def unprove(work: Deed, owner: int, but: int | None) -> None:
    """Let no visit of an account count as proved any more, `but` one where it is given."""
    work.session.execute(
        update(VisitRow)
        .where(VisitRow.account_id == owner, VisitRow.id.is_distinct_from(but))
        .values(proved_at=None)
    )


def counted(session: Session, owner: int) -> int:
    """Return how many factors of an account count."""
    query = select(func.count()).where(
        FactorRow.account_id == owner, FactorRow.confirmed_at.is_not(None)
    )
    return session.scalar(query) or 0


def tell(work: Deed, row: AccountRow, turn: Turn) -> None:
    """Write to the owner of an account what became of their factors."""
    data = {"done": turn.value, "at": notice.instant(work.now), "path": WHERE}
    mail.post(work, Letter(Occasion.FACTOR_CHANGED, notice.recipient(row), "", data))


def _own(work: Deed, number: int) -> FactorRow:
    """Return a factor of who acts; raise `NotFound`."""
    row = work.session.scalar(
        select(FactorRow).where(
            FactorRow.id == number,
            FactorRow.account_id == work.actor.account,
            FactorRow.confirmed_at.is_not(None),
        )
    )
    if row is None:
        raise NotFound("factor", str(number))
    return row


def _take_code(work: Deed, owner: int, words: str) -> bool:
    """Take the code that an authenticator of an account shows; whether one shows it."""
    code = "".join(words.split())
    rows = work.session.scalars(
        select(FactorRow).where(
            FactorRow.account_id == owner,
            FactorRow.kind == Kind.CODE,
            FactorRow.confirmed_at.is_not(None),
        )
    )
    for row in rows:
        step = authenticator.step(row.secret or "", code, work.now, row.last_step)
        if step is not None:
            row.last_step, row.used_at = step, work.now
            return True
    return False
