"""A release and its indexes; what of a programme is public."""

from dataclasses import replace

import pytest

from summit.core.errors import NotFound
from summit.core.programme import Status, Visibility
from summit.core.release import Release, public, returned
from tests.factories import (
    STORED,
    city,
    part,
    person,
    programme,
    session,
    stage,
    stamp,
    turn,
)

HIDDEN = session(
    "secret", visibility=Visibility.ORGANIZERS, parts=(part(person="ada"), part(person="bo"))
)
OPEN = session("open", turns=(turn(person="bo"),))
GONE = session("gone", status=Status.WITHDRAWN)


def test_hidden_sessions_and_the_people_only_in_them_are_not_public() -> None:
    found = public(programme(HIDDEN, OPEN))
    assert found.sessions == (OPEN,)
    assert [one.code for one in found.people] == ["bo"]


def test_people_without_a_session_and_all_else_are_public() -> None:
    whole = programme(OPEN)
    assert public(whole) == whole


def test_things_are_found_by_code_and_what_is_not_there_says_so() -> None:
    release = Release(1, STORED, "", "", programme(OPEN, replace(OPEN, code="two"), GONE))
    assert release.session("two").code == "two"
    assert release.stage("studio").code == "studio"
    assert release.area("climate").code == "climate"
    assert release.person("ada").code == "ada"
    assert release.government("london").code == "london"
    assert release.day(2).number == 2
    for ask in ("session", "stage", "area", "person", "government"):
        with pytest.raises(NotFound, match=r"There is no .* “x”"):
            getattr(release, ask)("x")
    with pytest.raises(NotFound, match="There is no day “3”"):
        release.day(3)


def test_withdrawn_sessions_are_for_calendars_only() -> None:
    release = Release(1, STORED, "", "", programme(OPEN, GONE))
    assert release.sessions == (OPEN,)
    assert set(release.entries) == {"open", "gone"}
    with pytest.raises(NotFound):
        release.session("gone")


def test_a_programme_goes_back_to_what_a_release_said_and_keeps_what_was_never_public() -> None:
    released = public(programme(replace(OPEN, minutes=30), GONE))
    tray = session(
        "tray",
        status=Status.UNSCHEDULED,
        stage="attic",
        parts=(part(person="cy", government="oslo"),),
    )
    later = session("later", stage="cellar")
    stamped = replace(OPEN, minutes=90, stamp=stamp(7, sequence=3))
    whole = programme(stamped, HIDDEN, tray, later)
    working = replace(
        whole,
        stages=(*whole.stages, stage("cellar"), stage("attic")),
        people=(*whole.people, person("cy"), person("dee")),
        governments=(*whole.governments, city("oslo"), city("rome")),
        days=(),
    )
    found = returned(working, released)
    assert [(one.code, one.minutes) for one in found.sessions] == [
        ("open", 30),
        ("secret", 60),
        ("tray", 60),
    ]
    assert found.sessions[0].stamp == stamp(7, sequence=3)
    assert found.stages == (*released.stages, stage("attic"))
    assert found.people == (*released.people, *[one for one in working.people if one.code == "cy"])
    assert [one.code for one in found.governments[len(released.governments) :]] == ["oslo"]
    assert (found.days, found.summit) == (released.days, released.summit)
    assert public(found).sessions == (replace(OPEN, minutes=30, stamp=stamp(7, sequence=3)),)


def test_going_back_twice_is_going_back_once() -> None:
    released = public(programme(OPEN))
    once = returned(programme(HIDDEN, session("later")), released)
    assert returned(once, released) == once
