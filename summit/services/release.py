"""Publishing: the working programme becomes an immutable release that everybody reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from summit.core import change, clash
from summit.core.calendar import restamp
from summit.core.change import Change
from summit.core.clash import Clash, Finding
from summit.core.errors import Invalid
from summit.core.programme import Programme
from summit.core.release import Head, Release, public
from summit.core.role import Actor, Verb
from summit.core.text import clean
from summit.db import release as table
from summit.db import snapshot
from summit.db.programme import SummitRow
from summit.db.release import ReleaseRow
from summit.formats import release_json
from summit.services import deed


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing now would do: the rules broken, and what readers would see change."""

    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    last: int


def preview(actor: Actor, code: str) -> Preview:
    """Return what publishing the working programme of `code` now would do."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        working = snapshot.read(session, summit)
        last = _last(session, code)
        before = last.programme if last else None
        changes = change.between(before, public(working))
        return Preview(clash.check(working), changes, last.number if last else 0)


def publish(actor: Actor, code: str, note: str, now: datetime) -> Release:
    """Publish the working programme of `code` as its next release.

    Calendar stamps rise in the same transaction, for the sessions that calendars show
    otherwise than before. Raise `Clash` where a rule forbids it, and `Invalid` where there
    is nothing new to publish.
    """
    with deed.begin(actor, Verb.PUBLISH, code, now) as work:
        summit = work.summit()
        working = snapshot.read(work.session, summit)
        if found := clash.blockers(clash.check(working)):
            raise Clash(found)
        last = _last(work.session, code)
        before = last.programme if last else None
        programme = restamp(before, public(working), now)
        if programme == before:
            raise Invalid(f"Nothing has changed since release {last.number if last else 0}.")
        changes = change.between(before, programme)
        number = last.number + 1 if last else 1
        published = now.replace(microsecond=0)
        note = clean(note)
        body = release_json.write(number, published, note, programme, changes)
        work.session.add(
            ReleaseRow(
                summit_id=summit.id,
                number=number,
                published_at=published,
                published_by=actor.name,
                note=note,
                changes=len(changes),
                digest=sha256(body).hexdigest(),
                body=body,
            )
        )
        _keep_stamps(work.session, summit, programme)
        work.announce()
        work.note(f"release/{number}", after={"note": note, "changes": len(changes)})
        return release_json.read(body)


def _last(session: Session, code: str) -> Release | None:
    body = table.body(session, code)
    return release_json.read(body) if body else None


def _keep_stamps(session: Session, summit: SummitRow, programme: Programme) -> None:
    """Write the stamps of a release back to the sessions that they belong to."""
    stamps = {one.stamp.uid: one.stamp for one in programme.sessions if one.stamp}
    for row in snapshot.session_rows(session, summit):
        stamp = stamps.get(row.ical_uid)
        if stamp and (row.sequence, row.content_changed_at) != (stamp.sequence, stamp.changed):
            row.sequence, row.content_changed_at = stamp.sequence, stamp.changed


def history(actor: Actor, code: str) -> tuple[Head, ...]:
    """Return the releases of the summit `code`, newest first."""
    with deed.look(actor, Verb.CHECK, code) as (session, _summit):
        return table.heads(session, code)
