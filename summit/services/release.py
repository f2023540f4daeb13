"""Publishing: the working programme becomes an immutable release that everybody reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from summit.core import change, clash, edition
from summit.core.calendar import restamp
from summit.core.change import Change, Noun
from summit.core.clash import Clash, Finding
from summit.core.errors import Invalid, NotFound, Stale
from summit.core.letter import Letter
from summit.core.programme import Programme
from summit.core.release import Head, Release, public, returned
from summit.core.role import Actor, Verb
from summit.core.text import clean
from summit.db import availability, snapshot
from summit.db import release as table
from summit.db.programme import SummitRow
from summit.db.release import ReleaseRow
from summit.formats import release_json
from summit.services import board, deed, edit, seat
from summit.services import change as telling
from summit.services.deed import Deed

_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""An instant that stands for any, where what is said is compared."""
_DRAFT = "Draft, not published."
_SHORT = 16


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


@dataclass(frozen=True, slots=True)
class Prospect:
    """What publishing would do, to be looked at before: also to those whom it concerns.

    `letters` are those that would be written. `concerned` counts by session, of those that
    change, who has picked it or a seat in it. `seal` names what is shown here, so that
    nothing else is published than what somebody has looked at. `working` is what would be
    public, and what organizers keep to themselves; `before` what is public now. `is_new` where
    that is not the same.
    """

    preview: Preview
    working: Programme
    before: Programme | None
    is_new: bool
    letters: tuple[Letter, ...]
    concerned: Mapping[str, int]
    seal: str


def preview(actor: Actor, code: str) -> Preview:
    """Return what publishing the working programme of `code` now would do."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        return _preview(session, summit, snapshot.read(session, summit), _last(session, code))


def prospect(actor: Actor, code: str, now: datetime) -> Prospect:
    """Return what publishing the working programme of `code` now would do, and to whom."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        return _prospect(session, summit, snapshot.read(session, summit), now)


def prospect_of_return(actor: Actor, code: str, number: int, now: datetime) -> Prospect:
    """Return what `go_back` to a release would do now; raise `NotFound`."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        wanted = _released(session, code, number).programme
        working = returned(snapshot.read(session, summit), wanted)
        return _prospect(session, summit, working, now, _codes(wanted))


def publish(actor: Actor, code: str, note: str, now: datetime, seal: str | None = None) -> Release:
    """Publish the working programme of `code` as its next release.

    Calendar stamps rise in the same transaction, for the sessions that calendars show
    otherwise than before. Raise `Clash` where a rule forbids it, `Invalid` where there is
    nothing new to publish, and `Stale` where the `seal` is not that of the prospect any more.
    """
    with deed.begin(actor, Verb.PUBLISH, code, now) as work:
        if seal is not None:
            summit = work.summit()
            working = snapshot.read(work.session, summit)
            _refuse_other(_prospect(work.session, summit, working, now), seal)
        done, last = issue(work, note)
        if done is None:
            raise Invalid("Nothing has changed since release %(last)s.", last=last)
        return done


def go_back(
    actor: Actor,
    code: str,
    number: int,
    note: str,
    now: datetime,
    uid_domain: str,
    seal: str | None = None,
) -> Release:
    """Publish once more what release `number` said; raise as `publish` does, and `NotFound`.

    The working programme says it then too, by an edit that can be undone.
    """
    with deed.begin(actor, Verb.PUBLISH, code, now) as work:
        summit = work.summit()
        wanted = _released(work.session, code, number).programme
        if seal is not None:
            working = returned(snapshot.read(work.session, summit), wanted)
            _refuse_other(_prospect(work.session, summit, working, now, _codes(wanted)), seal)
        edit.within(
            work.also(Verb.EDIT), "return", lambda draft: returned(draft, wanted), uid_domain
        )
        done, last = issue(work, note, _codes(wanted))
        if done is None:
            raise Invalid("Release %(last)s says the same already.", last=last)
        return done


def read(actor: Actor, code: str, number: int) -> Release:
    """Return a release of the summit `code`; raise `NotFound`."""
    with deed.look(actor, Verb.CHECK, code) as (session, _summit):
        return _released(session, code, number)


def draft(actor: Actor, code: str, now: datetime) -> Release:
    """Return the working programme as the release that it would be if it were published now."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        return _next(snapshot.read(session, summit), _last(session, code), now)


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
    number = last.number if last else 0
    programme = restamp(before, edition.editions(before, public(working), number + 1), work.now)
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
    telling.tell(work, summit, release)
    return release


def _preview(
    session: Session,
    summit: SummitRow,
    working: Programme,
    last: Release | None,
    brought: Collection[str] = (),
) -> Preview:
    before = last.programme if last else None
    shown = public(working)
    found = clash.check(working, availability.read(session, summit))
    return Preview(
        working=working,
        findings=found,
        blockers=clash.blockers(found, before, brought),
        changes=change.between(before, shown),
        last=last.number if last else 0,
        zone=summit.zone,
        sessions=len(shown.sessions),
    )


def _prospect(
    session: Session,
    summit: SummitRow,
    working: Programme,
    now: datetime,
    brought: Collection[str] = (),
) -> Prospect:
    last = _last(session, summit.code)
    found = _preview(session, summit, working, last, brought)
    coming = _next(working, last, now)
    letters = telling.letters(session, summit, coming)
    said = release_json.write(coming.number, _ALWAYS, "", public(working), coming.changes)
    return Prospect(
        preview=found,
        working=working,
        before=last.programme if last else None,
        is_new=last is None or coming.programme != last.programme,
        letters=letters,
        concerned=telling.concerned(
            session, summit, (one.code for one in found.changes if one.noun is Noun.SESSION)
        ),
        seal=f"{len(letters)}-{sha256(said).hexdigest()[:_SHORT]}",
    )


def _next(working: Programme, last: Release | None, now: datetime) -> Release:
    """Return the release that a working programme would become."""
    before = last.programme if last else None
    number = last.number + 1 if last else 1
    programme = restamp(before, edition.editions(before, public(working), number), now)
    changes = change.between(before, programme)
    return Release(number, now.replace(microsecond=0), _DRAFT, "", programme, changes)


def _refuse_other(found: Prospect, seal: str) -> None:
    if found.seal != seal:
        raise Stale("What would be published is not what was shown any more. Look at it again.")


def _codes(programme: Programme) -> frozenset[str]:
    return frozenset(one.code for one in programme.sessions)


def _released(session: Session, code: str, number: int) -> Release:
    body = table.body(session, code, number)
    if body is None:
        raise NotFound("release", str(number))
    return release_json.read(body)


def _last(session: Session, code: str) -> Release | None:
    """Return the newest release, which a process decodes once, or None before the first."""
    try:
        return board.newest(session, code)
    except NotFound:
        return None


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
