"""The clock of speaking turns."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from summit.core.programme import Programme
from summit.core.turn import clock
from summit.core.zone import zone
from tests.factories import START, turn


@given(st.lists(st.integers(1, 1440)))
def test_turns_follow_each_other_and_fill_their_sum(lengths: list[int]) -> None:
    turns = [turn(minutes) for minutes in lengths]
    timed = list(clock(START, turns))
    assert [one.turn for one in timed] == turns
    assert [one.ends - one.starts for one in timed] == [timedelta(minutes=n) for n in lengths]
    assert all(before.ends == after.starts for before, after in pairwise(timed))
    borders = [START, *(one.ends for one in timed)]
    assert (borders[0], borders[-1]) == (START, START + timedelta(minutes=sum(lengths)))
    assert [one.starts for one in timed] == borders[:-1]


def test_a_longer_turn_moves_those_after_it_alone() -> None:
    before = list(clock(START, [turn(5), turn(5), turn(5)]))
    after = list(clock(START, [turn(5), turn(8), turn(5)]))
    assert after[0] == before[0]
    assert after[1].starts == before[1].starts
    assert after[2].starts - before[2].starts == timedelta(minutes=3)


def test_the_order_of_speaking_of_the_mayoral_meeting(cac2020: Programme) -> None:
    meeting = next(one for one in cac2020.sessions if one.code == "mayoral-meeting")
    timed = list(clock(meeting.starts, meeting.turns))
    seoul = [one.starts.astimezone(zone("Asia/Seoul")) for one in timed]
    assert seoul[:4] == [
        datetime(2020, 6, 2, 22, minute, tzinfo=zone("Asia/Seoul")) for minute in (0, 3, 13, 18)
    ]
    assert timed[-1].ends == meeting.ends
