"""Streams: the ways to watch a session, with the private addresses that no programme holds.

A private address stands in no programme, no edit and no line of the audit log, which says only
that one was changed. It cannot be brought back by undoing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.errors import Invalid, Stale
from summit.core.programme import Programme, Stream
from summit.core.role import Actor, Verb
from summit.core.shape import ADDRESS
from summit.core.text import Text, is_language
from summit.db.programme import SessionRow, StreamRow, SummitRow
from summit.services import deed, edit
from summit.services.deed import Deed
from summit.services.edit import Done


@dataclass(frozen=True, slots=True)
class Source:
    """A way to watch a session in one language (BCP 47).

    Its `address` may be missing still. Everybody may know it where it `is_public`, otherwise
    those only who may join.
    """

    language: str
    title: Text
    address: str | None = None
    is_public: bool = False

    @property
    def stream(self) -> Stream:
        """What a programme says of it."""
        return Stream(self.language, self.title, self.address if self.is_public else None)


def sources(actor: Actor, code: str, session: str) -> tuple[Source, ...]:
    """Return the ways to watch a session, private addresses too: for who may change them."""
    with deed.look(actor, Verb.EDIT, code) as (found, summit):
        return tuple(map(_source, _rows(found, summit, session)))


def mark(sources: Iterable[Source]) -> str:
    """Return a short name of what sources say: the start of a SHA-256, in hex."""
    said = [(one.language, dict(one.title), one.address, one.is_public) for one in sources]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def change(
    actor: Actor,
    code: str,
    session: str,
    sources: tuple[Source, ...],
    now: datetime,
    uid_domain: str,
    seen: Mapping[str, str],
    known: str,
) -> Done:
    """Let a session be watched by `sources`; raise as `services.edit.apply` does.

    `known` is the mark of the sources that their editor had before them.
    """
    for number, one in enumerate(sources):
        if not is_language(one.language):
            raise Invalid("This is not the tag of a language.", f"{number}.language")
        if one.address is not None and not ADDRESS.fullmatch(one.address):
            raise Invalid("This is not an address of the web.", f"{number}.address")
        if one.is_public and one.address is None:
            raise Invalid("What is public has an address.", f"{number}.address")

    def act(draft: Programme) -> Programme:
        old = edits.session(draft, session)
        streams = tuple(one.stream for one in sources)
        return edits.put(draft, Noun.SESSION, replace(old, streams=streams))

    with deed.begin(actor, Verb.EDIT, code, now) as work:
        summit = work.summit()
        old = _rows(work.session, summit, session)
        if known != mark(_source(row) for row in old):
            key = f"{Noun.SESSION}/{session}"
            raise Stale("Somebody else has changed this since you opened it.", (key,))
        before = _private(old)
        done = edit.within(work, "streams", act, uid_domain, seen)
        rows = _rows(work.session, summit, session)
        for row, one in zip(rows, sources, strict=True):
            row.address, row.broadcast = one.address, one.is_public
        _note(work, session, before, _private(rows))
        return done


def _note(
    work: Deed, session: str, before: dict[int, str | None], after: dict[int, str | None]
) -> None:
    """Write down which private addresses are others now, but none of them."""
    others = sorted(at for at in before.keys() | after.keys() if before.get(at) != after.get(at))
    if others:
        work.note(f"stream/{session}", after={"private addresses changed": others})


def _source(row: StreamRow) -> Source:
    return Source(row.language, row.title, row.address, row.broadcast)


def _private(rows: list[StreamRow]) -> dict[int, str | None]:
    return {row.position: row.address for row in rows if not row.broadcast and row.address}


def _rows(found: DatabaseSession, summit: SummitRow, session: str) -> list[StreamRow]:
    query = (
        select(StreamRow)
        .join(SessionRow, SessionRow.id == StreamRow.session_id)
        .where(
            SessionRow.summit_id == summit.id,
            SessionRow.code == session,
            SessionRow.deleted_at.is_(None),
        )
        .order_by(StreamRow.position, StreamRow.id)
    )
    return list(found.scalars(query))
