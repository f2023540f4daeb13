"""Agendas that lie across every edge: borders of days, changes of clocks, days that are missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from summit.core.programme import Programme, ProgrammeDay, Stage, Status, Stream, Summit
from summit.core.text import Text
from tests.factories import (
    HOSTILE,
    START,
    area,
    part,
    person,
    programme,
    session,
    stage,
    stamp,
    text,
    turn,
    wild_programmes,
)

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


def _alike(wild: Programme) -> tuple[Stage, ...]:
    """Return the stages with one name for all."""
    return tuple(replace(one, name=wild.stages[0].name) for one in wild.stages)


def dates(programme: Programme) -> set[date]:
    """Return the dates of a programme's days."""
    return {day.date for day in programme.days}


def stamped(given_programme: Programme) -> Programme:
    """Return a programme with a stamp for each session, as a release has it."""
    sessions = tuple(
        replace(one, stamp=stamp(n + 1)) for n, one in enumerate(given_programme.sessions)
    )
    return replace(given_programme, sessions=sessions)


def hostile() -> Programme:
    """A programme of which every word is hostile."""
    words = Text({"en": "".join(HOSTILE), "ko": "]]>&<![CDATA[", "ar": "مرحبا"})
    people = (person("ada", name=words, office=words), person("bo", name=Text()))
    one = session(
        "one",
        title=words,
        text=words,
        note=words,
        parts=(part(person="ada", office=words),),
        turns=(turn(person="bo", title=words),),
        streams=(Stream("en", words, "https://stream.example/private"),),
        stage="s",
        area="a",
        stamp=stamp(1),
    )
    return programme(
        one,
        summit=Summit("test", words, "Asia/Seoul", ("en",), text=words, host=words),
        stages=(replace(stage("s"), name=words, place=words),),
        areas=(replace(area("a"), name=words),),
        people=people,
    )


MANY = programme(
    *(session(f"s{n}", stage=f"s{n}", stamp=stamp(n + 1)) for n in range(120)),
    stages=tuple(stage(f"s{n}", "Hall") for n in range(120)),
)
EDGES = {
    "nothing": programme(days=(), stages=(), areas=(), people=(), governments=()),
    "no session": programme(),
    "bare": programme(session(streams=(), stamp=stamp(1))),
    "korean": programme(session(title=Text({"ko": "시장 회의"}), stamp=stamp(1))),
    "arabic": programme(session(title=Text({"ar": "اجتماع العُمَد"}), stamp=stamp(1))),
    "hostile": hostile(),
    "cancelled": programme(session(status=Status.CANCELLED, stamp=stamp(1))),
    "outside": programme(session(starts=START.replace(year=2021), stamp=stamp(1))),
    "over midnight": programme(session(minutes=24 * 60, stamp=stamp(1))),
    "many stages": MANY,
    "a long word": programme(session(text=text("x" * 30_000), stamp=stamp(1))),
}
