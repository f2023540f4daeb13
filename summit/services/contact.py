"""Contacts: who answers for a government, the links they are sent, and who may name others.

organizer names the first contact ─────────────► link by mail ─► entered, once
organizer names another ─► an old contact says yes, or the organizer notes a call back ─► link
a contact names a colleague of the same domain ─► link; of another domain ─► an organizer's yes
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from summit.core.contact import LINK_LIFE, Access, Caution, Contact, cautions
from summit.core.errors import Invalid, NotFound
from summit.core.letter import Letter, Occasion, Recipient
from summit.core.role import GRANTS, Actor, Verb
from summit.core.text import Text
from summit.db.account import AccountRow
from summit.db.appointment import AppointmentFeedRow
from summit.db.base import db, reading
from summit.db.office import ContactRow
from summit.db.place import GovernmentRow
from summit.db.programme import SummitRow
from summit.db.role import RoleRow
from summit.language import DEFAULT
from summit.services import account, appointment, deed, limit, mail, notice
from summit.services.deed import Deed
from summit.services.invitation import Counted


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as they are named for an office: name, what they are there, and address."""

    name: str
    post: str
    address: str


@dataclass(frozen=True, slots=True)
class Naming:
    """Somebody who is to answer for a `government`; `note` says how an organizer made sure."""

    government: str
    person: Person
    counted: Counted
    note: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What became of a naming: a contact, or in words why there is none."""

    naming: Naming
    contact: Contact | None
    wrong: Invalid | None = None


def contacts(actor: Actor, code: str) -> Mapping[str, tuple[Contact, ...]]:
    """Return all contacts of the summit `code` by the codes of their governments."""
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        found: dict[str, list[Contact]] = {}
        for row in session.scalars(of(summit.id)):
            if row.address:  # nothing is told of who erased all that was known of them
                found.setdefault(row.government, []).append(told(row))
        return {one: tuple(rows) for one, rows in found.items()}


def name(
    actor: Actor,
    code: str,
    government: str,
    person: Person,
    counted: Counted,
    now: datetime,
    note: str = "",
) -> Contact:
    """Name somebody a contact of a government, and mail them a link if nothing is against it.

    Where the office has contacts already, an organizer's choice waits for a yes of theirs,
    unless `note` says how the organizer made sure; where it had some and they are gone, only a
    note will do. A contact's own choice waits for an organizer where its address is of another
    domain, or looks like another. One that looks like another waits in any case, so that it is
    seen before a note lets it in. Raise `Invalid` where the address is a contact there, and
    `TooMany`.
    """
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        return _name(work, Naming(government, person, counted, note))


def name_all(
    actor: Actor, code: str, namings: Iterable[Naming], now: datetime, *, dry: bool = False
) -> tuple[Named, ...]:
    """Name contacts of many governments, as `name` does one: all of them, or nobody.

    A `dry` one only tells what would become of each. Raise the first `Invalid` otherwise.
    """
    with deed.begin(actor, Verb.GREET, code, now, dry=dry) as work:
        found = tuple(_tried(work, one) for one in namings)
        wrong = next((one.wrong for one in found if one.wrong), None)
        if wrong is not None and not dry:
            raise wrong
        return found


def _tried(work: Deed, naming: Naming) -> Named:
    try:
        return Named(naming, _name(work, naming))
    except Invalid as error:
        return Named(naming, None, error)


def _name(work: Deed, naming: Naming) -> Contact:
    """Write down whom a naming names; raise before anything is written."""
    summit, code, now, actor = work.summit(), work.code, work.now, work.actor
    government, person, note = naming.government, naming.person, naming.note
    address = account.address(person.address)
    if _known(work.session, code, government) is None:
        raise NotFound("city", government)
    rows = work.session.scalars(of(summit.id).with_for_update()).all()
    own = [row for row in rows if row.government == government and _is_active(row)]
    # Who took everybody out must not thereby be free to let a stranger in.
    former = [row for row in rows if row.government == government and row.entered_at]
    key = account.key(address)
    row = next((one for one in rows if (one.government, one.key) == (government, key)), None)
    if row is not None and row.removed_at is None:
        raise Invalid("They are a contact of this office already.", "address")
    noticed = cautions(
        address,
        [one.address for one in own or former if one.address],
        [one.address for one in rows if one.key != key and one.address],
    )
    is_colleague = (code, government) in actor.offices
    # A note that came along was written by somebody who was not told of the likeness yet.
    is_noted = bool(note) and Caution.LOOKALIKE not in noticed
    is_sure = is_noted or not (noticed if is_colleague else (own or former or noticed))
    if row is None:
        row = ContactRow(summit_id=summit.id, government=government, key=key)
        work.session.add(row)
    row.address, row.name, row.post = address, person.name, person.post
    row.account_id = row.digest = row.sent_at = row.expires_at = None
    row.entered_at = row.removed_at = None
    row.named_at, row.named_by = now, actor.name
    row.cautions, row.note = tuple(one.value for one in noticed), note
    row.approved_at, row.approved_by = (now, actor.name) if is_sure else (None, "")
    work.session.flush()
    domain = address.rpartition("@")[2]  # the log outlives what is known of a person
    said = {"domain": domain, "cautions": list(row.cautions), "is_sure": is_sure}
    work.note(f"contact/{row.id}", after=said | ({"note": note} if note else {}))
    _tell(work, summit, own, "added" if is_sure else "waiting", government)
    if is_sure:
        _send(work, summit, row, naming.counted)
        appointment.follow_office(work, summit, government)
    else:
        _count(work, naming.counted)  # colleagues are written to of each
    return told(row)


def approve(
    actor: Actor, code: str, number: int, counted: Counted, now: datetime, note: str = ""
) -> None:
    """Say yes to somebody who was named, and mail them a link.

    A contact of the office may do so for whom an organizer named, and not for whom a colleague
    did: two addresses of one person would be enough. An organizer has to `note` how they made
    sure, as by calling back a number that was known before.
    """
    government = _government(actor, code, number)
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        summit, row = _one(work, number)
        if row.approved_at is not None or row.removed_at is not None:
            raise Invalid("This was decided already.")
        is_colleague = (code, government) in actor.offices
        if is_colleague and not _is_named_by_organizer(work, summit, row):
            raise Invalid("The organizers say yes to this one: they will call back.")
        if not is_colleague and not note:
            raise Invalid("Say how you made sure that the address is theirs.", "note")
        row.approved_at, row.approved_by = now, actor.name
        row.note = note or row.note
        work.note(f"contact/{number}", after={"approved": True, "note": row.note})
        _send(work, summit, row, counted)
        appointment.follow_office(work, summit, government)


def resend(actor: Actor, code: str, number: int, counted: Counted, now: datetime) -> None:
    """Mail somebody a new link; the one before is good no more."""
    with deed.begin(actor, Verb.GREET, code, now) as work:
        summit, row = _one(work, number)
        if not _is_active(row):
            raise NotFound("contact", str(number))
        _send(work, summit, row, counted)
        work.note(f"contact/{number}", after={"link": "sent"})


def revoke(actor: Actor, code: str, number: int, now: datetime) -> None:
    """Make the link that somebody was sent good no more; who has entered stays."""
    with deed.begin(actor, Verb.GREET, code, now) as work:
        _, row = _one(work, number)
        row.digest = row.expires_at = None
        work.note(f"contact/{number}", after={"link": "revoked"})


def remove(actor: Actor, code: str, number: int, now: datetime) -> None:
    """Take somebody out of an office: their link and their visits lead there no more."""
    government = _government(actor, code, number)
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        summit, row = _one(work, number)
        if row.removed_at is not None:
            return
        others = [one for one in active(work.session, summit.id, government) if one is not row]
        if _is_active(row):
            _tell(work, summit, others, "removed", government)
        row.removed_at, row.digest = now, None
        work.note(f"contact/{number}", after={"removed": True})
        appointment.follow_office(work, summit, government)


def forget(work: Deed, key: str) -> None:
    """Take all that is known of the person with a `key` out of their offices.

    That an office had a contact stays, without a word of whom: its log is of this contact, whose
    number must not become another's, and who comes next is still somebody in their place.
    """
    for row in work.session.scalars(select(ContactRow).where(ContactRow.key == key)):
        work.session.execute(
            delete(AppointmentFeedRow).where(AppointmentFeedRow.contact_id == row.id)
        )
        row.key, row.address, row.name, row.post, row.note = f"erased/{row.id}", "", "", "", ""
        row.account_id = row.digest = None
        row.cautions, row.removed_at = (), row.removed_at or work.now


def let_in(work: Deed, summit: SummitRow, government: str, person: AccountRow, name: str) -> None:
    """Let an account into an office without a link, where nobody by its address is known there."""
    query = of(summit.id, government).where(ContactRow.key == person.key)
    if work.session.scalar(query) is not None:
        return
    row = ContactRow(
        summit_id=summit.id,
        government=government,
        address=person.address,
        key=person.key,
        name=name,
        post="",
        account_id=person.id,
        named_at=work.now,
        named_by=work.actor.name,
        cautions=(),
        note="",
        approved_at=work.now,
        approved_by=work.actor.name,
        entered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.note(f"contact/{row.id}", after={"entered": "let in"})


def told(row: ContactRow) -> Contact:
    """Return a contact as it is told."""
    return Contact(
        id=row.id,
        government=row.government,
        address=row.address,
        name=row.name,
        post=row.post,
        access=_access(row),
        named_at=row.named_at,
        named_by=row.named_by,
        account=row.account_id,
        entered_at=row.entered_at,
        sent_at=row.sent_at,
        expires_at=row.expires_at if row.digest else None,
        cautions=tuple(map(Caution, row.cautions)),
        note=row.note,
    )


def active(session: Session, summit: int, government: str | None = None) -> list[ContactRow]:
    """Return the rows of contacts who may enter, of one government or of all."""
    return [row for row in session.scalars(of(summit, government)) if _is_active(row)]


def reached(session: Session, summit: int, government: str) -> list[tuple[int, Recipient]]:
    """Return the contacts of a government who have entered, each with how they are written to."""
    found = []
    for row in active(session, summit, government):
        person = session.get(AccountRow, row.account_id) if row.account_id else None
        if person is not None and person.disabled_at is None:
            found.append((row.id, notice.recipient(person)))
    return found


def governments(session: Session, summit: int) -> list[str]:
    """Return the codes of the governments whose offices have somebody in them, in order."""
    found = (row.government for row in session.scalars(of(summit)) if _is_active(row))
    return list(dict.fromkeys(found))


def _access(row: ContactRow) -> Access:
    if row.removed_at is not None:
        return Access.REMOVED
    if row.approved_at is None:
        return Access.WAITING
    if row.entered_at is not None:
        return Access.ENTERED
    return Access.INVITED if row.digest else Access.NAMED


def _is_named_by_organizer(work: Deed, summit: SummitRow, row: ContactRow) -> bool:
    """Whether who named a contact looks after the offices, and is not in this one."""
    namer = row.named_by.removeprefix("account:")
    if namer == row.named_by:
        return True  # an operator
    in_office = (
        select(ContactRow.id)
        .join(AccountRow, AccountRow.key == ContactRow.key)
        .where(
            AccountRow.id == int(namer),
            ContactRow.summit_id == summit.id,
            ContactRow.government == row.government,
        )
    )
    if work.session.scalar(in_office) is not None:
        return False
    roles = work.session.scalars(
        select(RoleRow.role).where(RoleRow.account_id == int(namer), RoleRow.summit_id == summit.id)
    )
    return any(Verb.GREET in GRANTS[one] for one in roles)


def _is_active(row: ContactRow) -> bool:
    return row.removed_at is None and row.approved_at is not None


def _send(work: Deed, summit: SummitRow, row: ContactRow, counted: Counted) -> None:
    """Give a contact a new link, and write the letter that carries it.

    It may reach somebody else, so it says nothing that a stranger typed.
    """
    _count(work, counted)
    limit.take(work, "invited", counted.invited)
    secret = secrets.token_urlsafe(32)
    row.digest, row.sent_at = account.digest(secret), work.now
    row.expires_at = work.now + LINK_LIFE
    known = work.session.scalar(select(AccountRow).where(AccountRow.key == row.key))
    clock = zone(work, summit, row.government)
    to = Recipient(
        known.id if known else None,
        row.address,
        "",
        known.language if known else notice.language(summit),
        known.zone if known else clock,
    )
    data = {
        "summit": {"title": dict(summit.title), "zone": summit.zone},
        "city": dict(city(work.session, summit.code, row.government)),
        "path": f"/office/{secret}",
        "until": notice.instant(row.expires_at),
    }
    mail.post(work, Letter(Occasion.OFFICE, to, summit.code, data))


def _count(work: Deed, counted: Counted) -> None:
    """Count that somebody is named: organizers may name many in an hour; raise `TooMany`."""
    limit.take(work, "greet" if work.verb is Verb.GREET else "invite", counted.inviter)


def _tell(
    work: Deed, summit: SummitRow, rows: Iterable[ContactRow], done: str, government: str
) -> None:
    """Write to those who are in an office that somebody was "added", is "waiting" or "removed"."""
    data = {
        "summit": {"title": dict(summit.title), "zone": summit.zone},
        "city": dict(city(work.session, summit.code, government)),
        "done": done,
        "path": f"/{summit.code}/office/{government}/people",
    }
    for row in rows:
        person = work.session.get(AccountRow, row.account_id) if row.account_id else None
        if person is not None and person.disabled_at is None:
            to = notice.recipient(person)
            mail.post(work, Letter(Occasion.OFFICE_CHANGED, to, summit.code, data))


def _one(work: Deed, number: int) -> tuple[SummitRow, ContactRow]:
    """Return a contact of the summit, locked; raise `NotFound`."""
    summit = work.summit()
    query = of(summit.id).where(ContactRow.id == number).with_for_update()
    row = work.session.scalar(query)
    if row is None:
        raise NotFound("contact", str(number))
    return summit, row


def _government(actor: Actor, code: str, number: int) -> str:
    """Return whose contact has a number, if `actor` may know; raise `NotFound`."""
    with reading(db.engine) as session:
        found = session.scalar(
            select(ContactRow.government)
            .join(SummitRow, SummitRow.id == ContactRow.summit_id)
            .where(SummitRow.code == code, ContactRow.id == number)
        )
    is_theirs = found is not None and (code, found) in actor.offices
    if found is None or not (is_theirs or actor.roles_in(code) or actor.account is None):
        raise NotFound("contact", str(number))
    return found


def of(summit: int, government: str | None = None) -> Select[ContactRow]:
    """Return the query for all contacts of a summit, or of one government in it."""
    query = select(ContactRow).where(ContactRow.summit_id == summit)
    if government is not None:
        query = query.where(ContactRow.government == government)
    return query.order_by(ContactRow.government, ContactRow.id)


def _known(session: Session, code: str, government: str) -> GovernmentRow | None:
    """Return the row of a government of the working programme, or None."""
    return session.scalar(
        select(GovernmentRow)
        .join(SummitRow, SummitRow.id == GovernmentRow.summit_id)
        .where(SummitRow.code == code, GovernmentRow.code == government)
    )


def city(session: Session, code: str, government: str) -> Text:
    """Return the name of a government, its code where it has left the programme."""
    found = _known(session, code, government)
    return found.name if found else Text({DEFAULT: government})


def zone(work: Deed, summit: SummitRow, government: str) -> str:
    """Return the zone of a government, the host's where it has left the programme."""
    found = _known(work.session, summit.code, government)
    return found.zone if found else summit.zone
