"""Taking files from elsewhere into a summit: read apart, merged, kept and published at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from summit.core import clash, handover, picture, report, shape
from summit.core.availability import ALWAYS
from summit.core.calendar import restamp
from summit.core.change import Noun
from summit.core.errors import Invalid, NotFound
from summit.core.exchange import LARGEST_FILE, Format, Schedule
from summit.core.intake import Terms
from summit.core.merge import Merged, merge
from summit.core.programme import Programme, Session
from summit.core.release import Release, public
from summit.core.report import Report
from summit.core.role import Actor, Verb, allow
from summit.db import availability, snapshot
from summit.db import picture as table
from summit.formats import apart, release_json
from summit.services import deed, edit, release
from summit.services.deed import Deed

IMPORTED = "Imported."
"""The note of a release that a file brings, where nobody writes another one."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What whoever takes a file in wants of it.

    `title` and `zone` are for what the file does not say; `zone` is an IANA name. `publish`
    writes a release at once, with `note`. What the file names of the sessions that were
    removed stays so, unless it is to `restore` them. A `dry` one does all of it and takes it
    back.
    """

    title: str | None = None
    zone: str | None = None
    publish: bool = False
    note: str = ""
    dry: bool = False
    restore: bool = False


def take(
    actor: Actor, code: str, octets: bytes, uid_domain: str, now: datetime, wishes: Wishes
) -> Report:
    """Take a file from elsewhere into the summit `code`, which it founds if it is not there.

    All of it happens in one transaction, or none of it. What cannot be taken is left out and
    reported by row; `Invalid` is raised for a file that cannot be read at all, its child
    `ZoneNeeded` where its zone has to be named, and `Clash` where it cannot be published.
    """
    shape.check_code(code)
    allow(actor, Verb.LOAD, code)
    if wishes.publish:
        allow(actor, Verb.PUBLISH, code)
    if len(octets) > LARGEST_FILE:
        raise Invalid("This file is larger than %(size)s MB.", size=LARGEST_FILE // 2**20)
    found = apart.read(octets, wishes.zone or _zone(actor, code))
    with deed.begin(actor, Verb.LOAD, code, now, dry=wishes.dry) as work:
        row = work.found()
        before = snapshot.read(work.session, row) if row else None
        terms = Terms(code, uid_domain, now, wishes.title, wishes.zone)
        if row is None or before is None:
            merged = _pictured(_merged(None, found, terms), None, frozenset())
            changed = snapshot.write(work.session, merged.programme, uid_domain, now, state=True)
        else:
            if wishes.restore:
                shelved = snapshot.shelved(work.session, row)
                merged = _restoring(before, shelved, found, terms)
            else:
                removed = snapshot.removed(work.session, row)
                merged = _merged(before, found, replace(terms, removed=removed))
            merged = _pictured(merged, before, table.digests(work.session, row))
            changed = edit.bring(work, "import", before, merged.programme, uid_domain)
        kind = found.format if isinstance(found, Schedule) else Format.RELEASE
        if changed:
            work.note(f"summit/{code}", after={"format": kind, "changed": list(changed)})
        windows = availability.read(work.session, row) if row else ALWAYS
        told = report.tell(
            kind, before, merged, windows, has_changed=bool(changed), is_dry=wishes.dry
        )
        return _published(work, found, merged, told, wishes) if wishes.publish else told


def _zone(actor: Actor, code: str) -> str | None:
    """Return the zone of a summit, or None where there is none of that code."""
    try:
        with deed.look(actor, Verb.LOAD, code) as (_, summit):
            return summit.zone
    except NotFound:
        return None


def _merged(before: Programme | None, found: Schedule | Release, terms: Terms) -> Merged:
    """Return what a file makes of a programme, which may be kept as it is."""
    if isinstance(found, Schedule):
        merged = merge(before, found, terms)
    else:
        shape.check_release(found)
        merged = handover.take(before, found, terms)
    shape.check_codes(merged.programme)
    clash.refuse(merged.programme)
    return merged


def _pictured(merged: Merged, before: Programme | None, kept: Collection[str]) -> Merged:
    """Return what a file makes of a programme with the pictures that are kept here.

    A release of another installation names its pictures and does not hold them.
    """
    programme = picture.only(merged.programme, kept)
    return replace(merged, programme=picture.carried(programme, before) if before else programme)


def _restoring(
    before: Programme, shelved: tuple[Session, ...], found: Schedule | Release, terms: Terms
) -> Merged:
    """Return what a file makes of a programme that has its removed sessions again.

    Those of them that the file does not name stay removed.
    """
    merged = _merged(replace(before, sessions=before.sessions + shelved), found, terms)
    named = merged.named[Noun.SESSION]
    gone = {one.code for one in shelved} - named
    sessions = [one for one in merged.programme.sessions if one.code not in gone]
    sessions.sort(key=lambda one: (one.starts, one.code))
    return replace(merged, programme=replace(merged.programme, sessions=tuple(sessions)))


def _published(
    work: Deed, found: Schedule | Release, merged: Merged, told: Report, wishes: Wishes
) -> Report:
    """Publish what was taken in, and return the report with the release."""
    also = work.also(Verb.PUBLISH)
    if isinstance(found, Release) and told.is_new and _is_whole(work, found):
        programme, changes = found.programme, found.changes
        body = release_json.write(found.number, found.published, found.note, programme, changes)
        return replace(told, release=release.keep(also, body), is_moved=True)
    brought = merged.named[Noun.SESSION]
    done, last = release.issue(also, wishes.note or IMPORTED, brought)
    return replace(told, release=done, last=last)


def _is_whole(work: Deed, found: Release) -> bool:
    """Whether the draft is all that a release says, so that it is that very release here, too."""
    draft = snapshot.read(work.session, work.summit())
    return restamp(found.programme, public(draft), found.published) == found.programme
