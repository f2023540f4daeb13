"""Availability: what organizers know of when people and governments can take part.

It is read and changed by organizers alone, and stands in no release, file or feed. It is no
edit of the programme, so the undo of the grid does not bring it back; the log tells it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from summit.core.availability import MOST, Availability, Window, joined
from summit.core.change import Noun
from summit.core.errors import Invalid, NotFound, Stale
from summit.core.role import Actor, Verb
from summit.db import availability as table
from summit.db import snapshot
from summit.services import deed

NOUNS = {Noun.SPEAKER: "person", Noun.CITY: "government"}
"""Who has an availability, and the field by which others refer to them."""

_SHORT = 16


def read(actor: Actor, code: str) -> Availability:
    """Return when everybody of the summit `code` can take part who has said so."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        return table.read(session, summit)


def keep(
    actor: Actor,
    code: str,
    noun: Noun,
    thing: str,
    windows: Collection[Window],
    now: datetime,
    seen: str,
) -> tuple[Window, ...]:
    """Make `windows` those of a person or a government, and return them joined.

    Without any they can always come. `seen` is the `mark` of the windows as their editor had
    them. Raise `Stale` where somebody else has changed them since, `Invalid` for what is no
    window, and `NotFound`.
    """
    if len(windows) > MOST:
        raise Invalid("%(most)s windows are the most.", most=MOST)
    if any(one.ends <= one.begins for one in windows):
        raise Invalid("A window ends after it begins.")
    found, field = joined(windows), NOUNS[noun]
    with deed.begin(actor, Verb.EDIT, code, now) as work:
        summit = work.summit()
        codes = snapshot.Codes()
        snapshot.know(work.session, summit, codes)
        if thing not in codes.ids[field]:
            raise NotFound(noun, thing)
        before = table.read(work.session, summit).get((field, thing), ())
        if mark(before) != seen:
            raise Stale("Somebody else has changed this since you opened it.")
        if before != found:
            table.write(work.session, summit, field, thing, found)
            work.note(f"{noun}/{thing}", before=_plain(before), after=_plain(found))
    return found


def mark(windows: Collection[Window]) -> str:
    """Return a short name of some windows, by which it is told that they were changed."""
    words = " ".join(f"{one.begins.isoformat()}/{one.ends.isoformat()}" for one in joined(windows))
    return sha256(words.encode()).hexdigest()[:_SHORT]


def _plain(windows: Collection[Window]) -> dict[str, list[str]]:
    return {
        "available": [f"{one.begins:%Y-%m-%dT%H:%MZ}/{one.ends:%Y-%m-%dT%H:%MZ}" for one in windows]
    }
