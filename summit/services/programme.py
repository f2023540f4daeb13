"""What is done to the working programme. Readers see none of it until it is published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from summit.core import clash, shape
from summit.core.errors import Invalid, NotFound
from summit.core.programme import Programme, Status
from summit.core.role import Actor, Verb
from summit.core.text import Text, clean_line, is_language
from summit.core.zone import utc
from summit.db import snapshot
from summit.db.programme import SessionRow, StageRow
from summit.services import deed
from summit.services.deed import Deed


def load(actor: Actor, programme: Programme, uid_domain: str, now: datetime) -> tuple[str, ...]:
    """Make the working programme say what `programme` says; return what that changed.

    What `programme` does not name stays as it is, so loading the same twice changes
    nothing. Whether a session is cancelled, hidden or removed is not the file's to say: one
    that is there already stays so.

    Raise `Invalid` for a code that cannot be an address, and `Clash` for what no programme
    may hold.
    """
    shape.check_codes(programme)
    clash.refuse(programme)
    code = programme.summit.code
    with deed.begin(actor, Verb.LOAD, code, now) as work:
        changed = snapshot.write(work.session, programme, uid_domain, now)
        clash.refuse(snapshot.read(work.session, work.summit()))
        if changed:
            work.note(f"summit/{code}", after=list(changed))
        return changed


def exists(actor: Actor, code: str) -> bool:
    """Whether there is a summit `code`."""
    try:
        with deed.look(actor, Verb.CHECK, code):
            return True
    except NotFound:
        return False


def draft(actor: Actor, code: str) -> Programme:
    """Return the working programme of the summit `code`."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        return snapshot.read(session, summit)


def move(
    actor: Actor,
    code: str,
    session: str,
    now: datetime,
    *,
    starts: datetime | None = None,
    minutes: int | None = None,
    stage: str | None = None,
) -> bool:
    """Put a session to another time (an instant), length or stage; return if that changed it."""
    if minutes is not None and not 0 < minutes <= clash.LONGEST:
        raise Invalid(f"{minutes} minutes is no length for a session.")
    with _editing(actor, code, session, now) as (work, row):
        before = _slot(row)
        if starts is not None:
            row.starts = utc(starts)
        if minutes is not None:
            row.minutes = minutes
        if stage is not None:
            row.stage_id = _stage_id(work.session, row.summit_id, stage)
        return _noted(work, session, before, _slot(row))


def rename(actor: Actor, code: str, session: str, title: Text, now: datetime) -> bool:
    """Give a session another title in the languages of `title`; return if that changed it.

    The titles in other languages stay. Raise `Invalid` for a language that is none of the
    summit's.
    """
    for tag in title:
        if not is_language(tag):
            raise Invalid(f"“{tag}” is not the tag of a language, such as en or zh-Hant.")
    with _editing(actor, code, session, now) as (work, row):
        languages = work.summit().languages
        if foreign := [tag for tag in title if tag not in languages]:
            message = f"“{foreign[0]}” is none of the summit's languages: {', '.join(languages)}."
            raise Invalid(message)
        before = dict(row.title)
        row.title = Text({**row.title, **{tag: clean_line(title[tag]) for tag in title}})
        return _noted(work, session, before, dict(row.title))


def cancel(actor: Actor, code: str, session: str, now: datetime) -> bool:
    """Cancel a session: it stays on the agenda and says so. Return if that changed it."""
    return _set(actor, code, session, now, lambda row: setattr(row, "status", Status.CANCELLED))


def restore(actor: Actor, code: str, session: str, now: datetime) -> bool:
    """Take a cancellation or a removal back; return if there was one."""

    def act(row: SessionRow) -> None:
        row.status = Status.SCHEDULED
        row.deleted_at = None

    return _set(actor, code, session, now, act)


def remove(actor: Actor, code: str, session: str, now: datetime) -> bool:
    """Take a session off the programme, and return if it was on it; calendars are told."""

    def act(row: SessionRow) -> None:
        row.deleted_at = row.deleted_at or now

    return _set(actor, code, session, now, act)


def _set(
    actor: Actor, code: str, session: str, now: datetime, act: Callable[[SessionRow], None]
) -> bool:
    with _editing(actor, code, session, now) as (work, row):
        before = _state(row)
        act(row)
        return _noted(work, session, before, _state(row))


def _noted(work: Deed, session: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Write into the audit log how a session changed, and return whether it did."""
    if before != after:
        work.note(f"session/{session}", before=before, after=after)
    return before != after


@contextmanager
def _editing(
    actor: Actor, code: str, session: str, now: datetime
) -> Iterator[tuple[Deed, SessionRow]]:
    """Give the row of a session to change, and check that what results may be kept."""
    with deed.begin(actor, Verb.EDIT, code, now) as work:
        summit = work.summit()
        row = work.session.scalar(
            select(SessionRow).where(SessionRow.summit_id == summit.id, SessionRow.code == session)
        )
        if row is None:
            raise NotFound("session", session)
        yield work, row
        work.session.flush()
        clash.refuse(snapshot.read(work.session, summit))


def _stage_id(session: DatabaseSession, summit_id: int, code: str) -> int:
    query = select(StageRow.id).where(StageRow.summit_id == summit_id, StageRow.code == code)
    found = session.scalar(query)
    if found is None:
        raise NotFound("stage", code)
    return found


def _slot(row: SessionRow) -> dict[str, Any]:
    return {"starts": row.starts.isoformat(), "minutes": row.minutes, "stage": row.stage_id}


def _state(row: SessionRow) -> dict[str, Any]:
    return {"status": row.status.value, "removed": row.deleted_at is not None}
