"""Windows in which somebody can take part: joined, with gaps, on days when clocks change too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.availability import ALWAYS, Availability, Window, away, gaps, joined
from summit.core.clash import Level, Rule, check
from summit.core.programme import ProgrammeDay, Session, Status
from summit.core.slot import borders, vacancies
from summit.core.zone import from_local
from tests.factories import START, city, part, programme, session, turn

MINUTE = timedelta(minutes=1)
AWAY = (Rule.PERSON_AWAY, Rule.CITY_AWAY)


def at(minutes: int) -> datetime:
    return START + minutes * MINUTE


def window(begins: int, ends: int) -> Window:
    return Window(at(begins), at(ends))


def windows() -> st.SearchStrategy[list[Window]]:
    one = st.tuples(st.integers(-300, 300), st.integers(1, 200))
    return st.lists(one.map(lambda two: window(two[0], two[0] + two[1])), max_size=8)


def minutes(some: object) -> set[int]:
    """Return the minutes, counted from START, that lie in some windows or spans."""
    found: set[int] = set()
    for one in some:  # type: ignore[attr-defined]
        begins, ends = (one.begins, one.ends) if isinstance(one, Window) else one
        found.update(range((begins - START) // MINUTE, (ends - START) // MINUTE))
    return found


def ada(begins: int = 0, length: int = 60) -> Session:
    return session(starts=at(begins), minutes=length, parts=(part(person="ada"),))


def only(*some: Window, who: tuple[str, str] = ("person", "ada")) -> Availability:
    return {who: joined(some)}


@given(windows())
def test_joined_windows_hold_the_same_minutes_apart_from_each_other(some: list[Window]) -> None:
    found = joined(some)
    assert minutes(found) == minutes(some)
    assert all(one.ends < two.begins for one, two in pairwise(found))
    assert joined(found) == found == joined(some[::-1])


@given(windows(), st.integers(-400, 400), st.integers(1, 300))
def test_gaps_are_the_minutes_of_a_span_in_no_window(
    some: list[Window], begins: int, length: int
) -> None:
    span = (at(begins), at(begins + length))
    found = list(gaps(joined(some), *span))
    assert minutes(found) == minutes([span]) - minutes(some)
    assert all(first < last for first, last in found)


@given(windows(), st.integers(-400, 400), st.integers(1, 300))
def test_somebody_is_away_where_a_minute_lies_in_no_window(
    some: list[Window], begins: int, length: int
) -> None:
    one = ada(begins, length)
    missing = minutes([(one.starts, one.ends)]) - minutes(some)
    found = list(away(one, only(*some)))
    assert [(field, code) for field, code, _ in found] == [("person", "ada")] * bool(missing)
    assert [(first - START) // MINUTE for _, _, (first, _) in found] == [
        min(missing, default=0)
    ] * (bool(missing))


@pytest.mark.parametrize(
    ("some", "rules"),
    [
        ((window(0, 60),), []),
        ((window(-10, 30), window(30, 90)), []),
        ((window(0, 59),), [Rule.PERSON_AWAY]),
        ((window(1, 90),), [Rule.PERSON_AWAY]),
        ((window(500, 600),), [Rule.PERSON_AWAY]),
    ],
)
def test_a_session_outside_is_found_and_warned_of(
    some: tuple[Window, ...], rules: list[Rule]
) -> None:
    one = programme(ada())
    found = [finding for finding in check(one, only(*some)) if finding.rule in AWAY]
    assert [finding.rule for finding in found] == rules
    assert all((one.level, one.about) == (Level.WARNS, "ada") for one in found)
    assert check(one) == check(one, ALWAYS) == check(one, {("person", "bo"): ()})


def test_a_government_is_needed_in_its_turn_alone() -> None:
    one = session(
        parts=(part(government="london"),), turns=(turn(20), turn(10, government="london"))
    )
    who = ("government", "london")
    found = [
        [
            finding.rule
            for finding in check(programme(one), only(some, who=who))
            if finding.rule in AWAY
        ]
        for some in (window(20, 30), window(21, 60), window(0, 29))
    ]
    assert found == [[], [Rule.CITY_AWAY], [Rule.CITY_AWAY]]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.UNSCHEDULED])
def test_what_does_not_take_place_needs_nobody(status: Status) -> None:
    one = programme(replace(ada(), status=status))
    assert [two.rule for two in check(one, only(window(500, 600))) if two.rule in AWAY] == []


# --- days on which clocks change --------------------------------------------------------------

CHANGES = (
    ("Europe/London", date(2020, 3, 29), 23),
    ("Europe/London", date(2020, 10, 25), 25),
    ("America/New_York", date(2020, 3, 8), 23),
    ("America/New_York", date(2020, 11, 1), 25),
    ("Australia/Lord_Howe", date(2020, 4, 5), 24.5),
    ("Australia/Lord_Howe", date(2020, 10, 4), 23.5),
    ("Asia/Seoul", date(2020, 6, 2), 24),
)


@pytest.mark.parametrize(("zone", "day", "hours"), CHANGES)
def test_a_window_of_a_local_day_is_as_long_as_that_day(zone: str, day: date, hours: float) -> None:
    begins, ends = (
        from_local(datetime(one.year, one.month, one.day), zone)  # noqa: DTZ001 (a wall clock)
        for one in (day, day + timedelta(days=1))
    )
    whole = Window(begins, ends)
    assert whole.ends - whole.begins == timedelta(hours=hours)
    length = round(hours * 60)
    fits = session(starts=begins, minutes=length, parts=(part(government="london"),))
    held: Availability = {("government", "london"): (whole,)}
    assert list(away(fits, held)) == []
    late = replace(fits, starts=begins + MINUTE)
    assert list(away(late, held)) == [("government", "london", (ends, ends + MINUTE))]


@given(st.sampled_from(CHANGES), st.integers(0, 23), st.integers(1, 8), st.integers(15, 180))
def test_the_best_free_place_is_inside_the_windows_where_there_is_one(
    change: tuple[str, date, float], hour: int, hours: int, length: int
) -> None:
    zone, day, _ = change
    host = replace(programme().summit, zone=zone)
    first = ProgrammeDay(1, day)
    begins, ends = borders(host, first)
    opens = begins + timedelta(hours=hour)
    held: Availability = {("person", "ada"): (Window(opens, opens + timedelta(hours=hours)),)}
    one = replace(
        programme(
            session(starts=begins, minutes=length, stage="studio", parts=(part(person="ada"),))
        ),
        summit=host,
        days=(first,),
        governments=(city("seoul", zone),),
    )
    found = vacancies(one, "welcome", first, held)
    placed = [replace(one.sessions[0], starts=free.starts) for free in found]
    assert [bool(list(away(two, held))) for two in placed] == [bool(free.away) for free in found]
    room = min(opens + timedelta(hours=hours), ends) - max(opens, begins + 5 * MINUTE)
    assert bool(found[0].away) == (room < length * MINUTE)
    assert all(begins <= free.starts and free.starts + length * MINUTE <= ends for free in found)


def test_a_place_where_all_are_available_comes_before_a_nearer_one() -> None:
    one = programme(ada())
    plain = vacancies(one, "welcome", one.days[0])
    found = vacancies(one, "welcome", one.days[0], only(window(125, 200)))
    assert (plain[0].starts, plain[0].away) == (START, ())
    assert (found[0].starts, found[0].away) == (at(125), ())
    none = vacancies(one, "welcome", one.days[0], only(window(9000, 9100)))
    assert {free.away for free in none} == {(("person", "ada"),)}
