"""When somebody has to be in a session."""

from __future__ import annotations

from datetime import datetime, timedelta

from summit.core.people import Mode, Role
from summit.core.presence import spans
from tests.factories import START, part, session, turn


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def test_a_turn_says_more_exactly_than_a_part() -> None:
    one = session(
        parts=(part(person="ada"), part(person="bo", mode=Mode.RECORDED), part(person="cy")),
        turns=(turn(10, person="dan"), turn(5, person="ada"), turn(5, person="ada")),
    )
    assert spans(one, "person") == {
        "cy": [(at(0), at(60))],
        "dan": [(at(0), at(10))],
        "ada": [(at(10), at(15)), (at(15), at(20))],
    }
    assert spans(one, "government") == {}


def test_who_only_listens_is_there_and_not_heard() -> None:
    one = session(
        parts=(
            part(government="london", role=Role.ATTENDEE),
            part(government="seoul", role=Role.HOST),
        ),
        turns=(turn(10, government="oslo", mode=Mode.RECORDED),),
    )
    whole = [(at(0), at(60))]
    assert spans(one, "government") == {"london": whole, "seoul": whole}
    assert spans(one, "government", heard=True) == {"seoul": whole}
