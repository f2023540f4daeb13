"""The overview: how a summit stands this morning, as far as one's role is to know it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from summit.core import change, clash
from summit.core.errors import NotFound
from summit.core.need import Need, needs
from summit.core.registration import LIVE, State
from summit.core.release import Release, public
from summit.core.role import Actor, Verb, may
from summit.core.zone import local_date, zone
from summit.db import availability, snapshot
from summit.db.mail import MailRow
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow
from summit.db.role import InvitationRow
from summit.services import board, deed, queue
from summit.services.queue import Seating

DAYS = 30
"""Days of registrations that are told one by one."""
NEARLY = 0.9
"""The part of its seats from which on a session is close to full."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Registrations: by state, by country (those that live), by day of the host's calendar.

    `tight` are the seatings that are close to full, or waited for.
    """

    states: Mapping[State, int]
    countries: tuple[tuple[str, int], ...]
    days: tuple[tuple[date, int], ...]
    tight: tuple[Seating, ...]

    @property
    def pending(self) -> int:
        """How many wait for an organizer's approval."""
        return self.states.get(State.PENDING, 0)


@dataclass(frozen=True, slots=True)
class Post:
    """How many letters were put off, and how many given up."""

    late: int
    dead: int


@dataclass(frozen=True, slots=True)
class Invitations:
    """How many invitations to organize wait for an answer, and how many have run out."""

    open: int
    expired: int


@dataclass(frozen=True, slots=True)
class Overview:
    """How a summit stands. What one's role is not to know is None.

    `sessions` counts those of the working programme, `release` is the newest one, `changes`
    counts what readers would see otherwise, `levels` the breaches of rules by how grave they
    are, `blockers` those that keep it from being published.
    """

    sessions: int
    release: Release | None
    changes: int
    levels: Mapping[clash.Level, int]
    blockers: int
    needs: tuple[Need, ...]
    desk: Desk | None
    post: Post | None
    invitations: Invitations | None


def read(actor: Actor, code: str, now: datetime) -> Overview:
    """Return how the summit `code` stands when it really is `now`."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        working = snapshot.read(session, summit)
        try:
            release = board.newest(session, code)
        except NotFound:
            release = None
        before = release.programme if release else None
        found = clash.check(working, availability.read(session, summit))
        present = deed.present(summit, now)
        return Overview(
            sessions=len(working.sessions),
            release=release,
            changes=len(change.between(before, public(working))),
            levels=Counter(one.level for one in found),
            blockers=len(clash.blockers(found, before)),
            needs=needs(working),
            desk=_desk(session, summit, present) if may(actor, Verb.ADMIT, code) else None,
            post=_post(session, code) if may(actor, Verb.SEND, code) else None,
            invitations=(
                _invitations(session, summit, now) if may(actor, Verb.INVITE, code) else None
            ),
        )


def _desk(session: Session, summit: SummitRow, present: datetime) -> Desk:
    states = dict(
        session.execute(
            select(RegistrationRow.state, func.count())
            .where(RegistrationRow.summit_id == summit.id)
            .group_by(RegistrationRow.state)
        ).all()
    )
    countries = session.execute(
        select(RegistrationRow.country, func.count())
        .where(RegistrationRow.summit_id == summit.id, RegistrationRow.state.in_(tuple(LIVE)))
        .group_by(RegistrationRow.country)
        .order_by(func.count().desc(), RegistrationRow.country)
    ).all()
    where = zone(summit.zone)
    today = local_date(present, where)
    dates = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    moments = session.scalars(
        select(RegistrationRow.registered_at).where(
            RegistrationRow.summit_id == summit.id,
            RegistrationRow.registered_at >= present - timedelta(days=DAYS + 1),
        )
    )
    days = Counter(local_date(one, where) for one in moments)
    seatings = queue.counted(session, summit)
    return Desk(
        states=states,
        countries=tuple((country, count) for country, count in countries),
        days=tuple((one, days[one]) for one in dates),
        tight=tuple(one for one in seatings if one.waiting or _is_tight(one)),
    )


def _is_tight(one: Seating) -> bool:
    return bool(one.capacity) and one.taken >= NEARLY * (one.capacity or 0)


def _post(session: Session, code: str) -> Post:
    rows = session.execute(
        select(MailRow.failed_at.is_not(None), func.count())
        .where(MailRow.summit == code, MailRow.done_at.is_(None))
        .where(MailRow.failed_at.is_not(None) | (MailRow.attempts > 0))
        .group_by(MailRow.failed_at.is_not(None))
    )
    many = {bool(is_dead): count for is_dead, count in rows}
    return Post(late=many.get(False, 0), dead=many.get(True, 0))


def _invitations(session: Session, summit: SummitRow, now: datetime) -> Invitations:
    moments = session.scalars(
        select(InvitationRow.expires_at).where(
            InvitationRow.summit_id == summit.id,
            InvitationRow.accepted_at.is_(None),
            InvitationRow.withdrawn_at.is_(None),
        )
    ).all()
    expired = sum(one <= now for one in moments)
    return Invitations(len(moments) - expired, expired)
