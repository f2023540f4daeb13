"""What readers are told of the step from one release to the next."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from summit.core.change import Change, Noun, Slot, What, between
from summit.core.programme import (
    Aspect,
    ProgrammeDay,
    SessionKind,
    Status,
    Stream,
    Summit,
    Visibility,
)
from summit.core.turn import Standing
from tests.factories import START, area, city, part, person, programme, session, stage, text, turn

BEFORE = session(stage="studio", area="climate")
ASPECTS: list[tuple[What, dict[str, Any]]] = [
    (What.CANCELLED, {"status": Status.CANCELLED}),
    (What.MOVED, {"starts": START + timedelta(minutes=1)}),
    (What.LENGTH, {"minutes": 61}),
    (What.STAGE, {"stage": "hall"}),
    (What.STAGE, {"stage": None}),
    (What.RENAMED, {"title": text("Other")}),
    (What.TEXT, {"text": text("Words")}),
    (What.TEXT, {"note": text("Words")}),
    (What.AREA, {"area": "culture"}),
    (What.PEOPLE, {"parts": (part(person="ada"),)}),
    (What.TURNS, {"turns": (turn(),)}),
    (What.STANDING, {"standing": Standing.PROVISIONAL}),
    (What.LANGUAGES, {"spoken": ("ko",)}),
    (What.LANGUAGES, {"interpreted": ("ko",)}),
    (What.STREAMS, {"streams": (Stream("ko", text("Korean")),)}),
    (What.DETAILS, {"kind": SessionKind.PANEL}),
    (What.DETAILS, {"capacity": 5}),
    (What.DETAILS, {"illustrative": (Aspect.DAY,)}),
]


def test_every_respect_has_an_example() -> None:
    elsewhere = {What.ADDED, What.REMOVED, What.RESTORED}
    assert {what for what, _ in ASPECTS} | elsewhere == set(What)


@pytest.mark.parametrize(("what", "fields"), ASPECTS)
def test_a_session_changes_in_one_respect(what: What, fields: dict[str, Any]) -> None:
    after = replace(BEFORE, **fields)
    moved = what in (What.MOVED, What.LENGTH, What.STAGE)
    assert between(programme(BEFORE), programme(after)) == (
        Change(
            Noun.SESSION,
            "welcome",
            after.title,
            (what,),
            former=BEFORE.title if what is What.RENAMED else None,
            before=Slot(BEFORE.starts, BEFORE.ends, BEFORE.stage) if moved else None,
            after=Slot(after.starts, after.ends, after.stage),
            people=after.people,
        ),
    )


def test_a_cancellation_taken_back_is_restored() -> None:
    cancelled = replace(BEFORE, status=Status.CANCELLED)
    changes = between(programme(cancelled), programme(BEFORE))
    assert [one.what for one in changes] == [(What.RESTORED,)]


@pytest.mark.parametrize(
    "gone",
    [
        (),
        (replace(BEFORE, status=Status.WITHDRAWN),),
        (replace(BEFORE, visibility=Visibility.ORGANIZERS),),
    ],
)
def test_what_pages_no_longer_show_is_removed_and_what_they_show_anew_is_added(gone: Any) -> None:
    slot = Slot(BEFORE.starts, BEFORE.ends, "studio")
    there, away = programme(BEFORE), programme(*gone)
    title = BEFORE.title
    assert between(there, away) == (
        Change(Noun.SESSION, "welcome", title, (What.REMOVED,), before=slot),
    )
    assert between(away, there) == (
        Change(Noun.SESSION, "welcome", title, (What.ADDED,), after=slot),
    )


def test_the_first_release_changes_nothing_and_nor_does_the_same_again() -> None:
    assert between(None, programme(BEFORE)) == ()
    assert between(programme(BEFORE), programme(BEFORE)) == ()


def test_it_concerns_those_before_and_after() -> None:
    old = replace(BEFORE, parts=(part(person="ada", government="london"),))
    new = replace(BEFORE, turns=(turn(person="bo", government="seoul"),))
    (change,) = between(programme(old), programme(new))
    assert change.what == (What.PEOPLE, What.TURNS)
    assert (change.people, change.cities) == (("ada", "bo"), ("london", "seoul"))


def test_sessions_come_first_in_the_order_of_time() -> None:
    late, early = session("a", starts=START + timedelta(hours=2)), session("b")
    changes = between(
        programme(replace(late, minutes=5), replace(early, minutes=5), people=(person(),)),
        programme(late, early),
    )
    assert [(one.noun, one.code) for one in changes] == [
        (Noun.SESSION, "b"),
        (Noun.SESSION, "a"),
        (Noun.SPEAKER, "bo"),
    ]


THINGS: list[tuple[Noun, str, str, Any, Any, Any]] = [
    (Noun.SPEAKER, "people", "ada", person(), person(name=text("A")), person(sort="z")),
    (Noun.CITY, "governments", "london", city(), city(name=text("L")), city(zone="Asia/Seoul")),
    (Noun.AREA, "areas", "climate", area(), area(name="C"), replace(area(), text=text("T"))),
    (Noun.STAGE, "stages", "studio", stage(), stage(name="S"), stage(place="P")),
]


@pytest.mark.parametrize(("noun", "field", "code", "thing", "renamed", "other"), THINGS)
def test_other_things_are_added_removed_renamed_or_changed(
    noun: Noun, field: str, code: str, thing: Any, renamed: Any, other: Any
) -> None:
    def told(old: tuple[Any, ...], new: tuple[Any, ...]) -> Any:
        return between(programme(**{field: old}), programme(**{field: new}))

    assert told((), (thing,)) == (Change(noun, code, thing.name, (What.ADDED,)),)
    assert told((thing,), ()) == (Change(noun, code, thing.name, (What.REMOVED,)),)
    assert told((thing,), (renamed,)) == (
        Change(noun, code, renamed.name, (What.RENAMED,), thing.name),
    )
    assert told((thing,), (other,)) == (Change(noun, code, thing.name, (What.DETAILS,)),)


def test_days_and_the_summit_itself() -> None:
    one, two = ProgrammeDay(1, date(2020, 6, 2)), ProgrammeDay(2, date(2020, 6, 3))
    moved = ProgrammeDay(1, date(2020, 6, 4))
    changes = between(programme(days=(one,)), programme(days=(moved, two)))
    assert [(change.code, change.what) for change in changes] == [
        ("1", (What.DETAILS,)),
        ("2", (What.ADDED,)),
    ]
    assert [change.what for change in between(programme(days=(one,)), programme(days=()))] == [
        (What.REMOVED,)
    ]
    old = Summit("test", text("Test"), "Asia/Seoul", ("en",))
    for new, what, former in (
        (replace(old, title=text("New")), What.RENAMED, old.title),
        (replace(old, slogan=text("New")), What.DETAILS, None),
    ):
        assert between(programme(summit=old), programme(summit=new)) == (
            Change(Noun.SUMMIT, "test", new.title, (what,), former),
        )
