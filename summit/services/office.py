"""Offices: the page of a government at a summit, and the link that leads there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from summit.core.contact import LINK_LIFE, Contact
from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.invitation import KEPT
from summit.core.letter import Occasion
from summit.core.office import Slot, slots
from summit.core.place import Government
from summit.core.role import VISITOR, Actor, Verb, operator, participant
from summit.core.text import Text
from summit.db.audit import AuditRow
from summit.db.base import db, reading
from summit.db.office import ContactRow, OfficeRow
from summit.db.programme import SummitRow
from summit.language import DEFAULT
from summit.services import (
    account,
    audit,
    board,
    contact,
    deed,
    mail,
    notice,
    registration,
    visit,
)
from summit.services.audit import Line
from summit.services.deed import Deed
from summit.services.visit import Entrance


@dataclass(frozen=True, slots=True)
class Door:
    """A link as its reader opens it: to which office of which summit, and for whom."""

    code: str
    title: Text
    government: str
    city: Text
    name: str
    address: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Hall:
    """An office: its government and its slots as they were last released, as `number`.

    `zone_confirmed_at` is when it said that the zone it is shown is its own, if it has.
    """

    government: Government
    slots: tuple[Slot, ...]
    contacts: tuple[Contact, ...]
    zone_confirmed_at: datetime | None
    number: int


def show(actor: Actor, code: str, government: str) -> Hall:
    """Return the office of a government; raise `NotFound` for one that no release has."""
    with deed.look(actor, Verb.ANSWER, code, office=government) as (session, summit):
        release = board.newest(session, code)
        found = release.government(government)
        rows = session.scalars(contact.of(summit.id, government))
        own = _office(session, summit.id, government)
        return Hall(
            found,
            slots(release.programme, government),
            tuple(contact.told(row) for row in rows if row.address),
            own.zone_confirmed_at if own and own.zone == found.zone else None,
            release.number,
        )


def log(actor: Actor, code: str, government: str, most: int = 100) -> tuple[Line, ...]:
    """Return what was done in and for an office, the newest first, `most` lines at most."""
    with deed.look(actor, Verb.ANSWER, code, office=government) as (session, summit):
        numbers = session.scalars(
            select(ContactRow.id).where(
                ContactRow.summit_id == summit.id, ContactRow.government == government
            )
        )
        own = (
            f"{one}/{government}" for one in ("office", "tech-check", "signatory", "endorsement")
        )
        things = [*own, *(f"contact/{one}" for one in numbers)]
        said = or_(
            AuditRow.thing.startswith(f"reply/{government}/", autoescape=True),
            AuditRow.thing.startswith(f"statement/{government}/", autoescape=True),
        )
        rows = session.scalars(
            select(AuditRow)
            .where(AuditRow.summit == code, or_(AuditRow.thing.in_(things), said))
            .order_by(AuditRow.id.desc())
            .limit(most)
        ).all()
        return tuple(audit.lines(rows, audit.names(session, {one.actor for one in rows})))


def read(secret: str, now: datetime) -> Door:
    """Return where the link with `secret` leads, without using it.

    Raise `NotFound` alike for one that never was, was used or revoked, or has expired.
    """
    with reading(db.engine) as session:
        found = session.execute(_by(secret, now)).first()
        if found is None:
            raise NotFound("link", "…")
        row, summit = found
        return Door(
            summit.code,
            summit.title,
            row.government,
            contact.city(session, summit.code, row.government),
            row.name,
            row.address,
            row.expires_at or now,
        )


def enter(actor: Actor, secret: str, browser: str, now: datetime) -> Entrance:
    """Use a link, once, and begin a visit in `browser`, or go on with that of its contact.

    Raise `NotAllowed` for who is in by another account, and `NotFound` as `read` does.
    """
    code = read(secret, now).code
    with deed.begin(VISITOR, Verb.ENTER, code, now) as door:
        row = _used(door, _by(secret, now))
        # The account is locked first, as by all who act for one person.
        person = account.find_or_make(door, row.address, row.name, "UTC", DEFAULT)
        door.session.flush()
        row = _used(door, _by(secret, now).with_for_update(of=ContactRow))
        if person.disabled_at is not None:
            raise NotFound("link", "…")
        if actor.account not in (None, person.id):
            raise NotAllowed("This link is for another account.")
        summit = door.session.get_one(SummitRow, row.summit_id)
        if person.confirmed_at is None:
            registration.confirm_all(door, person)
            person.zone, person.language = (
                contact.zone(door, summit, row.government),
                notice.language(summit),
            )
        row.account_id, row.digest, row.entered_at = person.id, None, now
        # From now on the letter is theirs, and goes with their account.
        mail.hand_over(door, Occasion.OFFICE, row.address, person.id)
        by = participant(person.id)
        work = Deed(door.session, by, Verb.ANSWER, code, now)
        work.note(f"contact/{row.id}", after={"entered": "link"})
        leads_to = f"/{code}/office/{row.government}"
        if actor.account is not None:
            return Entrance("", leads_to)
        return Entrance(visit.begin(work, person, browser), leads_to)


def confirm_zone(actor: Actor, code: str, government: str, zone: str, now: datetime) -> None:
    """Say that `zone` is the clock of a government; raise `Invalid` where it is shown another."""
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        summit = work.summit()
        found = board.newest(work.session, code).government(government)
        if found.zone != zone:
            raise Invalid("The clock of your city was changed meanwhile: look at it again.")
        row = _office(work.session, summit.id, government)
        if row is None:
            row = OfficeRow(summit_id=summit.id, government=government)
            work.session.add(row)
        row.zone, row.zone_confirmed_at, row.zone_confirmed_by = zone, now, actor.name
        work.note(f"office/{government}", after={"zone": zone})


def retain(now: datetime) -> None:
    """Remove letters with links that nobody followed, when they are kept no longer: a duty."""
    with deed.begin(operator("retention"), Verb.KEEP, "", now) as work:
        mail.drop_unclaimed(work, Occasion.OFFICE, now - LINK_LIFE - KEPT)


def _used(work: Deed, query: Select[ContactRow, SummitRow]) -> ContactRow:
    found = work.session.execute(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound("link", "…")
    return found[0]


def _by(secret: str, now: datetime) -> Select[ContactRow, SummitRow]:
    """Return the query for the contact whose link has `secret`, while it can be used."""
    return (
        select(ContactRow, SummitRow)
        .join(SummitRow, SummitRow.id == ContactRow.summit_id)
        .where(
            ContactRow.digest == account.digest(secret),
            ContactRow.approved_at.is_not(None),
            ContactRow.removed_at.is_(None),
            ContactRow.expires_at > now,
        )
    )


def _office(session: Session, summit: int, government: str) -> OfficeRow | None:
    return session.scalar(
        select(OfficeRow).where(OfficeRow.summit_id == summit, OfficeRow.government == government)
    )
