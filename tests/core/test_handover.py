"""A release of another installation becomes the working programme here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given

from summit.core import handover
from summit.core.programme import Programme, ProgrammeDay, Stage, Status, Visibility
from summit.core.scale import Band
from tests.core.exchange import guid, terms
from tests.factories import (
    person,
    programme,
    released,
    session,
    stamp,
    text,
    wild_programmes,
)

HELD = session("one", stamp=stamp(1, sequence=4), status=Status.CANCELLED)
GONE = session("gone", stamp=stamp(2, sequence=1), status=Status.WITHDRAWN, former=("area/a",))
TOLD = programme(HELD, GONE)


def test_a_new_summit_is_the_release_itself() -> None:
    merged = handover.take(None, released(TOLD), terms())
    assert merged.programme == replace(TOLD, sessions=(HELD, replace(GONE, former=())))
    assert merged.problems == ()


def test_a_new_summit_may_have_another_code_title_and_zone() -> None:
    asked = terms(code="other", title="Another", zone="Europe/London")
    summit = handover.take(None, released(TOLD), asked).programme.summit
    assert (summit.code, summit.title, summit.zone) == ("other", text("Another"), "Europe/London")


@given(wild_programmes())
def test_over_its_own_programme_it_changes_nothing(whole: Programme) -> None:
    asked = terms(code=whole.summit.code)
    merged = handover.take(whole, released(whole), asked)
    assert (merged.programme, merged.problems) == (whole, ())


def test_what_is_there_and_not_in_the_release_stays() -> None:
    hidden = replace(HELD, visibility=Visibility.ORGANIZERS, code="known", stamp=stamp(1))
    late = session("late", stamp=stamp(9))
    before = programme(
        hidden,
        late,
        days=(ProgrammeDay(1, date(2020, 6, 1)), ProgrammeDay(9, date(2020, 6, 9))),
        stages=(Stage("attic", text("Attic")),),
        people=(person("cy"),),
    )
    before = replace(before, summit=replace(before.summit, zone="Europe/London"))
    merged = handover.take(before, released(TOLD), terms())
    # It is known by its uid under the code that it has here, and nobody else may see it.
    taken = replace(HELD, code="known", visibility=Visibility.ORGANIZERS, stamp=stamp(1))
    assert merged.programme == replace(
        TOLD,
        summit=before.summit,
        days=(*TOLD.days, before.days[1]),
        stages=(*TOLD.stages, *before.stages),
        people=(*TOLD.people, *before.people),
        sessions=(taken, late),
    )
    assert [str(one) for one in merged.problems] == [
        "time zone: the release is held in Asia/Seoul, the summit in Europe/London (noted)"
    ]


def test_what_was_removed_or_withdrawn_on_one_side_is_told() -> None:
    before = programme(session("gone", stamp=stamp(2)))
    merged = handover.take(
        before, released(TOLD), terms(removed={"one": f"{guid(1)}@summit.example"})
    )
    assert merged.programme == before
    assert [str(one) for one in merged.problems] == [
        "session one: it was removed from the programme, and stays so until it is restored"
        " (left out)",
        "session gone: it is withdrawn in the release; here it stays until it is removed"
        " (left out)",
    ]


def test_a_scale_stays_unless_the_release_brings_one() -> None:
    own, other = (Band(0, 1440, 5),), (Band(0, 1440, 6),)
    before = replace(TOLD, summit=replace(TOLD.summit, bands=own))
    bringing = replace(TOLD, summit=replace(TOLD.summit, bands=other))
    found = [handover.take(before, released(one), terms()) for one in (TOLD, bringing)]
    assert [one.programme.summit.bands for one in found] == [own, other]
