"""The outbox: a letter is written in the transaction of its cause, and sent afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select

from summit.core.letter import Letter
from summit.db.mail import MailRow
from summit.services.deed import Deed


def post(work: Deed, letter: Letter) -> None:
    """Put `letter` into the outbox, to be sent if the deed `work` succeeds.

    Where a letter was written already under the same `once`, nothing is done.
    """
    if letter.once is not None and _is_written(work, letter.once):
        return
    work.session.add(MailRow(**_values(letter, work.now)))


def post_all(work: Deed, letters: Iterable[Letter]) -> None:
    """Put many letters into the outbox at once, none of which can be written already."""
    if values := [_values(letter, work.now) for letter in letters]:
        work.session.execute(insert(MailRow), values)


def _values(letter: Letter, now: datetime) -> dict[str, Any]:
    to = letter.to
    return {
        "account_id": to.account,
        "summit": letter.summit,
        "occasion": letter.occasion,
        "address": to.address,
        "name": to.name,
        "language": to.language,
        "zone": to.zone,
        "data": dict(letter.data),
        "calendar": letter.calendar,
        "message_id": str(uuid4()),
        "once": letter.once,
        "created_at": now,
        "due_at": _due(letter, now),
        "attempts": 0,
        "error": "",
    }


def _is_written(work: Deed, once: str) -> bool:
    return work.session.scalar(select(MailRow.id).where(MailRow.once == once)) is not None


def _due(letter: Letter, now: datetime) -> datetime:
    return letter.due if letter.due and letter.due > now else now
