"""The readiness board: how far each government is, and a letter to who has not answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from summit.core.appointment import Answer
from summit.core.contact import Contact
from summit.core.errors import Invalid, NotFound
from summit.core.letter import Letter, Occasion
from summit.core.office import slots
from summit.core.place import Government
from summit.core.readiness import Standings, standings
from summit.core.release import Release
from summit.core.reply import Reply
from summit.core.role import Actor, Verb
from summit.core.statement import Standing as Arrival
from summit.core.tech_check import Progress
from summit.db import snapshot
from summit.db.account import AccountRow
from summit.db.office import ContactRow, OfficeRow, ReplyRow
from summit.db.programme import SummitRow
from summit.services import (
    appointment_reply,
    board,
    contact,
    deed,
    embargo,
    mail,
    notice,
    reply,
    tech_check,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A government on the board. `is_released` says whether readers know of it yet."""

    government: Government
    contacts: tuple[Contact, ...]
    standings: Standings
    is_released: bool


def read(actor: Actor, code: str, now: datetime) -> tuple[Line, ...]:
    """Return the board of the summit `code`: its governments in the organizers' order."""
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        return _lines(session, summit, now)


def chase(actor: Actor, code: str, governments: frozenset[str], count: int, now: datetime) -> int:
    """Write to the contacts of those `governments` that have something to say still.

    Each contact gets one letter a day at most. Raise `Invalid` where the letters would not be
    `count` in number, as the page said; return how many were written.
    """
    with deed.begin(actor, Verb.GREET, code, now) as work:
        summit = work.summit()
        lines, day = _owing(work.session, summit, governments, now), now.date().isoformat()
        letters = [one for line in lines for one in _letters(work.session, summit, line, day)]
        if len(letters) != count:
            raise Invalid("Meanwhile the number of letters is another: look at it again.")
        for letter in letters:
            mail.post(work, letter)
        work.note(
            f"summit/{code}",
            after={"chased": [one.government.code for one in lines], "letters": count},
        )
        return len(letters)


def count(actor: Actor, code: str, governments: frozenset[str], now: datetime) -> int:
    """Return how many letters `chase` would write for these governments."""
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        lines = _owing(session, summit, governments, now)
        return sum(len(_letters(session, summit, line, "")) for line in lines)


def _lines(session: Session, summit: SummitRow, now: datetime) -> tuple[Line, ...]:
    try:
        release: Release | None = board.newest(session, summit.code)
    except NotFound:
        release = None
    contacts: dict[str, list[Contact]] = {}
    for row in session.scalars(
        select(ContactRow)
        .where(ContactRow.summit_id == summit.id, ContactRow.address != "")
        .order_by(ContactRow.id)
    ):
        contacts.setdefault(row.government, []).append(contact.told(row))
    replies: dict[str, dict[tuple[str, str], Reply]] = {}
    for said in session.scalars(select(ReplyRow).where(ReplyRow.summit_id == summit.id)):
        replies.setdefault(said.government, {})[said.session, said.person] = reply.told(said)
    zones: Mapping[str, str] = dict(
        session.execute(
            select(OfficeRow.government, OfficeRow.zone).where(
                OfficeRow.summit_id == summit.id, OfficeRow.zone_confirmed_at.is_not(None)
            )
        ).all()
    )
    calendars: dict[str, list[Answer | None]] = {}
    for (government, _), answer in appointment_reply.answers(session, summit).items():
        calendars.setdefault(government, []).append(answer)
    arrivals = embargo.standings(session, summit, now) if release else {}
    checks = tech_check.progresses(session, summit) if tech_check.exist(session, summit) else None
    released = {one.code for one in release.programme.governments} if release else set()
    found = []
    for one in snapshot.read(session, summit).governments:
        own = tuple(contacts.get(one.code, ()))
        is_released = release is not None and one.code in released
        held = slots(release.programme, one.code) if release and is_released else ()
        state = standings(
            one.code,
            held,
            own,
            replies.get(one.code, {}),
            is_zone_confirmed=zones.get(one.code) == one.zone,
            check=None if checks is None else checks.get(one.code, Progress.NONE),
            statement=arrivals.get(one.code, Arrival.FREE),
            calendar=calendars.get(one.code, ()),
        )
        found.append(Line(one, own, state, is_released))
    return tuple(found)


def _owing(
    session: Session, summit: SummitRow, governments: frozenset[str], now: datetime
) -> list[Line]:
    """Return the lines of those of some governments that owe an answer and can be asked for it."""
    return [
        one
        for one in _lines(session, summit, now)
        if one.government.code in governments and one.standings.can_be_asked
    ]


def _letters(session: Session, summit: SummitRow, line: Line, day: str) -> list[Letter]:
    """Return the letters that ask the contacts of a government for what is missing."""
    data = {
        "summit": {"title": dict(summit.title), "zone": summit.zone},
        "city": dict(line.government.name),
        "sessions": [notice.told(one.session) for one in line.standings.open],
        "path": f"/{summit.code}/office/{line.government.code}",
    }
    letters = []
    for one in line.contacts:
        person = session.get(AccountRow, one.account) if one.account else None
        if one.is_active and person is not None and person.disabled_at is None:
            once = f"chase/{summit.code}/{one.id}/{day}"
            to = notice.recipient(person)
            letters.append(Letter(Occasion.CHASED, to, summit.code, data, once=once))
    return letters
