"""Publishing: the working programme becomes an immutable release that everybody reads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

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
from summit.services import deed, seat
from summit.services.change import tell
from summit.services.deed import Deed


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing now would do: the rules broken, and what readers would see change.

    `working` is the working programme itself. `blockers` are those findings that keep it from
    being published, `last` the number of the newest release (0 before the first), `zone` the
    host's, `sessions` how many would be shown.
    """

    working: Programme
    findings: tuple[Finding, ...]
    blockers: tuple[Finding, ...]
    changes: tuple[Change, ...]
    last: int
    zone: str
    sessions: int


def preview(actor: Actor, code: str) -> Preview:
    """Return what publishing the working programme of `code` now would do."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        working = snapshot.read(session, summit)
        last = _last(session, code)
        before = last.programme if last else None
        shown = public(working)
        found = clash.check(working)
        return Preview(
            working=working,
            findings=found,
            blockers=clash.blockers(found, before),
            changes=change.between(before, shown),
            last=last.number if last else 0,
            zone=summit.zone,
            sessions=len(shown.sessions),
        )


def publish(actor: Actor, code: str, note: str, now: datetime) -> Release:
    """Publish the working programme of `code` as its next release.

    Calendar stamps rise in the same transaction, for the sessions that calendars show
    otherwise than before. Raise `Clash` where a rule forbids it, and `Invalid` where there
    is nothing new to publish.
    """
    with deed.begin(actor, Verb.PUBLISH, code, now) as work:
        done, last = issue(work, note)
        if done is None:
            raise Invalid(f"Nothing has changed since release {last}.")
        return done


def issue(work: Deed, note: str, brought: Collection[str] = ()) -> tuple[Release | None, int]:
    """Publish in a deed that has begun; return the release, and the number of the one before.

    There is no new release where nothing has changed. A clash does not stop it that the last
    release already has, nor two sessions at once of those `brought` by a file (their codes):
    where the file comes from, they are public already.
    """
    summit = work.summit()
    working = snapshot.read(work.session, summit)
    last = _last(work.session, work.code)
    before = last.programme if last else None
    if found := clash.blockers(clash.check(working), before, brought):
        raise Clash(found)
    programme = restamp(before, public(working), work.now)
    number = last.number if last else 0
    if programme == before:
        return None, number
    changes = change.between(before, programme)
    published = work.now.replace(microsecond=0)
    body = release_json.write(number + 1, published, clean(note), programme, changes)
    _keep_stamps(work.session, summit, working, programme)
    return keep(work, body), number


def keep(work: Deed, body: bytes) -> Release:
    """Keep the canonical bytes of a release as the newest one of its summit.

    Seats follow it, and those whom it concerns are told.
    """
    release = release_json.read(body)
    summit = work.summit()
    work.session.add(
        ReleaseRow(
            summit_id=summit.id,
            number=release.number,
            published_at=release.published,
            published_by=work.actor.name,
            note=release.note,
            changes=len(release.changes),
            digest=release.digest,
            body=body,
        )
    )
    work.announce()
    work.note(
        f"release/{release.number}",
        after={"note": release.note, "changes": len(release.changes)},
    )
    seat.set_capacities(work, summit, release)
    tell(work, summit, release)
    return release


def _last(session: Session, code: str) -> Release | None:
    body = table.body(session, code)
    return release_json.read(body) if body else None


def _keep_stamps(
    session: Session, summit: SummitRow, working: Programme, released: Programme
) -> None:
    """Write the stamps of a release back to the sessions that they belong to."""
    known = {one.stamp for one in working.sessions}
    risen = {
        one.stamp.uid: one.stamp
        for one in released.sessions
        if one.stamp not in known and one.stamp
    }
    if not risen:
        return
    for row in snapshot.session_rows(session, summit):
        if stamp := risen.get(row.ical_uid):
            row.sequence, row.content_changed_at = stamp.sequence, stamp.changed


def history(actor: Actor, code: str) -> tuple[Head, ...]:
    """Return the releases of the summit `code`, newest first."""
    with deed.look(actor, Verb.CHECK, code) as (session, _summit):
        return table.heads(session, code)
