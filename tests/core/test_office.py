"""Offices: what a government has at a summit, each of its principals for themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from summit.core.office import slots
from summit.core.people import Part, Person, Role
from summit.core.programme import Programme, Status
from summit.core.text import Text
from summit.core.turn import Turn, TurnKind


def test_london_has_its_turn_to_the_minute(cac2020: Programme) -> None:
    found = slots(cac2020, "london")
    meeting = next(one for one in found if one.session.code == "mayoral-meeting")
    before = [
        one for one in meeting.session.turns if one not in [own.turn for own in meeting.turns]
    ]
    assert len(before) == len(meeting.session.turns) - len(meeting.turns)
    for own in meeting.turns:
        place = meeting.session.turns.index(own.turn)
        minutes = sum(one.minutes for one in meeting.session.turns[:place])
        assert own.starts == meeting.session.starts + timedelta(minutes=minutes)


def test_every_part_and_turn_of_a_government_is_in_one_slot(cac2020: Programme) -> None:
    people = {one.code: one.government for one in cac2020.people}
    for government in cac2020.governments:
        found = slots(cac2020, government.code)
        assert len({one.key for one in found}) == len(found)
        parts = sum(len(one.parts) for one in found)
        turns = sum(len(one.turns) for one in found)
        for session in cac2020.sessions:
            for one in session.cast:
                is_ours = government.code in (one.government, people.get(one.person or ""))
                parts -= is_ours and isinstance(one, Part)
                turns -= is_ours and isinstance(one, Turn)
        assert (parts, turns) == (0, 0)


def test_two_principals_have_a_slot_each(cac2020: Programme) -> None:
    session = replace(
        cac2020.sessions[0],
        parts=(
            Part(Role.ATTENDEE, government="london"),
            Part(Role.SPEAKER, person="ana"),
            Part(Role.SPEAKER, person="bo", government="london"),
        ),
        turns=(Turn(Text({"en": "Ana"}), 5, TurnKind.TALK, person="ana"),),
    )
    people = tuple(
        Person(code, Text({"en": code}), code, government="london") for code in ("ana", "bo")
    )
    found = slots(replace(cac2020, people=people, sessions=(session,)), "london")
    assert [(one.person, len(one.parts), len(one.turns)) for one in found] == [
        ("", 1, 0),
        ("ana", 1, 1),
        ("bo", 1, 0),
    ]


def test_the_only_principal_has_all_of_it(cac2020: Programme) -> None:
    session = replace(
        cac2020.sessions[0],
        parts=(Part(Role.ATTENDEE, government="london"),),
        turns=(Turn(Text({"en": "Ana"}), 5, TurnKind.TALK, person="ana", government="london"),),
    )
    people = (Person("ana", Text({"en": "Ana"}), "ana"),)
    (found,) = slots(replace(cac2020, people=people, sessions=(session,)), "london")
    assert (found.person, len(found.parts), len(found.turns)) == ("ana", 1, 1)


def test_what_was_called_off_is_told_and_what_is_not_placed_is_not(cac2020: Programme) -> None:
    session = replace(
        cac2020.sessions[0], parts=(Part(Role.ATTENDEE, government="london"),), turns=()
    )
    told = {
        status: [
            one.is_held
            for one in slots(
                replace(cac2020, sessions=(replace(session, status=status),)), "london"
            )
        ]
        for status in Status
    }
    assert told == {
        Status.SCHEDULED: [True],
        Status.CANCELLED: [False],
        Status.UNSCHEDULED: [],
        Status.WITHDRAWN: [],
    }
