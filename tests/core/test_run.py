"""Running a session: a state machine against a naive model, and the rules one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from summit.core.calendar import entries
from summit.core.errors import Invalid
from summit.core.programme import Status
from summit.core.run import (
    FORGOTTEN,
    LEAST_BREAK,
    LONGEST,
    MOST,
    Act,
    Minute,
    Plan,
    Press,
    Run,
    State,
    begin,
    course,
    entry,
    excess,
    is_on,
    lateness,
    minutes,
    order,
    plan_of,
    turn_on,
)
from summit.core.run import stamp as run_stamp
from summit.core.turn import Turn, TurnKind, clock
from tests.factories import START, STORED, programme, session, stamp, text, turn

MINUTE = timedelta(minutes=1)
LENGTHS = (10, 5, 5, 5)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def plan(*lengths: int | Turn, ends: int = 60) -> Plan:
    turns = tuple(turn(one) if isinstance(one, int) else one for one in lengths)
    return Plan(START, at(ends), turns)


def pressed(*acts: tuple[float, Press] | Act) -> tuple[Act, ...]:
    return tuple(one if isinstance(one, Act) else Act(one[1], at(one[0])) for one in acts)


def starts(found: tuple[Minute, ...]) -> list[float | None]:
    """The minute at which each turn begins, counted from the start of the session."""
    return [(one.starts - START) / MINUTE if one.starts else None for one in found]


def after(*acts: tuple[float, Press] | Act, of: Plan | None = None) -> list[float | None]:
    return starts(minutes(course(of or plan(*LENGTHS), pressed(*acts))))


NEXT, STOP, CLOSE = Press.NEXT, Press.STOP, Press.CLOSE


def test_before_anything_is_pressed_all_is_as_published() -> None:
    one = session("one", turns=tuple(map(turn, LENGTHS)))
    found = order(one, None, at(33))
    assert [(a.turn, a.starts, a.ends) for a in found] == [
        (a.turn, a.starts, a.ends) for a in clock(one.starts, one.turns)
    ]
    assert [a.is_off_plan for a in found] == [False] * 4
    assert lateness(found) == 0


def test_a_late_start_moves_everything() -> None:
    assert after((4, NEXT)) == [4, 14, 19, 24]


def test_an_overrun_moves_every_later_turn_at_once() -> None:
    over = Act(Press.OVER, at(11), minutes=12)
    assert after((0, NEXT), (10, NEXT), over) == [0, 10, 27, 32]


def test_minutes_given_before_the_beginning_and_in_a_pause_move_the_next_turn() -> None:
    assert after(Act(Press.OVER, at(-5), minutes=7)) == [7, 17, 22, 27]
    assert after((0, NEXT), (8, STOP)) == [0, 8, 13, 18]
    assert after((0, NEXT), (8, STOP), Act(Press.OVER, at(9), minutes=5)) == [0, 13, 18, 23]


def test_time_that_passes_moves_what_comes_only_where_it_is_asked_for() -> None:
    now = course(plan(*LENGTHS), pressed((0, NEXT)))
    assert starts(minutes(now)) == [0, 10, 15, 20]
    assert starts(minutes(now, at(9))) == [0, 10, 15, 20]
    assert starts(minutes(now, at(13))) == [0, 13, 18, 23]
    paused = course(plan(*LENGTHS), pressed((0, NEXT), (8, STOP)))
    assert starts(minutes(paused, at(20))) == [0, 20, 25, 30]


def test_a_turn_that_is_left_out_lets_the_others_come_earlier() -> None:
    skip = Act(Press.SKIP, at(1), key=1)
    assert after((0, NEXT), skip) == [0, None, 10, 15]
    assert after((0, NEXT), skip, Act(Press.RETURN, at(2), key=1)) == [0, 10, 15, 20]


def test_a_turn_that_comes_back_after_its_place_is_the_next() -> None:
    acts = ((0, NEXT), Act(Press.SKIP, at(1), key=1), (10, NEXT))
    now = course(plan(*LENGTHS), pressed(*acts, Act(Press.RETURN, at(11), key=1)))
    assert [(one.key, one.is_moved) for one in now.items] == [
        (0, False),
        (2, False),
        (1, True),
        (3, False),
    ]
    assert starts(minutes(now)) == [0, 10, 15, 20]


def test_a_turn_that_broke_off_can_be_heard_again() -> None:
    again = Act(Press.RETURN, at(12), key=0)
    now = course(plan(*LENGTHS), pressed((0, NEXT), (2, NEXT), again))
    assert [(one.key, one.state) for one in now.items] == [
        (1, State.ON),
        (0, State.WAITING),
        (2, State.WAITING),
        (3, State.WAITING),
    ]
    assert starts(minutes(now)) == [2, 7, 17, 22]


def test_a_turn_is_inserted_next_or_behind_another() -> None:
    extra = turn(3, title=text("Extra"))
    assert after((0, NEXT), Act(Press.INSERT, at(1), turn=extra)) == [0, 10, 13, 18, 23]
    behind = Act(Press.INSERT, at(1), key=2, turn=extra)
    now = course(plan(*LENGTHS), pressed((0, NEXT), behind))
    assert [one.key for one in now.items] == [0, 1, 2, 4, 3]
    assert starts(minutes(now)) == [0, 10, 15, 20, 23]


def test_two_turns_swap_with_their_own_lengths() -> None:
    now = course(plan(10, 5, 5, 8), pressed((0, NEXT), Act(Press.SWAP, at(1), key=1, other=3)))
    assert [(one.key, one.is_moved) for one in now.items] == [
        (0, False),
        (3, True),
        (2, False),
        (1, True),
    ]
    assert starts(minutes(now)) == [0, 10, 18, 23]


def test_what_still_waits_when_the_session_is_closed_was_missed() -> None:
    now = course(plan(*LENGTHS), pressed((0, NEXT), (10, NEXT), (14, CLOSE)))
    assert [one.state for one in now.items] == [State.DONE, State.DONE, State.MISSED, State.MISSED]
    found = minutes(now, at(50))
    assert starts(found) == [0, 10, None, None]
    assert [one.ends for one in found] == [at(10), at(14), None, None]


BREAK = turn(15, kind=TurnKind.BREAK)


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (0, [0, 10, 25]),  # on time
        (-4, [-4, 6, 25]),  # early: people come back by the clock
        (6, [6, 16, 25]),  # the break gives it all
        (10, [10, 20, 25]),  # it is at its least
        (17, [17, 27, 27 + LEAST_BREAK]),  # and no less
    ],
)
def test_a_break_gives_what_is_late(late: int, expected: list[float]) -> None:
    assert after((late, NEXT), of=plan(10, BREAK, 10)) == expected


def test_a_break_that_was_moved_or_is_given_more_lasts_as_long_as_it_says() -> None:
    swapped = Act(Press.SWAP, at(1), key=1, other=2)
    assert after((0, NEXT), swapped, of=plan(10, BREAK, 10, 10)) == [0, 10, 20, 35]
    more = Act(Press.OVER, at(11), minutes=2)
    assert after((0, NEXT), (10, NEXT), more, of=plan(10, BREAK, 10)) == [0, 10, 27]


def test_how_late_it_is_and_by_how_much_it_goes_beyond_its_end() -> None:
    over = Act(Press.OVER, at(11), minutes=12)
    now = course(plan(*LENGTHS, ends=30), pressed((0, NEXT), (10, NEXT), over))
    assert (lateness(minutes(now)), excess(now, minutes(now))) == (12, 7)
    early = course(plan(*LENGTHS, ends=30), pressed((0, NEXT), (7, NEXT)))
    assert (lateness(minutes(early)), excess(early, minutes(early))) == (-3, 0)
    last = course(plan(10, ends=10), pressed((3.5, NEXT)))
    assert (lateness(minutes(last)), excess(last, minutes(last))) == (4, 4)


def test_an_inserted_turn_tells_nothing_of_lateness() -> None:
    extra = Act(Press.INSERT, at(1), turn=turn(3))
    now = course(plan(*LENGTHS), pressed((0, NEXT), extra))
    assert lateness(minutes(now)) == 3


@pytest.mark.parametrize(
    ("acts", "message"),
    [
        (((0, STOP),), "No turn is on."),
        (((0, CLOSE),), "The session has not begun."),
        (((0, NEXT), (1, CLOSE), (2, NEXT)), "The session is closed: take that back first."),
        (((0, NEXT), (1, NEXT)), "No turn is left: close the session."),
        (((0, NEXT), Act(Press.SKIP, at(1), key=0)), "This turn is not where you saw it any more."),
        ((Act(Press.SKIP, at(1), key=7),), "This turn is not where you saw it any more."),
        ((Act(Press.SWAP, at(1), key=0, other=0),), "Choose another turn to swap it with."),
        ((Act(Press.OVER, at(1), minutes=0),), f"It can run over by 1 to {LONGEST} minutes."),
        ((Act(Press.OVER, at(1), minutes=LONGEST + 1),), "It can run over by 1 to 180 minutes."),
        ((Act(Press.INSERT, at(1)),), f"A turn lasts from 1 to {LONGEST} minutes."),
        ((Act(Press.INSERT, at(1), turn=turn(181)),), "A turn lasts from 1 to 180 minutes."),
    ],
)
def test_what_cannot_be_done_is_refused(
    acts: tuple[tuple[float, Press] | Act, ...], message: str
) -> None:
    with pytest.raises(Invalid) as refused:
        course(plan(10), pressed(*acts))
    assert refused.value.message == message


def test_so_many_turns_are_the_most() -> None:
    whole = plan(*[1] * (MOST - 1))
    extra = Act(Press.INSERT, at(0), turn=turn(1))
    assert len(course(whole, (extra,)).items) == MOST
    with pytest.raises(Invalid, match="turns are the most"):
        course(whole, (extra, extra))


def test_the_first_turn_comes_back_to_its_place_before_anything_was_on() -> None:
    acts = (Act(Press.SKIP, at(0), key=0), Act(Press.RETURN, at(1), key=0))
    assert course(plan(*LENGTHS), acts) == begin(plan(*LENGTHS))


def test_a_calendar_shows_the_minutes_of_the_last_press_and_when_that_was() -> None:
    one = session("one", turns=(turn(10, title=text("A")), turn(20, title=text("B"))))
    known = entries(programme(one))["one"]
    late = running((5, NEXT), of=plan_of(one))
    assert [minute for minute, _ in entry(known, one, late).turns] == [5, 15]
    for none in (None, running(of=plan_of(one))):
        assert entry(known, one, none) is known
    before = stamp(1, changed=STORED - MINUTE)
    assert run_stamp(before, late) == replace(before, changed=STORED)
    assert run_stamp(stamp(1, changed=at(0)), late) == stamp(1, changed=at(0))
    assert run_stamp(before, None) == before


def running(*acts: tuple[float, Press] | Act, of: Plan) -> Run:
    return Run(of, pressed(*acts), len(acts), STORED)


def test_a_session_is_on_until_it_is_closed_or_forgotten() -> None:
    one = session("one", turns=(turn(10), turn(50)))
    of = plan_of(one)
    assert [is_on(one, None, at(n)) for n in (-1, 0, 59, 60)] == [False, True, True, False]
    early = running((-2, NEXT), of=of)
    assert [is_on(one, early, at(n)) for n in (-3, -2, 60)] == [False, True, True]
    late = running((20, NEXT), of=of)  # until 80, were it not for the next press
    last = 80 + FORGOTTEN / MINUTE
    assert [is_on(one, late, at(n)) for n in (0, 79, last - 1, last)] == [True, True, True, False]
    cancelled = replace(one, status=Status.CANCELLED)
    assert [is_on(cancelled, run, at(30)) for run in (None, late)] == [False, False]
    closed = running((0, NEXT), (50, CLOSE), of=of)
    assert [is_on(one, closed, at(n)) for n in (49, 50)] == [True, False]


def test_the_turn_that_is_on_is_as_pressed_or_by_the_clock() -> None:
    one = session("one", turns=(turn(10), turn(20), turn(30)))

    def keys(run: Run | None, minute: int) -> list[int | None]:
        return [found and found.item.key for found in turn_on(one, run, at(minute))]

    assert [keys(None, n) for n in (-1, 0, 10, 30, 60)] == [
        [None, 0],
        [0, 1],
        [1, 2],
        [2, None],
        [None, None],
    ]
    late = running((5, NEXT), of=plan_of(one))
    assert [keys(late, n) for n in (5, 10, 40)] == [[0, 1]] * 3
    assert keys(running((5, NEXT), (6, STOP), of=plan_of(one)), 40) == [None, 1]


@dataclass
class Naive:
    """A turn as somebody with a pencil would note it."""

    key: int
    length: int
    state: str = "waiting"
    began: datetime | None = None
    over: int = 0


class Machine(RuleBasedStateMachine):
    """Every press against a list that somebody keeps by hand; no breaks, which have own tests."""

    @initialize(lengths=st.lists(st.integers(1, 20), min_size=1, max_size=6))
    def start(self, lengths: list[int]) -> None:
        self.now = begin(plan(*lengths))
        self.acts: list[Act] = []
        self.list = [Naive(key, length) for key, length in enumerate(lengths)]
        self.moment = START
        self.is_closed = self.has_begun = False
        self.free = START

    def press(self, press: Press, **more: object) -> None:
        self.acts.append(Act(press, self.moment, **more))  # type: ignore[arg-type]
        self.now = course(self.now.plan, self.acts)

    def refused(self, press: Press, **more: object) -> None:
        with pytest.raises(Invalid):
            course(self.now.plan, [*self.acts, Act(press, self.moment, **more)])  # type: ignore[arg-type]

    def some(self, *states: str) -> list[Naive]:
        return [one for one in self.list if one.state in states]

    def put_out(self) -> None:
        for one in self.some("on"):
            one.state = "done"

    @rule(passed=st.integers(0, 15))
    def time_passes(self, passed: int) -> None:
        self.moment += passed * MINUTE

    @rule()
    def go_on(self) -> None:
        waiting = self.some("waiting")
        if self.is_closed or not waiting:
            self.refused(Press.NEXT)
            return
        self.press(Press.NEXT)
        self.put_out()
        waiting[0].state, waiting[0].began, waiting[0].over = "on", self.moment, 0
        self.has_begun = True

    @rule()
    def stop(self) -> None:
        if not self.some("on") or self.is_closed:
            self.refused(Press.STOP)
            return
        self.press(Press.STOP)
        self.put_out()
        self.free = self.moment

    @precondition(lambda self: self.has_begun and not self.is_closed)
    @rule(really=st.integers(0, 4))
    def close(self, really: int) -> None:
        if really:  # else no machine would get far
            return
        self.press(Press.CLOSE)
        self.put_out()
        for one in self.some("waiting"):
            one.state = "missed"
        self.is_closed = True

    @rule(which=st.integers(0, 9))
    def skip(self, which: int) -> None:
        one = next((one for one in self.list if one.key == which), None)
        if one is None or one.state != "waiting":
            self.refused(Press.SKIP, key=which)
            return
        self.press(Press.SKIP, key=which)
        one.state = "skipped"

    @rule(which=st.integers(0, 9))
    def put_back(self, which: int) -> None:
        one = next((one for one in self.list if one.key == which), None)
        if self.is_closed or one is None or one.state not in ("skipped", "done"):
            self.refused(Press.RETURN, key=which)
            return
        self.press(Press.RETURN, key=which)
        one.state = "waiting"
        others = [other for other in self.list if other is not one]
        passed = [n for n, other in enumerate(others) if other.state in ("on", "done")]
        place = max(self.list.index(one), passed[-1] + 1 if passed else 0)
        self.list = [*others[:place], one, *others[place:]]

    @rule(length=st.integers(1, 20))
    def insert(self, length: int) -> None:
        if self.is_closed:
            self.refused(Press.INSERT, turn=turn(length))
            return
        waiting = self.some("waiting")
        place = self.list.index(waiting[0]) if waiting else len(self.list)
        self.press(Press.INSERT, turn=turn(length))
        self.list.insert(place, Naive(len(self.list), length))

    @rule(one=st.integers(0, 9), other=st.integers(0, 9))
    def swap(self, one: int, other: int) -> None:
        waiting = {naive.key for naive in self.some("waiting")}
        if one == other or not {one, other} <= waiting or self.is_closed:
            self.refused(Press.SWAP, key=one, other=other)
            return
        self.press(Press.SWAP, key=one, other=other)
        keys = [naive.key for naive in self.list]
        a, b = keys.index(one), keys.index(other)
        self.list[a], self.list[b] = self.list[b], self.list[a]

    @rule(more=st.integers(1, 30))
    def run_over(self, more: int) -> None:
        if self.is_closed:
            self.refused(Press.OVER, minutes=more)
            return
        self.press(Press.OVER, minutes=more)
        for one in self.some("on"):
            one.over += more
        if not self.some("on"):
            self.free += more * MINUTE

    @invariant()
    def agrees(self) -> None:
        found = minutes(self.now)
        assert [(one.item.key, one.item.state.value) for one in found] == [
            (one.key, one.state) for one in self.list
        ]
        moment = self.free
        for one, naive in zip(found, self.list, strict=True):
            if naive.state == "on":
                assert one.starts == naive.began
                moment = one.starts + (naive.length + naive.over) * MINUTE  # type: ignore[operator]
                assert one.ends == moment
            elif naive.state == "waiting":
                assert (one.starts, one.ends) == (moment, moment + naive.length * MINUTE)
                moment = moment + naive.length * MINUTE
            elif naive.state == "done":
                assert one.starts == naive.began
            else:
                assert (one.starts, one.ends) == (None, None)

    @invariant()
    def never_goes_back_in_time(self) -> None:
        later = minutes(self.now, self.moment)
        spans = [(one.starts, one.ends) for one in later if one.item.state is not State.DONE]
        known = [span for span in spans if span[0] and span[1]]
        assert all(a <= b for a, b in known)  # type: ignore[operator]
        assert all(one[1] == two[0] for one, two in pairwise(known))


TestMachine = Machine.TestCase
