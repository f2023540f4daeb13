"""Agendas that lie across every edge: borders of days, changes of clocks, days that are missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from summit.core.programme import Programme, ProgrammeDay, Status
from tests.factories import START, stamp, wild_programmes

ZONES = (
    "Asia/Seoul",
    "Asia/Kolkata",
    "Europe/London",
    "America/New_York",
    "America/Argentina/Buenos_Aires",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Australia/Lord_Howe",
    "UTC",
    "Japan",
    "Etc/GMT-9",
)
MOMENTS = (
    START,
    datetime(2020, 3, 8, 7, tzinfo=UTC),  # New York puts its clocks forward
    datetime(2020, 10, 25, 1, tzinfo=UTC),  # London puts them back
    datetime(1905, 1, 1, tzinfo=UTC),  # Seoul is 8 h 27 min 52 s ahead
)
_DAY = 24 * 60


@st.composite
def wild_agendas(draw: st.DrawFn) -> Programme:
    """Return a programme with sessions inside, at the edges of, and outside its days."""
    wild = draw(wild_programmes())
    moment = draw(st.sampled_from(MOMENTS))
    first = moment.date() - timedelta(days=draw(st.integers(0, 2)))
    offsets = draw(st.lists(st.integers(0, 4), max_size=4, unique=True))
    numbers = draw(st.permutations(range(len(offsets))))
    sessions = [
        replace(
            one,
            starts=moment + timedelta(minutes=draw(st.integers(-3 * _DAY, 3 * _DAY))),
            minutes=draw(st.sampled_from((1, 25, 90, _DAY))),
            status=draw(st.sampled_from((Status.SCHEDULED, Status.CANCELLED, Status.WITHDRAWN))),
            stamp=stamp(draw(st.integers(1, 2**128 - 1))),
        )
        for one in wild.sessions
    ]
    uids = {one.stamp.uid for one in sessions if one.stamp}
    if len(uids) < len(sessions):  # uids differ in every programme
        sessions = sessions[:1]
    return replace(
        wild,
        summit=replace(
            wild.summit,
            code=draw(st.sampled_from(("wild", "a", "cac-2020", "0"))),
            zone=draw(st.sampled_from(ZONES)),
            day_border=draw(st.sampled_from((time(), time(4), time(2, 30), time(23, 59)))),
            languages=draw(st.sampled_from((("en", "ko"), ("tet",), ("zh-Hant", "en"), ()))),
        ),
        days=tuple(
            ProgrammeDay(number, first + timedelta(days=offset))
            for number, offset in zip(numbers, offsets, strict=True)
        ),
        stages=draw(st.sampled_from((wild.stages, _alike(wild)))),
        sessions=tuple(sorted(sessions, key=lambda one: (one.starts, one.code))),
    )


def _alike(wild: Programme) -> tuple[object, ...]:
    """Return the stages with one name for all."""
    return tuple(replace(one, name=wild.stages[0].name) for one in wild.stages)


def dates(programme: Programme) -> set[date]:
    """Return the dates of a programme's days."""
    return {day.date for day in programme.days}
