"""What is on, and what is next."""

from datetime import timedelta

import pytest

from summit.core.programme import Status
from summit.published import now
from tests.factories import START, programme, released, session, turn

HOUR = timedelta(hours=1)
ONE = session("one", turns=(turn(20), turn(30)))
TWO = session("two", starts=START + 2 * HOUR)
TWIN = session("twin", starts=START + 2 * HOUR, minutes=5)
OFF = session("off", starts=START + HOUR, status=Status.CANCELLED)
RELEASE = released(programme(ONE, OFF, TWIN, TWO))


@pytest.mark.parametrize(
    ("minutes", "on", "coming", "is_over"),
    [
        (-1, [], ["one"], False),
        (0, ["one"], ["twin", "two"], False),
        (59, ["one"], ["twin", "two"], False),
        (60, [], ["twin", "two"], False),
        (120, ["twin", "two"], [], False),
        (125, ["two"], [], False),
        (180, [], [], True),
    ],
)
def test_what_is_on_and_next(minutes: int, on: list[str], coming: list[str], is_over: bool) -> None:
    found = now.at(RELEASE, START + timedelta(minutes=minutes))
    assert [one.session.code for one in found.on] == on
    assert [one.code for one in found.next] == coming
    assert found.is_over is is_over


@pytest.mark.parametrize(("minutes", "at"), [(0, 0), (19, 0), (20, 1), (49, 1), (50, None)])
def test_the_running_order_has_reached_a_turn(minutes: int, at: int | None) -> None:
    (on,) = now.at(RELEASE, START + timedelta(minutes=minutes)).on
    assert (on.turn and on.turn.turn) == (None if at is None else ONE.turns[at])


def test_an_empty_summit_is_not_over() -> None:
    assert now.at(released(programme()), START).is_over is False
