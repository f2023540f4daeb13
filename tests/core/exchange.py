"""Files from elsewhere for tests, as their readers would give them: plain ones and wild ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from summit.core.exchange import (
    DayRow,
    Format,
    PartRow,
    PersonRow,
    PlaceRow,
    Schedule,
    SessionRow,
)
from summit.core.intake import Terms
from summit.core.people import Role
from summit.core.programme import SessionKind, Status
from summit.core.text import Text
from tests.factories import START, text

NOW = datetime(2020, 5, 20, 9, 0, 30, 5, tzinfo=UTC)


def terms(**fields: Any) -> Terms:
    return Terms(**{"code": "test", "uid_domain": "summit.example", "now": NOW} | fields)


def guid(number: int) -> str:
    return str(UUID(int=number))


def row(code: str = "1", **fields: Any) -> SessionRow:
    values: dict[str, Any] = {
        "where": f"event {code}",
        "title": text(f"Talk {code}"),
        "starts": START,
        "minutes": 45,
    }
    return SessionRow(code=code, **values | fields)


def place(key: str, name: str = "") -> PlaceRow:
    return PlaceRow(key, text(name or key))


def person(key: str, name: str = "") -> PersonRow:
    return PersonRow(key, text(name or key))


def schedule(*rows: SessionRow, **fields: Any) -> Schedule:
    values: dict[str, Any] = {
        "format": Format.SCHEDULE_XML,
        "title": text("Conference"),
        "zone": "Asia/Seoul",
        "languages": ("en",),
    }
    return Schedule(sessions=rows, **values | fields)


_words = st.sampled_from(("", "Words", "Other <b>words</b>", "ada@city.example", "회의", " "))
_texts = st.dictionaries(st.sampled_from(("en", "ko", "ar")), _words, max_size=2).map(Text)
_names = st.sampled_from(("Ada", "Bo", "Ada ", "王小明", "김민수", "", "Hall", "hall", "a" * 80))


def _named(make: Any, prefix: str) -> st.SearchStrategy[tuple[Any, ...]]:
    """Places or people with keys of their own, whose names may be nearly those of others."""
    names = st.dictionaries(st.sampled_from(("en", "ko")), _names, max_size=2).map(Text)
    keys = st.sampled_from([f"{prefix}{n}" for n in range(4)] + ["Ada", "Hall"])
    one = st.builds(make, keys, names)
    return st.lists(one, max_size=4, unique_by=lambda row: row.key).map(tuple)


@st.composite
def wild_schedules(draw: st.DrawFn) -> Schedule:
    """Files in which identities collide and values are out of all bounds."""
    rooms = draw(_named(PlaceRow, "room-"))
    tracks = draw(_named(PlaceRow, "track-"))
    people = draw(_named(PersonRow, "person-"))
    starts = st.builds(
        lambda hours, seconds: START + timedelta(hours=hours, seconds=seconds),
        st.integers(-200, 200),
        st.sampled_from((0, 0, 0, 0, 30)),
    )
    parts = st.builds(
        PartRow,
        st.sampled_from(("nobody", *(one.key for one in people))),
        st.sampled_from((None, *Role)),
    )
    rows = st.builds(
        SessionRow,
        where=st.sampled_from(("event 1", "event 2", "line 3")),
        code=st.sampled_from(("1", "2", "A b", "a-b", "welcome", "회의", "x" * 90)),
        title=_texts,
        starts=starts | st.just(datetime(1, 1, 1, tzinfo=UTC)),
        minutes=st.sampled_from((-1, 0, 1, 45, 45, 1440, 1441)),
        uid=st.none()
        | st.sampled_from((guid(1), guid(2), f"{guid(1)}@summit.example", "event-1", "u" * 300)),
        room=st.sampled_from((None, "nowhere", *(one.key for one in rooms))),
        track=st.sampled_from((None, "nothing", *(one.key for one in tracks))),
        kind=st.none() | st.sampled_from(SessionKind),
        text=st.none() | _texts,
        note=st.none() | _texts,
        spoken=st.none() | st.sampled_from(((), ("ko",), ("en", "ko"), ("English",))),
        interpreted=st.none() | st.sampled_from(((), ("ar",))),
        capacity=st.none() | st.sampled_from((-1, 0, 80, 2**40)),
        status=st.none() | st.sampled_from(Status),
        parts=st.none() | st.lists(parts, max_size=3).map(tuple),
    )
    days = st.builds(
        DayRow, st.integers(-1, 4), st.dates(date(2020, 5, 30), date(2020, 6, 5)), _texts
    )
    return Schedule(
        format=draw(st.sampled_from(Format)),
        sessions=draw(st.lists(rows, max_size=6).map(tuple)),
        title=draw(_texts),
        zone=draw(st.sampled_from((None, "Asia/Seoul", "America/New_York"))),
        languages=draw(st.sampled_from(((), ("en",), ("ko", "en")))),
        day_border=draw(st.sampled_from((None, time(0), time(6)))),
        days=draw(st.lists(days, max_size=3).map(tuple)),
        rooms=rooms,
        tracks=tracks,
        people=people,
    )
