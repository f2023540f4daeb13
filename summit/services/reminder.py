"""Reminders: who is told what comes tomorrow, or soon, by the clock of their summit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import select, union
from sqlalchemy.orm import Session as Rows

from summit.core.errors import NotFound
from summit.core.letter import Letter, Occasion, Recipient
from summit.core.programme import Session, Status
from summit.core.registration import State
from summit.core.release import Release
from summit.core.reminder import QUIET, Reminder, Wish, reminders
from summit.core.role import Actor, Verb, operator
from summit.core.seat import SeatState
from summit.core.text import Text
from summit.core.zone import zone
from summit.db import release as table
from summit.db.account import AccountRow
from summit.db.agenda import PickRow
from summit.db.base import db, reading
from summit.db.mail import MailRow
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow
from summit.db.release import Newest
from summit.db.seat import SeatingRow, SeatRow
from summit.formats import release_json
from summit.services import deed, mail
from summit.services.deed import Deed

CLERK = operator("reminders")
HORIZON = timedelta(hours=48)
"""How far ahead of the summit's clock a session can be that is told now: the evening before."""

_AT_ONCE = 100
_OCCASIONS = {Wish.TOMORROW: Occasion.TOMORROW, Wish.SOON: Occasion.SOON}


def remind(now: datetime) -> None:
    """Write all reminders that are due and were not written yet; `now` is the real time."""
    with reading(db.engine) as rows:
        summits = table.newest(rows)
    for summit in summits:
        with reading(db.engine) as rows:
            due = _due(rows, summit, now)
        rest = iter(due)
        while some := tuple(islice(rest, _AT_ONCE)):
            _post(summit.code, some, now)


def stop(actor: Actor, account: int, code: str, wish: Wish, now: datetime) -> None:
    """Remind an account of nothing of this kind any more at the summit `code`.

    Raise `NotFound` where it has no registration there.
    """
    with deed.begin(actor, Verb.KEEP, code, now, owner=account) as work:
        row = _row(work, account)
        _write(work, row, tuple(one for one in row.reminded if one != wish))


def hush(actor: Actor, account: int, code: str, now: datetime) -> None:
    """Write an account no more of what organizers of the summit `code` write to many.

    Raise `NotFound` as above. What concerns the account itself is written still.
    """
    with deed.begin(actor, Verb.KEEP, code, now, owner=account) as work:
        row = _row(work, account)
        _write(work, row, (*(one for one in row.reminded if one != QUIET), QUIET))


def choose(
    actor: Actor,
    code: str,
    wishes: Collection[Wish],
    now: datetime,
    *,
    is_quiet: bool | None = None,
) -> None:
    """Remind `actor` of these kinds, and of no others; raise `NotFound` as above.

    `is_quiet` where they want no mail to many, None where that stays as it is.
    """
    with deed.begin(actor, Verb.KEEP, code, now, owner=actor.account) as work:
        row = _row(work, actor.account)
        quiet = QUIET in row.reminded if is_quiet is None else is_quiet
        _write(work, row, (*(one for one in Wish if one in wishes), *([QUIET] if quiet else [])))


def is_quiet(actor: Actor, code: str) -> bool:
    """Whether `actor` wants no mail to many of the summit `code`."""
    with deed.look(actor, Verb.SEE, code, owner=actor.account) as (session, summit):
        found = session.scalar(
            select(RegistrationRow.reminded).where(
                RegistrationRow.account_id == actor.account,
                RegistrationRow.summit_id == summit.id,
            )
        )
        return QUIET in (found or ())


def wishes(actor: Actor, code: str) -> tuple[Wish, ...]:
    """Return what `actor` is reminded of at the summit `code`; nothing where not registered."""
    with deed.look(actor, Verb.SEE, code, owner=actor.account) as (session, summit):
        found = session.scalar(
            select(RegistrationRow.reminded).where(
                RegistrationRow.account_id == actor.account,
                RegistrationRow.summit_id == summit.id,
            )
        )
        return tuple(one for one in Wish if one in (found or ()))


def _row(work: Deed, account: int | None) -> RegistrationRow:
    row = work.session.scalar(
        select(RegistrationRow)
        .where(RegistrationRow.account_id == account)
        .where(RegistrationRow.summit_id == work.summit().id)
        .with_for_update()
    )
    if row is None:
        raise NotFound("registration", work.code)
    return row


def _write(work: Deed, row: RegistrationRow, after: tuple[str, ...]) -> None:
    before = row.reminded
    if before != after:
        row.reminded = after
        work.note(f"registration/{row.id}", before=list(before), after=list(after))


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody with a confirmed registration, and what they wish to be reminded of."""

    registration: int
    to: Recipient
    wishes: tuple[str, ...]


def _post(code: str, letters: Iterable[Letter], now: datetime) -> None:
    with deed.begin(CLERK, Verb.SEND, code, now) as work:
        work.summit()  # two workers write by turns, so that each sees what the other wrote
        for letter in letters:
            mail.post(work, letter)


def _due(rows: Rows, summit: Newest, now: datetime) -> list[Letter]:
    """Return the letters that are due at a summit and were not written yet."""
    present = summit.rehearsal.at(now) if summit.rehearsal else now
    body = table.body(rows, summit.code, summit.number)
    release = _read(body) if body else None
    if release is None:
        return []
    ahead = {
        one.code: one
        for one in release.sessions
        if one.status is Status.SCHEDULED and present < one.starts <= present + HORIZON
    }
    if not ahead:
        return []
    chosen = _chosen(rows, summit.code, tuple(ahead))
    people = _people(rows, summit.code, tuple(chosen))
    found = {}
    for person in people:
        theirs = [ahead[code] for code in sorted(chosen[person.registration])]
        for one in reminders(theirs, person.wishes, zone(person.to.zone)):
            if one.is_due(present):
                letter = _letter(release, person, one)
                found[letter.once] = letter
    written = _written(rows, [once for once in found if once])
    return [letter for once, letter in found.items() if once not in written]


@lru_cache(maxsize=4)
def _read(body: bytes) -> Release:
    return release_json.read(body)


def _chosen(rows: Rows, code: str, sessions: tuple[str, ...]) -> Mapping[int, set[str]]:
    """Return which of some sessions each registration has picked or has a seat in."""
    picked = (
        select(PickRow.registration_id, PickRow.session)
        .join(RegistrationRow, RegistrationRow.id == PickRow.registration_id)
        .join(SummitRow, SummitRow.id == RegistrationRow.summit_id)
        .where(SummitRow.code == code, PickRow.left_at.is_(None), PickRow.session.in_(sessions))
    )
    seated = (
        select(SeatRow.registration_id, SeatingRow.session)
        .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
        .join(SummitRow, SummitRow.id == SeatingRow.summit_id)
        .where(SummitRow.code == code, SeatRow.state == SeatState.CONFIRMED)
        .where(SeatingRow.session.in_(sessions))
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for registration, session in rows.execute(union(picked, seated)):
        found[registration].add(session)
    return found


def _people(rows: Rows, code: str, registrations: tuple[int, ...]) -> Iterable[_Person]:
    query = (
        select(RegistrationRow, AccountRow)
        .join(AccountRow, AccountRow.id == RegistrationRow.account_id)
        .join(SummitRow, SummitRow.id == RegistrationRow.summit_id)
        .where(SummitRow.code == code, RegistrationRow.state == State.CONFIRMED)
        .where(AccountRow.disabled_at.is_(None))
        .order_by(RegistrationRow.id)
    )
    wanted = set(registrations)
    for registration, account in rows.execute(query):
        if registration.id in wanted and registration.reminded:
            to = Recipient(
                account.id,
                account.address,
                registration.name,
                account.language,
                account.zone,
            )
            yield _Person(registration.id, to, registration.reminded)


def _written(rows: Rows, once: list[str]) -> set[str]:
    """Return which of these letters were written already."""
    found: set[str] = set()
    rest = iter(once)
    while some := tuple(islice(rest, _AT_ONCE)):
        query = select(MailRow.once).where(MailRow.once.in_(some))
        found.update(one for one in rows.scalars(query) if one)
    return found


def _letter(release: Release, person: _Person, one: Reminder) -> Letter:
    code = release.summit.code
    sessions = [_told(session) for session in one.sessions]
    data: dict[str, Any] = {
        "summit": {"title": _wordings(release.summit.title), "zone": release.summit.zone}
    }
    if one.wish is Wish.SOON:
        data["session"] = sessions[0]
        data["path"] = f"/{code}/sessions/{sessions[0]['code']}"
    else:
        data["sessions"] = sessions
        data["path"] = f"/{code}/me"
    return Letter(
        occasion=_OCCASIONS[one.wish],
        to=person.to,
        summit=code,
        data=data,
        once=f"reminder/{person.registration}/{one.key}",
    )


def _told(session: Session) -> dict[str, Any]:
    return {
        "code": session.code,
        "title": _wordings(session.title),
        "starts": session.starts.isoformat(),
        "ends": session.ends.isoformat(),
    }


def _wordings(text: Text) -> dict[str, str]:
    return dict(text)
