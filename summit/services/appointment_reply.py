"""What calendars answer to invitations, by mail: read, matched, kept; it settles nothing.

Whoever knows the UID of a session, which every feed tells, can write such a mail in anybody's
name. So it moves no slot, and what comes from another address than the invited one counts for
nothing: both are shown to organizers, who may ask.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from summit.core.appointment import Answer, Appointment, Kind, Span, known
from summit.core.appointment_reply import LARGEST, MOST, Bounce, Reply, Verdict
from summit.core.errors import Invalid, Unavailable
from summit.core.role import Actor, Verb, allow
from summit.db.appointment import AppointmentMessageRow, AppointmentReplyRow, AppointmentRow
from summit.db.base import db, is_away, reading
from summit.db.mail import MailRow
from summit.db.programme import SummitRow
from summit.formats import appointment_reply
from summit.mail import mailbox
from summit.services import account, appointment, board, deed
from summit.services.appointment import Book
from summit.services.deed import Deed
from summit.settings import Settings

log = structlog.get_logger("summit")

_LOG = 100
"""Replies that are shown."""


class Outcome(StrEnum):
    """What became of a message of the mailbox.

    One that was KEPT is in the log of the organizers, if it was not already (AGAIN). RETURNED is
    a letter of ours that did not arrive. OTHER mail is no reply, UNKNOWN is to nothing that we
    sent, and a BROKEN one cannot be read.
    """

    KEPT = "kept"
    AGAIN = "again"
    RETURNED = "returned"
    OTHER = "other"
    UNKNOWN = "unknown"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Told:
    """An appointment as organizers look after it.

    `kind` and `appointment` are what was told last, `left` when that letter did, `error` why it
    has not or has come back. `answer` is the last one that counts; `is_current` where it is to
    the time that was told last.
    """

    id: int
    address: str
    name: str
    appointment: Appointment
    kind: Kind
    made: datetime
    left: datetime | None
    has_failed: bool
    error: str
    answer: Answer | None
    is_current: bool
    comment: str
    answered: datetime | None


@dataclass(frozen=True, slots=True)
class Came:
    """A reply as it came, and what it is worth."""

    verdict: Verdict
    session: str
    sender: str
    address: str
    answer: Answer | None
    comment: str
    proposed: Span | None
    received: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """All that was told to calendars and came back; `owed` is what they are to hear yet.

    `unasked` counts what could be asked besides: what no office has confirmed.
    """

    told: tuple[Told, ...]
    came: tuple[Came, ...]
    owed: int
    unasked: int


def desk(actor: Actor, code: str, now: datetime) -> Desk:
    """Return what the calendars of offices were told, and what they answered."""
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        release = board.newest(session, code)
        book = appointment.read(session, summit, release, now)
        owed = book.owed()
        return Desk(
            told=_told(session, book),
            came=_came(session, summit),
            owed=len(owed),
            unasked=len(book.owed(book.possible)) - len(owed),
        )


def answers(session: Session, summit: SummitRow) -> dict[tuple[str, str], Answer | None]:
    """Return what calendars answer to what they were asked, by government and session code.

    None is no answer to the present time. Where several of an office answer, a yes is the
    office's: one of them has it in the calendar.
    """
    order = (None, Answer.DECLINED, Answer.DELEGATED, Answer.TENTATIVE, Answer.ACCEPTED)
    found: dict[tuple[str, str], Answer | None] = {}
    for row, last in _last(session, summit):
        answer = row.answer if _is_current(row, last) else None
        for duty in last.said["duties"]:
            key = (duty["government"], row.session)
            found[key] = max(found.get(key), answer, key=order.index)
    return found


def _last(
    session: Session, summit: SummitRow
) -> Iterator[tuple[AppointmentRow, AppointmentMessageRow]]:
    """Yield the appointments that stand in a calendar, each with its last message."""
    rows = session.execute(
        select(AppointmentRow, AppointmentMessageRow)
        .join(AppointmentMessageRow, AppointmentMessageRow.appointment_id == AppointmentRow.id)
        .where(AppointmentRow.summit_id == summit.id)
        .order_by(AppointmentRow.id, AppointmentMessageRow.number)
    )
    last = {row.id: (row, message) for row, message in rows}
    return (one for one in last.values() if one[1].kind is not Kind.WITHDRAWN)


def _is_current(row: AppointmentRow, last: AppointmentMessageRow) -> bool:
    return row.answered_sequence is not None and row.answered_sequence >= last.time_sequence


def _told(session: Session, book: Book) -> tuple[Told, ...]:
    names = [one.letter for one in book.messages.values()]
    letters = {
        one.once: one for one in session.scalars(select(MailRow).where(MailRow.once.in_(names)))
    }
    found = []
    for key, last in book.messages.items():
        row, letter = book.rows[key], letters.get(last.letter)
        found.append(
            Told(
                id=row.id,
                address=row.address,
                name=row.name,
                appointment=known(last.said),
                kind=last.kind,
                made=last.made_at,
                left=letter.done_at if letter else last.made_at,
                has_failed=letter is not None and letter.failed_at is not None,
                error=letter.error if letter else "",
                answer=row.answer,
                is_current=_is_current(row, last),
                comment=row.comment,
                answered=row.answered_at,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.appointment.starts, one.address)))


def _came(session: Session, summit: SummitRow) -> tuple[Came, ...]:
    rows = session.execute(
        select(AppointmentReplyRow, AppointmentRow.address)
        .outerjoin(AppointmentRow, AppointmentRow.id == AppointmentReplyRow.appointment_id)
        .where(AppointmentReplyRow.summit_id == summit.id)
        .order_by(AppointmentReplyRow.id.desc())
        .limit(_LOG)
    )
    return tuple(
        Came(
            verdict=row.verdict,
            session=row.session,
            sender=row.sender,
            address=address or "",
            answer=row.answer,
            comment=row.comment,
            proposed=Span(row.proposed_starts, row.proposed_ends)
            if row.proposed_starts and row.proposed_ends
            else None,
            received=row.received_at,
        )
        for row, address in rows
    )


def fetch(actor: Actor, chosen: Settings, now: datetime) -> Counter[Outcome]:
    """Read what has come to the mailbox of the settings; raise `Away`."""
    found: Counter[Outcome] = Counter()

    def handle(octets: bytes) -> None:
        try:
            found[take(actor, octets, now)] += 1
        except Exception as error:
            if isinstance(error, Unavailable) or is_away(error):
                raise
            # Whatever is wrong with it, it must not keep the next ones from being read.
            db.session.rollback()
            log.error("calendar reply broken", error=type(error).__name__)
            found[Outcome.BROKEN] += 1

    mailbox.take(chosen.mailbox_url, LARGEST, handle)
    return found


def take(actor: Actor, octets: bytes, now: datetime) -> Outcome:
    """Keep what a message of mail says; twice is the same as once."""
    allow(actor, Verb.SEND, "")
    try:
        said = appointment_reply.read(octets)
    except Invalid as error:
        log.warning("calendar reply broken", error=str(error))
        return Outcome.BROKEN
    match said:
        case None:
            outcome = Outcome.OTHER
        case Bounce():
            outcome = _return(actor, said, now)
        case Reply():
            outcome = _keep(actor, said, now)
    log.info("calendar reply", outcome=outcome.value)
    return outcome


def _return(actor: Actor, bounce: Bounce, now: datetime) -> Outcome:
    """Note that a letter did not arrive: who reports it knows its Message-ID and its address."""
    with reading(db.engine) as session:
        letter = session.scalar(select(MailRow).where(MailRow.message_id == bounce.message_id))
    if letter is None or account.key(letter.address) != account.key(bounce.address):
        return Outcome.UNKNOWN
    with deed.begin(actor, Verb.SEND, letter.summit, now) as work:
        row = work.session.get_one(MailRow, letter.id, with_for_update=True)
        if row.done_at is None:
            return Outcome.AGAIN
        row.done_at, row.failed_at = None, now
        row.error = f"It did not arrive: {bounce.reason}"[:1000]
        work.note(f"mail/{row.id}", after={"returned": bounce.reason})
    return Outcome.RETURNED


def _keep(actor: Actor, reply: Reply, now: datetime) -> Outcome:
    code = _summit(reply.uid)
    if code is None:
        return Outcome.UNKNOWN
    with deed.begin(actor, Verb.SEND, code, now) as work:
        summit = work.summit()
        digest = _digest(summit.id, reply)
        known = select(AppointmentReplyRow.id).where(AppointmentReplyRow.digest == digest)
        if work.session.scalar(known) is not None:
            return Outcome.AGAIN
        invited = {
            row.key: row
            for row in work.session.scalars(
                select(AppointmentRow).where(
                    AppointmentRow.summit_id == summit.id, AppointmentRow.uid == reply.uid
                )
            )
        }
        sender = account.key(reply.sender)
        row = invited.get(account.key(reply.attendee)) or invited.get(sender)
        verdict = _judge(work, row, sender, reply, now)
        first = row or next(iter(invited.values()))
        if _count(work, first, verdict) < MOST:
            work.session.add(
                AppointmentReplyRow(
                    summit_id=summit.id,
                    appointment_id=row.id if row else None,
                    digest=digest,
                    verdict=verdict,
                    session=first.session,
                    sender=reply.sender,
                    answer=reply.answer,
                    comment=_comment(reply),
                    sequence=reply.sequence,
                    proposed_starts=reply.proposed.starts if reply.proposed else None,
                    proposed_ends=reply.proposed.ends if reply.proposed else None,
                    received_at=now,
                )
            )
    return Outcome.KEPT


def _summit(uid: str) -> str | None:
    """Return the code of the summit that has invited to the entry `uid`."""
    with reading(db.engine) as session:
        return session.scalar(
            select(SummitRow.code)
            .join(AppointmentRow, AppointmentRow.summit_id == SummitRow.id)
            .where(AppointmentRow.uid == uid)
            .order_by(AppointmentRow.id)
            .limit(1)
        )


def _judge(
    work: Deed, row: AppointmentRow | None, sender: str, reply: Reply, now: datetime
) -> Verdict:
    """Return what a reply is worth; one that counts becomes the answer of its appointment."""
    if row is None or row.key != sender:
        return Verdict.OTHER_SENDER
    if reply.is_counter:
        return Verdict.COUNTERED
    last = work.session.scalars(
        select(AppointmentMessageRow)
        .where(AppointmentMessageRow.appointment_id == row.id)
        .order_by(AppointmentMessageRow.number.desc())
        .limit(1)
    ).first()
    answer = reply.answer
    if last is None or answer is None or reply.sequence < last.time_sequence:
        return Verdict.EARLIER
    # A calendar whose clock is ahead must not have the last word for ever.
    reply = replace(
        reply,
        sequence=min(reply.sequence, last.sequence),
        stamp=min(reply.stamp or now, now),
    )
    if row.answered_stamp and row.answered_sequence is not None and reply.stamp:
        before = (row.answered_sequence, row.answered_stamp)
        if (reply.sequence, reply.stamp) < before:
            return Verdict.EARLIER
    row.answer, row.comment = answer, _comment(reply)
    row.answered_at, row.answered_sequence = now, reply.sequence
    row.answered_stamp = reply.stamp
    work.note(f"appointment/{row.session}/{row.id}", after={"answer": answer.value})
    return Verdict.COUNTED


def _count(work: Deed, row: AppointmentRow, verdict: Verdict) -> int:
    """Return how many replies are kept that are to be counted with one.

    Those of strangers count by session, all together: anybody can send as many as they like, and
    none of them is to take the place of one that the invited have sent.
    """
    is_strange = AppointmentReplyRow.verdict == Verdict.OTHER_SENDER
    which = (
        (AppointmentReplyRow.summit_id == row.summit_id, AppointmentReplyRow.session == row.session)
        if verdict is Verdict.OTHER_SENDER
        else (AppointmentReplyRow.appointment_id == row.id,)
    )
    query = select(func.count()).where(
        is_strange if verdict is Verdict.OTHER_SENDER else ~is_strange, *which
    )
    return work.session.scalar(query) or 0


def _comment(reply: Reply) -> str:
    """Return what was said besides, and who is to come instead."""
    return " → ".join(one for one in (reply.comment, ", ".join(reply.delegates)) if one)


def _digest(summit: int, reply: Reply) -> str:
    said = (
        summit,
        reply.uid,
        reply.attendee,
        reply.sender,
        reply.answer,
        reply.sequence,
        reply.stamp,
        reply.comment,
        reply.proposed,
        reply.delegates,
        reply.is_counter,
    )
    return sha256(repr(said).encode()).hexdigest()
