"""Files that were sent in: kept between the look at what they would change and taking them.

They are kept in the database, where every process of the installation finds them, each for
its sender alone and not for long.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import undefer

from summit.core.errors import Invalid, NotFound
from summit.core.exchange import LARGEST_FILE
from summit.core.role import Actor, Verb
from summit.core.text import clean_line
from summit.db.upload import UploadRow
from summit.services import deed

KEPT = timedelta(hours=2)
"""For how long a file waits to be taken."""

_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent in."""

    id: int
    name: str
    octets: bytes


def keep(actor: Actor, code: str, name: str, octets: bytes, now: datetime) -> int:
    """Keep a file for the summit `code`, in place of the sender's last one; return its number.

    Raise `Invalid` for one that is empty or larger than can be taken.
    """
    if not octets:
        raise Invalid("This file is empty.", "file")
    if len(octets) > LARGEST_FILE:
        raise Invalid("This file is larger than %(size)s MB.", "file", size=LARGEST_FILE // 2**20)
    with deed.begin(actor, Verb.LOAD, code, now) as work:
        summit = work.summit()
        own = (UploadRow.summit_id == summit.id) & (UploadRow.actor == actor.name)
        work.session.execute(
            delete(UploadRow).where(or_(own, UploadRow.sent_at < now - KEPT)),
            execution_options={"synchronize_session": False},
        )
        row = UploadRow(
            id=_number(),
            summit_id=summit.id,
            actor=actor.name,
            name=clean_line(name)[:_LONGEST_NAME],
            octets=octets,
            sent_at=now,
        )
        work.session.add(row)
        work.session.flush()
        return row.id


def _number() -> int:
    """Return a number that no earlier file had: a page of that one must not take this one."""
    return secrets.randbelow(2**31 - 1) + 1


def read(actor: Actor, code: str, number: int, now: datetime) -> Upload:
    """Return a file that `actor` sent in; raise `NotFound` where it is not kept any more."""
    with deed.look(actor, Verb.LOAD, code) as (session, summit):
        row = session.get(UploadRow, number, options=[undefer(UploadRow.octets)])
        is_own = row and row.summit_id == summit.id and row.actor == actor.name
        if row is None or not is_own or row.sent_at < now - KEPT:
            raise NotFound("file", str(number))
        return Upload(row.id, row.name, row.octets)


def drop(actor: Actor, code: str, number: int, now: datetime) -> None:
    """Forget a file that `actor` sent in, if it is there."""
    with deed.begin(actor, Verb.LOAD, code, now) as work:
        work.session.execute(
            delete(UploadRow).where(UploadRow.id == number, UploadRow.actor == actor.name),
            execution_options={"synchronize_session": False},
        )
