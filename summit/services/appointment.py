"""Appointments: what stands in the calendars of offices follows what is published and answered.

Whoever publishes, answers for a slot, or lets somebody into an office or out of it, calls `follow`
in the same transaction, which writes the messages that are owed. What was written and has not
left yet is taken back first: a calendar hears once of what changed twice, and nothing of what was
undone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from summit.core import appointment as core
from summit.core.appointment import Appointment, Duty, Key, Kind, Sent, Share, Span, Step
from summit.core.errors import Invalid, NotFound
from summit.core.letter import Letter, Occasion, Recipient
from summit.core.office import Slot, slots
from summit.core.programme import Status
from summit.core.release import Release
from summit.core.reply import Standing
from summit.core.role import Actor, Verb
from summit.core.text import NOTHING, Text
from summit.db.account import AccountRow
from summit.db.appointment import AppointmentMessageRow, AppointmentRow
from summit.db.mail import MailRow
from summit.db.office import ContactRow, ReplyRow
from summit.db.programme import SummitRow
from summit.services import board, deed, mail, notice, run
from summit.services.deed import Deed, present

_OCCASIONS = {
    Kind.NEW: Occasion.APPOINTMENT_NEW,
    Kind.CHANGED: Occasion.APPOINTMENT_CHANGED,
    Kind.WITHDRAWN: Occasion.APPOINTMENT_WITHDRAWN,
}
_SURE = (Standing.CONFIRMED, Standing.SUBSTITUTED)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody in offices: one address, whatever governments it answers for."""

    address: str
    name: str
    account: int | None
    language: str
    governments: frozenset[str]


@dataclass(frozen=True, slots=True)
class Book:
    """All that decides what calendars are owed: who they are, what they hold and should hold."""

    mailboxes: Mapping[str, Mailbox]
    rows: Mapping[Key, AppointmentRow]
    messages: Mapping[Key, AppointmentMessageRow]
    sessions: tuple[tuple[Appointment, tuple[Share, ...]], ...]
    floor: Mapping[str, int]
    present: datetime

    @property
    def reach(self) -> dict[str, frozenset[str]]:
        """The governments that each mailbox answers for."""
        return {key: one.governments for key, one in self.mailboxes.items()}

    @property
    def possible(self) -> frozenset[Key]:
        """All that could be asked of anybody."""
        return frozenset(
            (key, session.uid)
            for key, one in self.mailboxes.items()
            for session, shares in self.sessions
            if any(share.duty.government in one.governments for share in shares)
        )

    def owed(self, asked: Collection[Key] = ()) -> tuple[Step, ...]:
        """Return the messages that are owed when those `asked` are asked too."""
        sent = {
            key: Sent(
                core.Method.CANCEL if one.kind is Kind.WITHDRAWN else core.Method.REQUEST,
                one.sequence,
                core.known(one.said),
            )
            for key, one in self.messages.items()
        }
        wanted = core.wanted(self.sessions, self.reach, {*self.rows, *asked})
        return core.owed(wanted, sent, self.floor, self.present)


def follow(
    work: Deed,
    summit: SummitRow,
    release: Release,
    *,
    governments: Collection[str] | None = None,
    asked: Collection[Key] = (),
    due: datetime | None = None,
    batch: str | None = None,
) -> int:
    """Write the messages that calendars are owed since `release`; return how many.

    `governments` are those whom the cause concerns, all if None. `asked` are to be told even
    of what no office has confirmed. The letters leave at `due`, and are part of a `batch`.
    """
    session = work.session
    book = read(session, summit, release, work.now, governments)
    first = book.owed(asked)
    if not first:
        return 0
    if _take_back(work, [book.messages[one.key] for one in first if one.key in book.messages]):
        session.flush()
        book = read(session, summit, release, work.now, governments)
    steps = book.owed(asked)
    letters = [_write(work, summit, book, step) for step in steps]
    mail.post_all(work, (replace(one, batch=batch, due=due) for one in letters))
    work.note_all(
        {
            f"appointment/{step.appointment.session}/{(one.once or '').split(':')[1]}": {
                "told": step.kind.value,
                "sequence": step.sequence,
            }
            for one, step in zip(letters, steps, strict=True)
        }
    )
    return len(letters)


def send(actor: Actor, code: str, now: datetime, *, government: str = "", session: str = "") -> int:
    """Ask the calendars of offices, also of what is not confirmed yet; return how many are told.

    It is about all that is published, or what one `government` has in it, or one `session`
    (codes). What they know already is not told again. Raise `NotFound` before the first release.
    """
    with deed.begin(actor, Verb.GREET, code, now) as work:
        summit = work.summit()
        release = board.newest(work.session, code)
        among = (government,) if government else None
        book = read(work.session, summit, release, now, among)
        chosen = {one.uid for one, _ in book.sessions if session in ("", one.session)}
        asked = frozenset(key for key in book.possible if key[1] in chosen)
        return follow(work, summit, release, governments=among, asked=asked)


def resend(actor: Actor, code: str, number: int, now: datetime) -> None:
    """Send once more what a calendar was told last; raise `NotFound`, and `Invalid` too early."""
    with deed.begin(actor, Verb.GREET, code, now) as work:
        summit = work.summit()
        book = read(work.session, summit, board.newest(work.session, code), now)
        key = next((key for key, row in book.rows.items() if row.id == number), None)
        if key is None or key not in book.messages:
            raise NotFound("invitation", str(number))
        row, last = book.rows[key], book.messages[key]
        waits = select(MailRow.id).where(
            MailRow.once == last.letter, MailRow.done_at.is_(None), MailRow.failed_at.is_(None)
        )
        if work.session.scalar(waits) is not None:
            raise Invalid("It has not left yet.")
        one = core.known(last.said)
        step = Step(key, last.kind, last.sequence, one, one)
        mail.post_all(work, (_write(work, summit, book, step),))
        work.note(f"appointment/{row.session}/{row.id}", after={"sent again": last.kind.value})


def follow_office(work: Deed, summit: SummitRow, government: str) -> int:
    """Write what the calendars of one office are owed, where something is published."""
    try:
        release = board.newest(work.session, summit.code)
    except NotFound:
        return 0
    work.session.flush()
    return follow(work, summit, release, governments=(government,))


def leave(work: Deed, key: str) -> None:
    """Take all out of the calendar of a mailbox that is no contact's any more, and forget it."""
    session = work.session
    found = session.execute(
        select(SummitRow, AppointmentMessageRow)
        .join(AppointmentRow, AppointmentRow.summit_id == SummitRow.id)
        .join(AppointmentMessageRow, AppointmentMessageRow.appointment_id == AppointmentRow.id)
        .where(AppointmentRow.key == key)
    ).all()
    for summit in {row.id: row for row, _ in found}.values():
        cities = {city for row, one in found if row is summit for city in _governments(one)}
        release = board.newest(session, summit.code)
        follow(replace(work, code=summit.code), summit, release, governments=cities)
    session.execute(delete(AppointmentRow).where(AppointmentRow.key == key))


def forget(work: Deed, names: Iterable[str | None]) -> None:
    """Forget messages whose letters were taken back before they left, by the names of these."""
    found = [one for one in names if one and one.startswith(_PREFIX)]
    if found:
        work.session.execute(
            delete(AppointmentMessageRow).where(AppointmentMessageRow.letter.in_(found))
        )


def read(
    session: Session,
    summit: SummitRow,
    release: Release,
    now: datetime,
    governments: Collection[str] | None = None,
) -> Book:
    """Return all that decides what calendars are owed, of some governments or of all."""
    contacts = session.execute(
        select(ContactRow, AccountRow)
        .outerjoin(AccountRow, AccountRow.id == ContactRow.account_id)
        .where(ContactRow.summit_id == summit.id)
        .order_by(ContactRow.id)
    ).all()
    keys = {one.key for one, _ in contacts if _concerns({one.government}, governments)}
    rows = session.execute(
        select(AppointmentRow, AppointmentMessageRow)
        .outerjoin(AppointmentMessageRow, AppointmentMessageRow.appointment_id == AppointmentRow.id)
        .where(AppointmentRow.summit_id == summit.id)
        .order_by(AppointmentRow.id, AppointmentMessageRow.number)
    ).all()
    keys |= {row.key for row, last in rows if last and _concerns(_governments(last), governments)}
    held = [(row, last) for row, last in rows if row.key in keys]
    mailboxes = _mailboxes([(row, account) for row, account in contacts if row.key in keys], summit)
    cities = frozenset(city for one in mailboxes.values() for city in one.governments)
    return Book(
        mailboxes=mailboxes,
        rows={(row.key, row.uid): row for row, _ in held},
        messages={(row.key, row.uid): last for row, last in held if last is not None},
        sessions=_sessions(session, summit, release, cities),
        floor={one.stamp.uid: one.stamp.sequence for one in release.sessions if one.stamp},
        present=present(summit, now),
    )


def _concerns(some: Collection[str], governments: Collection[str] | None) -> bool:
    return governments is None or not set(some).isdisjoint(governments)


def _governments(message: AppointmentMessageRow) -> frozenset[str]:
    return frozenset(one["government"] for one in message.said["duties"])


def _mailboxes(
    contacts: list[tuple[ContactRow, AccountRow | None]], summit: SummitRow
) -> dict[str, Mailbox]:
    """Return the mailboxes of contacts who may enter.

    Nobody is called by a name before they came: somebody else may have typed it.
    """
    found: dict[str, Mailbox] = {}
    for row, account in contacts:
        if row.removed_at is not None or row.approved_at is None:
            continue
        known = found.get(row.key)
        found[row.key] = Mailbox(
            address=row.address,
            name=row.name if row.entered_at else "",
            account=row.account_id,
            language=account.language if account else notice.language(summit),
            governments=(known.governments if known else frozenset()) | {row.government},
        )
    return found


def _sessions(
    session: Session, summit: SummitRow, release: Release, governments: Collection[str]
) -> tuple[tuple[Appointment, tuple[Share, ...]], ...]:
    """Return the sessions that take place, with the slots of some governments.

    Where one is run, turns are those that are expected now.
    """
    replies = {
        (row.government, row.session, row.person): row
        for row in session.scalars(select(ReplyRow).where(ReplyRow.summit_id == summit.id))
    }
    people = {one.code: one.name for one in release.programme.people}
    # Letters that are held until a rehearsal is over tell nothing of how it went.
    runs = {} if summit.rehearsal_started else run.running(session, summit, release)
    shares: dict[str, list[Share]] = {}
    for government in release.programme.governments:
        if government.code not in governments:
            continue
        for slot in slots(release.programme, government.code, runs):
            reply = replies.get((government.code, *slot.key))
            holds = reply is not None and reply.starts == slot.session.starts
            standing = reply.standing if reply and holds else Standing.OPEN
            name = people.get(slot.person, NOTHING)
            if reply is not None and standing is Standing.SUBSTITUTED:
                name = Text({"en": reply.substitute})
            duty = Duty(
                government=government.code,
                city=government.name,
                zone=government.zone,
                person=slot.person,
                name=name,
                turns=_turns(slot),
            )
            share = Share(duty, standing in _SURE, standing is Standing.DECLINED)
            shares.setdefault(slot.session.code, []).append(share)
    stages = {one.code: one for one in release.programme.stages}
    found = []
    for one in release.sessions:
        if one.status is not Status.SCHEDULED or one.code not in shares or one.stamp is None:
            continue
        stage = stages.get(one.stage or "")
        bare = Appointment(
            uid=one.stamp.uid,
            session=one.code,
            title=one.title,
            starts=one.starts,
            ends=one.ends,
            zone=release.summit.zone,
            stage=stage.name if stage else NOTHING,
            place=stage.place if stage else NOTHING,
            duties=(),
        )
        found.append((bare, tuple(shares[one.code])))
    return tuple(found)


def _turns(slot: Slot) -> tuple[Span, ...]:
    """Return when the turns of a slot are, to the minute: presses come at any second."""
    return tuple(Span(_minute(one.starts), _minute(one.ends)) for one in slot.turns)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


_PREFIX = "appointment:"


def _take_back(work: Deed, messages: list[AppointmentMessageRow]) -> bool:
    """Take letters back that nobody has begun to hand over; return whether there were any."""
    if not messages:
        return False
    done = work.session.scalars(
        delete(MailRow)
        .where(
            MailRow.once.in_([one.letter for one in messages]),
            MailRow.done_at.is_(None),
            MailRow.failed_at.is_(None),
            MailRow.attempts == 0,
            or_(MailRow.leased_until.is_(None), MailRow.leased_until < work.now),
        )
        .returning(MailRow.once)
        .execution_options(synchronize_session=False)
    )
    names = list(done)
    forget(work, names)
    return bool(names)


def _write(work: Deed, summit: SummitRow, book: Book, step: Step) -> Letter:
    """Keep what a calendar is told, and return the letter that tells it."""
    key, one = step.key, step.appointment
    row, last = book.rows.get(key), book.messages.get(key)
    box = book.mailboxes.get(key[0])
    moment = work.now.replace(microsecond=0)
    if row is None and box is not None:
        row = AppointmentRow(
            summit_id=summit.id,
            session=one.session,
            uid=one.uid,
            key=key[0],
            address=box.address,
            name=box.name,
            created_at=moment,
            comment="",
        )
        work.session.add(row)
        work.session.flush()
    if row is None:
        raise ValueError(f"{step.kind} to nobody")
    row.session = one.session
    if box is not None:
        row.address, row.name = box.address, box.name
    number = last.number + 1 if last else 1
    is_anew = last is None or (
        last.sequence < step.sequence and (step.kind is Kind.NEW or step.has_moved)
    )
    message = AppointmentMessageRow(
        appointment_id=row.id,
        number=number,
        kind=step.kind,
        sequence=step.sequence,
        time_sequence=step.sequence if is_anew or last is None else last.time_sequence,
        said=core.plain(one),
        made_at=moment,
        letter=f"{_PREFIX}{row.id}:{number}",
    )
    work.session.add(message)
    before = step.before if step.has_moved else None
    return letter(summit, row, message, _recipient(row, box, one, summit), before)


def _recipient(
    row: AppointmentRow, box: Mailbox | None, one: Appointment, summit: SummitRow
) -> Recipient:
    """Return whom to write to; who has left the office is told too that it is over."""
    zone = one.duties[0].zone if one.duties else summit.zone
    if box is None:
        return Recipient(None, row.address, row.name, notice.language(summit), zone)
    return Recipient(box.account, box.address, box.name, box.language, zone)


def letter(
    summit: SummitRow,
    row: AppointmentRow,
    message: AppointmentMessageRow,
    to: Recipient,
    before: Appointment | None,
) -> Letter:
    """Return the letter that carries a message."""
    government = message.said["duties"][0]["government"]
    is_over = message.kind is Kind.WITHDRAWN
    path = f"/{summit.code}/agenda" if is_over else f"/{summit.code}/office/{government}"
    data = {
        "summit": {"title": dict(summit.title), "zone": summit.zone},
        "appointment": message.said,
        "before": core.plain(before) if before else None,
        "message": {
            "uid": row.uid,
            "sequence": message.sequence,
            "created": notice.instant(row.created_at),
            "sent": notice.instant(message.made_at),
            "page": path,
        },
        "path": path,
    }
    return Letter(_OCCASIONS[message.kind], to, summit.code, data, once=message.letter)
