"""Registrations: entered, confirmed by a click in a mail, approved, corrected, cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from summit.core.account import Purpose
from summit.core.errors import Invalid, NotFound, Stale
from summit.core.letter import Occasion
from summit.core.registration import (
    LIVE,
    Correction,
    Entry,
    Registration,
    Rules,
    State,
    corrected,
)
from summit.core.reminder import WISHES
from summit.core.role import VISITOR, Actor, Verb
from summit.db.account import AccountRow, LinkRow
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow, RulesRow
from summit.db.seat import SeatingRow
from summit.formats import registration_rules
from summit.services import account, board, deed, mail, notice, seating, standing
from summit.services.board import Shown
from summit.services.deed import Deed
from summit.services.seating import WHOLE

AGAIN_AFTER = timedelta(minutes=10)
"""How long after one mail with a link somebody gets none for registering once more."""


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
        summit = work.summit()
        row = work.session.get(RulesRow, summit.id)
        before, after = row.body if row else None, registration_rules.write(rules)
        present = registration_rules.again(before) if before else Rules()
        if seen is not None and seen != registration_rules.digest(present):
            raise Stale("Somebody else has changed this since you opened it.", (f"summit/{code}",))
        if before == after:
            return False
        if row is None:
            work.session.add(RulesRow(summit_id=summit.id, body=after))
        else:
            row.body = after
        work.note(f"registration/{code}", before=before, after=after)
        is_whole = (SeatingRow.summit_id == summit.id) & (SeatingRow.session == WHOLE)
        place = seating.lock(work, is_whole).get(WHOLE)
        if place is None:
            place = SeatingRow(summit_id=summit.id, session=WHOLE, taken=0, tickets=0)
            work.session.add(place)
        place.capacity = rules.capacity
        # Whoever waits is let in by the next sweep.
        return True


# --- entering, and what becomes of it --------------------------------------------------------


def register(actor: Actor, code: str, entry: Entry, now: datetime) -> Outcome:
    """Register somebody for a summit, once for all.

    A visitor is sent a link to confirm with, and the seats that they wish for are held until
    then. Somebody who has entered needs none: `entry.address` is not looked at. Where the
    person is registered already, a visitor is told nothing of it, and the owner of the
    address is sent a link instead. Raise `Problems` with all that is wrong, and `Invalid`
    where the summit takes no registrations.
    """
    with deed.begin(actor, Verb.REGISTER, code, now) as work:
        shown = board.shown(work)
        asked = standing.rules_of(work, shown.summit)
        if not asked.is_open(shown.present):
            raise Invalid("Registration is not open.")
        entry, address = _checked(actor, shown, asked, entry)
        if actor.account is None:
            person = account.find_or_make(work, address, entry.name, entry.zone, entry.language)
        else:
            person = account.locked(work, actor.account)
        row = standing.row_of(work, shown, person)
        is_sure = actor.account is not None and person.confirmed_at is not None
        if row is None or row.state in (State.CANCELLED, State.LAPSED):
            row = _entered(work, shown, asked, person, row, entry)
            if is_sure:
                standing.settle(work, shown, asked, person, row)
            else:
                _ask(work, shown, person, row)
        elif is_sure and row.state is State.UNCONFIRMED:
            standing.settle(work, shown, asked, person, row)
        elif actor.account is None and not _was_written(work, person):
            _ask(work, shown, person, row)
        return Outcome(None if actor.account is None else row.state)


def _checked(actor: Actor, shown: Shown, asked: Rules, entry: Entry) -> tuple[Entry, str]:
    """Return an entry with its words cleaned, and the address that it gives."""
    found: list[Invalid] = []
    address = ""
    if actor.account is None:
        try:
            address = account.address(entry.address)
        except Invalid as error:
            found.append(error)
    release = shown.release
    governments = {one.code for one in release.programme.governments}
    seats = {one.code for one in release.sessions if one.capacity is not None}
    return asked.check(entry, governments, seats, found), address


def _entered(
    work: Deed,
    shown: Shown,
    asked: Rules,
    person: AccountRow,
    row: RegistrationRow | None,
    entry: Entry,
) -> RegistrationRow:
    """Return the row of an entry, not confirmed yet, with the seats that it wishes for."""
    if row is None:
        row = RegistrationRow(
            summit_id=shown.summit.id,
            account_id=person.id,
            reminded=WISHES,
            state=State.UNCONFIRMED,
        )
    row.state = State.UNCONFIRMED
    row.kind, row.answers = entry.kind, dict(entry.answers)
    _write(row, entry)
    row.registered_at, row.consented_at = shown.present, work.now
    row.confirmed_at = None
    row.held_until = shown.present + timedelta(minutes=asked.hold_minutes)
    work.session.add(row)
    seatings = seating.lock_of(work, shown, (WHOLE, *entry.sessions))
    for session in (WHOLE, *entry.sessions):
        if session in seatings:
            seating.give(work, shown, seatings[session], row)
    after = {"state": row.state.value, "kind": row.kind, "sessions": list(entry.sessions)}
    work.note(f"registration/{row.id}", after=after)
    return row


def _ask(work: Deed, shown: Shown, person: AccountRow, row: RegistrationRow) -> None:
    """Send somebody a link: to confirm their address, or to enter where that is done."""
    has_to = row.state is State.UNCONFIRMED or person.confirmed_at is None
    purpose = Purpose.CONFIRM if has_to else Purpose.ENTER
    path = account.link(work, person, purpose, f"/{shown.summit.code}/me")
    until = work.now + timedelta(hours=account.LINK_HOURS[purpose])
    occasion = Occasion.CONFIRM if purpose is Purpose.CONFIRM else Occasion.ENTER
    more = {"path": path, "until": notice.instant(until)}
    mail.post(work, notice.about_summit(occasion, shown, person, **more))


def _was_written(work: Deed, person: AccountRow) -> bool:
    """Whether somebody was sent a link just now."""
    query = select(LinkRow.id).where(
        LinkRow.account_id == person.id, LinkRow.created_at > work.now - AGAIN_AFTER
    )
    return work.session.scalar(query.limit(1)) is not None


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
        _write(row, corrected(correction, governments))
        # What it was is not kept: it was wrong, and it was theirs.
        work.note(f"registration/{row.id}", after={"corrected": True})
        return standing.told(row, code)


def cancel(actor: Actor, code: str, now: datetime, registration: int | None = None) -> bool:
    """Cancel one's own registration, or that with a number; return if that changed it.

    What it held is let go, and served to who waits.
    """
    verb = Verb.ATTEND if registration is None else Verb.EDIT
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
    with deed.begin(actor, Verb.EDIT, code, now) as work:
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
    with deed.begin(actor, Verb.EDIT, code, now) as work:
        shown = board.shown(work)
        person = account.locked(work, _account(work, shown, registration))
        row = standing.row_of(work, shown, person)
        if row is None or row.state is not State.PENDING:
            raise Invalid("This registration waits for nobody's approval.")
        standing.end(work, shown, person, row, State.REFUSED)


def listing(
    actor: Actor, code: str, *, states: Iterable[State] = (), kind: str = "", words: str = ""
) -> tuple[Listed, ...]:
    """Return registrations in the order in which they came, those that are asked for.

    `states` are all if there are none; `words` are looked for in the names, organizations and
    addresses.
    """
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        query = (
            select(RegistrationRow, AccountRow.address)
            .join(AccountRow, AccountRow.id == RegistrationRow.account_id)
            .where(RegistrationRow.summit_id == summit.id)
            .order_by(RegistrationRow.id)
        )
        if wanted := tuple(states):
            query = query.where(RegistrationRow.state.in_(wanted))
        if kind:
            query = query.where(RegistrationRow.kind == kind)
        if words:
            query = query.where(
                RegistrationRow.name.icontains(words, autoescape=True)
                | RegistrationRow.organization.icontains(words, autoescape=True)
                | AccountRow.address.icontains(words, autoescape=True)
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


def _write(row: RegistrationRow, said: Entry | Correction) -> None:
    row.name, row.organization = said.name, said.organization
    row.government, row.country = said.government, said.country
    row.languages = said.languages
