"""The rehearsal: the clock of one summit is set to another moment, and runs from there."""

from __future__ import annotations

from datetime import datetime

from summit.core.role import Actor, Verb
from summit.core.zone import utc
from summit.services import deed


def start(actor: Actor, code: str, moment: datetime, now: datetime) -> str:
    """Set the clock of the summit `code` to `moment`, an instant; return the host's zone."""
    with deed.begin(actor, Verb.REHEARSE, code, now) as work:
        summit = work.summit()
        summit.rehearsal_moment, summit.rehearsal_started = utc(moment), now
        work.announce()
        work.note(f"summit/{code}", after={"rehearsal": utc(moment).isoformat()})
        return summit.zone


def stop(actor: Actor, code: str, now: datetime) -> None:
    """Give the summit `code` the real time back."""
    with deed.begin(actor, Verb.REHEARSE, code, now) as work:
        summit = work.summit()
        summit.rehearsal_moment = summit.rehearsal_started = None
        work.announce()
        work.note(f"summit/{code}", after={"rehearsal": None})
