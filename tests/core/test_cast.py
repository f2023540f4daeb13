"""The parts of a session, where a file says who is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.cast import join
from summit.core.people import Mode, Part, Role
from tests.factories import part, text

ADA = part(person="ada", role=Role.KEYNOTE, government="london", office=text("Mayor"))
BO = part(person="bo", role=Role.MODERATOR, mode=Mode.RECORDED)
NOBODY = part(office=text("A nurse"))
CITY = part(role=Role.ATTENDEE, government="seoul")
HELD = (ADA, NOBODY, BO, CITY)


@pytest.mark.parametrize(
    "told",
    [
        [("ada", None), ("bo", None)],
        [("ada", Role.KEYNOTE), ("bo", Role.MODERATOR)],
        [("ada", Role.KEYNOTE), ("ada", None), ("bo", None), ("ada", None)],
    ],
)
def test_who_is_told_again_stays_as_they_are(told: list[tuple[str, Role | None]]) -> None:
    assert join(HELD, told, {}) == HELD


def test_somebody_new_speaks_for_their_government_and_the_nameless_stay() -> None:
    told = [("ada", None), ("cy", None), ("bo", None)]
    new = Part(Role.SPEAKER, "cy", "busan")
    assert join(HELD, told, {"cy": "busan"}) == (ADA, new, BO, NOBODY, CITY)


def test_who_is_no_longer_told_goes() -> None:
    assert join(HELD, [("bo", None)], {}) == (BO, NOBODY, CITY)
    assert join(HELD, [], {}) == (NOBODY, CITY)


def test_another_role_changes_the_role_and_nothing_else() -> None:
    changed = part(person="ada", role=Role.HOST, government="london", office=text("Mayor"))
    told = [("ada", Role.HOST), ("bo", None)]
    assert join(HELD, told, {}) == (changed, NOBODY, BO, CITY)


def test_somebody_may_do_two_things() -> None:
    told = [("ada", Role.KEYNOTE), ("ada", Role.HOST), ("bo", None)]
    host = Part(Role.HOST, "ada", None)
    both = join(HELD, told, {})
    assert both == (ADA, host, NOBODY, BO, CITY)
    assert join(both, [("ada", None), ("bo", None)], {}) == both
    assert join(both, told[1:], {}) == (host, NOBODY, BO, CITY)


def parts() -> st.SearchStrategy[Part]:
    return st.builds(
        Part, st.sampled_from(Role), st.sampled_from((None, "ada", "bo")), st.just("seoul")
    )


@given(
    st.lists(parts(), max_size=5).map(tuple),
    st.lists(
        st.tuples(st.sampled_from(("ada", "bo", "cy")), st.sampled_from((None, *Role))), max_size=5
    ),
)
def test_the_same_told_twice_changes_nothing(
    old: tuple[Part, ...], told: list[tuple[str, Role | None]]
) -> None:
    once = join(old, told, {})
    assert join(once, told, {}) == once
    assert {one.person for one in once if one.person} == {person for person, _ in told}
