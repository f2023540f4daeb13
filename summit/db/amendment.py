"""A working programme written over the one that its rows say: exactly, and only what differs.

`summit.db.snapshot.write` takes what a file says and leaves the rest; this takes an organizer's
edit, in which what is missing was taken out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import selectinload

from summit.core.change import Noun
from summit.core.edit import FIELDS, KINDS, Difference
from summit.core.programme import Programme, Session, Summit
from summit.db.people import PartRow, PersonRow
from summit.db.place import GovernmentRow
from summit.db.programme import AreaRow, DayRow, SessionRow, StageRow, SummitRow, TurnRow
from summit.db.snapshot import OWN, Codes, Stamps, assign, know, new_row, rows_of, stream_rows

_ROWS: dict[Noun, Any] = {
    Noun.DAY: DayRow,
    Noun.STAGE: StageRow,
    Noun.AREA: AreaRow,
    Noun.CITY: GovernmentRow,
    Noun.SPEAKER: PersonRow,
}
# A session that was taken off keeps its row, and no name of what is no more.
_MENTIONS: dict[Noun, tuple[Any, ...]] = {
    Noun.STAGE: (SessionRow.stage_id,),
    Noun.AREA: (SessionRow.area_id,),
    Noun.CITY: (PartRow.government_id, TurnRow.government_id),
    Noun.SPEAKER: (PartRow.person_id, TurnRow.person_id),
}


def write(
    session: DatabaseSession,
    summit: SummitRow,
    after: Programme,
    difference: Difference,
    uid_domain: str,
    now: datetime,
) -> None:
    """Make the rows of `summit` say what `after` says, where there is a `difference`.

    A session that is no more keeps its row, since calendars may know it, and comes back in it.
    """
    by_noun: dict[Noun, dict[str, Any]] = {}
    for name, (_, value) in difference.items():
        noun, _, code = name.partition("/")
        if noun in KINDS:
            by_noun.setdefault(Noun(noun), {})[code] = value
    codes = Codes()
    # Cities come before the people who speak for them.
    for noun, kind in _ROWS.items():
        if noun in by_noun or f"order/{noun}" in difference:
            if noun is Noun.SPEAKER:
                know(session, summit, codes)
            _write_some(session, codes, summit, kind, noun, by_noun.get(noun, {}), after)
    if isinstance(value := by_noun.get(Noun.SUMMIT, {}).get(summit.code), Summit):
        assign(summit, codes.columns(value))
    session.flush()
    if sessions := by_noun.get(Noun.SESSION):
        know(session, summit, codes)
        stamps = Stamps(session, after, uid_domain, now)
        _write_sessions(session, codes, summit, sessions, stamps, now)
    _remove(session, summit, by_noun)
    session.flush()


def _write_some(
    session: DatabaseSession,
    codes: Codes,
    summit: SummitRow,
    kind: Any,
    noun: Noun,
    wanted: dict[str, Any],
    after: Programme,
) -> None:
    """Write those things of one noun that are there, and their order."""
    is_day = noun is Noun.DAY
    rows = {str(row.number if is_day else row.code): row for row in rows_of(session, kind, summit)}
    for code, value in wanted.items():
        if value is None:
            continue
        if code not in rows:
            rows[code] = kind(summit_id=summit.id)
            if not is_day:
                rows[code].position = len(rows)
            session.add(rows[code])
        assign(rows[code], codes.columns(value))
    if not is_day:
        for at, thing in enumerate(getattr(after, FIELDS[noun])):
            if rows[thing.code].position != at:
                rows[thing.code].position = at
    session.flush()


def _write_sessions(
    session: DatabaseSession,
    codes: Codes,
    summit: SummitRow,
    wanted: dict[str, Session | None],
    stamps: Stamps,
    now: datetime,
) -> None:
    query = (
        select(SessionRow)
        .where(SessionRow.summit_id == summit.id, SessionRow.code.in_(wanted))
        .options(
            selectinload(SessionRow.streams),
            selectinload(SessionRow.parts),
            selectinload(SessionRow.turns),
        )
    )
    rows = {row.code: row for row in session.scalars(query)}
    for code, value in wanted.items():
        row = rows.get(code)
        if value is None:
            if row:
                row.deleted_at = row.deleted_at or now
            continue
        if row is None:
            row = new_row(summit, stamps.give(value.stamp))
            session.add(row)
        row.deleted_at = None
        assign(row, codes.columns(value, leave=OWN))
        row.streams = stream_rows(value.streams, row.streams)
        row.parts = [
            PartRow(position=at, **codes.columns(one)) for at, one in enumerate(value.parts)
        ]
        row.turns = [
            TurnRow(position=at, **codes.columns(one)) for at, one in enumerate(value.turns)
        ]


def _remove(
    session: DatabaseSession, summit: SummitRow, by_noun: dict[Noun, dict[str, Any]]
) -> None:
    """Take out the rows of what is no more, people before the cities that they spoke for."""
    for noun in (Noun.SPEAKER, Noun.CITY, Noun.AREA, Noun.STAGE, Noun.DAY):
        gone = {code for code, value in by_noun.get(noun, {}).items() if value is None}
        if not gone:
            continue
        for row in rows_of(session, _ROWS[noun], summit):
            if str(row.number if noun is Noun.DAY else row.code) not in gone:
                continue
            for column in _MENTIONS.get(noun, ()):
                session.execute(
                    update(column.class_).where(column == row.id).values({column.key: None}),
                    execution_options={"synchronize_session": False},
                )
            session.delete(row)
        session.flush()
