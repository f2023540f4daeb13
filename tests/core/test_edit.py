"""What an organizer does to a working programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core import edit
from summit.core.change import Noun
from summit.core.errors import Invalid, NotFound
from summit.core.programme import Programme, Status
from tests.factories import START, area, city, part, person, programme, session, stage, stamp

HOUR = timedelta(hours=1)


@pytest.fixture
def draft() -> Programme:
    return replace(
        programme(
            session("first", stage="studio", minutes=30, stamp=stamp(1)),
            session("second", starts=START + HOUR, stage="hall", area="climate", stamp=stamp(2)),
            session("third", starts=START + 2 * HOUR, stage="studio", parts=(part(person="ada"),)),
        ),
        stages=(stage("studio"), stage("hall")),
        areas=(area("climate"),),
        people=(person("ada", government="london"),),
        governments=(city("london"),),
    )


def slots(draft: Programme) -> dict[str, tuple[float, int, str | None]]:
    return {
        one.code: ((one.starts - START) / HOUR, one.minutes, one.stage) for one in draft.sessions
    }


def test_move(draft: Programme) -> None:
    moved = edit.move(draft, "first", starts=START + 3 * HOUR, minutes=45, stage="hall")
    assert list(slots(moved).items()) == [
        ("second", (1, 60, "hall")),
        ("third", (2, 60, "studio")),
        ("first", (3, 45, "hall")),
    ]
    assert slots(edit.move(draft, "first", stage=""))["first"] == (0, 30, None)
    with pytest.raises(NotFound, match="stage “cellar”"):
        edit.move(draft, "first", stage="cellar")
    with pytest.raises(NotFound, match="session “fourth”"):
        edit.move(draft, "fourth", minutes=5)


def test_swap(draft: Programme) -> None:
    swapped = edit.swap(draft, "first", "second")
    assert slots(swapped) == {
        "first": (1, 30, "hall"),
        "second": (0, 60, "studio"),
        "third": (2, 60, "studio"),
    }
    assert edit.swap(swapped, "first", "second") == draft


def test_shift_the_rest(draft: Programme) -> None:
    later = edit.shift(draft, START + HOUR, START + 24 * HOUR, 12)
    assert {code: hour for code, (hour, _, _) in slots(later).items()} == {
        "first": 0,
        "second": 1.2,
        "third": 2.2,
    }
    one_stage = edit.shift(draft, START, START + 24 * HOUR, -30, "studio")
    assert {code: hour for code, (hour, _, _) in slots(one_stage).items()} == {
        "first": -0.5,
        "second": 1,
        "third": 1.5,
    }


def test_a_session_without_a_slot_gets_one_by_moving(draft: Programme) -> None:
    waits = edit.unschedule(draft, "second")
    assert edit.session(waits, "second").status is Status.UNSCHEDULED
    with pytest.raises(Invalid, match="without a slot"):
        edit.swap(waits, "first", "second")
    assert edit.session(edit.move(waits, "second", stage="studio"), "second").status is (
        Status.UNSCHEDULED
    )
    assert edit.move(waits, "second", starts=START + HOUR) == draft


def test_what_is_needed_stays(draft: Programme) -> None:
    for noun, code, needed in (
        (Noun.STAGE, "studio", "first, third"),
        (Noun.AREA, "climate", "second"),
        (Noun.SPEAKER, "ada", "third"),
        (Noun.CITY, "london", "ada"),
    ):
        with pytest.raises(Invalid, match=f"needed still, by: {needed}."):
            edit.drop(draft, noun, code)
    without = edit.drop(draft, Noun.SESSION, "third")
    assert [one.code for one in edit.drop(without, Noun.SPEAKER, "ada").people] == []
    with pytest.raises(NotFound):
        edit.drop(without, Noun.SESSION, "third")


def test_order(draft: Programme) -> None:
    turned = edit.order(draft, Noun.STAGE, ("hall",))
    assert [one.code for one in turned.stages] == ["hall", "studio"]
    assert edit.difference(draft, turned) == {
        "order/stage": (("studio", "hall"), ("hall", "studio"))
    }


def test_putting_a_session_keeps_its_stamp(draft: Programme) -> None:
    other = edit.put(draft, Noun.SESSION, session("first", minutes=20))
    assert edit.session(other, "first").stamp == stamp(1)


CHANGES: tuple[Callable[[Programme], Programme], ...] = (
    lambda one: edit.move(one, "first", starts=START + 5 * HOUR),
    lambda one: edit.move(one, "second", minutes=15, stage=""),
    lambda one: edit.swap(one, "first", "third"),
    lambda one: edit.shift(one, START, START + 9 * HOUR, 7),
    lambda one: edit.cancel(one, "second"),
    lambda one: edit.unschedule(one, "third"),
    lambda one: edit.restore(one, "third"),
    lambda one: edit.put(one, Noun.STAGE, stage("attic")),
    lambda one: edit.put(one, Noun.AREA, area("climate", "Weather")),
    lambda one: edit.put(one, Noun.SESSION, session("fourth", starts=START + HOUR)),
    lambda one: edit.order(one, Noun.STAGE, reversed([stage.code for stage in one.stages])),
    lambda one: edit.put(one, Noun.SPEAKER, person("bo")),
)


@given(chosen=st.lists(st.sampled_from(CHANGES), max_size=6))
def test_a_difference_leads_both_ways(chosen: list[Callable[[Programme], Programme]]) -> None:
    """What an edit changed is enough to take it back, and to do it again."""
    before = replace(
        programme(
            session("first", stage="studio"),
            session("second", starts=START + HOUR, stage="hall"),
            session("third", starts=START + 2 * HOUR, stage="studio"),
        ),
        stages=(stage("studio"), stage("hall")),
        areas=(area("climate"),),
    )
    after = before
    for change in chosen:
        try:
            after = change(after)
        except Invalid:
            continue
    found = edit.difference(before, after)
    assert edit.things(edit.revert(after, {name: old for name, (old, _) in found.items()})) == (
        edit.things(before)
    )
    assert edit.things(edit.revert(before, {name: new for name, (_, new) in found.items()})) == (
        edit.things(after)
    )
