"""Registrations: entered, confirmed by a click in a mail, approved, corrected, cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from summit.core.account import Purpose
from summit.core.errors import Invalid, NotFound, Problems, Stale
from summit.core.registration import (
    LIVE,
    Correction,
    Entry,
    Registration,
    Rules,
    State,
    corrected,
)
from summit.core.role import VISITOR, Actor, Verb
from summit.core.selection import Selection
from summit.db import selection
from summit.db.account import AccountRow
from summit.db.audit import AuditRow
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow, RulesRow
from summit.db.seat import SeatingRow
from summit.formats import registration_rules
from summit.services import account, board, deed, entry, seating, standing
from summit.services.board import Shown
from summit.services.deed import Deed
from summit.services.seating import WHOLE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What whoever registers is told.

    Only who has entered is told a state. To anybody else it is None, and says the same
    whoever they are: look into your mail.
    """

    state: State | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A registration with the address of mail of its account, for organizers."""

    registration: Registration
    address: str


# --- what a summit asks ----------------------------------------------------------------------


def rules(code: str) -> Rules:
    """Return how one registers for the summit `code`; without kinds where nobody can."""
    with deed.look(VISITOR, Verb.REGISTER, code) as (session, summit):
        row = session.get(RulesRow, summit.id)
        return registration_rules.again(row.body) if row else Rules()


def set_rules(
    actor: Actor, code: str, rules: Rules, now: datetime, *, seen: str | None = None
) -> bool:
    """Say how one registers from now on; return if that changed it.

    A larger capacity lets those in who wait; a smaller one sends nobody away. `seen` is the
    digest of the rules that their editor had before them: raise `Stale` where they are others
    by now, and `Invalid` where the new ones contradict themselves.
    """
    registration_rules.check(rules)
    with deed.begin(actor, Verb.EDIT, code, now) as work:
        return _set_rules(work, work.summit(), rules, seen)


def undo_rules(actor: Actor, code: str, now: datetime) -> None:
    """Take the newest change of how one registers back, or do it again once it is taken back.

    The log tells what stood there before. Raise `Invalid` where the change is not the
    `actor`'s own.
    """
    with deed.begin(actor, Verb.EDIT, code, now) as work:
        summit = work.summit()
        row = work.session.get(RulesRow, summit.id)
        line = work.session.scalar(
            select(AuditRow)
            .where(
                AuditRow.summit == code,
                AuditRow.verb == Verb.EDIT.value,
                AuditRow.thing == f"registration/{code}",
            )
            .order_by(AuditRow.id.desc())
            .limit(1)
        )
        is_own = line is not None and line.actor == actor.name
        if line is None or row is None or not is_own or line.after != row.body:
            raise Invalid("There is nothing of yours to undo.")
        former = registration_rules.again(line.before) if line.before else Rules()
        _set_rules(work, summit, former, None)


def _set_rules(work: Deed, summit: SummitRow, rules: Rules, seen: str | None) -> bool:
    """Keep how one registers, and return if that changed it."""
    row = work.session.get(RulesRow, summit.id)
    before, after = row.body if row else None, registration_rules.write(rules)
    present = registration_rules.again(before) if before else Rules()
    if seen is not None and seen != registration_rules.digest(present):
        message = "Somebody else has changed this since you opened it."
        raise Stale(message, (f"summit/{summit.code}",))
    if before == after:
        return False
    if row is None:
        work.session.add(RulesRow(summit_id=summit.id, body=after))
    else:
        row.body = after
    work.note(f"registration/{summit.code}", before=before, after=after)
    is_whole = (SeatingRow.summit_id == summit.id) & (SeatingRow.session == WHOLE)
    place = seating.lock(work, is_whole).get(WHOLE)
    if place is None:
        place = SeatingRow(summit_id=summit.id, session=WHOLE, taken=0, tickets=0)
        work.session.add(place)
    place.capacity = rules.capacity
    # Whoever waits is let in by the next sweep.
    return True


# --- entering, and what becomes of it --------------------------------------------------------


def register(actor: Actor, code: str, said: Entry, now: datetime) -> Outcome:
    """Register somebody for a summit, once for all.

    A visitor is sent a link to confirm with, and the seats that they wish for are held until
    then. Somebody who has entered needs none: `said.address` is not looked at. Where the
    person is registered already, a visitor is told nothing of it, neither by what comes back
    nor by how long it takes, and the owner of the address is sent a link instead. Raise
    `Problems` with all that is wrong, and `Invalid` where the summit takes no registrations.
    """
    if actor.account is None:
        entry.ask(code, said, now)
        return Outcome(None)
    with deed.begin(actor, Verb.REGISTER, code, now) as work:
        shown = board.shown(work)
        rules = entry.open_rules(work, shown)
        said = entry.checked(shown, rules, said)
        person = account.locked(work, actor.account)
        one = entry.newcomer(shown, person, standing.row_of(work, shown, person), said)
        entry.enter(work, shown, rules, [one])
        if one.row.state is State.UNCONFIRMED:
            if person.confirmed_at is not None:
                standing.settle(work, shown, rules, person, one.row)
            elif one.is_new:
                entry.write_to(work, shown, [one])
        return Outcome(one.row.state)


def confirm_all(work: Deed, person: AccountRow) -> None:
    """Confirm what somebody registered for: their address is theirs.

    To be called in the deed in which the link of a mail is used, with the account locked. What
    lapsed within the life of such a link comes back, without the seats that it held.
    """
    person.confirmed_at = person.confirmed_at or work.now
    found = work.session.execute(
        select(RegistrationRow, SummitRow.code)
        .join(SummitRow, SummitRow.id == RegistrationRow.summit_id)
        .where(
            RegistrationRow.account_id == person.id,
            RegistrationRow.state.in_((State.UNCONFIRMED, State.LAPSED)),
        )
        .order_by(RegistrationRow.summit_id)
        .execution_options(populate_existing=True)
    )
    life = timedelta(hours=account.LINK_HOURS[Purpose.CONFIRM])
    for row, code in found.all():
        shown = board.shown(work, code)
        if row.state is State.UNCONFIRMED or row.registered_at > shown.present - life:
            standing.settle(work, shown, standing.rules_of(work, shown.summit), person, row)


# --- what its owner does ---------------------------------------------------------------------


def of(actor: Actor, code: str) -> Registration | None:
    """Return the registration of whoever asks, or None where there never was one."""
    with deed.look(actor, Verb.SEE, code, owner=actor.account) as (session, summit):
        row = session.scalar(
            select(RegistrationRow).where(
                RegistrationRow.account_id == actor.account,
                RegistrationRow.summit_id == summit.id,
            )
        )
        return standing.told(row, code) if row else None


def change(actor: Actor, code: str, correction: Correction, now: datetime) -> Registration:
    """Correct what one has said of oneself; raise `Problems` with all that is wrong."""
    with deed.begin(actor, Verb.KEEP, code, now, owner=actor.account) as work:
        person = account.locked(work, actor.account or 0)
        shown = board.shown(work)
        row = standing.row_of(work, shown, person)
        if row is None:
            raise NotFound("registration", "")
        governments = {one.code for one in shown.release.programme.governments}
        standing.write(row, corrected(correction, governments))
        # What it was is not kept: it was wrong, and it was theirs.
        work.note(f"registration/{row.id}", after={"corrected": True})
        return standing.told(row, code)


def cancel(actor: Actor, code: str, now: datetime, registration: int | None = None) -> bool:
    """Cancel one's own registration, or that with a number; return if that changed it.

    What it held is let go, and served to who waits.
    """
    verb = Verb.ATTEND if registration is None else Verb.ADMIT
    with deed.begin(actor, verb, code, now, owner=actor.account) as work:
        shown = board.shown(work)
        person = account.locked(work, _account(work, shown, registration, actor.account))
        row = standing.row_of(work, shown, person)
        if row is None or row.state not in LIVE:
            return False
        standing.end(work, shown, person, row, State.CANCELLED)
        return True


def cancel_all(work: Deed, person: AccountRow) -> None:
    """Cancel whatever somebody is registered for, without a letter, before they are erased.

    Without this the seats that they have would count as taken for ever. The account is locked.
    """
    found = work.session.execute(
        select(RegistrationRow, SummitRow.code)
        .join(SummitRow, SummitRow.id == RegistrationRow.summit_id)
        .where(RegistrationRow.account_id == person.id, RegistrationRow.state.in_(tuple(LIVE)))
        .order_by(RegistrationRow.summit_id)
    )
    for row, code in found.all():
        standing.end(work, board.shown(work, code), None, row, State.CANCELLED)


# --- what organizers do ----------------------------------------------------------------------


def approve(actor: Actor, code: str, registration: int, now: datetime) -> State:
    """Let somebody take part who waits for that, or was refused; return what they are now."""
    with deed.begin(actor, Verb.ADMIT, code, now) as work:
        shown = board.shown(work)
        person = account.locked(work, _account(work, shown, registration))
        row = standing.row_of(work, shown, person)
        if row is None or row.state not in (State.PENDING, State.REFUSED):
            raise Invalid("This registration waits for nobody's approval.")
        standing.settle(
            work, shown, standing.rules_of(work, shown.summit), person, row, is_approved=True
        )
        return row.state


def refuse(actor: Actor, code: str, registration: int, now: datetime) -> None:
    """Refuse somebody who waits for approval; what was held for them is let go."""
    with deed.begin(actor, Verb.ADMIT, code, now) as work:
        shown = board.shown(work)
        person = account.locked(work, _account(work, shown, registration))
        row = standing.row_of(work, shown, person)
        if row is None or row.state is not State.PENDING:
            raise Invalid("This registration waits for nobody's approval.")
        standing.end(work, shown, person, row, State.REFUSED)


def add(actor: Actor, code: str, said: Entry, agreed: str, now: datetime) -> int:
    """Register somebody who asked an organizer to; return the number of their registration.

    `agreed` says how they consented, and stays in the log. They need neither confirm nor be
    approved, and are written at once. Raise `Problems` with all that is wrong, also where
    they are registered already.
    """
    with deed.begin(actor, Verb.ADMIT, code, now) as work:
        shown = board.shown(work)
        rules = standing.rules_of(work, shown.summit)
        wrong = [] if agreed else [Invalid("Please say how they agreed.", "agreed")]
        said = entry.addressed(shown, rules, said, wrong)
        person = account.find_or_make(work, said.address, said.name, said.zone, said.language)
        row = standing.row_of(work, shown, person)
        if row is not None and row.state in LIVE:
            raise Problems([Invalid("Somebody with this address is registered.", "address")])
        one = entry.newcomer(shown, person, row, said)
        entry.enter(work, shown, rules, [one])
        work.note(f"registration/{one.row.id}", after={"added": True, "agreed": agreed})
        standing.settle(work, shown, rules, person, one.row, is_approved=True)
        return one.row.id


def listing(
    actor: Actor, code: str, *, states: Iterable[State] = (), kind: str = "", words: str = ""
) -> tuple[Listed, ...]:
    """Return registrations in the order in which they came, those that are asked for.

    `states` are all if there are none; `words` are looked for in the names, organizations and
    addresses.
    """
    with deed.look(actor, Verb.ADMIT, code) as (session, summit):
        wanted = Selection(words=words, states=tuple(states), kind=kind)
        query = (
            select(RegistrationRow, AccountRow.address)
            .join(AccountRow, AccountRow.id == RegistrationRow.account_id)
            .where(*selection.conditions(summit.id, wanted))
            .order_by(RegistrationRow.id)
        )
        return tuple(Listed(standing.told(row, code), mail) for row, mail in session.execute(query))


# --- rows ------------------------------------------------------------------------------------


def _account(work: Deed, shown: Shown, registration: int | None, own: int | None = None) -> int:
    """Return the id of the account of a registration; raise `NotFound`."""
    if registration is None:
        return own or 0
    found = work.session.scalar(
        select(RegistrationRow.account_id).where(
            RegistrationRow.id == registration, RegistrationRow.summit_id == shown.summit.id
        )
    )
    if found is None:
        raise NotFound("registration", str(registration))
    return found
