"""Where a registration stands: given its state, and its seats theirs, while all is locked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from summit.core.letter import Occasion
from summit.core.registration import Correction, Entry, Registration, Rules, State, move
from summit.core.seat import SeatState
from summit.db.account import AccountRow
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow, RulesRow
from summit.formats import registration_rules
from summit.services import mail, notice, seating
from summit.services.board import Shown
from summit.services.deed import Deed
from summit.services.seating import WHOLE, Held


def rules_of(work: Deed, summit: SummitRow) -> Rules:
    """Return how one registers for a summit."""
    row = work.session.get(RulesRow, summit.id)
    return registration_rules.again(row.body) if row else Rules()


def row_of(work: Deed, shown: Shown, person: AccountRow) -> RegistrationRow | None:
    """Return the registration of somebody whose account is locked, or None."""
    return rows_of(work, shown, (person.id,)).get(person.id)


def rows_of(work: Deed, shown: Shown, accounts: Collection[int]) -> dict[int, RegistrationRow]:
    """Return the registrations of accounts that are locked, those that there are, by account."""
    if not accounts:
        return {}
    rows = work.session.scalars(
        select(RegistrationRow)
        .where(
            RegistrationRow.account_id.in_(accounts), RegistrationRow.summit_id == shown.summit.id
        )
        .execution_options(populate_existing=True)
    )
    return {row.account_id: row for row in rows}


def settle(
    work: Deed,
    shown: Shown,
    asked: Rules,
    person: AccountRow,
    row: RegistrationRow,
    *,
    is_approved: bool = False,
) -> None:
    """Give a registration whose address is confirmed its state, and its seats theirs."""
    kind = asked.kind(row.kind)
    waits_for = kind is not None and kind.needs_approval and not is_approved
    held = seating.held(work, [row.id])
    whole = next((one for one in held if one.seating.session == WHOLE), None)
    if whole is None and (place := seating.lock_of(work, shown, (WHOLE,)).get(WHOLE)):
        whole = Held(place, seating.give(work, shown, place, row))
    is_out = whole is not None and whole.seat.state is SeatState.WAITING
    state = State.PENDING if waits_for else State.WAITING if is_out else State.CONFIRMED
    before = row.state
    row.state, row.held_until = move(before, state), None
    if state is State.CONFIRMED:
        row.confirmed_at = shown.present
    work.note(
        f"registration/{row.id}", before={"state": before.value}, after={"state": state.value}
    )
    for one in {id(one.seat): one for one in (*held, *([whole] if whole else ()))}.values():
        if one.seat.state is not SeatState.HELD or waits_for:
            continue
        if is_out:
            seating.let_go(shown, one, SeatState.WAITING)
        else:
            seating.confirm(shown, one)
    if is_out and not waits_for:
        seating.promote(work, shown, [one.seating for one in held])
    _tell(work, shown, person, state, held, whole)


def tell_again(work: Deed, shown: Shown, person: AccountRow, row: RegistrationRow) -> None:
    """Write somebody whose address is known once more what they were written last."""
    held = seating.held(work, [row.id])
    whole = next((one for one in held if one.seating.session == WHOLE), None)
    _tell(work, shown, person, row.state, held, whole)


def _tell(
    work: Deed,
    shown: Shown,
    person: AccountRow,
    state: State,
    held: Collection[Held],
    whole: Held | None,
) -> None:
    """Write somebody that they are in, or what they wait for, and which seats they have."""
    work.session.flush()
    more: dict[str, Any] = {"path": f"/{shown.summit.code}/me"}
    if state is State.PENDING:
        mail.post(work, notice.about_summit(Occasion.PENDING, shown, person, **more))
        return
    if state is State.WAITING and whole is not None:
        more["place"] = seating.place(work, whole.seat)
    seats, queues = [], []
    for one in held:
        session = seating.session_of(shown, one.seating) if one.seating.session else None
        if session is None:
            continue
        if one.seat.state is SeatState.CONFIRMED:
            seats.append(notice.told(session))
        else:
            queues.append({"session": notice.told(session), "place": seating.place(work, one.seat)})
    mail.post(
        work,
        notice.about_summit(
            Occasion.REGISTERED, shown, person, sessions=seats, queues=queues, **more
        ),
    )


def end(
    work: Deed, shown: Shown, person: AccountRow | None, row: RegistrationRow, state: State
) -> None:
    """End a registration, let go what it holds, and write to `person` if there is one."""
    held = seating.held(work, [row.id])
    before = row.state
    row.state, row.held_until = move(before, state), None
    work.note(
        f"registration/{row.id}", before={"state": before.value}, after={"state": state.value}
    )
    for one in held:
        seating.let_go(shown, one, SeatState.GIVEN_BACK)
    if person is not None:
        occasion = Occasion.REFUSED if state is State.REFUSED else Occasion.CANCELLED
        mail.post(work, notice.about_summit(occasion, shown, person))
    seating.promote(work, shown, [one.seating for one in held])


def told(row: RegistrationRow, code: str) -> Registration:
    """Return the registration that a row holds."""
    return Registration(
        id=row.id,
        account=row.account_id,
        summit=code,
        state=row.state,
        kind=row.kind,
        name=row.name,
        organization=row.organization,
        government=row.government,
        country=row.country,
        languages=row.languages,
        answers=dict(row.answers),
        registered=row.registered_at,
        confirmed=row.confirmed_at,
        held_until=row.held_until,
        consented=row.consented_at,
    )


def write(row: RegistrationRow, said: Entry | Correction) -> None:
    """Write what somebody has said of themselves."""
    row.name, row.organization = said.name, said.organization
    row.government, row.country = said.government, said.country
    row.languages = said.languages
