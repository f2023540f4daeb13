"""A day of the grid: its hours where clocks change, its nights, and what stands side by side."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from summit.core.programme import ProgrammeDay, Session, Status, Summit
from summit.core.slot import borders
from summit.core.zone import Band, zone
from summit.web.organizer.column import columns, hours, most_concerned, night
from tests.factories import START, city, part, programme, session, text

MINUTE = timedelta(minutes=1)
LONDON = Summit("test", text("Test"), "Europe/London", ("en",))
DAY = ProgrammeDay(1, date(2020, 6, 2))


def labels(day: date) -> list[str]:
    begins, ends = borders(LONDON, ProgrammeDay(1, day))
    where = zone("Europe/London")
    return [one.label for one in hours(begins, ends, where, None, "en")]


@pytest.mark.parametrize(
    ("day", "count", "at_one"),
    [(date(2020, 3, 28), 23, 0), (date(2020, 10, 24), 25, 2), (date(2020, 6, 2), 24, 1)],
)
def test_a_day_is_as_long_as_its_clocks_make_it(day: date, count: int, at_one: int) -> None:
    found = labels(day)
    assert (len(found), Counter(found)["01:00"], found[0], found[-1]) == (
        count,
        at_one,
        "04:00",
        "03:00",
    )


def test_the_second_clock_says_where_its_date_changes() -> None:
    begins, ends = borders(LONDON, DAY)
    found = list(hours(begins, ends, zone("Europe/London"), zone("Asia/Kolkata"), "en"))
    assert [(one.second, one.date) for one in found if one.date] == [
        ("08:30", "Tue 2 Jun"),
        ("00:30", "Wed 3 Jun"),
    ]


def test_a_night_stands_where_it_is_on_the_hosts_clock() -> None:
    begins, ends = borders(LONDON, DAY)
    found = night(city("seoul", "Asia/Seoul"), begins, ends, zone("Europe/London"))
    assert [(one.band, one.starts, one.ends) for one in found.dark] == [
        (Band.EDGE, "14:00", "16:00"),
        (Band.NIGHT, "16:00", "22:00"),
        (Band.EDGE, "22:00", "00:00"),
    ]
    assert [(one.at, one.steps) for one in found.dark] == [(120, 24), (144, 72), (216, 24)]


def test_those_at_once_stand_side_by_side() -> None:
    def at(code: str, begins: int, minutes: int) -> Session:
        return session(code, starts=START + begins * MINUTE, minutes=minutes, stage="studio")

    one = programme(
        at("long", 0, 90), at("short", 0, 30), at("next", 30, 30), at("alone", 90, 7),
        session("loose", stage="studio", status=Status.UNSCHEDULED),
        session("none"),
    )  # fmt: skip
    begins, ends = borders(one.summit, DAY)
    studio, hall, nowhere = columns(one, begins, ends)
    assert [
        (found.session.code, found.at, found.steps, found.lane, found.lanes)
        for found in studio.blocks
    ] == [
        ("long", 216, 18, 0, 2),
        ("short", 216, 6, 1, 2),
        ("next", 222, 6, 1, 2),
        ("alone", 234, 2, 0, 1),
    ]
    assert [found.place for found in studio.blocks][1::2] == [
        "h18 m0 lh0 lm6 ln1 of-2",
        "h19 m6 lh0 lm2",
    ]
    assert (studio.lanes, hall.blocks, [found.session.code for found in nowhere.blocks]) == (
        2,
        (),
        ["none"],
    )


def test_what_goes_on_from_the_day_before_stands_on_both() -> None:
    late = session("late", starts=datetime.fromisoformat("2020-06-02T18:30Z"), stage="studio")
    one = programme(late)
    (first, second) = (
        columns(one, *borders(one.summit, ProgrammeDay(1, day)))[0].blocks[0]
        for day in (date(2020, 6, 2), date(2020, 6, 3))
    )
    assert (first.at, first.steps, first.is_continued) == (282, 6, False)
    assert (second.at, second.steps, second.is_continued) == (0, 6, True)


def test_the_cities_that_take_part_most_have_a_clock_each() -> None:
    zones = {"leeds": "Europe/London", "seoul": "Asia/Seoul", "la": "America/Los_Angeles"}
    cities = (city(), *(city(code, where) for code, where in zones.items()))
    held = [
        session(f"s{number}", parts=tuple(part(government=one) for one in some))
        for number, some in enumerate((("la", "seoul"), ("la", "leeds"), ("london", "leeds")))
    ]
    assert most_concerned(programme(*held, governments=cities)) == ("la", "leeds")
