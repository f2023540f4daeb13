"""Certificates of attendance: issued after the summit, verified by their codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from summit.core.certificate import Attended, Certificate, Joined, attended, new_code, read_code
from summit.core.errors import Invalid, NotFound
from summit.core.programme import Session as Item
from summit.core.programme import Status
from summit.core.role import VISITOR, Actor, Verb
from summit.core.text import clean_line
from summit.db import release as table
from summit.db.agenda import AttendanceRow
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow
from summit.formats import release_json
from summit.services import deed


@dataclass(frozen=True, slots=True)
class Standing:
    """What one could be certified: `ends` is when the summit is over, None without sessions."""

    ends: datetime | None
    is_over: bool
    attended: tuple[Attended, ...]
    code: str | None


def standing(actor: Actor, code: str, now: datetime) -> Standing:
    """Return what the participant `actor` has attended so far; raise `NotFound`."""
    with deed.look(actor, Verb.SEE, code, owner=actor.account) as (session, summit):
        row = _registration(session, summit, actor)
        ends = _ends(_sessions(session, code))
        present = deed.present(summit, now)
        is_over = ends is not None and present >= ends
        return Standing(ends, is_over, _attended(session, code, row), row.certificate)


def issue(actor: Actor, code: str, now: datetime) -> Certificate:
    """Return the certificate of the participant `actor`, under a code that stays the same.

    Raise `NotFound` for somebody who is not registered, `Invalid` before the summit is over
    and where no session was joined.
    """
    with deed.begin(actor, Verb.KEEP, code, now, owner=actor.account) as work:
        summit = work.summit()
        row = _registration(work.session, summit, actor)
        ends = _ends(_sessions(work.session, code))
        if ends is None or work.present(summit) < ends:
            raise Invalid("Certificates are issued when the summit is over.")
        found = _attended(work.session, code, row)
        if not found:
            raise Invalid("A certificate needs a session that was joined for a minute or more.")
        if row.certificate is None:
            row.certificate = new_code()
            work.note(f"registration/{row.id}/certificate")
        return Certificate(row.certificate, code, clean_line(row.name), found)


def verify(code: str, certificate: str) -> Certificate:
    """Return the certificate of the summit `code` with a code as somebody typed it.

    Raise `NotFound`, also where it was taken back.
    """
    asked = read_code(certificate)
    with deed.look(VISITOR, Verb.VERIFY, code) as (session, summit):
        row = session.scalar(
            select(RegistrationRow).where(
                RegistrationRow.certificate == asked, RegistrationRow.summit_id == summit.id
            )
        )
        if row is None:
            raise NotFound("certificate", asked)
        return Certificate(asked, code, clean_line(row.name), _attended(session, code, row))


def _registration(session: Session, summit: SummitRow, actor: Actor) -> RegistrationRow:
    row = session.scalar(
        select(RegistrationRow).where(
            RegistrationRow.summit_id == summit.id, RegistrationRow.account_id == actor.account
        )
    )
    if row is None:
        raise NotFound("registration", actor.name)
    return row


def _sessions(session: Session, code: str) -> dict[str, Item]:
    body = table.body(session, code)
    found = release_json.read(body).sessions if body else ()
    return {one.code: one for one in found}


def _ends(sessions: dict[str, Item]) -> datetime | None:
    return max(
        (one.ends for one in sessions.values() if one.status is Status.SCHEDULED), default=None
    )


def _attended(session: Session, code: str, row: RegistrationRow) -> tuple[Attended, ...]:
    joins = session.execute(
        select(AttendanceRow.session, AttendanceRow.joined_at).where(
            AttendanceRow.registration_id == row.id
        )
    )
    return attended((Joined(*one) for one in joins), _sessions(session, code))
