"""Guids and numbers: the same for ever, and never the same twice."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core import identity
from summit.core.identity import Identity
from summit.core.programme import Stamp
from tests.factories import STORED, programme, session, stamp

KNOWN = "8a9f9bd4-12b0-4c0e-9f3e-2a54c7a8c6f1"


@pytest.mark.parametrize(
    ("uid", "guid"),
    [
        (f"{KNOWN}@summit.example", KNOWN),
        (f"{KNOWN.upper()}@summit.example", KNOWN),
        (KNOWN, KNOWN),
        # Made from the whole uid, in our namespace: it must never change.
        ("event-7@example.org", "724075e8-f4f3-5f48-80c7-8cd3a3eac9e5"),
    ],
)
def test_a_uid_gives_its_guid(uid: str, guid: str) -> None:
    assert str(identity.guid(uid)) == guid


@pytest.mark.parametrize(
    "uid", [f"{{{KNOWN}}}@x", f"urn:uuid:{KNOWN}@x", KNOWN.replace("-", "") + "@x", f" {KNOWN}", ""]
)
def test_only_the_usual_form_is_taken_for_a_uuid(uid: str) -> None:
    assert identity.guid(uid) != UUID(KNOWN)
    assert identity.guid(uid).version == 5


def test_a_number_follows_from_the_guid_alone() -> None:
    guids = [uuid4() for _ in range(500)]
    together = identity.numbers(guids)
    assert together == {one: identity.numbers([one])[one] for one in guids}
    assert identity.numbers([UUID(int=0), UUID(int=2**128 - 1)]) == {
        UUID(int=0): 1,
        UUID(int=2**128 - 1): 16,
    }


@given(st.lists(st.integers(0, 40).map(lambda n: UUID(int=n * (2**31 - 1) + n % 3)), max_size=30))
def test_numbers_that_collide_are_told_apart(guids: list[UUID]) -> None:
    """All of these claim one of the numbers 1, 2 and 3."""
    given_numbers = identity.numbers(guids)
    assert set(given_numbers) == set(guids)
    assert len(set(given_numbers.values())) == len(set(guids))
    assert all(1 <= number <= 2**31 - 1 for number in given_numbers.values())
    assert identity.numbers(reversed(guids)) == given_numbers
    for claimed in (1, 2, 3):
        claimants = [one for one in guids if one.int % (2**31 - 1) + 1 == claimed]
        if claimants:  # whom it belongs to keeps it, whoever else looks for a free one
            assert given_numbers[min(claimants)] == claimed


def test_the_last_number_is_followed_by_the_first() -> None:
    last = 2**31 - 2
    one, two = UUID(int=last), UUID(int=last + 2**31 - 1)
    assert identity.numbers([one, two]) == {one: 2**31 - 1, two: 1}


@pytest.mark.parametrize(
    ("number", "code"),
    [(1, "000001"), (35, "00000Z"), (36, "000010"), (2**31 - 1, "ZIK0ZJ")],
)
def test_a_code_is_the_number_in_six_characters(number: int, code: str) -> None:
    assert Identity(UUID(int=0), number).code == code
    assert int(code, 36) == number


def test_sessions_keep_their_identity_through_moves_and_renames() -> None:
    one, two = session("one", stamp=stamp(1)), session("two", stamp=stamp(2))
    before = identity.of_sessions(programme(one, two))
    moved = replace(one, code="uno", starts=one.starts + timedelta(days=1))
    after = identity.of_sessions(programme(two, moved, session("new", stamp=stamp(3))))
    assert (after["uno"], after["two"]) == (before["one"], before["two"])
    assert {str(one.guid) for one in before.values()} == {
        "00000000-0000-0000-0000-000000000001",
        "00000000-0000-0000-0000-000000000002",
    }


def test_of_two_uids_with_one_uuid_the_older_session_keeps_it() -> None:
    old = Stamp(f"{KNOWN}@b.example", 0, STORED, STORED)
    young = Stamp(f"{KNOWN}@a.example", 0, STORED + timedelta(days=1), STORED)
    found = identity.of_sessions(
        programme(session("young", stamp=young), session("old", stamp=old))
    )
    assert str(found["old"].guid) == KNOWN
    assert found["young"].guid.version == 5
    assert found["young"].guid != found["old"].guid


def test_things_have_guids_of_their_own() -> None:
    found = {
        identity.of_thing(summit, noun, code)
        for summit in ("a", "b")
        for noun in ("stage", "area", "speaker")
        for code in ("", "x", "y")
    }
    assert len(found) == 18
    assert identity.of_thing("a", "stage", "x") == identity.of_thing("a", "stage", "x")


def test_a_session_without_a_stamp_was_never_released() -> None:
    with pytest.raises(ValueError, match="session one was released without a stamp"):
        identity.of_sessions(programme(session("one")))
