"""Reviewers: private links by which somebody without an account reads the working programme."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select

from summit.clock import Rehearsal
from summit.core.errors import Invalid, NotFound
from summit.core.programme import Programme, Status, Stream, Visibility
from summit.core.role import VISITOR, Actor, Verb
from summit.core.text import clean_line
from summit.db import snapshot
from summit.db.base import db, reading
from summit.db.programme import SummitRow
from summit.db.review import ReviewRow
from summit.services import deed
from summit.services.deed import Deed

DAYS = (1, 3, 7, 14, 30)
"""For how many days a link can be good."""

SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when a link was last used."""

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Review:
    """A link for reviewers, as those who made it know it: its secret is told but once."""

    id: int
    name: str
    created: datetime
    expires: datetime
    seen: datetime | None
    revoked: datetime | None
    is_whole: bool

    def is_open(self, now: datetime) -> bool:
        """Whether it still shows the programme."""
        return self.revoked is None and now < self.expires


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reviewer reads, with no address of a stream in it; `name` is that of the link."""

    name: str
    expires: datetime
    programme: Programme
    rehearsal: Rehearsal | None


def make(
    actor: Actor, code: str, name: str, days: int, now: datetime, *, is_whole: bool = False
) -> str:
    """Make a link that is good for `days`, and return the secret in it, which nobody else has.

    `is_whole` shows sessions for organizers only, too. Raise `Invalid` for what it cannot be.
    """
    called = clean_line(name)[:_LONGEST_NAME]
    if not called:
        raise Invalid("Say who it is for.", "name")
    if days not in DAYS:
        raise Invalid("A link is good for some days.", "days")
    secret = secrets.token_urlsafe(32)
    with deed.begin(actor, Verb.PUBLISH, code, now) as work:
        row = ReviewRow(
            summit_id=work.summit().id,
            name=called,
            digest=_digest(secret),
            created_at=now,
            created_by=actor.name,
            expires_at=now + timedelta(days=days),
            is_whole=is_whole,
        )
        work.session.add(row)
        work.session.flush()
        work.note(f"review/{row.id}", after={"name": called, "days": days, "whole": is_whole})
    return secret


def revoke(actor: Actor, code: str, number: int, now: datetime) -> None:
    """Close a link at once; raise `NotFound`."""
    with deed.begin(actor, Verb.PUBLISH, code, now) as work:
        row = _row(work, number)
        if row.revoked_at is None:
            row.revoked_at = now
            work.note(f"review/{number}", after={"revoked": True})


def every(actor: Actor, code: str) -> tuple[Review, ...]:
    """Return the links of a summit, the newest first."""
    with deed.look(actor, Verb.PUBLISH, code) as (session, summit):
        rows = session.scalars(
            select(ReviewRow).where(ReviewRow.summit_id == summit.id).order_by(ReviewRow.id.desc())
        )
        return tuple(
            Review(
                row.id,
                row.name,
                row.created_at,
                row.expires_at,
                row.seen_at,
                row.revoked_at,
                row.is_whole,
            )
            for row in rows
        )


def use(secret: str, now: datetime) -> Reading:
    """Return what the link with `secret` shows, and note that it was used.

    Raise `NotFound` alike for a link that never was, was closed, or has expired.
    """
    with reading(db.engine) as session:
        found = session.execute(
            select(ReviewRow, SummitRow)
            .join(SummitRow, SummitRow.id == ReviewRow.summit_id)
            .where(ReviewRow.digest == _digest(secret))
            .where(ReviewRow.revoked_at.is_(None), ReviewRow.expires_at > now)
        ).first()
        if found is None:
            raise NotFound("review", "…")
        row, summit = found
        programme = _shown(snapshot.read(session, summit), is_whole=row.is_whole)
        code, number, seen = summit.code, row.id, row.seen_at
        moment, started = summit.rehearsal_moment, summit.rehearsal_started
        rehearsal = Rehearsal(moment, started) if moment and started else None
        result = Reading(row.name, row.expires_at, programme, rehearsal)
    if seen is None or now - seen >= SEEN_EVERY:
        with deed.begin(VISITOR, Verb.ENTER, code, now) as work:
            _row(work, number).seen_at = now
    return result


def _row(work: Deed, number: int) -> ReviewRow:
    row = work.session.scalar(
        select(ReviewRow)
        .join(SummitRow, SummitRow.id == ReviewRow.summit_id)
        .where(ReviewRow.id == number, SummitRow.code == work.code)
        .with_for_update(of=ReviewRow)
    )
    if row is None:
        raise NotFound("review", str(number))
    return row


def _shown(programme: Programme, *, is_whole: bool) -> Programme:
    """Return what reviewers see: all that has a slot, without the addresses of streams."""
    sessions = tuple(
        replace(
            one,
            streams=tuple(Stream(stream.language, stream.title) for stream in one.streams),
            stamp=None,
        )
        for one in programme.sessions
        if one.status in (Status.SCHEDULED, Status.CANCELLED)
        and (is_whole or one.visibility is Visibility.PUBLIC)
    )
    return replace(programme, sessions=sessions)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
