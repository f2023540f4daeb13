"""The editions of a running order, and what each changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.edition import between, edition, editions
from summit.core.programme import Session
from summit.core.turn import Edition, Shift, Standing, Turn, TurnChange
from tests.factories import programme, session, stamp, text, turn

PROVISIONAL, FINAL = Standing.PROVISIONAL, Standing.FINAL
A, B, C, D = (turn(5, title=text(one), person=one.lower()) for one in "ABCD")


def held(*turns: Turn, standing: Standing | None, last: Edition | None = None) -> Session:
    return session("one", turns=turns, standing=standing, edition=last, stamp=stamp(1))


def follow(*steps: tuple[tuple[Turn, ...], Standing | None]) -> list[tuple[int, int, bool] | None]:
    """Publish orders one after the other; return number, release and whether it is a correction."""
    found, last = [], None
    for release, (turns, standing) in enumerate(steps, start=1):
        now = held(*turns, standing=standing)
        one = edition(last, now, release)
        last = replace(now, edition=one)
        found.append((one.number, one.release, one.is_corrected) if one else None)
    return found


def test_an_edition_is_counted_where_the_order_or_its_standing_changes() -> None:
    assert follow(
        ((A, B), None),
        ((A, B), PROVISIONAL),
        ((A, B), PROVISIONAL),
        ((B, A), PROVISIONAL),
        ((B, A), FINAL),
        ((B, A), FINAL),
        ((B, A, C), FINAL),
        ((B, A, C), PROVISIONAL),
        ((), PROVISIONAL),
        ((A,), None),
    ) == [
        None,
        (1, 2, False),
        (1, 2, False),
        (2, 4, False),
        (3, 5, False),
        (3, 5, False),
        (4, 7, True),
        (5, 8, False),
        None,
        None,
    ]


def test_sessions_are_known_by_their_uid_and_others_stay() -> None:
    one = held(A, B, standing=PROVISIONAL)
    plain = session("two", turns=(A,), stamp=stamp(2))
    first = editions(None, programme(one, plain), 1)
    assert [found.edition for found in first.sessions] == [Edition(1, 1), None]
    renamed = replace(one, code="other", turns=(B, A))
    second = editions(first, programme(renamed, plain), 2)
    assert second.sessions[0].edition == Edition(
        2, 2, changes=(TurnChange(Shift.MOVED, B.title, 2, 1),)
    )
    assert second.sessions[1] == plain


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((A, B), (A, B), []),
        ((A, B), (A, B, C), [(Shift.ADDED, "C", None, 3)]),
        ((A, B, C), (A, C), [(Shift.REMOVED, "B", 2, None)]),
        ((A, B, C, D), (B, C, D, A), [(Shift.MOVED, "A", 1, 4)]),
        ((A, B), (A, replace(B, minutes=9)), [(Shift.LENGTH, "B", 5, 9)]),
        ((A, B), (A, replace(B, title=text("Bee"))), [(Shift.DETAILS, "Bee", 2, 2)]),
        ((A, A), (A, A, A), [(Shift.ADDED, "A", None, 3)]),
    ],
)
def test_what_an_edition_changes(
    before: tuple[Turn, ...],
    after: tuple[Turn, ...],
    said: list[tuple[Shift, str, int | None, int | None]],
) -> None:
    assert list(between(before, after)) == [
        TurnChange(what, text(title), old, new) for what, title, old, new in said
    ]


@given(st.lists(st.sampled_from("ABCDEF"), unique=True), st.permutations("ABCDEF"))
def test_what_is_told_leads_from_one_order_to_the_other(old: list[str], new: list[str]) -> None:
    turns = {one: turn(5, title=text(one), person=one.lower()) for one in "ABCDEF"}
    new = new[: len(new) - 1]
    found = list(between([turns[one] for one in old], [turns[one] for one in new]))
    gone = {one.title["en"] for one in found if one.what is not Shift.ADDED}
    rest = [one for one in old if one not in gone]
    for one in sorted((one for one in found if one.after), key=lambda one: one.after or 0):
        rest.insert((one.after or 0) - 1, one.title["en"])
    assert rest == new
