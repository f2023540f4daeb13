"""The working programme as one core value: read from its rows, and written to them.

A column is called as the field of the core value that it keeps. Where the value names
another thing by its code, as `stage`, the row has that thing's id, as `stage_id`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import selectinload

from summit.core import picture
from summit.core.match import elsewhere
from summit.core.people import Part, Person
from summit.core.place import Government
from summit.core.programme import (
    Area,
    Aspect,
    Programme,
    ProgrammeDay,
    Session,
    Stage,
    Stamp,
    Status,
    Stream,
    Summit,
)
from summit.core.turn import Turn
from summit.db.people import PartRow, PersonRow
from summit.db.place import GovernmentRow
from summit.db.programme import (
    AreaRow,
    DayRow,
    SessionRow,
    StageRow,
    StreamRow,
    SummitRow,
    TurnRow,
)

_Value = TypeVar("_Value")
OWN = ("streams", "parts", "turns", "former", "stamp", "edition")
"""The fields of a session that are not columns of its row."""
_KEPT = ("former", "stamp", "edition")
"""The fields of a session that publishing changes, never writing it."""
_STATE = ("status", "visibility", "standing")
"""Those that have verbs of their own, so that not every writing changes them."""
NAMED: Mapping[str, Any] = {
    "stage": StageRow,
    "area": AreaRow,
    "government": GovernmentRow,
    "person": PersonRow,
}
"""The rows that others refer to, by the name of the field that does."""
_AT_ONCE = 500
"""Values that one query asks for; SQLite takes some thousands."""


class Codes:
    """The things that rows refer to, by the name of the field: their codes and their ids."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[int | None, str]] = {}
        self.ids: dict[str, dict[str | None, int]] = {}

    def know(self, field: str, rows: Iterable[Any]) -> None:
        """Remember the rows that `field` may refer to."""
        self.codes[field] = {row.id: row.code for row in rows}
        self.ids[field] = {row.code: row.id for row in rows}

    def value(self, kind: Callable[..., _Value], row: Any, **given: Any) -> _Value:
        """Return the core value that a row keeps; `given` are fields that it does not."""
        for name in (field.name for field in fields(cast(Any, kind))):
            if name in given:
                continue
            if name in self.codes:
                given[name] = self.codes[name].get(getattr(row, f"{name}_id"))
            else:
                given[name] = getattr(row, name)
        return kind(**given)

    def columns(self, thing: Any, leave: Sequence[str] = ()) -> dict[str, Any]:
        """Return what the row of a core value keeps, but for the fields to `leave` out."""
        columns: dict[str, Any] = {}
        for name in (field.name for field in fields(thing)):
            if name in leave:
                continue
            if name in self.codes:
                columns[f"{name}_id"] = self.ids[name].get(getattr(thing, name))
            else:
                columns[name] = getattr(thing, name)
        return columns


def rows_of(session: DatabaseSession, kind: Any, summit: SummitRow) -> Sequence[Any]:
    """Return the rows of one kind of thing, in their order."""
    order = kind.number if kind is DayRow else kind.position
    return session.scalars(
        select(kind).where(kind.summit_id == summit.id).order_by(order, kind.id)
    ).all()


def session_rows(session: DatabaseSession, summit: SummitRow) -> Sequence[SessionRow]:
    """Return every session ever stored, deleted ones too, in the order of time."""
    return session.scalars(
        select(SessionRow)
        .where(SessionRow.summit_id == summit.id)
        .order_by(SessionRow.starts, SessionRow.code)
        .options(
            selectinload(SessionRow.streams),
            selectinload(SessionRow.parts),
            selectinload(SessionRow.turns),
        )
    ).all()


def read(session: DatabaseSession, summit: SummitRow) -> Programme:
    """Return the working programme of `summit`, in ten queries whatever its size."""
    return _read(session, summit, Codes())


def _read(session: DatabaseSession, summit: SummitRow, codes: Codes) -> Programme:
    """Return the working programme, and let `codes` know its things."""
    value = codes.value
    days = rows_of(session, DayRow, summit)
    stages = rows_of(session, StageRow, summit)
    areas = rows_of(session, AreaRow, summit)
    governments = rows_of(session, GovernmentRow, summit)
    people = rows_of(session, PersonRow, summit)
    for field, rows in (
        ("stage", stages),
        ("area", areas),
        ("government", governments),
        ("person", people),
    ):
        codes.know(field, rows)
    return Programme(
        summit=value(Summit, summit),
        days=tuple(value(ProgrammeDay, row) for row in days),
        stages=tuple(value(Stage, row) for row in stages),
        areas=tuple(value(Area, row) for row in areas),
        governments=tuple(value(Government, row) for row in governments),
        people=tuple(value(Person, row) for row in people),
        sessions=_sessions(session, summit, codes, SessionRow.deleted_at.is_(None)),
    )


def _sessions(
    session: DatabaseSession, summit: SummitRow, codes: Codes, which: ColumnElement[bool]
) -> tuple[Session, ...]:
    """Return some of the sessions of a summit, in the order of time.

    They are read as plain columns: rows that nobody is going to change need not be watched,
    which takes twice as long.
    """
    meant = (SessionRow.summit_id == summit.id, which)
    streams, parts, turns = (
        _children(session, kind, meant) for kind in (StreamRow, PartRow, TurnRow)
    )
    query = select(*_columns(SessionRow)).where(*meant)
    return tuple(
        codes.value(
            Session,
            row,
            illustrative=tuple(Aspect(word) for word in row.illustrative),
            streams=tuple(
                Stream(one.language, one.title, one.address if one.broadcast else None)
                for one in streams[row.id]
            ),
            parts=tuple(codes.value(Part, one) for one in parts[row.id]),
            turns=tuple(codes.value(Turn, one) for one in turns[row.id]),
            former=(),
            edition=None,
            stamp=Stamp(row.ical_uid, row.sequence, row.created_at, row.content_changed_at),
        )
        for row in session.execute(query.order_by(SessionRow.starts, SessionRow.code))
    )


def _children(
    session: DatabaseSession, kind: Any, meant: tuple[ColumnElement[bool], ...]
) -> dict[int, list[Any]]:
    """Return what belongs to the sessions that are meant, by their ids, each in its order."""
    query = select(*_columns(kind)).join(SessionRow, SessionRow.id == kind.session_id)
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in session.execute(query.where(*meant).order_by(kind.session_id, kind.position)):
        found[row.session_id].append(row)
    return found


def _columns(kind: Any) -> list[Any]:
    return [getattr(kind, column.key) for column in kind.__table__.columns]


def shelved(session: DatabaseSession, summit: SummitRow) -> tuple[Session, ...]:
    """Return the sessions that were taken off the programme, as they were."""
    codes = Codes()
    know(session, summit, codes)
    return _sessions(session, summit, codes, SessionRow.deleted_at.is_not(None))


def know(session: DatabaseSession, summit: SummitRow, codes: Codes) -> None:
    """Let `codes` know what the sessions of a summit may name."""
    for field, kind in NAMED.items():
        codes.know(field, rows_of(session, kind, summit))


def removed(session: DatabaseSession, summit: SummitRow) -> dict[str, str]:
    """Return the uids of the sessions that were taken off the programme, by their codes."""
    rows = session.execute(
        select(SessionRow.code, SessionRow.ical_uid)
        .where(SessionRow.summit_id == summit.id, SessionRow.deleted_at.is_not(None))
        .order_by(SessionRow.code)
    )
    return {row.code: row.ical_uid for row in rows}


def write(
    session: DatabaseSession,
    programme: Programme,
    uid_domain: str,
    now: datetime,
    *,
    state: bool = False,
) -> tuple[str, ...]:
    """Make the rows say what `programme` says, and return what had to change for it.

    Things are recognised by their codes; those that `programme` does not name stay as they
    are. A new session keeps the stamp that it brings, under another uid where a summit of
    this database has its own already; without one it gets a uid here, for good. One that is
    there already stays cancelled or hidden, unless `state` says that `programme` tells that
    too, and removed where it is; a new one that is withdrawn begins as removed. The answer
    names each changed thing as "noun/code"; it is empty where the rows said the same already.
    """
    codes = Codes()
    summit = session.scalar(select(SummitRow).where(SummitRow.code == programme.summit.code))
    changed: list[str] = []
    if summit is None:
        summit = SummitRow()
        session.add(summit)
        before = Programme(replace(programme.summit, code=""))
    else:
        before = read(session, summit)
        programme = picture.carried(programme, before)
        if not programme.summit.bands:  # a file that tells of none has not chosen the usual ones
            own = replace(programme.summit, bands=before.summit.bands)
            programme = replace(programme, summit=own)
    if before.summit != programme.summit:
        assign(summit, codes.columns(programme.summit))
        changed.append(f"summit/{summit.code}")
    session.flush()
    for noun, field, kind, old, new in (
        ("day", "day", DayRow, before.days, programme.days),
        ("stage", "stage", StageRow, before.stages, programme.stages),
        ("area", "area", AreaRow, before.areas, programme.areas),
        ("city", "government", GovernmentRow, before.governments, programme.governments),
        ("speaker", "person", PersonRow, before.people, programme.people),
    ):
        rows = rows_of(session, kind, summit)
        key = "number" if kind is DayRow else "code"
        found = {getattr(row, key): row for row in rows}
        for code in _write_some(session, codes, summit, kind, key, found, old, new):
            changed.append(f"{noun}/{code}")
        session.flush()
        if key == "code":
            codes.know(field, found.values())
    stamps = Stamps(session, programme, uid_domain, now)
    kept = _KEPT if state else (*_KEPT, *_STATE)
    for code in _write_sessions(session, codes, summit, before, programme, stamps, kept):
        changed.append(f"session/{code}")
    session.flush()
    return tuple(changed)


class Stamps:
    """The stamps of new sessions: those that they bring, and new ones."""

    def __init__(
        self, session: DatabaseSession, programme: Programme, uid_domain: str, now: datetime
    ) -> None:
        self.code = programme.summit.code
        self.domain = uid_domain
        self.moment = now.replace(microsecond=0)
        brought = [one.stamp.uid for one in programme.sessions if one.stamp]
        self.taken: set[str] = set()
        for at in range(0, len(brought), _AT_ONCE):
            some = brought[at : at + _AT_ONCE]
            query = select(SessionRow.ical_uid).where(SessionRow.ical_uid.in_(some))
            self.taken.update(session.scalars(query))

    def give(self, stamp: Stamp | None) -> Stamp:
        """Return the stamp of a session that brings `stamp`, or none."""
        if stamp is None:
            return Stamp(f"{uuid4()}@{self.domain}", 0, self.moment, self.moment)
        if stamp.uid not in self.taken:
            return stamp
        return replace(stamp, uid=f"{elsewhere(stamp.uid, self.code)}@{self.domain}")


def _write_some(
    session: DatabaseSession,
    codes: Codes,
    summit: SummitRow,
    kind: Any,
    key: str,
    rows: dict[Any, Any],
    old: Iterable[Any],
    new: Iterable[Any],
) -> Iterable[str]:
    """Write one kind of thing, and yield the keys of what changed; `rows` grows by new ones."""
    known = {getattr(thing, key): thing for thing in old}
    wanted = {getattr(thing, key): thing for thing in new}
    # What is not named stays, after all that is.
    order = [*wanted, *(code for code in known if code not in wanted)]
    moved = order != list(known) and hasattr(kind, "position")
    for at, code in enumerate(order):
        columns = {"position": at} if moved else {}
        if code in wanted and known.get(code) != wanted[code]:
            columns |= codes.columns(wanted[code])
        elif not moved or rows[code].position == at:
            continue
        if code not in rows:
            rows[code] = kind(summit_id=summit.id)
            session.add(rows[code])
        assign(rows[code], columns)
        if code in wanted:
            yield str(code)


def _write_sessions(
    session: DatabaseSession,
    codes: Codes,
    summit: SummitRow,
    before: Programme,
    programme: Programme,
    stamps: Stamps,
    kept: Sequence[str],
) -> Iterable[str]:
    """Write the sessions, and yield the codes of those that changed.

    Those that are there keep the fields in `kept`.
    """
    known = {one.code: one for one in before.sessions}
    rows = {row.code: row for row in session_rows(session, summit)}
    for new in programme.sessions:
        old = known.get(new.code)
        row = rows.get(new.code)
        if row and old is None:
            continue  # it was removed, and stays so until it is restored
        if old and all(
            getattr(old, field.name) == getattr(new, field.name)
            for field in fields(new)
            if field.name not in kept
        ):
            continue
        if row is None:
            row = new_row(summit, stamps.give(new.stamp))
            session.add(row)
        assign(row, codes.columns(new, leave=OWN if old is None else (*OWN, *kept)))
        if old is None and new.status is Status.WITHDRAWN:
            row.status, row.deleted_at = Status.SCHEDULED, row.content_changed_at
        if old is None or old.streams != new.streams:
            row.streams = stream_rows(new.streams, row.streams)
        if old is None or old.parts != new.parts:
            row.parts = [
                PartRow(position=at, **codes.columns(part)) for at, part in enumerate(new.parts)
            ]
        if old is None or old.turns != new.turns:
            row.turns = [
                TurnRow(position=at, **codes.columns(turn)) for at, turn in enumerate(new.turns)
            ]
        yield new.code


def new_row(summit: SummitRow, stamp: Stamp) -> SessionRow:
    """Return the row of a new session, without anything but its stamp."""
    return SessionRow(
        summit_id=summit.id,
        ical_uid=stamp.uid,
        sequence=stamp.sequence,
        created_at=stamp.created,
        content_changed_at=stamp.changed,
        streams=[],
        parts=[],
        turns=[],
    )


def assign(row: object, columns: Mapping[str, Any]) -> None:
    """Write columns into a row."""
    for name, value in columns.items():
        setattr(row, name, value)


def stream_rows(streams: Iterable[Stream], old: Iterable[StreamRow]) -> list[StreamRow]:
    """Return rows for `streams`; one without an address keeps the private one it had."""
    private = {row.language: row.address for row in old if not row.broadcast}
    return [
        StreamRow(
            position=at,
            language=stream.language,
            title=stream.title,
            address=stream.address or private.get(stream.language),
            broadcast=stream.address is not None,
        )
        for at, stream in enumerate(streams)
    ]
