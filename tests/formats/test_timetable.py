"""The layout that schedules share: every session once, on its day, in its room."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from summit.core.programme import Programme, ProgrammeDay, Status, Summit, day_of
from summit.core.text import NOTHING
from summit.core.zone import zone
from summit.formats.outlet import Outlet
from summit.formats.timetable import _COLOURS, Timetable
from tests.factories import STORED, area, programme, released, session, stage, stamp, text
from tests.formats.wild_agenda import dates, wild_agendas

EN = Outlet("https://summit.example/test", "en")
SEOUL = zone("Asia/Seoul")


def table(given_programme: Programme, *, cancelled: bool = False, outlet: Outlet = EN) -> Timetable:
    return Timetable(released(given_programme), outlet, cancelled)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant by the clocks of Seoul in June 2020."""
    return datetime(2020, 6, day, hour, minute, tzinfo=SEOUL).astimezone(UTC)


@settings(max_examples=20)
@given(wild_agendas())
def test_every_session_is_there_once_on_its_own_day(wild: Programme) -> None:
    for cancelled in (False, True):
        found = table(wild, cancelled=cancelled)
        shown = [Status.SCHEDULED, *([Status.CANCELLED] if cancelled else [])]
        expected = [one.code for one in wild.sessions if one.status in shown]
        filed = [event.session.code for day in found.days for event in day.events]
        assert sorted(filed) == sorted(expected)
        for day in found.days:
            assert sorted(
                event.session.code for _, events in found.by_room(day) for event in events
            ) == sorted(event.session.code for event in day.events)
            for event in day.events:
                assert day.begins <= event.starts < day.ends
                expected_day = day_of(wild, event.session.starts)
                assert expected_day is None or expected_day.date == day.date


@settings(max_examples=20)
@given(wild_agendas())
def test_the_days_are_in_order_and_can_be_told_apart(wild: Programme) -> None:
    found = table(wild, cancelled=True).days
    assert len({day.number for day in found}) == len(found) >= max(1, len(wild.days))
    assert min(day.number for day in found) >= 1
    assert [day.date for day in found] == sorted(day.date for day in found)
    assert dates(wild) <= {day.date for day in found}
    own = [day for day in found if day.date in dates(wild)]
    others = [day.number for day in found if day.date not in dates(wild)]
    assert others == [] or own == [] or min(others) > max(day.number for day in own)


@settings(max_examples=20)
@given(wild_agendas())
def test_times_are_the_same_instants_with_whole_minutes_of_offset(wild: Programme) -> None:
    for event in table(wild, cancelled=True).events:
        for local, instant in (
            (event.starts, event.session.starts),
            (event.ends, event.session.ends),
        ):
            assert local == instant
            assert (local.utcoffset() or timedelta()) % timedelta(minutes=1) == timedelta()


@settings(max_examples=20)
@given(wild_agendas())
def test_names_are_never_empty_and_never_the_same(wild: Programme) -> None:
    found = table(wild)
    for things in (found.rooms.values(), found.tracks.values()):
        names = [one.name for one in things]
        assert all(names)
        assert len(set(names)) == len(names)
        assert len({one.slug for one in things}) == len(names)
    slugs = [event.slug for event in found.events]
    assert len(set(slugs)) == len(slugs)
    assert all(event.title for event in found.events)


def days(*sessions: datetime, **fields: object) -> list[tuple[int, date, list[str]]]:
    """The days of a summit of 2 and 3 June, with the codes of sessions at these instants."""
    given_sessions = (
        session(f"s{n}", starts=starts, stamp=stamp(n + 1)) for n, starts in enumerate(sessions)
    )
    found = table(programme(*given_sessions, **fields))
    return [
        (day.number, day.date, [event.session.code for event in day.events]) for day in found.days
    ]


def test_after_midnight_belongs_to_the_day_before_until_the_border() -> None:
    found = days(at(2, 4), at(3, 3, 30), at(3, 3, 59), at(3, 4), at(4, 3, 59))
    assert found == [
        (1, date(2020, 6, 2), ["s0", "s1", "s2"]),
        (2, date(2020, 6, 3), ["s3", "s4"]),
    ]


def test_what_lies_outside_all_days_gets_days_of_its_own() -> None:
    found = days(at(2, 3, 30), at(4, 4), at(4, 9), at(9, 3))
    assert found == [
        (3, date(2020, 6, 1), ["s0"]),
        (1, date(2020, 6, 2), []),
        (2, date(2020, 6, 3), []),
        (4, date(2020, 6, 4), ["s1", "s2"]),
        (5, date(2020, 6, 8), ["s3"]),
    ]


def test_a_summit_without_days_or_sessions_has_one_day() -> None:
    assert days(days=()) == [(1, date(2020, 5, 1), [])]
    assert days(at(2, 3), days=()) == [(1, date(2020, 6, 1), ["s0"])]


def test_a_day_zero_is_counted_from_one() -> None:
    two = (ProgrammeDay(0, date(2020, 6, 1)), ProgrammeDay(1, date(2020, 6, 2)))
    found = days(at(1, 9), at(2, 9), at(3, 9), days=two)
    assert [number for number, _, _ in found] == [1, 2, 3]


def test_a_day_lasts_from_border_to_border() -> None:
    (day, _) = table(programme()).days
    assert (day.begins.isoformat(), day.ends.isoformat()) == (
        "2020-06-02T04:00:00+09:00",
        "2020-06-03T04:00:00+09:00",
    )


def test_a_day_on_which_clocks_change_has_two_offsets() -> None:
    summit = Summit("test", text("T"), "Europe/London", ("en",), day_border=time())
    one = ProgrammeDay(1, date(2020, 10, 25))
    (day,) = table(programme(summit=summit, days=(one,))).days
    assert (day.begins.isoformat(), day.ends.isoformat()) == (
        "2020-10-25T00:00:00+01:00",
        "2020-10-26T00:00:00+00:00",
    )


def test_rooms_stand_in_the_order_of_the_stages() -> None:
    sessions = [
        session(code, starts=at(2, hour), stage=where, stamp=stamp(hour))
        for code, hour, where in (("a", 9, "hall"), ("b", 10, "studio"), ("c", 11, None))
    ]
    found = table(programme(*sessions))
    told = [
        (room.name, [event.session.code for event in events])
        for room, events in found.by_room(found.days[0])
    ]
    assert told == [("Studio", ["b"]), ("Hall", ["a"]), ("Online", ["c"])]
    assert [room.slug for room in found.rooms.values()] == ["studio", "hall", "_online"]


def test_two_stages_of_one_name_are_told_apart_by_their_codes() -> None:
    stages = (stage("a1", "Hall"), stage("a2", "Hall"), stage("a3", "Online"), stage("a4", ""))
    found = table(programme(stages=stages))
    assert [one.name for one in found.rooms.values()] == [
        "Hall",
        "Hall (a2)",
        "Online",
        "a4",
        "Online (test)",
    ]


def test_areas_have_the_colours_of_the_pages() -> None:
    areas = tuple(area(f"a{n}", f"Area {n}") for n in range(11))
    found = [one.colour for one in table(programme(areas=areas)).tracks.values()]
    assert found == [*_COLOURS, _COLOURS[0]]
    style = (Path(__file__).parents[2] / "static/src/site.css").read_text(encoding="utf-8")
    for number, colour in enumerate(_COLOURS, start=1):
        assert f"--hue-{number}: light-dark({colour}," in style


@pytest.mark.parametrize(
    ("slots", "step"),
    [
        ([], 60),
        ([(0, 60)], 60),
        ([(0, 90)], 30),
        ([(15, 45), (0, 60)], 15),
        ([(5, 60)], 5),
        ([(7, 60)], 1),
    ],
)
def test_the_step_is_what_all_times_are_multiples_of(
    slots: list[tuple[int, int]], step: int
) -> None:
    sessions = [
        session(f"s{n}", starts=at(2, 9, minute), minutes=length, stamp=stamp(n + 1))
        for n, (minute, length) in enumerate(slots)
    ]
    assert table(programme(*sessions)).step == step


@pytest.mark.parametrize(
    ("code", "acronym", "slug"),
    [("cac2020", "cac2020", "cac2020-welcome"), ("a-b", "summit_a_b", "summit_a_b-welcome")],
)
def test_codes_become_what_schedules_demand(code: str, acronym: str, slug: str) -> None:
    summit = Summit(code, text("T"), "Asia/Seoul", ("en",))
    found = table(programme(session(stamp=stamp(1)), summit=summit))
    assert (found.acronym, found.events[0].slug) == (acronym, slug)


def test_a_short_code_is_made_longer_as_no_other_code_can_be() -> None:
    sessions = (session(code, stamp=stamp(n + 1)) for n, code in enumerate(("x", "7", "abcd")))
    slugs = [event.slug for event in table(programme(*sessions)).events]
    assert slugs == ["test-___x", "test-___7", "test-abcd"]


def test_addresses_are_those_of_pages_in_the_language_of_the_outlet() -> None:
    one = session("one", parts=(), stamp=stamp(1), title=NOTHING)
    ko = Outlet("https://summit.example/test", "ko")
    (event,) = table(programme(one), outlet=ko).events
    assert event.page == "https://summit.example/test/sessions/one?locale=ko"
    assert event.watch == f"{event.page}#watch"
    assert event.title == "one"


def test_the_first_day_of_nothing_is_that_of_the_release() -> None:
    late = replace(released(programme(days=())), published=STORED.replace(hour=18))
    (day,) = Timetable(late, EN, cancelled=False).days  # 03:00 in Seoul is still the day before
    assert day.date == date(2020, 5, 1)


def test_an_hour_that_comes_twice_is_two_instants() -> None:
    summit = Summit("test", text("T"), "Europe/London", ("en",))
    first = datetime(2020, 10, 25, 0, tzinfo=UTC)
    sessions = (
        session(f"s{n}", starts=first + timedelta(hours=n), stamp=stamp(n + 1)) for n in range(2)
    )
    one, two = (event.starts for event in table(programme(*sessions, summit=summit)).events)
    assert (one, two) == (first, first + timedelta(hours=1))
    assert [one.isoformat(), two.isoformat()] == [
        "2020-10-25T01:00:00+01:00",
        "2020-10-25T01:00:00+00:00",
    ]
