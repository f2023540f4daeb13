"""Endorsements: who signs for a government, the one press, and what takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from summit.core.declaration import LONGEST_NAME, LONGEST_REASON
from summit.core.endorsement import Endorsement, Released, Signatory, late, seal
from summit.core.errors import Invalid, NotAllowed, NotFound, Stale
from summit.core.record import Act
from summit.core.role import Actor, Verb
from summit.core.text import clean, clean_line
from summit.db.declaration import SignatoryRow
from summit.db.office import ContactRow
from summit.db.place import GovernmentRow
from summit.db.programme import SummitRow
from summit.services import contact as contacts
from summit.services import deed, record
from summit.services.deed import Deed

CONFIRMED = 8
"""Characters of a text's hash that are typed again before one endorses it."""


@dataclass(frozen=True, slots=True)
class Entitled:
    """Who signs for a government; `presses` names the contact who may press, `is_mine` if I."""

    signatory: Signatory | None
    presses: str
    is_mine: bool


def signatories(actor: Actor, code: str) -> tuple[Signatory, ...]:
    """Return who signs for the governments of a summit, by the codes of these."""
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        rows = session.scalars(
            select(SignatoryRow)
            .where(SignatoryRow.summit_id == summit.id)
            .order_by(SignatoryRow.government)
        )
        return tuple(map(_signatory, rows))


def own(actor: Actor, code: str, government: str) -> Entitled:
    """Return who signs for a government, as its office is told, and whether `actor` may press."""
    with deed.look(actor, Verb.ANSWER, code, office=government) as (session, summit):
        found = signatory(session, summit, government)
        presses = _presser(session, summit, found)
        is_theirs = bool(presses and actor.account and presses.account_id == actor.account)
        return Entitled(found, presses.name if presses else "", is_theirs)


def signatory(session: Session, summit: SummitRow, government: str) -> Signatory | None:
    """Return who signs for a government, or None where nobody was named."""
    row = _row(session, summit, government)
    return _signatory(row) if row else None


def name(
    actor: Actor,
    code: str,
    government: str,
    person: str,
    capacity: str,
    contact: int | None,
    now: datetime,
) -> None:
    """Say who signs for a government, and which contact of its office may press for them.

    An empty name takes it back. What was endorsed stays as it was.
    """
    with deed.begin(actor, Verb.GREET, code, now) as work:
        summit = work.summit()
        _place(work, summit, government)
        before = signatory(work.session, summit, government)
        if contact not in (
            None,
            *(row.id for row in contacts.active(work.session, summit.id, government)),
        ):
            raise Invalid("Please choose one of these.", "contact")
        work.session.execute(
            delete(SignatoryRow).where(
                SignatoryRow.summit_id == summit.id, SignatoryRow.government == government
            )
        )
        after = None
        if clean_line(person):
            after = Signatory(
                government, _named(person, "name"), _named(capacity, "capacity"), contact
            )
            work.session.add(
                SignatoryRow(
                    summit_id=summit.id,
                    government=government,
                    name=after.name,
                    capacity=after.capacity,
                    contact_id=contact,
                )
            )
        work.note(f"signatory/{government}", before=_plain(before), after=_plain(after))


def endorse(
    actor: Actor,
    code: str,
    government: str,
    digest: str,
    confirmation: str,
    now: datetime,
    *,
    sealed: str | None = None,
) -> Endorsement:
    """Endorse the newest text for a government: by its entitled contact, once and no more.

    `digest` names the text that was looked at, `confirmation` is the beginning of it as it was
    typed again, `sealed` the `seal` of what was shown beside it. Return the endorsement that
    stands: where there is one already, that. Raise `NotAllowed` for everybody else, `Invalid`, and
    `Stale` where there is another text now, or somebody else signs it.
    """
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        found = _entitled(work, government)
        if confirmation.strip().casefold() != digest[:CONFIRMED] or len(digest) < CONFIRMED:
            raise Invalid("These are not the first characters of the text's hash.", "confirmation")
        if sealed not in (None, seal(newest(work, digest), found)):
            raise Stale("Somebody else changed this in the meantime.")
        return _endorse(work, government, digest, found.name, found.capacity, is_written=False)


def withdraw(
    actor: Actor, code: str, government: str, digest: str, reason: str, now: datetime
) -> None:
    """Take an endorsement back by an act of its own, whose `reason` is public."""
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        _entitled(work, government)
        _withdraw(work, government, digest, reason, is_written=False)


def record_written(
    actor: Actor,
    code: str,
    government: str,
    digest: str,
    person: str,
    capacity: str,
    note: str,
    now: datetime,
) -> Endorsement:
    """Record an endorsement that organizers have in writing; `note` says how, for the log.

    Return the one that stands: where there is one already, that.
    """
    with deed.begin(actor, Verb.GREET, code, now) as work:
        reason = _reason(note, "note")
        found = _endorse(work, government, digest, person, capacity, is_written=True)
        work.note(f"endorsement/{government}", after={"written": reason})
        return found


def withdraw_written(
    actor: Actor, code: str, government: str, digest: str, reason: str, now: datetime
) -> None:
    """Take an endorsement back, as its government asked in writing; the `reason` is public."""
    with deed.begin(actor, Verb.GREET, code, now) as work:
        _withdraw(work, government, digest, reason, is_written=True)


def _endorse(
    work: Deed, government: str, digest: str, person: str, capacity: str, *, is_written: bool
) -> Endorsement:
    """Endorse the newest text, which has to be the one with that digest; once and no more."""
    text = newest(work, digest)
    summit = work.summit()
    found = text.by(government)
    if found is not None:
        return found
    place = _place(work, summit, government)
    present = work.present(summit)
    record.append(
        work,
        Act.ENDORSE,
        digest,
        government=government,
        place=dict(place.name),
        name=_named(person, "name"),
        capacity=_named(capacity, "capacity"),
        late=late(text.deadline, present),
        written=is_written,
    )
    work.note(f"endorsement/{government}", after={"text": digest, "endorsed": True})
    done = newest(work, digest).by(government)
    if done is None:
        raise NotFound("endorsement", government)
    return done


def _withdraw(work: Deed, government: str, digest: str, reason: str, *, is_written: bool) -> None:
    """Take an endorsement back by an act of its own; raise `NotFound` where there is none."""
    summit = work.summit()
    declared = record.declared(work)
    texts = declared.texts if declared else ()
    text = next((one for one in texts if one.digest == digest), None)
    found = text.by(government) if text else None
    if found is None:
        raise NotFound("endorsement", government)
    if summit.rehearsal_started is not None and not record.is_rehearsed(work, found.number):
        raise Invalid("What was endorsed for real is not withdrawn in a rehearsal.")
    record.append(
        work,
        Act.WITHDRAW,
        digest,
        government=government,
        endorsement=found.number,
        reason=_reason(reason, "reason"),
        written=is_written,
    )
    work.note(f"endorsement/{government}", after={"text": digest, "endorsed": False})


def newest(work: Deed, digest: str) -> Released:
    """Return the newest public text; raise `Stale` where it is not the one with that digest."""
    declared = record.declared(work)
    if declared is None:
        raise NotFound("declaration", "")
    if declared.newest.digest != digest:
        raise Stale("There is another text now: look at it before you endorse it.")
    return declared.newest


def _place(work: Deed, summit: SummitRow, government: str) -> GovernmentRow:
    row = work.session.scalar(
        select(GovernmentRow).where(
            GovernmentRow.summit_id == summit.id, GovernmentRow.code == government
        )
    )
    if row is None:
        raise NotFound("city", government)
    return row


def _entitled(work: Deed, government: str) -> Signatory:
    """Return who signs for a government; raise `NotAllowed` where it is not the actor's press."""
    summit = work.summit()
    found = signatory(work.session, summit, government)
    presses = _presser(work.session, summit, found)
    is_theirs = presses is not None and work.actor.account == presses.account_id is not None
    if found is None or not is_theirs:
        raise NotAllowed(f"{work.actor.name} may not endorse for {government}.")
    return found


def _presser(session: Session, summit: SummitRow, found: Signatory | None) -> ContactRow | None:
    """Return the contact who may press, while they are in the office."""
    if found is None or found.contact is None:
        return None
    rows = contacts.active(session, summit.id, found.government)
    return next((row for row in rows if row.id == found.contact), None)


def _row(session: Session, summit: SummitRow, government: str) -> SignatoryRow | None:
    return session.scalar(
        select(SignatoryRow).where(
            SignatoryRow.summit_id == summit.id, SignatoryRow.government == government
        )
    )


def _signatory(row: SignatoryRow) -> Signatory:
    return Signatory(row.government, row.name, row.capacity, row.contact_id)


def _plain(one: Signatory | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"name": one.name, "capacity": one.capacity, "contact": one.contact}


def _named(words: str, where: str) -> str:
    found = clean_line(words)
    if not found:
        raise Invalid("Please fill this in.", where)
    if len(found) > LONGEST_NAME:
        raise Invalid("This is too long.", where)
    return found


def _reason(words: str, where: str) -> str:
    found = clean(words)
    if not found:
        raise Invalid("Please say why: it stands in the log.", where)
    if len(found) > LONGEST_REASON:
        raise Invalid("This is too long.", where)
    return found
