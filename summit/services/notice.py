"""Letters about registrations and seats, and the plain JSON that their words need."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from summit.core.letter import Letter, Occasion, Recipient
from summit.core.programme import Session
from summit.db.account import AccountRow
from summit.db.programme import SummitRow
from summit.language import DEFAULT, NAMES
from summit.services.board import Shown


def recipient(account: AccountRow) -> Recipient:
    """Return whom a letter is written to.

    Nobody is called by a name that a stranger may have typed: it counts once the address is
    confirmed.
    """
    name = account.name if account.confirmed_at else ""
    return Recipient(account.id, account.address, name, account.language, account.zone)


def about_summit(
    occasion: Occasion, shown: Shown, account: AccountRow, once: str | None = None, **more: Any
) -> Letter:
    """Return a letter about the summit itself; `more` is what its words need besides."""
    summit = shown.release.summit
    data = {"summit": {"title": dict(summit.title), "zone": summit.zone}, **more}
    return Letter(occasion, recipient(account), summit.code, data, once=once)


def about_seat(
    occasion: Occasion, shown: Shown, account: AccountRow, session: Session, **more: Any
) -> Letter:
    """Return a letter about somebody's seat in a session; its path is that of their agenda."""
    path = f"/{shown.release.summit.code}/me/sessions/{session.code}"
    return about_summit(occasion, shown, account, session=told(session), path=path, **more)


def language(summit: SummitRow) -> str:
    """Return the first language of a summit that letters are written in."""
    return next((one for one in summit.languages if one in NAMES), DEFAULT)


def told(session: Session) -> dict[str, Any]:
    """Return a session as letters tell it."""
    return {
        "code": session.code,
        "title": dict(session.title),
        "starts": instant(session.starts),
        "ends": instant(session.ends),
    }


def instant(moment: datetime) -> str:
    """Return an instant as letters carry it: ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat()
