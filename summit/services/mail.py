"""The outbox: a letter is written in the transaction of its cause, and sent afterwards.

A worker claims some letters for a while, and finishes each of them or puts it off. What a worker
that died has claimed is free again when that while is over, so none is lost; one whose sending was
cut may go out twice, with the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, delete, insert, or_, select, update
from sqlalchemy.orm import undefer

from summit.core.errors import Invalid, NotFound
from summit.core.letter import HELD, PATIENCE, Letter, Occasion, Recipient, wait
from summit.core.role import Actor, Verb, allow
from summit.db.base import db, reading
from summit.db.mail import MailRow
from summit.db.programme import SummitRow
from summit.services import deed
from summit.services.deed import Deed

LEASE = timedelta(seconds=60)
"""For how long a claimed letter belongs to one worker."""

SOON = timedelta(minutes=1)
"""After how long a letter is tried again, when nothing at all is taken."""

BATCH = 20
_LONGEST_ERROR = 1000
_LIST = 200


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that belongs, for a while, to the worker who claimed it as `lease`.

    `message_id` is the part before the @; `tries` counts this one too.
    """

    id: int
    letter: Letter
    message_id: str
    written: datetime
    tries: int
    lease: str


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter of the outbox and what became of it, for those who look after the mail.

    `body` is the message as it was sent, where it is kept.
    """

    id: int
    letter: Letter
    message_id: str
    written: datetime
    due: datetime
    tries: int
    error: str
    sent: datetime | None
    failed: datetime | None
    body: bytes | None = None


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


def hand_over(work: Deed, occasion: Occasion, address: str, account: int) -> None:
    """Give an account what was written to its address before there was one: it goes with it."""
    work.session.execute(
        update(MailRow)
        .where(
            MailRow.occasion == occasion,
            MailRow.account_id.is_(None),
            MailRow.address == address,
        )
        .values(account_id=account)
    )


def drop_unclaimed(work: Deed, occasion: Occasion, until: datetime) -> None:
    """Remove letters that were written by `until` to somebody who has never come."""
    work.session.execute(
        delete(MailRow).where(
            MailRow.occasion == occasion,
            MailRow.account_id.is_(None),
            MailRow.created_at <= until,
        ),
        execution_options={"synchronize_session": False},
    )


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
        "batch": letter.batch,
        "created_at": now,
        "due_at": _due(letter, now),
        "attempts": 0,
        "error": "",
    }


def claim(
    actor: Actor, now: datetime, limit: int = BATCH, *, held: bool = False
) -> tuple[Claimed, ...]:
    """Return up to `limit` letters that are due, which are the caller's for `LEASE`.

    What a rehearsal holds back is among them only if `held`: where no mail leaves the machine.
    """
    allow(actor, Verb.SEND, "")
    if not _is_due(now, held=held):
        return ()
    lease = str(uuid4())
    due = _open(now, held=held).limit(limit).with_for_update(skip_locked=True).cte("due")
    with deed.begin(actor, Verb.SEND, "", now) as work:
        rows = work.session.scalars(
            update(MailRow)
            .where(MailRow.id.in_(select(due.c.id)))
            .values(lease=lease, leased_until=now + LEASE, attempts=MailRow.attempts + 1)
            .returning(MailRow)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        claimed = sorted((_claimed(row) for row in rows), key=lambda one: one.id)
    return tuple(claimed)


def hold(actor: Actor, claimed: Iterable[Claimed], now: datetime) -> frozenset[int]:
    """Keep what was claimed for another `LEASE`; return the ids of what is the caller's still."""
    held: set[int] = set()
    with deed.begin(actor, Verb.SEND, "", now) as work:
        for one in claimed:
            if _set(work, one, leased_until=now + LEASE):
                held.add(one.id)
    return frozenset(held)


def finish(actor: Actor, claimed: Claimed, now: datetime, *, body: bytes | None = None) -> bool:
    """Note that a letter was sent; return whether it was the caller's still.

    The demonstration keeps its `body`. Without one the link in it is forgotten here too: it
    serves whoever reads it.
    """
    data: Any = claimed.letter.data
    if body is None:
        data = {name: value for name, value in data.items() if name != "path"}
    with deed.begin(actor, Verb.SEND, "", now) as work:
        return _set(work, claimed, done_at=now, error="", data=data, body=body, **_FREE)


def put_off(actor: Actor, claimed: Claimed, now: datetime, error: str) -> bool:
    """Note that a letter was not taken: try later, or give up after three days of tries."""
    pause = wait(claimed.tries)
    if pause is None:
        return give_up(actor, claimed, now, error)
    with deed.begin(actor, Verb.SEND, "", now) as work:
        return _set(work, claimed, due_at=now + pause, error=_cut(error), **_FREE)


def put_back(actor: Actor, claimed: Claimed, now: datetime, error: str) -> bool:
    """Note that a letter was not taken when none was: no blame to it, and soon another try.

    It makes way for others meanwhile. One that was written more than three days ago is put off
    as if it were to blame, so that there is an end.
    """
    if claimed.written < now - PATIENCE:
        return put_off(actor, claimed, now, error)
    again = {"attempts": claimed.tries - 1, "due_at": now + SOON}
    with deed.begin(actor, Verb.SEND, "", now) as work:
        return _set(work, claimed, error=_cut(error), **again, **_FREE)


def give_up(actor: Actor, claimed: Claimed, now: datetime, error: str) -> bool:
    """Note that a letter will not be taken: it is put with the dead ones."""
    with deed.begin(actor, Verb.SEND, "", now) as work:
        return _set(work, claimed, failed_at=now, error=_cut(error), **_FREE)


def release(actor: Actor, claimed: Iterable[Claimed], now: datetime, error: str = "") -> None:
    """Give back what was claimed and not tried.

    With `error` because nobody reaches the mail server: what waited too long is given up.
    """
    with deed.begin(actor, Verb.SEND, "", now) as work:
        for one in claimed:
            _set(work, one, attempts=one.tries - 1, error=_cut(error), **_FREE)
            if error:
                work.session.execute(
                    update(MailRow)
                    .where(MailRow.id == one.id, MailRow.lease.is_(None), MailRow.done_at.is_(None))
                    .where(MailRow.due_at < now - PATIENCE)
                    .values(failed_at=now)
                )


def resend(actor: Actor, number: int, now: datetime, code: str = "") -> None:
    """Send a dead letter as if it were new; raise `NotFound`, and `Invalid` for a living one.

    With a `code` it is one of that summit: whoever looks after its mail sees no other.
    """
    with deed.begin(actor, Verb.SEND, code, now) as work:
        row = work.session.get(MailRow, number, with_for_update=True)
        if row is None or (code and row.summit != code):
            raise NotFound("letter", str(number))
        if row.failed_at is None:
            raise Invalid("Letter %(number)s was not given up.", number=number)
        row.failed_at, row.attempts, row.due_at, row.error = None, 0, now, ""
        work.note(f"mail/{number}", after={"sent again": True})


@dataclass(frozen=True, slots=True)
class Trouble:
    """A letter that was given up (`failed`) or put off, without what it says."""

    id: int
    occasion: Occasion
    name: str
    address: str
    written: datetime
    due: datetime
    tries: int
    error: str
    failed: datetime | None


def troubles(actor: Actor, code: str) -> tuple[Trouble, ...]:
    """Return the letters of the summit `code` that were given up or put off, the last first.

    Nothing of what they say is among it: a link in them serves whoever reads it.
    """
    with deed.look(actor, Verb.SEND, code) as (session, _):
        rows = session.execute(
            select(
                MailRow.id,
                MailRow.occasion,
                MailRow.name,
                MailRow.address,
                MailRow.created_at,
                MailRow.due_at,
                MailRow.attempts,
                MailRow.error,
                MailRow.failed_at,
            )
            .where(MailRow.summit == code, MailRow.done_at.is_(None))
            .where(MailRow.failed_at.is_not(None) | (MailRow.attempts > 0))
            .order_by(MailRow.failed_at.is_(None), MailRow.id.desc())
            .limit(_LIST)
        )
        return tuple(Trouble(*row) for row in rows)


def dead(actor: Actor) -> tuple[Posted, ...]:
    """Return the letters that were given up, the last first."""
    allow(actor, Verb.SEND, "")
    return _list(MailRow.failed_at.is_not(None))


def waiting(actor: Actor) -> tuple[Posted, ...]:
    """Return the letters that are to be sent, the last written first."""
    allow(actor, Verb.SEND, "")
    return _list(MailRow.failed_at.is_(None) & MailRow.done_at.is_(None))


def outbox(actor: Actor) -> tuple[Posted, ...]:
    """Return the letters last written, the last first, whatever became of them."""
    allow(actor, Verb.SEND, "")
    return _list(MailRow.id.is_not(None))


def posted(actor: Actor, number: int) -> Posted:
    """Return a letter with its body; raise `NotFound`."""
    allow(actor, Verb.SEND, "")
    with reading(db.engine) as session:
        row = session.get(MailRow, number, options=[undefer(MailRow.body)])
        if row is None:
            raise NotFound("letter", str(number))
        return _posted(row, row.body)


_FREE: dict[str, Any] = {"lease": None, "leased_until": None}


def _set(work: Deed, claimed: Claimed, **values: Any) -> bool:
    """Change a letter if it is the caller's still."""
    done = work.session.execute(
        update(MailRow)
        .where(MailRow.id == claimed.id, MailRow.lease == claimed.lease)
        .where(MailRow.done_at.is_(None), MailRow.failed_at.is_(None))
        .values(**values)
        .returning(MailRow.id)
        .execution_options(synchronize_session=False)
    )
    return done.scalar() is not None


def _open(now: datetime, *, held: bool) -> Select[int]:
    """Return the query of what is due and nobody's, the longest due first."""
    query = (
        select(MailRow.id)
        .where(MailRow.done_at.is_(None), MailRow.failed_at.is_(None), MailRow.due_at <= now)
        .where(or_(MailRow.leased_until.is_(None), MailRow.leased_until < now))
        .order_by(MailRow.due_at, MailRow.id)
    )
    if held:
        return query
    rehearsing = select(SummitRow.code).where(SummitRow.rehearsal_moment.is_not(None))
    return query.where(or_(MailRow.occasion.not_in(tuple(HELD)), MailRow.summit.not_in(rehearsing)))


def _is_due(now: datetime, *, held: bool) -> bool:
    """Whether anything is due: asked often, so it waits for no writer."""
    with reading(db.engine) as session:
        return session.scalar(_open(now, held=held).limit(1)) is not None


def _list(which: ColumnElement[bool]) -> tuple[Posted, ...]:
    query = select(MailRow).where(which).order_by(MailRow.id.desc()).limit(_LIST)
    with reading(db.engine) as session:
        return tuple(_posted(row) for row in session.scalars(query))


def _letter(row: MailRow) -> Letter:
    return Letter(
        occasion=row.occasion,
        to=Recipient(row.account_id, row.address, row.name, row.language, row.zone),
        summit=row.summit,
        data=row.data,
        calendar=row.calendar,
        once=row.once,
        batch=row.batch,
    )


def _claimed(row: MailRow) -> Claimed:
    return Claimed(
        id=row.id,
        letter=_letter(row),
        message_id=row.message_id,
        written=row.created_at,
        tries=row.attempts,
        lease=row.lease or "",
    )


def _posted(row: MailRow, body: bytes | None = None) -> Posted:
    return Posted(
        id=row.id,
        letter=_letter(row),
        message_id=row.message_id,
        written=row.created_at,
        due=row.due_at,
        tries=row.attempts,
        error=row.error,
        sent=row.done_at,
        failed=row.failed_at,
        body=body,
    )


def _is_written(work: Deed, once: str) -> bool:
    return work.session.scalar(select(MailRow.id).where(MailRow.once == once)) is not None


def _due(letter: Letter, now: datetime) -> datetime:
    return letter.due if letter.due and letter.due > now else now


def _cut(words: str) -> str:
    return words[:_LONGEST_ERROR]
