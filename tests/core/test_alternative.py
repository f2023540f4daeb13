"""Every start of a session: its cost, held against a reckoning of its own, and what bars it."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from summit.core.alternative import Bar, Reason, alternatives, cheapest, present
from summit.core.people import Mode, Role
from summit.core.programme import Programme, SessionKind, Status
from tests.core import reckoning
from tests.factories import START, city, part, person, programme, session, turn

HOUR = timedelta(hours=1)
LIMA = city("lima", "America/Lima")
SEOUL = city("seoul", "Asia/Seoul")
LONDON = city("london", "Europe/London")


def held(minutes: int = 90) -> Programme:
    return programme(
        session(
            "meeting",
            minutes=minutes,
            stage="studio",
            parts=(part(role=Role.ATTENDEE, government="london"),),
            turns=(turn(30, person="kim"), turn(20, government="lima")),
        ),
        session("before", starts=START - 4 * HOUR, stage="studio"),
        session("elsewhere", starts=START + 2 * HOUR, parts=(part(person="kim"),)),
        session(
            "sent",
            starts=START - 10 * HOUR,
            stage="hall",
            parts=(part(person="kim", mode=Mode.RECORDED), part(government="london")),
        ),
        session("lunch", starts=START - 8 * HOUR, stage="hall", kind=SessionKind.BREAK),
        session("off", starts=START + HOUR, stage="studio", status=Status.CANCELLED),
        governments=(SEOUL, LIMA, LONDON),
        people=(person("kim", government="seoul"),),
    )


def test_the_present_start() -> None:
    now = present(held(), "meeting")
    # Kim at 22:00, Lima at 08:30; Lima from 08:00, London from 14:00 and Seoul, by nobody.
    assert (now.spoken, now.audience, now.total) == (12 + 1, 1, 14)
    assert now.regions == {"Asia": 12, "America": 2, "Europe": 0}
    assert [one.person for one in now.worst] == ["kim"]
    assert now.bars == ()


def test_what_stands_in_the_way() -> None:
    whole = held()
    found = {
        (one.starts - START) / HOUR: one.bars
        for one in alternatives(whole, "meeting", whole.days[:1])
    }
    assert len(found) == 48
    assert found[-4.5] == (Bar(Reason.STAGE, "before", "studio"),)
    assert found[1.0] == (Bar(Reason.PERSON, "elsewhere", "kim"),)
    assert found[-10.0] == (Bar(Reason.CITY, "sent", "london"),)
    assert found[-8.5] == (Bar(Reason.BREAK, "lunch"),)
    assert found[5.0] == (Bar(Reason.BORDER),)
    assert found[3.0] == ()


def test_what_only_touches_is_not_in_the_way() -> None:
    whole = programme(
        session("meeting", minutes=60, stage="studio"),
        session("before", starts=START - 3 * HOUR, minutes=60, stage="studio"),
    )
    bars = {
        (one.starts - START) / HOUR: one.bars
        for one in alternatives(whole, "meeting", whole.days[:1])
    }
    assert bars[-4.0] == bars[-2.0] == ()
    assert bars[-3.5] == bars[-2.5] == (Bar(Reason.STAGE, "before", "studio"),)
    assert (bars[5.0], bars[5.5]) == ((), (Bar(Reason.BORDER),))  # until the day is over, 04:00


def test_the_present_start_stands_among_the_others() -> None:
    whole = held()
    moved = programme(
        *(
            session("meeting", starts=START + timedelta(minutes=10), minutes=20),
            *whole.sessions[1:],
        )
    )
    found = [one.starts for one in alternatives(moved, "meeting", moved.days)]
    assert len(found) == 97
    assert found == sorted(found)
    assert START + timedelta(minutes=10) in found


def test_the_cheapest_are_free_and_another() -> None:
    whole = held()
    every = alternatives(whole, "meeting", whole.days)
    found = cheapest(every, START, 4)
    assert len(found) == 4
    assert all(not one.bars and one.starts != START for one in found)
    others = [one.total for one in every if not one.bars and one.starts != START]
    assert [one.total for one in found] == sorted(others)[:4]
    free = {one.starts for one in every if not one.bars} - {START}
    assert {one.starts for one in cheapest(every, START, len(every))} == free
    # Among those which cost the same, the nearest.
    alike = [one for one in every if not one.bars and one.total == found[0].total]
    hardest = {max(two.cost for two in one.heard) for one in alike}
    assert max(two.cost for two in found[0].heard) == min(hardest)


@settings(max_examples=20, deadline=None)
@given(minutes=st.integers(50, 200))
def test_each_start_costs_what_it_is_reckoned_to(minutes: int) -> None:
    whole = held(minutes)
    for one in alternatives(whole, "meeting", whole.days[:1], 3 * HOUR):
        kim = reckoning.worst(one.starts, 30, "Asia/Seoul")
        lima = reckoning.worst(one.starts + HOUR / 2, 20, "America/Lima")
        listening = [
            reckoning.worst(one.starts, minutes, zone) for zone in ("Europe/London", "America/Lima")
        ]
        assert (one.spoken, one.audience) == (kim + lima, sum(listening))
        nights = [
            code
            for code, after, length, zone in (
                ("seoul", 0, 30, "Asia/Seoul"),
                ("lima", 30, 20, "America/Lima"),
            )
            if reckoning.is_night(one.starts + timedelta(minutes=after), length, zone)
        ]
        assert [two.government for two in one.nights] == nights
