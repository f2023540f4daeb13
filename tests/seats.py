"""Participants of a summit with seats, for tests: made, confirmed and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from summit.core.registration import Entry, ParticipantKind, Rules
from summit.core.role import VISITOR, Actor, Verb, participant
from summit.core.seat import TAKES, SeatState
from summit.core.text import Text
from summit.db.account import AccountRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.programme import SessionRow
from summit.db.registration import RegistrationRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import account, deed, registration, release
from tests.conftest import ACTOR, NOW

CAC = "cac2020"
SESSION = "welfare"
RULES = Rules(
    kinds=(
        ParticipantKind("citizen", Text({"en": "Citizen"})),
        ParticipantKind("press", Text({"en": "Press"}), needs_approval=True),
    )
)
ENTRY = Entry(
    kind="citizen",
    name="Ada Example",
    address="ada@one.example",
    zone="Europe/London",
    languages=("en",),
    consent=True,
)


def opened(capacity: int | None = None, **seats: int | None) -> None:
    """Open registration, with a capacity of the summit and of sessions by their codes."""
    registration.set_rules(ACTOR, CAC, replace(RULES, capacity=capacity), NOW)
    seated(**seats)


def seated(given: Mapping[str, int | None] = MappingProxyType({}), **more: int | None) -> None:
    """Publish other capacities of sessions, by their codes."""
    seats = {**given, **more}
    for code, number in seats.items():
        row = db.session.scalars(select(SessionRow).where(SessionRow.code == code)).one()
        row.capacity = number
    db.session.commit()
    if seats:
        release.publish(ACTOR, CAC, "Seats", NOW)


def entry(number: int | str, **fields: Any) -> Entry:
    """Return what the n-th person sends."""
    own = {"name": f"Person {number}", "address": f"p{number}@one.example"}
    return replace(ENTRY, **own | fields)


def known(address: str) -> AccountRow | None:
    """Return the account with an address."""
    return db.session.scalar(select(AccountRow).where(AccountRow.key == address))


def clicked(address: str, now: datetime = NOW) -> Actor:
    """Use the link that was mailed to an address, and return who entered."""
    with deed.begin(ACTOR, Verb.ENTER, "", now) as work:
        row = account.found(work, address)
        assert row is not None
        registration.confirm_all(work, row)
        number = row.id
    return participant(number)


def joined(number: int | str, now: datetime = NOW, **fields: Any) -> Actor:
    """Register the n-th person, and confirm."""
    said = entry(number, **fields)
    registration.register(VISITOR, CAC, said, now)
    return clicked(said.address, now)


def crowd(count: int) -> list[Actor]:
    """Make people who are registered and confirmed, quickly."""
    with deed.begin(ACTOR, Verb.LOAD, CAC, NOW) as work:
        summit = work.summit()
        whole = work.session.scalars(select(SeatingRow).where(SeatingRow.session == "")).one()
        people = [
            AccountRow(
                key=f"c{n}@one.example",
                address=f"c{n}@one.example",
                name=f"Crowd {n}",
                zone="Asia/Seoul",
                language="en",
                epoch=0,
                created_at=NOW,
                confirmed_at=NOW,
            )
            for n in range(count)
        ]
        work.session.add_all(people)
        work.session.flush()
        rows = [
            RegistrationRow(
                summit_id=summit.id,
                account_id=one.id,
                state="confirmed",
                kind="citizen",
                name=one.name,
                organization="",
                government="",
                country="",
                languages=(),
                answers={},
                registered_at=NOW,
                confirmed_at=NOW,
                consented_at=NOW,
                reminded=(),
            )
            for one in people
        ]
        work.session.add_all(rows)
        work.session.flush()
        for row in rows:
            whole.tickets += 1
            whole.taken += 1
            work.session.add(
                SeatRow(
                    seating_id=whole.id,
                    registration_id=row.id,
                    state=SeatState.CONFIRMED,
                    ticket=whole.tickets,
                    asked_at=NOW,
                    changed_at=NOW,
                )
            )
        return [participant(one.id) for one in people]


def states(session: str = SESSION) -> list[tuple[int, str]]:
    """Return the tickets of a session with their states, in their order."""
    rows = db.session.execute(
        select(SeatRow.ticket, SeatRow.state)
        .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
        .where(SeatingRow.session == session)
        .order_by(SeatRow.ticket)
    )
    found = [(ticket, state.value) for ticket, state in rows]
    db.session.rollback()
    return found


def counted(session: str = SESSION) -> dict[str, int]:
    """Return how many seats of a session are in each state."""
    return dict(Counter(state for _, state in states(session)))


def check(session: str = SESSION) -> None:
    """Fail where a seat is given twice, or a ticket is missing or there twice."""
    row = db.session.scalars(select(SeatingRow).where(SeatingRow.session == session)).one()
    found = states(session)
    assert [ticket for ticket, _ in found] == list(range(1, row.tickets + 1))
    taking = sum(state in TAKES for _, state in found)
    assert taking == row.taken
    if row.capacity is not None:
        assert taking <= row.capacity
    db.session.rollback()


def letters(occasion: str = "", address: str = "") -> list[tuple[str, str]]:
    """Return the occasions and addresses of the outbox, in the order of writing."""
    rows = db.session.execute(select(MailRow.occasion, MailRow.address).order_by(MailRow.id))
    found = [(kind.value, to) for kind, to in rows]
    db.session.rollback()
    return [one for one in found if occasion in ("", one[0]) and address in ("", one[1])]
