"""Telling participants of a release: one letter each, about what they picked or sit in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Subquery, delete, func, or_, select, union, update
from sqlalchemy.orm import Session

from summit.core.change import Change, Noun, Slot, What
from summit.core.letter import GRACE, Letter, Occasion
from summit.core.registration import State
from summit.core.release import Release
from summit.core.role import Actor, Verb
from summit.core.seat import OPEN
from summit.db.account import AccountRow
from summit.db.agenda import PickRow
from summit.db.audit import AuditRow
from summit.db.mail import MailRow
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import deed, mail, notice
from summit.services.board import Shown
from summit.services.deed import Deed

_AT_ONCE = 500
_KINDS = {
    What.REMOVED: "withdrawn",
    What.CANCELLED: "cancelled",
    What.ADDED: "restored",
    What.RESTORED: "restored",
    What.MOVED: "moved",
    What.LENGTH: "moved",
}
"""What participants are told of, the gravest first. What is added was theirs once before."""


_STOPPED = "letters stopped"
"""What the log says of letters that were taken back."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """What became of the letters about a release; `due` is when those that wait leave.

    `stopped` counts those that an organizer took back.
    """

    waiting: int
    sent: int
    failed: int
    due: datetime | None
    stopped: int


def tell(work: Deed, summit: SummitRow, release: Release) -> None:
    """Write to the participants whom a release that is being published concerns.

    Their letters wait for a while (`summit.core.letter.GRACE`), in which they can be stopped.
    """
    name, due = batch(summit.code, release.number), work.now + GRACE
    found = letters(work.session, summit, release)
    mail.post_all(work, (replace(one, batch=name, due=due) for one in found))


def batch(code: str, number: int) -> str:
    """Return the name of the letters about a release."""
    return f"release:{code}:{number}"


def letters(session: Session, summit: SummitRow, release: Release) -> tuple[Letter, ...]:
    """Return the letters about a release, one to each participant whom it concerns.

    Each tells all that changed for its reader, in the order of time. It takes one query,
    however many they are.
    """
    told = {one.code: about for one in release.changes if (about := _told(release, one))}
    if not told:
        return ()
    both = _chosen(tuple(told))
    rows = session.execute(
        select(AccountRow, both.c.session)
        .join(RegistrationRow, RegistrationRow.account_id == AccountRow.id)
        .join(both, both.c.registration_id == RegistrationRow.id)
        .where(RegistrationRow.summit_id == summit.id, RegistrationRow.state == State.CONFIRMED)
        .order_by(AccountRow.id)
    )
    concerned: dict[AccountRow, set[str]] = defaultdict(set)
    for person, code in rows:
        concerned[person].add(code)
    shown = Shown(summit, release.published, release)
    return tuple(
        _letter(shown, person, [about for code, about in told.items() if code in sessions])
        for person, sessions in concerned.items()
    )


def concerned(session: Session, summit: SummitRow, codes: Iterable[str]) -> Mapping[str, int]:
    """Return how many participants have picked each of some sessions, or a seat in it."""
    found: Counter[str] = Counter()
    rest = iter(codes)
    while some := tuple(islice(rest, _AT_ONCE)):
        both = _chosen(some)
        rows = session.execute(
            select(both.c.session, func.count())
            .join(RegistrationRow, RegistrationRow.id == both.c.registration_id)
            .where(RegistrationRow.summit_id == summit.id, RegistrationRow.state == State.CONFIRMED)
            .group_by(both.c.session)
        )
        found.update(dict(rows.all()))
    return found


def dispatch(actor: Actor, code: str, number: int) -> Dispatch:
    """Return what became of the letters about a release."""
    with deed.look(actor, Verb.CHECK, code) as (session, _summit):
        waits = MailRow.done_at.is_(None) & MailRow.failed_at.is_(None)
        row = session.execute(
            select(
                func.count().filter(waits),
                func.count(MailRow.done_at),
                func.count(MailRow.failed_at),
                func.max(MailRow.due_at).filter(waits),
            ).where(MailRow.batch == batch(code, number))
        ).one()
        lines = session.scalars(
            select(AuditRow.after).where(
                AuditRow.summit == code,
                AuditRow.verb == Verb.PUBLISH.value,
                AuditRow.thing == f"release/{number}",
            )
        )
        stopped = sum(line.get(_STOPPED, 0) for line in lines if isinstance(line, dict))
        return Dispatch(*row, stopped)


def stop(actor: Actor, code: str, number: int, now: datetime) -> int:
    """Take back the letters about a release that have not left; return how many.

    The release stays public. What is being handed over at this moment leaves.
    """
    with deed.begin(actor, Verb.PUBLISH, code, now) as work:
        done = work.session.execute(
            delete(MailRow)
            .where(*_waiting(code, number, now))
            .returning(MailRow.id)
            .execution_options(synchronize_session=False)
        )
        count = len(done.all())
        if count:
            work.note(f"release/{number}", after={_STOPPED: count})
        return count


def hasten(actor: Actor, code: str, number: int, now: datetime) -> int:
    """Let the letters about a release leave now; return how many waited."""
    with deed.begin(actor, Verb.PUBLISH, code, now) as work:
        done = work.session.execute(
            update(MailRow)
            .where(*_waiting(code, number, now), MailRow.due_at > now)
            .values(due_at=now)
            .returning(MailRow.id)
            .execution_options(synchronize_session=False)
        )
        count = len(done.all())
        if count:
            work.note(f"release/{number}", after={"letters sent at once": count})
        return count


def _waiting(code: str, number: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the condition of letters that wait and are in no worker's hands."""
    return (
        MailRow.batch == batch(code, number),
        MailRow.done_at.is_(None),
        MailRow.failed_at.is_(None),
        or_(MailRow.leased_until.is_(None), MailRow.leased_until < now),
    )


def _chosen(codes: tuple[str, ...]) -> Subquery:
    """Return the query of who has picked some sessions, or has or waits for a seat in them."""
    picked = select(PickRow.registration_id, PickRow.session).where(
        PickRow.session.in_(codes), PickRow.left_at.is_(None)
    )
    seated = (
        select(SeatRow.registration_id, SeatingRow.session)
        .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
        .where(SeatingRow.session.in_(codes), SeatRow.state.in_(tuple(OPEN)))
    )
    return union(picked, seated).subquery()


def _letter(shown: Shown, person: AccountRow, changes: list[dict[str, Any]]) -> Letter:
    once = f"changed:{shown.summit.code}:{shown.release.number}:{person.id}"
    path = f"/{shown.summit.code}/me"
    return notice.about_summit(Occasion.CHANGED, shown, person, once, changes=changes, path=path)


def _told(release: Release, change: Change) -> dict[str, Any] | None:
    """Return a change as letters tell it, or None for one that moves nobody."""
    kind = next((kind for what, kind in _KINDS.items() if what in change.what), None)
    slot = change.after or change.before
    if change.noun is not Noun.SESSION or kind is None:
        return None
    found = next((one for one in release.programme.sessions if one.code == change.code), None)
    if found is not None:
        session = notice.told(found)
    elif slot is not None:
        session = {"code": change.code, "title": dict(change.title), **_span(slot)}
    else:
        return None
    return {
        "session": session,
        "kind": kind,
        "before": _span(change.before) if change.before else None,
    }


def _span(slot: Slot) -> dict[str, str]:
    return {"starts": notice.instant(slot.starts), "ends": notice.instant(slot.ends)}
