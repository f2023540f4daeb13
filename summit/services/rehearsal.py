"""The rehearsal: the clock of one summit is set to another moment, and runs from there.

Meanwhile no letter leaves that the summit writes of itself (`summit.core.letter.HELD`); what
answers somebody's own act does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update

from summit.core.letter import HELD, REMINDERS, Occasion
from summit.core.role import Actor, Verb
from summit.core.zone import utc
from summit.db.mail import MailRow
from summit.db.programme import SummitRow
from summit.services import deed
from summit.services.deed import Deed


def start(actor: Actor, code: str, moment: datetime, now: datetime) -> str:
    """Set the clock of the summit `code` to `moment`, an instant; return the host's zone."""
    with deed.begin(actor, Verb.REHEARSE, code, now) as work:
        summit = work.summit()
        _forget_reminders(work, summit)
        summit.rehearsal_moment, summit.rehearsal_started = utc(moment), now
        work.announce()
        work.note(f"summit/{code}", after={"rehearsal": utc(moment).isoformat()})
        return summit.zone


def stop(actor: Actor, code: str, now: datetime) -> None:
    """Give the summit `code` the real time back.

    Reminders that its clock wrote meanwhile go with it; what else was held leaves now.
    """
    with deed.begin(actor, Verb.REHEARSE, code, now) as work:
        summit = work.summit()
        _forget_reminders(work, summit)
        work.session.execute(
            update(MailRow)
            .where(*_held(code), MailRow.due_at < now)
            .values(due_at=now)
            .execution_options(synchronize_session=False)
        )
        summit.rehearsal_moment = summit.rehearsal_started = None
        work.announce()
        work.note(f"summit/{code}", after={"rehearsal": None})


def held(actor: Actor, code: str) -> Mapping[Occasion, int]:
    """Return how many letters of each kind wait for the end of the rehearsal."""
    with deed.look(actor, Verb.REHEARSE, code) as (session, summit):
        if summit.rehearsal_started is None:
            return {}
        query = (
            select(MailRow.occasion, func.count())
            .where(*_held(code))
            .group_by(MailRow.occasion)
            .order_by(MailRow.occasion)
        )
        return dict(session.execute(query).all())


def _held(code: str) -> tuple[ColumnElement[bool], ...]:
    return (
        MailRow.summit == code,
        MailRow.occasion.in_(tuple(HELD)),
        MailRow.done_at.is_(None),
        MailRow.failed_at.is_(None),
    )


def _forget_reminders(work: Deed, summit: SummitRow) -> None:
    """Take back the reminders that a rehearsal which ends wrote, so that the true ones come."""
    if summit.rehearsal_started is None:
        return
    work.session.execute(
        delete(MailRow)
        .where(
            MailRow.summit == summit.code,
            MailRow.occasion.in_(tuple(REMINDERS)),
            MailRow.done_at.is_(None),
            MailRow.created_at >= summit.rehearsal_started,
        )
        .execution_options(synchronize_session=False)
    )
