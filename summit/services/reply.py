"""Replies: an office says what becomes of a slot of its government."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from summit.core.errors import Invalid, NotFound
from summit.core.office import slots
from summit.core.reply import Reply, Standing
from summit.core.role import Actor, Verb
from summit.core.zone import utc
from summit.db.office import ReplyRow
from summit.services import board, deed

Key = tuple[str, str]
"""By what a slot of a government is known: the codes of session and principal, the latter or ""."""


def give(actor: Actor, code: str, government: str, key: Key, reply: Reply, now: datetime) -> None:
    """Keep what an office says to a slot, in place of what it said before.

    Raise `NotFound` where the newest release has no such slot, and `Invalid` where it starts
    at another time than the one that was replied to, or something is missing.
    """
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        release = board.newest(work.session, code)
        found = next((one for one in slots(release.programme, government) if one.key == key), None)
        if found is None or not found.is_held:
            raise NotFound("session", key[0])
        if not reply.holds(found.session.starts):
            raise Invalid("The session has moved meanwhile: look at its new time, and reply again.")
        _ensure_whole(reply)
        summit = work.summit()
        row = work.session.scalar(
            select(ReplyRow).where(
                ReplyRow.summit_id == summit.id,
                ReplyRow.government == government,
                ReplyRow.session == key[0],
                ReplyRow.person == key[1],
            )
        )
        before = _plain(row) if row else None
        if row is None:
            row = ReplyRow(
                summit_id=summit.id, government=government, session=key[0], person=key[1]
            )
            work.session.add(row)
        row.standing, row.starts, row.reason = reply.standing, reply.starts, reply.reason
        row.substitute, row.substitute_post = reply.substitute, reply.substitute_post
        row.hours = [[utc(one).isoformat(), utc(other).isoformat()] for one, other in reply.hours]
        row.language, row.mode, row.at, row.by = reply.language, reply.mode, now, actor.name
        work.note(
            "/".join(("reply", government, *filter(None, key))), before=before, after=_plain(row)
        )


def every(actor: Actor, code: str) -> Mapping[tuple[str, str, str], Reply]:
    """Return all replies to the summit `code`, by government, session and person."""
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        rows = session.scalars(select(ReplyRow).where(ReplyRow.summit_id == summit.id))
        return {(row.government, row.session, row.person): told(row) for row in rows}


def of(actor: Actor, code: str, government: str) -> Mapping[Key, Reply]:
    """Return what an office has said, by slot."""
    with deed.look(actor, Verb.ANSWER, code, office=government) as (session, summit):
        rows = session.scalars(
            select(ReplyRow).where(
                ReplyRow.summit_id == summit.id, ReplyRow.government == government
            )
        )
        return {(row.session, row.person): told(row) for row in rows}


def told(row: ReplyRow) -> Reply:
    """Return a reply as it is told."""
    return Reply(
        standing=row.standing,
        starts=row.starts,
        reason=row.reason,
        substitute=row.substitute,
        substitute_post=row.substitute_post,
        hours=tuple(
            (datetime.fromisoformat(one), datetime.fromisoformat(other)) for one, other in row.hours
        ),
        language=row.language,
        mode=row.mode,
        at=row.at,
        by=row.by,
    )


def _ensure_whole(reply: Reply) -> None:
    match reply.standing:
        case Standing.OPEN:
            raise Invalid("Choose what becomes of the slot.", "standing")
        case Standing.DECLINED if not reply.reason:
            raise Invalid("Say why, in a few words: the organizers will be asked.", "reason")
        case Standing.SUBSTITUTED if not reply.substitute:
            raise Invalid("Say who comes instead.", "substitute")
        case Standing.ANOTHER_TIME if not reply.hours:
            raise Invalid("Say which hours would do.", "hours")
    if any(one >= other for one, other in reply.hours):
        raise Invalid("These hours end before they begin.", "hours")


def _plain(row: ReplyRow) -> dict[str, Any]:
    """Return a reply as the audit log keeps it."""
    return {
        "standing": row.standing.value,
        "starts": utc(row.starts).isoformat(),
        "reason": row.reason,
        "substitute": row.substitute,
        "substitute_post": row.substitute_post,
        "hours": row.hours,
        "language": row.language,
        "mode": row.mode.value if row.mode else None,
    }
