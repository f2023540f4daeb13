"""What calendars show, and the stamps that tell them of a change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from summit.core.calendar import (
    REFRESH,
    REFRESH_IN_SUMMIT_WEEK,
    REMEMBERED,
    Scope,
    Shown,
    entries,
    is_listed,
    memberships,
    refresh,
    restamp,
    shown,
)
from summit.core.programme import (
    Aspect,
    Programme,
    Session,
    SessionKind,
    Status,
    Stream,
    Summit,
    Visibility,
)
from tests.factories import (
    START,
    STORED,
    area,
    part,
    person,
    programme,
    session,
    stage,
    stamp,
    text,
    turn,
)

DAY = timedelta(days=1)
LATER = STORED + DAY
ONE = session(
    stage="studio",
    area="climate",
    parts=(part(person="ada", government="london"),),
    turns=(turn(5, person="ada"), turn(10)),
    stamp=stamp(1),
)
BEFORE = programme(ONE)


def released(after: Programme, before: Programme = BEFORE, later: timedelta = DAY) -> Session:
    (found,) = restamp(before, after, STORED + later).sessions
    return found


def raised(found: Session) -> tuple[int, timedelta]:
    assert found.stamp is not None
    assert found.stamp.uid == stamp(1).uid
    assert found.stamp.created == STORED
    return found.stamp.sequence, found.stamp.changed - STORED


@pytest.mark.parametrize(
    "fields",
    [
        {"starts": START + timedelta(minutes=1)},
        {"minutes": 61},
        {"status": Status.CANCELLED},
        {"stage": "hall"},
        {"area": None},
        {"area": "culture"},
        {"parts": (), "turns": ()},
    ],
)
def test_a_move_raises_sequence_and_changed(fields: dict[str, Any]) -> None:
    assert raised(released(programme(replace(ONE, **fields)))) == (1, DAY)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": text("Other")},
        {"text": text("Other")},
        {"note": text("Other")},
        {"spoken": ("ko",)},
        {"interpreted": ("ko",)},
        {"streams": (Stream("ko", text("Korean")),)},
        {"parts": (part(person="ada", government="london", office=text("Mayor")),)},
        {"turns": (turn(6, person="ada"), turn(10))},
        {"illustrative": (Aspect.DAY,)},
    ],
)
def test_other_words_raise_changed_alone(fields: dict[str, Any]) -> None:
    assert raised(released(programme(replace(ONE, **fields)))) == (0, DAY)


@pytest.mark.parametrize(
    "fields", [{}, {"capacity": 5}, {"kind": SessionKind.PANEL}, {"former": ("area/x",)}]
)
def test_what_no_calendar_shows_raises_nothing(fields: dict[str, Any]) -> None:
    assert released(programme(replace(ONE, **fields))) == replace(ONE, **(fields | {"former": ()}))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"stages": (stage(name="New"), stage("hall"))}, (1, DAY)),
        ({"stages": (stage(place="New"), stage("hall"))}, (1, DAY)),
        ({"areas": (area(name="New"), area("culture"))}, (0, DAY)),
        ({"people": (person(name=text("New")), person("bo"))}, (0, DAY)),
        ({"people": (person(office=text("New")), person("bo"))}, (0, DAY)),
        ({"summit": Summit("test", text("New"), "Asia/Seoul", ("en",))}, (0, timedelta())),
        ({"summit": Summit("test", text("Test Summit"), "Asia/Tokyo", ("en",))}, (0, DAY)),
        ({"people": (person(), person("bo", name=text("New")))}, (0, timedelta())),
    ],
)
def test_a_thing_that_a_session_names_changes_it_too(
    fields: dict[str, Any], expected: tuple[int, timedelta]
) -> None:
    assert raised(released(programme(ONE, **fields))) == expected


def test_a_new_session_is_changed_when_it_is_released_not_when_it_was_stored() -> None:
    assert raised(released(BEFORE, programme())) == (0, DAY)
    (first,) = restamp(None, BEFORE, LATER).sessions
    assert raised(first) == (0, DAY)


def test_two_releases_within_a_second_still_differ() -> None:
    moved = programme(replace(ONE, minutes=5))
    assert raised(released(moved, later=timedelta())) == (1, timedelta(seconds=1))
    assert raised(released(programme(), later=timedelta())) == (1, timedelta(seconds=1))


def test_a_session_that_leaves_stays_withdrawn_with_no_more_than_its_name() -> None:
    gone = released(programme())
    assert gone == replace(
        ONE,
        status=Status.WITHDRAWN,
        text=text(""),
        note=text(""),
        streams=(),
        parts=(),
        turns=(),
        former=("area/climate", "city/london", "speaker/ada", "stage/studio"),
        stamp=stamp(1, sequence=1, changed=LATER),
    )
    again = restamp(programme(gone), programme(), LATER + DAY).sessions
    assert again == (gone,)
    assert is_listed(gone) is False


def test_a_withdrawn_session_whose_stage_is_renamed_or_goes_is_told_so() -> None:
    gone = programme(released(programme()))
    renamed = programme(stages=(stage(name="New"), stage("hall")))
    assert raised(released(renamed, gone, 2 * DAY)) == (2, 2 * DAY)
    closed = programme(stages=(), areas=())
    assert raised(released(closed, gone, 2 * DAY)) == (2, 2 * DAY)


def test_a_session_that_comes_back_is_the_same_one() -> None:
    gone = programme(released(programme()))
    back = released(BEFORE, gone, 2 * DAY)
    assert back == replace(ONE, stamp=stamp(1, sequence=2, changed=STORED + 2 * DAY))


def test_calendars_forget_a_withdrawn_session_after_a_year() -> None:
    gone = programme(released(programme()))
    ends = ONE.ends + REMEMBERED
    assert len(restamp(gone, programme(), ends).sessions) == 1
    assert restamp(gone, programme(), ends + timedelta(seconds=1)).sessions == ()


def test_a_session_that_leaves_a_calendar_is_gone_in_it_and_back_when_it_rejoins() -> None:
    after = restamp(BEFORE, programme(replace(ONE, area="culture")), LATER)
    (moved,) = after.sessions
    assert moved.former == ("area/climate",)
    assert shown(after.sessions, Scope.AREA, "climate") == (Shown(moved, gone=True),)
    assert shown(after.sessions, Scope.AREA, "culture") == (Shown(moved, gone=False),)
    back = released(BEFORE, after, 2 * DAY)
    assert (back.former, raised(back)) == (("area/culture",), (2, 2 * DAY))


@pytest.mark.parametrize(
    ("scope", "code", "held"),
    [
        (Scope.AGENDA, "", [False]),
        (Scope.AREA, "climate", [False]),
        (Scope.AREA, "culture", []),
        (Scope.STAGE, "studio", [False]),
        (Scope.CITY, "london", [False]),
        (Scope.SPEAKER, "ada", [False]),
        (Scope.SPEAKER, "bo", []),
        (Scope.CITY, "climate", []),
    ],
)
def test_each_calendar_is_a_selection(scope: Scope, code: str, held: list[bool]) -> None:
    assert [one.gone for one in shown(BEFORE.sessions, scope, code)] == held


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.WITHDRAWN])
def test_what_does_not_take_place_is_gone_everywhere(status: Status) -> None:
    sessions = (replace(ONE, status=status),)
    assert [one.gone for one in shown(sessions, Scope.AGENDA)] == [True]
    assert [one.gone for one in shown(sessions, Scope.AREA, "climate")] == [True]


def test_memberships_name_everybody_in_parts_and_turns() -> None:
    assert memberships(replace(ONE, turns=(turn(government="seoul", person="bo"),))) == {
        "area/climate",
        "city/london",
        "city/seoul",
        "speaker/ada",
        "speaker/bo",
        "stage/studio",
    }


def test_an_entry_holds_names_in_place_of_codes() -> None:
    entry = entries(BEFORE)["welcome"]
    assert (entry.stage, entry.area, entry.zone) == (text("Studio"), text("Climate"), "Asia/Seoul")
    assert [name for _, name, _ in entry.people] == [text("Ada")]
    assert [minute for minute, _ in entry.turns] == [0, 5]


def test_a_session_that_was_never_stored_cannot_be_released() -> None:
    with pytest.raises(ValueError, match="session welcome was never stored"):
        restamp(None, programme(session()), LATER)


def test_hidden_sessions_are_not_listed() -> None:
    assert is_listed(ONE) is True
    assert is_listed(replace(ONE, visibility=Visibility.ORGANIZERS)) is False


def test_what_is_withdrawn_long_after_it_ended_is_still_told_of() -> None:
    later = timedelta(days=400)
    assert released(programme(), later=later).status is Status.WITHDRAWN


def test_what_comes_back_after_it_was_forgotten_has_a_higher_sequence() -> None:
    back = replace(ONE, stamp=stamp(1, sequence=3))
    (found,) = restamp(programme(), programme(back), LATER).sessions
    assert found.stamp is not None
    assert found.stamp.sequence == 4


# The days of the test summit are 2 and 3 June in Seoul.
@pytest.mark.parametrize(
    ("now", "every"),
    [
        (datetime(2020, 5, 25, 14, 59, tzinfo=UTC), REFRESH),
        (datetime(2020, 5, 25, 15, 0, tzinfo=UTC), REFRESH_IN_SUMMIT_WEEK),
        (datetime(2020, 6, 4, 14, 59, tzinfo=UTC), REFRESH_IN_SUMMIT_WEEK),
        (datetime(2020, 6, 4, 15, 0, tzinfo=UTC), REFRESH),
    ],
)
def test_calendars_are_looked_for_more_often_in_the_summits_week(
    now: datetime, every: timedelta
) -> None:
    assert refresh(programme(), now) == every
    assert refresh(programme(days=()), now) == REFRESH
