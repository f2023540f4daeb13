"""My agenda: everything once, on the right day, in any zone; what lies between and across."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.agenda import SHORTEST, Agenda, Gap, Item, agenda, clashes
from summit.core.programme import Session, Status
from summit.core.seat import Seat, SeatState
from summit.core.waking import USUAL, Waking
from summit.core.zone import NAMES, zone
from tests.factories import START, session

ZONES = st.sampled_from(sorted(NAMES))
# Around changes of clocks: spring and autumn, north and south, and around the date line.
MOMENTS = st.sampled_from(
    [
        datetime(2020, 3, 8, 9, 30, tzinfo=UTC),
        datetime(2020, 3, 29, 0, 30, tzinfo=UTC),
        datetime(2020, 4, 4, 15, 0, tzinfo=UTC),
        START,
        datetime(2020, 10, 25, 0, 45, tzinfo=UTC),
        datetime(2020, 11, 1, 5, 30, tzinfo=UTC),
    ]
)


@st.composite
def programmes(draw: st.DrawFn) -> list[Session]:
    around = draw(MOMENTS)
    return [
        session(
            f"s{number}",
            starts=around + timedelta(minutes=draw(st.integers(-2000, 2000))),
            minutes=draw(st.integers(1, 600)),
            status=draw(st.sampled_from((Status.SCHEDULED, Status.SCHEDULED, *Status))),
        )
        for number in range(draw(st.integers(0, 7)))
    ]


def items(found: Agenda) -> list[Item]:
    return [one for day in found.days for one in day.entries if isinstance(one, Item)]


def gaps(found: Agenda) -> list[tuple[date, Gap]]:
    return [(day.date, one) for day in found.days for one in day.entries if isinstance(one, Gap)]


@given(programmes(), st.data(), ZONES)
def test_each_stands_once_on_its_own_local_date(
    sessions: list[Session], data: st.DataObject, name: str
) -> None:
    codes = [one.code for one in sessions]
    picks = data.draw(st.sets(st.sampled_from(codes)) if codes else st.just(set()))
    seats = [
        Seat(code, SeatState.WAITING, 1, 1)
        for code in data.draw(st.sets(st.sampled_from(codes)) if codes else st.just(set()))
    ]
    found = agenda(sessions, picks | {"gone"}, seats, zone(name), START)
    wanted = sorted(
        (one for one in sessions if one.code in picks | {seat.session for seat in seats}),
        key=lambda one: (one.starts, one.code),
    )
    assert [one.session for one in items(found)] == wanted
    assert [one.session for one in found.items] == wanted
    assert [day.date for day in found.days] == sorted({day.date for day in found.days})
    for day in found.days:
        for one in day.entries:
            if isinstance(one, Item):
                assert one.session.starts.astimezone(zone(name)).date() == day.date
                assert one.is_picked == (one.session.code in picks)


@given(programmes(), ZONES)
def test_every_pair_that_clashes_and_no_other(sessions: list[Session], name: str) -> None:
    codes = {one.code for one in sessions}
    found = agenda(sessions, codes, (), zone(name), START)
    expected = {
        frozenset((a.code, b.code))
        for a, b in combinations([s for s in sessions if s.status is Status.SCHEDULED], 2)
        if max(a.starts, b.starts) < min(a.ends, b.ends)
    }
    told = [frozenset((one.first.code, one.second.code)) for one in found.overlaps]
    assert len(told) == len(set(told))
    assert set(told) == expected
    for one in found.overlaps:
        assert one.starts == max(one.first.starts, one.second.starts)
        assert one.ends == min(one.first.ends, one.second.ends)
    for item in found.items:
        others = {frozenset((item.session.code, one.code)) for one in item.clashes}
        assert others == {pair for pair in expected if item.session.code in pair}
        if item.is_held:
            told_apart = clashes(item.session, sessions, codes, ())
            assert {one.code for one in told_apart} == {one.code for one in item.clashes}


@given(programmes(), ZONES)
def test_free_time_is_free_and_lies_between_sessions_of_one_day(
    sessions: list[Session], name: str
) -> None:
    where = zone(name)
    found = agenda(sessions, {one.code for one in sessions}, (), where, START)
    held = [one for one in sessions if one.status is Status.SCHEDULED]
    for day, gap in gaps(found):
        assert gap.ends - gap.starts >= SHORTEST
        assert all(one.ends <= gap.starts or one.starts >= gap.ends for one in held)
        assert gap.ends in {one.starts for one in held}
        assert gap.starts in {one.ends for one in held}
        assert gap.ends.astimezone(where).date() == day
        assert any(
            one.starts <= gap.starts and one.starts.astimezone(where).date() == day for one in held
        )


@given(programmes(), ZONES, st.integers(0, 23), st.integers(1, 24))
def test_what_is_slept_through(sessions: list[Session], name: str, begins: int, ends: int) -> None:
    waking = Waking(begins, ends) if begins != ends else USUAL
    found = agenda(sessions, {one.code for one in sessions}, (), zone(name), START, waking)
    for item in found.items:
        starts, stops = item.session.starts, item.session.ends
        assert item.is_asleep is not waking.holds(starts, stops, zone(name))


@given(programmes(), st.integers(-3000, 3000))
def test_on_and_next_at_a_moment(sessions: list[Session], minutes: int) -> None:
    moment = START + timedelta(minutes=minutes)
    found = agenda(sessions, {one.code for one in sessions}, (), zone("UTC"), moment)
    held = [one for one in sessions if one.status is Status.SCHEDULED]
    on = {one.code for one in held if one.starts <= moment < one.ends}
    assert {one.session.code for one in found.on} == on
    first = min((one.starts for one in held if one.starts > moment), default=None)
    coming = {one.code for one in held if one.starts == first}
    assert {one.session.code for one in found.next} == coming


def test_one_that_crosses_midnight_stands_on_the_day_it_begins() -> None:
    late = session("late", starts=datetime(2020, 6, 2, 21, 30, tzinfo=UTC), minutes=120)
    early = session("early", starts=datetime(2020, 6, 3, 0, 0, tzinfo=UTC))
    found = agenda([late, early], {"late", "early"}, (), zone("Europe/London"), START)
    assert [(day.date.day, len(day.entries)) for day in found.days] == [(2, 1), (3, 1)]
    # Free time is within a day: the night between is no gap, nor is what a late session leaves.
    assert gaps(found) == []


@pytest.mark.parametrize(
    ("name", "dates"),
    [("Pacific/Auckland", [3, 4]), ("America/Los_Angeles", [2, 3]), ("Europe/London", [2, 4])],
)
def test_the_golden_sessions_by_local_date(name: str, dates: list[int]) -> None:
    meeting = session("meeting", starts=datetime(2020, 6, 2, 13, 0, tzinfo=UTC))
    diamond = session("diamond", starts=datetime(2020, 6, 3, 23, 0, tzinfo=UTC))
    found = agenda([diamond, meeting], ["meeting", "diamond"], (), zone(name), START)
    assert [day.date.day for day in found.days] == dates


def test_what_does_not_take_place_stays_and_clashes_with_nothing() -> None:
    off = session("off", status=Status.WITHDRAWN)
    on = session("on")
    found = agenda([off, on], ["off", "on"], (), zone("UTC"), START)
    assert [one.session.code for one in found.items] == ["off", "on"]
    assert found.overlaps == ()
    assert [one.session.code for one in found.on] == ["on"]
