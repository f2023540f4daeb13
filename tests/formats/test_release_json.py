"""The canonical bytes of a release."""

import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings

from summit.core.change import between
from summit.core.programme import Programme
from summit.core.release import Release
from summit.core.scale import Band
from summit.core.turn import Edition, Shift, Standing, TurnChange
from summit.formats import release_json
from tests.factories import (
    STORED,
    person,
    programme,
    released,
    session,
    text,
    turn,
    wild_programmes,
)


def written(release: Release) -> bytes:
    return release_json.write(
        release.number, release.published, release.note, release.programme, release.changes
    )


@settings(max_examples=12)
@given(wild_programmes(), wild_programmes())
def test_what_is_written_is_read_back_and_written_alike(one: Programme, two: Programme) -> None:
    octets = release_json.write(7, STORED, "A note", two, between(one, two))
    release = release_json.read(octets)
    assert release == Release(
        7, STORED, "A note", sha256(octets).hexdigest(), two, between(one, two)
    )
    assert release_json.rewrite(release) == written(release) == octets
    assert json.loads(octets)["format"] == "summit-release/1"


def test_the_bytes_are_canonical(cac2020: Programme) -> None:
    octets = release_json.write(1, STORED, "", cac2020, ())
    canonical = json.dumps(
        json.loads(octets), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert octets.decode() == canonical
    assert b'"published":"2020-05-01T12:00:00Z"' in octets


def test_the_golden_times_stand_in_the_bytes(cac2020: Programme) -> None:
    document = json.loads(release_json.write(1, STORED, "", cac2020, ()))
    slots = {
        one["code"]: (one["starts"], one["minutes"]) for one in document["programme"]["sessions"]
    }
    assert slots["mayoral-meeting"] == ("2020-06-02T13:00:00Z", 90)
    assert slots["diamond"] == ("2020-06-03T23:00:00Z", 90)
    assert len(slots) == 15


def test_a_release_without_a_standing_keeps_the_digest_that_it_had(cac2020: Programme) -> None:
    """As the releases that were stored before running orders had a standing."""
    octets = release_json.write(1, STORED, "A note", cac2020, ())
    assert sha256(octets).hexdigest() == (
        "d3632273f429b8887f3287439017dcf547a2ee5e7d179ac7c580eb4e87c32e3a"
    )
    assert b"standing" not in octets
    assert b"edition" not in octets


def test_the_edition_of_an_order_is_written_and_read_back() -> None:
    change = TurnChange(Shift.MOVED, text("One"), 2, 1)
    one = session(
        standing=Standing.PROVISIONAL, edition=Edition(2, 5, changes=(change,)), turns=(turn(),)
    )
    octets = release_json.write(5, STORED, "", programme(one), ())
    assert release_json.read(octets).programme.sessions == (one,)
    assert release_json.rewrite(release_json.read(octets)) == octets


ONE = programme(session())


@pytest.mark.parametrize(
    "other",
    [
        released(ONE, number=2),
        released(ONE, published=STORED + timedelta(seconds=1)),
        released(ONE, note="Other"),
        released(programme(session(minutes=61))),
        released(programme(session(title=text("welcome")))),
        released(replace(ONE, people=ONE.people[::-1])),
    ],
)
def test_any_change_changes_the_digest(other: Release) -> None:
    assert other.digest != released(ONE).digest


@pytest.mark.parametrize(
    "octets", [b"", b"{}", b"[]", b"\xff", b'{"format":"summit-release/1"}', b"null"]
)
def test_other_bytes_are_no_release(octets: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        release_json.read(octets)


def test_a_release_of_another_format_is_refused() -> None:
    octets = release_json.write(1, STORED, "", ONE, ()).replace(b"release/1", b"release/2")
    with pytest.raises(ValueError, match="summit-release/2 is not summit-release/1"):
        release_json.read(octets)


def test_what_is_not_part_of_the_summit_cannot_be_written() -> None:
    strange: Any = object()
    with pytest.raises(NotImplementedError, match="has no place in this JSON"):
        release_json.write(1, STORED, "", replace(ONE, days=(strange,)), ())


BEFORE_PICTURES = (
    b'{"changes":[],"format":"summit-release/1","note":"","number":1,"programme":{"areas":[],'
    b'"days":[],"governments":[],"people":[{"also":[],"code":"ada","government":null,'
    b'"illustrative":false,"name":{"en":"Ada"},"office":{},"sort":"ada"}],"sessions":[],'
    b'"stages":[],"summit":{"code":"test","day_border":"04:00:00","host":{},"languages":["en"],'
    b'"notice":{},"slogan":{},"text":{},"title":{"en":"Test Summit"},"zone":"Asia/Seoul"}},'
    b'"published":"2020-05-01T12:00:00Z"}'
)
"""A release as it was written before people had pictures."""


def test_a_release_of_before_pictures_is_read_and_keeps_its_bytes_and_its_digest() -> None:
    release = release_json.read(BEFORE_PICTURES)
    assert [one.picture for one in release.programme.people] == [None]
    assert release_json.rewrite(release) == BEFORE_PICTURES
    assert release.digest == sha256(BEFORE_PICTURES).hexdigest()


def test_a_picture_stands_in_the_bytes_where_there_is_one() -> None:
    digest = "0f" * 32
    one = programme(people=(person("ada", picture=digest), person("bo")))
    octets = release_json.write(1, STORED, "", one, ())
    people = json.loads(octets)["programme"]["people"]
    assert [told.get("picture", "not said") for told in people] == [digest, "not said"]
    assert list(people[0]) == sorted(people[0])
    assert release_json.read(octets).programme == one


OWN = (Band(0, 540, 7), Band(540, 1080, 0), Band(1080, 1440, 7))


def test_a_release_of_before_own_scales_is_read_and_keeps_its_bytes() -> None:
    release = release_json.read(BEFORE_PICTURES)
    assert b"bands" not in BEFORE_PICTURES
    assert release.programme.summit.bands == ()
    assert release_json.rewrite(release) == BEFORE_PICTURES


def test_an_own_scale_stands_in_the_bytes_and_is_read_back() -> None:
    one = replace(ONE, summit=replace(ONE.summit, bands=OWN))
    octets = release_json.write(1, STORED, "", one, ())
    told = json.loads(octets)["programme"]["summit"]
    assert told["bands"][0] == {"begins": 0, "ends": 540, "points": 7}
    assert list(told) == sorted(told)
    assert release_json.read(octets).programme == one
    assert release_json.rewrite(release_json.read(octets)) == octets
