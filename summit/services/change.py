"""Telling participants of a release: one letter each, about what they picked or sit in."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select, union

from summit.core.change import Change, Noun, Slot, What
from summit.core.letter import Letter, Occasion
from summit.core.registration import State
from summit.core.release import Release
from summit.core.seat import OPEN
from summit.db.account import AccountRow
from summit.db.agenda import PickRow
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import mail, notice
from summit.services.board import Shown
from summit.services.deed import Deed

_KINDS = {
    What.REMOVED: "withdrawn",
    What.CANCELLED: "cancelled",
    What.ADDED: "restored",
    What.RESTORED: "restored",
    What.MOVED: "moved",
    What.LENGTH: "moved",
}
"""What participants are told of, the gravest first. What is added was theirs once before."""


def tell(work: Deed, summit: SummitRow, release: Release) -> None:
    """Write to the participants whom a release that is being published concerns.

    Each gets one letter, with all that changed for them, in the order of time. It takes one
    query and one insertion in bulk, however many they are.
    """
    told = {one.code: about for one in release.changes if (about := _told(release, one))}
    if not told:
        return
    codes = tuple(told)
    picked = select(PickRow.registration_id, PickRow.session).where(
        PickRow.session.in_(codes), PickRow.left_at.is_(None)
    )
    seated = (
        select(SeatRow.registration_id, SeatingRow.session)
        .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
        .where(SeatingRow.session.in_(codes), SeatRow.state.in_(tuple(OPEN)))
    )
    both = union(picked, seated).subquery()
    rows = work.session.execute(
        select(AccountRow, both.c.session)
        .join(RegistrationRow, RegistrationRow.account_id == AccountRow.id)
        .join(both, both.c.registration_id == RegistrationRow.id)
        .where(RegistrationRow.summit_id == summit.id, RegistrationRow.state == State.CONFIRMED)
    )
    concerned: dict[AccountRow, set[str]] = defaultdict(set)
    for person, session in rows:
        concerned[person].add(session)
    shown = Shown(summit, work.present(summit), release)
    letters = []
    for person, sessions in concerned.items():
        changes = [about for code, about in told.items() if code in sessions]
        letters.append(_letter(shown, person, changes))
    mail.post_all(work, letters)


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
