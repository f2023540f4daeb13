"""The record: one canonical form, and a chain that no change gets past."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core import record
from summit.core.errors import Invalid
from summit.core.record import Act, Break, Link

AT = datetime(2020, 6, 2, 14, 0, tzinfo=UTC)
TEXT = "ab" * 32
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcxyz-", max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


def endorsing(government: str, name: str = "A person", **more: Any) -> dict[str, Any]:
    return {
        "government": government,
        "place": {"en": government.title()},
        "name": name,
        "capacity": "Mayor",
        "late": False,
        "written": False,
        **more,
    }


def chain(*acts: tuple[Act, dict[str, Any]], rehearsal: bool = False) -> list[Link]:
    """Return a chain that releases a text and goes on with `acts`, an hour apart."""
    release = {"version": 1, "title": {"en": "A text"}, "deadline": None}
    links: list[Link] = []
    for number, (act, members) in enumerate(((Act.RELEASE, release), *acts), start=1):
        at = AT + timedelta(hours=number)
        before = links[-1] if links else None
        links.append(
            record.link("cac2020", before, number, at, act, TEXT, is_rehearsal=rehearsal, **members)
        )
    return links


def small() -> list[Link]:
    return chain(
        (Act.ENDORSE, endorsing("london")),
        (Act.ENDORSE, endorsing("budapest", "Ő É")),
        (
            Act.WITHDRAW,
            {"government": "london", "endorsement": 2, "reason": "A mistake", "written": False},
        ),
        (Act.DEADLINE, {"deadline": "2020-06-02T14:30:00Z"}),
        (Act.ENDORSE, endorsing("london", late=True)),
    )


def rewritten(link: Link, **members: Any) -> Link:
    """Return an entry with other members, hashed anew: as a forger with care would write it."""
    octets = record.canonical({**record.read(link.octets), **members})
    return Link(octets, record.digest(octets))


@given(VALUES)
def test_canonical_bytes_read_back_and_are_the_same_again(value: Any) -> None:
    try:
        octets = record.canonical(value)
    except Invalid:
        assert any("\ud800" <= one <= "\udfff" for one in str(value))
        return
    assert record.canonical(json.loads(octets)) == octets


@given(st.dictionaries(st.text("abcxyz", min_size=1, max_size=4), VALUES, max_size=6))
def test_the_order_of_members_changes_nothing(value: dict[str, Any]) -> None:
    assert record.canonical(dict(reversed(value.items()))) == record.canonical(value)


def test_the_canonical_form_is_written_out() -> None:
    value = {"b": ["e\u0301", True, None, -3], "a": {"z": '\x01"\\\n', "ko": "서울"}}
    expected = '{"a":{"ko":"서울","z":"\\u0001\\"\\\\\\n"},"b":["é",true,null,-3]}'
    assert record.canonical(value) == expected.encode()


@pytest.mark.parametrize("value", [1.5, {"é": 1}, {1: 2}, b"", "\ud800", {"a": {2.0}}])
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(Invalid):
        record.canonical(value)


@pytest.mark.parametrize(
    "octets",
    [
        *(b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"[1]", b"{", b"\xff", b'{"a":1.0}'),
        *('{"a":"e\u0301"}'.encode(), b'{"a":"\\u00e9"}', b'{"a":NaN}'),
    ],
)
def test_only_canonical_bytes_are_read(octets: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        record.read(octets)


def test_an_instant_is_written_by_the_second_and_read_back() -> None:
    moment = datetime(2020, 6, 2, 23, 0, 7, 999_999, tzinfo=UTC)
    assert record.written(moment) == "2020-06-02T23:00:07Z"
    assert record.moment("2020-06-02T23:00:07Z") == moment.replace(microsecond=0)


def test_a_whole_chain_holds() -> None:
    assert record.check([]) is None
    assert record.check(small()) is None
    assert record.check(small(), head=small()[3].digest) is None


@given(st.data())
def test_one_other_byte_is_found_where_it_stands(data: st.DataObject) -> None:
    links = small()
    number = data.draw(st.integers(0, len(links) - 1))
    octets = bytearray(links[number].octets)
    at = data.draw(st.integers(0, len(octets) - 1))
    octets[at] ^= data.draw(st.integers(1, 255))
    links[number] = replace(links[number], octets=bytes(octets))
    found = record.check(links)
    assert found is not None
    assert found.number == number + 1


@given(st.integers(0, 4), st.text("0123456789abcdef", min_size=64, max_size=64))
def test_another_hash_is_found_where_it_stands(number: int, digest: str) -> None:
    links = small()
    links[number] = Link(links[number].octets, digest)
    found = record.check(links)
    assert found is not None
    assert found.number == number + 1


@given(st.permutations(range(6)))
def test_another_order_is_found(order: list[int]) -> None:
    links = small()
    found = record.check([links[at] for at in order])
    assert (found is None) == (order == list(range(6)))


@given(st.integers(0, 4))
def test_an_entry_that_is_left_out_is_found(number: int) -> None:
    links = small()
    del links[number]
    found = record.check(links)
    assert found is not None
    assert found.number == number + 1


def test_an_end_that_is_cut_off_is_found_by_who_kept_its_hash() -> None:
    links = small()
    assert record.check(links[:-1]) is None
    last = links[-1].digest
    missing = f"an entry with the hash {last} was there, and is missing"
    assert record.check(links[:-1], head=last) == Break(6, missing)


def test_a_careful_forger_is_found_at_the_next_entry() -> None:
    links = small()
    links[1] = rewritten(links[1], name="Another person")
    assert record.check(links) == Break(3, "it does not name the hash of the entry before")


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"act": "burn"}, "it says no act that is known"),
        ({"number": 7}, "it says that it is number 7"),
        ({"summit": "other"}, "it is of another summit"),
        ({"format": "summit-entry/2"}, "its format is not summit-entry/1"),
        ({"text": "x"}, "it names no text"),
        ({"text": "cd" * 32}, "it is about a text that was never released"),
        ({"at": "yesterday"}, "at is no instant"),
        ({"government": "budapest"}, "budapest has endorsed this text already"),
        ({"late": 1}, "its members are not those of its act: late"),
        ({"address": "a@b.example"}, "its members are not those of its act: address"),
    ],
)
def test_an_entry_that_does_not_follow_is_named(members: dict[str, Any], reason: str) -> None:
    links = chain((Act.ENDORSE, endorsing("budapest")), (Act.ENDORSE, endorsing("london")))
    links[2] = rewritten(links[2], **members)
    assert record.check(links) == Break(3, reason)


def test_what_was_not_endorsed_is_not_withdrawn() -> None:
    act = {"government": "london", "endorsement": 1, "reason": "None", "written": True}
    found = record.check(chain((Act.WITHDRAW, act)))
    assert found == Break(2, "it withdraws an endorsement that is not there")


def test_what_a_rehearsal_released_is_not_there_after_it() -> None:
    links = chain((Act.ENDORSE, endorsing("london")), rehearsal=True)
    assert record.check(links) is None
    links[1] = rewritten(links[1], rehearsal=False)
    assert record.check(links) == Break(2, "it is about a text that was never released")


DUE = {"deadline": record.written(AT + timedelta(hours=3))}


LATE = (Act.ENDORSE, endorsing("london", late=True))


@pytest.mark.parametrize(
    ("acts", "number"),
    [
        ([LATE], 2),  # there is no deadline
        ([(Act.DEADLINE, DUE), LATE], 3),  # just in time
        ([(Act.DEADLINE, DUE), (Act.DEADLINE, {"deadline": None}), LATE], 4),
        ([(Act.DEADLINE, DUE), (Act.DEADLINE, DUE), (Act.ENDORSE, endorsing("london"))], 4),
    ],
)
def test_a_mark_of_lateness_that_is_not_so_is_named(
    acts: list[tuple[Act, dict[str, Any]]], number: int
) -> None:
    found = record.check(chain(*acts))
    said = str(acts[-1][1]["late"]).lower()
    assert found == Break(number, f"late says {said}, and it is not so")
    acts[-1] = (Act.ENDORSE, endorsing("london", late=not acts[-1][1]["late"]))
    assert record.check(chain(*acts)) is None


def test_a_deadline_that_was_rehearsed_makes_nobody_late() -> None:
    """A rehearsal goes by both; when it is over, only what is real has been."""
    links = chain(
        (Act.DEADLINE, {"deadline": record.written(AT)}),
        (Act.ENDORSE, endorsing("london", late=True)),
        (Act.ENDORSE, endorsing("lima")),
    )
    for at, is_rehearsal in ((1, True), (2, True), (3, False)):
        links[at] = rewritten(links[at], rehearsal=is_rehearsal, previous=links[at - 1].digest)
    assert record.check(links) is None


def test_a_chain_of_another_summit_is_found() -> None:
    assert record.check(small(), summit="cac2020") is None
    assert record.check(small(), summit="other") == Break(1, "it is of another summit")
