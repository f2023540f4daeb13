"""Who comes into a session by an inserted turn: their calendars, and how these are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summit.core import newcomer
from summit.core.calendar import Scope, Shown
from summit.core.programme import Status
from summit.core.run import Act, Press, Run, plan_of
from tests.factories import START, session, turn

OPENING = turn(government="london")
EXTRA = turn(government="lima", person="ana")
MEETING = session(turns=(OPENING,))
RUN = Run(plan_of(MEETING), (Act(Press.NEXT, START),), 1, START)
JOINED = replace(
    RUN,
    acts=(*RUN.acts, Act(Press.INSERT, START, turn=EXTRA)),
    steps=newcomer.steps([(EXTRA, False)]),
)
TAKEN_BACK = replace(RUN, steps=newcomer.steps([(EXTRA, True)]))


def test_a_turn_is_in_the_calendars_of_its_city_and_its_speaker() -> None:
    assert newcomer.calendars(EXTRA) == {"city/lima", "speaker/ana"}
    assert newcomer.calendars(OPENING) == {"city/london"}
    assert newcomer.calendars(turn()) == frozenset()


def test_each_coming_and_each_going_is_a_step() -> None:
    told = newcomer.steps([(EXTRA, True), (OPENING, False), (EXTRA, False)])
    assert told == {"city/lima": 3, "speaker/ana": 3, "city/london": 1}


@pytest.mark.parametrize(
    ("run", "status", "expected"),
    [
        (RUN, Status.SCHEDULED, ()),
        (JOINED, Status.SCHEDULED, ((False, 1),)),
        (TAKEN_BACK, Status.SCHEDULED, ((True, 2),)),
        (JOINED, Status.CANCELLED, ((True, 1),)),
    ],
)
def test_the_session_comes_and_goes(
    run: Run, status: Status, expected: tuple[tuple[bool, int], ...]
) -> None:
    held = replace(MEETING, status=status)
    for scope, code in ((Scope.CITY, "lima"), (Scope.SPEAKER, "ana")):
        found = newcomer.shown((held,), scope, code, {held.code: run})
        assert found == tuple(Shown(held, gone, steps) for gone, steps in expected)
    assert newcomer.shown((held,), Scope.CITY, "oslo", {held.code: run}) == ()


def test_a_release_that_brings_the_newcomer_goes_on_from_there() -> None:
    """A calendar that was told of a higher SEQUENCE would not listen to a lower one."""
    held = replace(MEETING, turns=(OPENING, EXTRA))
    for run in (JOINED, TAKEN_BACK):
        found = newcomer.shown((held,), Scope.CITY, "lima", {held.code: run})
        assert found == (Shown(held, False, run.steps["city/lima"]),)
    left = replace(MEETING, former=("city/lima",))
    assert newcomer.shown((left,), Scope.CITY, "lima", {left.code: JOINED}) == (
        Shown(left, False, 1),
    )


def test_only_what_may_show_a_newcomer_looks_at_all_sessions() -> None:
    other = session("other", area="climate")
    assert tuple(newcomer.listed((MEETING, other), Scope.AREA, "climate")) == (other,)
    assert tuple(newcomer.listed((MEETING, other), Scope.CITY, "lima")) == (MEETING, other)
