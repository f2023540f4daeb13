"""Pictures: taken from an organizer, kept with the summit, given out to organizers.

They are kept in the database, so that every process has them and a backup holds them. Keeping
one shows it to nobody: that is done by an edit of whoever it is of, and then by a release. It
stays kept when it is shown no more: an edit that is undone, or a return to an earlier release,
shows it again.
"""

from __future__ import annotations

from datetime import datetime

from summit.core.errors import Invalid, NotFound
from summit.core.picture import MOST, SIZES
from summit.core.role import Actor, Verb, allow
from summit.db import picture as table
from summit.db.picture import PictureRow
from summit.formats import picture
from summit.services import deed


def keep(actor: Actor, code: str, octets: bytes, now: datetime) -> str:
    """Keep the picture in a file for the summit `code`, and return its digest.

    The same picture is kept once. Raise `Invalid` for a file that is no picture, or none that
    can be shown.
    """
    allow(actor, Verb.EDIT, code)
    # Before the deed: nobody shall wait for a lock while a picture is unpacked.
    found = picture.read(octets)
    with deed.begin(actor, Verb.EDIT, code, now) as work:
        summit = work.summit()
        kept = table.digests(work.session, summit)
        if found.digest in kept:
            return found.digest
        if len(kept) >= MOST:
            raise Invalid("%(most)s pictures are the most for one summit.", "picture", most=MOST)
        for size, part in found.sizes.items():
            work.session.add(
                PictureRow(
                    summit_id=summit.id,
                    digest=found.digest,
                    size=size,
                    octets=part,
                    actor=actor.name,
                    sent_at=now,
                )
            )
        work.note(f"picture/{found.digest}", after={"octets": len(octets)})
    return found.digest


def read(actor: Actor, code: str, digest: str, size: int) -> bytes:
    """Return one size of a picture, shown to the public or not; raise `NotFound`."""
    with deed.look(actor, Verb.CHECK, code) as (session, _summit):
        found = table.octets(session, code, digest, size) if size in SIZES else None
    if found is None:
        raise NotFound("picture", digest)
    return found


def is_kept(actor: Actor, code: str, digest: str) -> bool:
    """Whether a picture is kept for the summit `code`."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        return digest in table.digests(session, summit)
