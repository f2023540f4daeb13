"""The way into a session: when it is open, and for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from summit.core.joining import Door, door, opens
from summit.core.programme import Status
from summit.core.registration import State
from summit.core.seat import SeatState
from tests.factories import START, session

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (START - 16 * MINUTE, Door.EARLY),
        (START - 15 * MINUTE, Door.OPEN),
        (START + 59 * MINUTE, Door.OPEN),
        (START + 60 * MINUTE, Door.OVER),
    ],
)
def test_it_opens_shortly_before_and_closes_at_the_end(moment: object, expected: Door) -> None:
    assert door(session(), moment, State.CONFIRMED, None) is expected  # type: ignore[arg-type]
    assert opens(session()) == START - 15 * MINUTE


@pytest.mark.parametrize("state", State)
def test_for_those_whose_registration_is_confirmed(state: State) -> None:
    expected = Door.OPEN if state is State.CONFIRMED else Door.UNCONFIRMED
    assert door(session(), START, state, None) is expected
    assert door(session(), START, None, None) is Door.UNREGISTERED


@pytest.mark.parametrize("state", [None, *SeatState])
def test_where_seats_are_counted_one_is_needed(state: SeatState | None) -> None:
    expected = Door.OPEN if state is SeatState.CONFIRMED else Door.SEATLESS
    for capacity in (0, 1, 500):
        assert door(session(capacity=capacity), START, State.CONFIRMED, state) is expected


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.WITHDRAWN])
def test_what_does_not_take_place_has_no_way_in(status: Status) -> None:
    assert door(session(status=status), START, State.CONFIRMED, None) is Door.CANCELLED
