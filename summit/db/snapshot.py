"""The working programme as one core value: read from its rows, and written to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import selectinload

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


class _Row(Protocol):
    id: Any
    summit_id: Any

    def __init__(self, **values: Any) -> None: ...


_AnyRow = TypeVar("_AnyRow", bound=_Row)


def _rows(
    session: DatabaseSession, kind: type[_AnyRow], summit: SummitRow, *order: Any
) -> Sequence[_AnyRow]:
    return session.scalars(select(kind).where(kind.summit_id == summit.id).order_by(*order)).all()


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
    stages = _rows(session, StageRow, summit, StageRow.position)
    areas = _rows(session, AreaRow, summit, AreaRow.position)
    governments = _rows(session, GovernmentRow, summit, GovernmentRow.position)
    people = _rows(session, PersonRow, summit, PersonRow.position)
    stage_codes = {row.id: row.code for row in stages}
    area_codes = {row.id: row.code for row in areas}
    government_codes = {row.id: row.code for row in governments}
    person_codes = {row.id: row.code for row in people}

    def part(row: PartRow) -> Part:
        return Part(
            role=row.role,
            person=person_codes.get(row.person_id or 0),
            government=government_codes.get(row.government_id or 0),
            office=row.office,
            mode=row.mode,
            illustrative=row.illustrative,
        )

    def turn(row: TurnRow) -> Turn:
        return Turn(
            title=row.title,
            minutes=row.minutes,
            kind=row.kind,
            person=person_codes.get(row.person_id or 0),
            government=government_codes.get(row.government_id or 0),
            language=row.language,
            mode=row.mode,
            illustrative=row.illustrative,
        )

    return Programme(
        summit=Summit(
            code=summit.code,
            title=summit.title,
            zone=summit.zone,
            languages=tuple(summit.languages),
            day_border=summit.day_border,
            slogan=summit.slogan,
            text=summit.text,
            host=summit.host,
            notice=summit.notice,
        ),
        days=tuple(
            ProgrammeDay(row.number, row.date, row.title)
            for row in _rows(session, DayRow, summit, DayRow.number)
        ),
        stages=tuple(Stage(row.code, row.name, row.place) for row in stages),
        areas=tuple(Area(row.code, row.name, row.text) for row in areas),
        governments=tuple(
            Government(
                code=row.code,
                name=row.name,
                kind=row.kind,
                country=row.country,
                zone=row.zone,
                latitude=row.latitude,
                longitude=row.longitude,
                presence=row.presence,
                illustrative=row.illustrative,
            )
            for row in governments
        ),
        people=tuple(
            Person(
                code=row.code,
                name=row.name,
                sort=row.sort,
                office=row.office,
                also=tuple(row.also),
                government=government_codes.get(row.government_id or 0),
                illustrative=row.illustrative,
            )
            for row in people
        ),
        sessions=tuple(
            Session(
                code=row.code,
                kind=row.kind,
                title=row.title,
                starts=row.starts,
                minutes=row.minutes,
                stage=stage_codes.get(row.stage_id or 0),
                area=area_codes.get(row.area_id or 0),
                text=row.text,
                note=row.note,
                status=row.status,
                visibility=row.visibility,
                capacity=row.capacity,
                spoken=tuple(row.spoken),
                interpreted=tuple(row.interpreted),
                streams=tuple(
                    Stream(one.language, one.title, one.address if one.broadcast else None)
                    for one in row.streams
                ),
                parts=tuple(part(one) for one in row.parts),
                turns=tuple(turn(one) for one in row.turns),
                illustrative=tuple(Aspect(value) for value in row.illustrative),
                stamp=Stamp(row.ical_uid, row.sequence, row.created_at, row.content_changed_at),
            )
            for row in session_rows(session, summit)
            if row.deleted_at is None
        ),
    )


def write(
    session: DatabaseSession, programme: Programme, uid_domain: str, now: datetime
) -> tuple[str, ...]:
    """Make the rows say what `programme` says, and return what had to change for it.

    Things are recognised by their codes; those that `programme` does not name stay as they
    are. A new session gets its calendar uid here, for good. The answer names each changed
    thing as "noun/code"; it is empty where the rows said the same already.
    """
    summit = session.scalar(select(SummitRow).where(SummitRow.code == programme.summit.code))
    changed: list[str] = []
    if summit is None:
        summit = SummitRow(**_summit_values(programme.summit))
        session.add(summit)
        session.flush()
        changed.append(f"summit/{summit.code}")
        before = Programme(programme.summit)
    else:
        before = read(session, summit)
        if before.summit != programme.summit:
            _assign(summit, _summit_values(programme.summit))
            changed.append(f"summit/{summit.code}")

    def put(
        noun: str,
        kind: type[_AnyRow],
        old: Iterable[Any],
        new: Iterable[Any],
        key: str,
        values: Callable[[Any], dict[str, Any]],
    ) -> dict[str, int]:
        """Write one kind of thing and return the row ids by code."""
        rows = {str(getattr(row, key)): row for row in _rows(session, kind, summit)}
        known = {str(getattr(thing, key)): thing for thing in old}
        wanted = {str(getattr(thing, key)): thing for thing in new}
        # What is not named stays, after all that is.
        order = [*wanted, *(code for code in known if code not in wanted)]
        moved = order != list(known) and hasattr(kind, "position")
        for at, code in enumerate(order):
            place = {"position": at} if moved else {}
            thing = wanted.get(code)
            if thing is not None and known.get(code) != thing:
                place |= values(thing)
            elif not moved or getattr(rows[code], "position", at) == at:
                continue
            if code not in rows:
                rows[code] = kind(summit_id=summit.id)
                session.add(rows[code])
            _assign(rows[code], place)
            if code in wanted:
                changed.append(f"{noun}/{code}")
        session.flush()
        return {code: row.id for code, row in rows.items()}

    put("day", DayRow, before.days, programme.days, "number", _day_values)
    stages = put("stage", StageRow, before.stages, programme.stages, "code", _stage_values)
    areas = put("area", AreaRow, before.areas, programme.areas, "code", _area_values)
    governments = put(
        "city",
        GovernmentRow,
        before.governments,
        programme.governments,
        "code",
        _government_values,
    )

    def person_values(person: Person) -> dict[str, Any]:
        return {
            "code": person.code,
            "name": person.name,
            "sort": person.sort,
            "office": person.office,
            "also": list(person.also),
            "government_id": governments.get(person.government or ""),
            "illustrative": person.illustrative,
        }

    people = put("speaker", PersonRow, before.people, programme.people, "code", person_values)
    known = {one.code: one for one in before.sessions}
    rows = {row.code: row for row in session_rows(session, summit)}
    for new in programme.sessions:
        old = known.get(new.code)
        if old and replace(new, stamp=None, former=()) == replace(old, stamp=None, former=()):
            continue
        row = rows.get(new.code)
        if row is None:
            row = SessionRow(
                summit_id=summit.id,
                code=new.code,
                ical_uid=f"{uuid4()}@{uid_domain}",
                sequence=0,
                created_at=now.replace(microsecond=0),
                content_changed_at=now.replace(microsecond=0),
                streams=[],
                parts=[],
                turns=[],
            )
            session.add(row)
        row.deleted_at = None
        _assign(row, _session_values(new, stages, areas))
        if old is None or old.streams != new.streams:
            row.streams = _stream_rows(new.streams, row.streams)
        if old is None or old.parts != new.parts:
            row.parts = [
                PartRow(
                    position=at,
                    role=part.role,
                    person_id=people.get(part.person or ""),
                    government_id=governments.get(part.government or ""),
                    office=part.office,
                    mode=part.mode,
                    illustrative=part.illustrative,
                )
                for at, part in enumerate(new.parts)
            ]
        if old is None or old.turns != new.turns:
            row.turns = [
                TurnRow(
                    position=at,
                    title=turn.title,
                    minutes=turn.minutes,
                    kind=turn.kind,
                    person_id=people.get(turn.person or ""),
                    government_id=governments.get(turn.government or ""),
                    language=turn.language,
                    mode=turn.mode,
                    illustrative=turn.illustrative,
                )
                for at, turn in enumerate(new.turns)
            ]
        changed.append(f"session/{new.code}")
    session.flush()
    return tuple(changed)


def _assign(row: object, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _summit_values(summit: Summit) -> dict[str, Any]:
    return {
        "code": summit.code,
        "title": summit.title,
        "zone": summit.zone,
        "languages": list(summit.languages),
        "day_border": summit.day_border,
        "slogan": summit.slogan,
        "text": summit.text,
        "host": summit.host,
        "notice": summit.notice,
    }


def _day_values(day: ProgrammeDay) -> dict[str, Any]:
    return {"number": day.number, "date": day.date, "title": day.title}


def _stage_values(stage: Stage) -> dict[str, Any]:
    return {"code": stage.code, "name": stage.name, "place": stage.place}


def _area_values(area: Area) -> dict[str, Any]:
    return {"code": area.code, "name": area.name, "text": area.text}


def _government_values(government: Government) -> dict[str, Any]:
    return {
        "code": government.code,
        "name": government.name,
        "kind": government.kind,
        "country": government.country,
        "zone": government.zone,
        "latitude": government.latitude,
        "longitude": government.longitude,
        "presence": government.presence,
        "illustrative": government.illustrative,
    }


def _session_values(new: Session, stages: dict[str, int], areas: dict[str, int]) -> dict[str, Any]:
    return {
        "kind": new.kind,
        "title": new.title,
        "text": new.text,
        "note": new.note,
        "starts": new.starts,
        "minutes": new.minutes,
        "stage_id": stages.get(new.stage or ""),
        "area_id": areas.get(new.area or ""),
        "status": new.status,
        "visibility": new.visibility,
        "capacity": new.capacity,
        "spoken": list(new.spoken),
        "interpreted": list(new.interpreted),
        "illustrative": [aspect.value for aspect in new.illustrative],
    }


def _stream_rows(streams: Iterable[Stream], old: Iterable[StreamRow]) -> list[StreamRow]:
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
