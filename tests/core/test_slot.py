"""Slots: the instant of a time on a day, what follows on a stage, and the places that are free."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core import edit
from summit.core.clash import Rule, check
from summit.core.errors import Invalid
from summit.core.programme import Programme, ProgrammeDay, Status, Summit
from summit.core.slot import borders, instant, push, shift, vacancies
from tests.factories import START, city, part, programme, session, text

MINUTE = timedelta(minutes=1)
DAY = ProgrammeDay(1, date(2020, 6, 2))
SEOUL = Summit("test", text("Test"), "Asia/Seoul", ("en",))
TWICE = (Rule.STAGE_TWICE, Rule.PERSON_TWICE, Rule.CITY_TWICE)


def at(minutes: int) -> datetime:
    return START + minutes * MINUTE


def starts(one: Programme) -> dict[str, int]:
    """Return when each session begins, in minutes from START."""
    return {found.code: (found.starts - START) // MINUTE for found in one.sessions}


def test_a_time_in_the_small_hours_belongs_to_the_night_after() -> None:
    assert instant(SEOUL, DAY, time(22)) == START
    assert instant(SEOUL, DAY, time(3, 59)) == datetime(2020, 6, 2, 18, 59, tzinfo=UTC)
    assert instant(SEOUL, DAY, time(4)) == datetime(2020, 6, 1, 19, tzinfo=UTC)
    assert borders(SEOUL, DAY) == (
        datetime(2020, 6, 1, 19, tzinfo=UTC),
        datetime(2020, 6, 2, 19, tzinfo=UTC),
    )


def test_a_time_that_clocks_leave_out_is_none() -> None:
    london = replace(SEOUL, zone="Europe/London")
    with pytest.raises(Invalid):
        instant(london, ProgrammeDay(1, date(2020, 3, 28)), time(1, 30))


def test_what_follows_on_the_stage_moves_along() -> None:
    one = programme(
        session("one", stage="studio"),
        session("two", stage="studio", starts=at(60)),
        session("gone", stage="studio", starts=at(90), status=Status.CANCELLED),
        session("other", stage="hall", starts=at(60)),
        session("tomorrow", stage="studio", starts=at(24 * 60)),
    )
    kept = {"other": 60, "gone": 90, "tomorrow": 1440}
    assert starts(push(one, "one", minutes=75)) == {"one": 0, "two": 75, **kept}
    assert starts(push(one, "one", starts=at(-10))) == {"one": -10, "two": 50, **kept}
    assert starts(push(one, "one", starts=at(5), minutes=55)) == {"one": 5, "two": 60, **kept}
    assert starts(push(one, "two", minutes=30)) == starts(one)


def test_a_session_without_a_stage_or_a_slot_pushes_nothing() -> None:
    for alone in (session("one"), session("one", stage="studio", status=Status.UNSCHEDULED)):
        one = programme(alone, session("two", starts=at(60)))
        assert starts(push(one, "one", minutes=90))["two"] == 60


def test_the_rest_of_a_day_is_shifted() -> None:
    one = programme(
        session("before", stage="studio", starts=at(-60)),
        session("one", stage="studio"),
        session("two", stage="studio", starts=at(60)),
        session("other", stage="hall", starts=at(60)),
        session("nowhere", starts=at(60)),
        session("tomorrow", stage="studio", starts=at(24 * 60)),
    )
    kept = {"before": -60, "tomorrow": 1440}
    assert starts(shift(one, "one", 10, alone=True)) == {
        "one": 10, "two": 70, "other": 60, "nowhere": 60, **kept,
    }  # fmt: skip
    assert starts(shift(one, "one", -10, alone=False)) == {
        "one": -10, "two": 50, "other": 50, "nowhere": 50, **kept,
    }  # fmt: skip
    assert starts(shift(one, "nowhere", 10, alone=True)) == starts(one) | {"nowhere": 70}


def test_the_best_place_is_where_nobody_is_asleep() -> None:
    """A part of London at 10:00 in Seoul, 02:00 in London, is offered an hour when it is awake."""
    own = session("own", starts=START - 12 * 60 * MINUTE, stage="studio",
                  parts=(part(government="london"),))  # fmt: skip
    taken = session("taken", stage="studio", starts=at(-300), minutes=180)
    found = vacancies(programme(own, taken), "own", DAY)
    assert [(one.stage, one.asleep) for one in found if not one.asleep] == [
        ("studio", ()),
        ("studio", ()),
        ("hall", ()),
    ]
    assert found[0].begins == borders(SEOUL, DAY)[0]
    assert {one.asleep for one in vacancies(programme(own), "own", DAY)} == {()}


def test_nobody_is_offered_a_place_where_they_are_needed_elsewhere() -> None:
    own = session("own", starts=at(-60), parts=(part(person="ada"),), minutes=120)
    busy = session("busy", stage="hall", minutes=180, parts=(part(person="ada"),))
    found = vacancies(programme(own, busy), "own", DAY)
    assert {(one.stage, one.begins, one.ends) for one in found} == {
        ("studio", borders(SEOUL, DAY)[0], START),
        ("studio", at(180), borders(SEOUL, DAY)[1]),
        ("hall", borders(SEOUL, DAY)[0], START),
        ("hall", at(180), borders(SEOUL, DAY)[1]),
    }


@given(
    st.lists(
        st.tuples(
            st.integers(-1000, 300),
            st.integers(1, 300),
            st.sampled_from(("studio", "hall", None)),
            st.sampled_from(("ada", "bo", None)),
            st.sampled_from(("london", "seoul", None)),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_free_place_is_free(drawn: list[tuple[int, int, str, str, str]]) -> None:
    """Whatever is taken: in no place that is offered does anything happen twice."""
    one = programme(
        *(
            session(
                f"s{number}",
                starts=at(begins),
                minutes=minutes,
                stage=stage,
                parts=(part(person=who, government=city_code),),
            )
            for number, (begins, minutes, stage, who, city_code) in enumerate(drawn)
        ),
        governments=(city(), city("seoul", "Asia/Seoul", country="KR")),
    )
    begins, ends = borders(one.summit, DAY)
    for found in vacancies(one, "s0", DAY):
        moved = edit.move(one, "s0", starts=found.starts, stage=found.stage)
        assert begins <= found.begins <= found.starts
        assert edit.session(moved, "s0").ends <= found.ends <= ends
        broken = [bad for bad in check(moved) if bad.rule in TWICE and "s0" in bad.sessions]
        assert broken == []
