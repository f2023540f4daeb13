"""Statements: whose they are, when they are due and delivered, how long they take."""

from __future__ import annotations

from datetime import timedelta
from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.people import Role
from summit.core.programme import Status
from summit.core.statement import (
    Deadline,
    Delivery,
    Key,
    Material,
    Measure,
    Speech,
    Standing,
    Statement,
    Version,
    due_in,
    is_delivered,
    measure,
    speeches,
    standing,
)
from summit.core.turn import TurnKind
from tests.factories import START, city, part, person, programme, released, session, turn

MINUTE = timedelta(minutes=1)
KEY = Key("meeting", "london", "ada")
SPEECH = Speech(KEY, START, START + 5 * MINUTE, 5)


def version(number: int = 1, late: int = 0, **fields: object) -> Version:
    moment = START + late * MINUTE
    values = {
        "id": number,
        "material": Material.TEXT,
        "number": number,
        "at": moment,
        "moment": moment,
        "by": "account:1",
        "is_withdrawal": False,
        "on_behalf": False,
        "language": "en",
        "name": "",
        "extension": "",
        "media_type": "",
        "size": 3,
        "digest": "",
        "link": "",
        "measure": None,
    }
    return Version(**values | fields)  # type: ignore[arg-type]


def test_turns_give_each_government_its_minutes() -> None:
    found = released(
        programme(
            session(
                "meeting",
                turns=(
                    turn(3, kind=TurnKind.OPENING),
                    turn(5, person="ada", language="en"),
                    turn(10, government="seoul", kind=TurnKind.BREAK),
                    turn(4, government="seoul"),
                    turn(2, person="ada"),
                ),
                parts=(
                    part(person="ada"),
                    part(government="seoul", role=Role.ATTENDEE),
                    part(government="oslo"),
                    part(government="lima", role=Role.ATTENDEE),
                ),
            ),
            session("gone", status=Status.CANCELLED, turns=(turn(5, person="ada"),)),
            governments=(city(), city("seoul", "Asia/Seoul"), city("oslo"), city("lima")),
            people=(person(government="london"),),
        )
    )
    assert speeches(found) == (
        Speech(Key("meeting", "oslo"), START, START + 60 * MINUTE),
        Speech(KEY, START + 3 * MINUTE, START + 24 * MINUTE, 7, "en"),
        Speech(Key("meeting", "seoul"), START + 18 * MINUTE, START + 22 * MINUTE, 4),
    )


def test_a_session_goes_by_its_own_deadline() -> None:
    every, own = Deadline(START), Deadline(START - MINUTE)
    assert due_in({}, "meeting") is None
    assert due_in({"": every}, "meeting") == START
    assert due_in({"": every, "meeting": own}, "meeting") == START - MINUTE
    assert due_in({"": every, "meeting": Deadline(None)}, "meeting") is None


@pytest.mark.parametrize(
    ("versions", "due", "found"),
    [
        ((), None, Standing.FREE),
        ((), START, Standing.AWAITED),
        ((), START - 2 * MINUTE, Standing.OVERDUE),
        ((version(),), START, Standing.IN),
        ((version(late=1),), START, Standing.LATE),
        ((version(2, late=1), version()), START, Standing.LATE),
        ((version(2, is_withdrawal=True), version()), START, Standing.AWAITED),
        ((version(material=Material.SLIDES),), START, Standing.AWAITED),
        ((version(material=Material.RECORDING),), START, Standing.IN),
    ],
)
def test_where_a_statement_stands(
    versions: tuple[Version, ...], due: object, found: Standing
) -> None:
    assert standing(Statement(KEY, versions), due, START) is found  # type: ignore[arg-type]


def test_the_embargo_ends_with_the_speech_unless_organizers_say_otherwise() -> None:
    before, after = SPEECH.ends - timedelta(seconds=1), SPEECH.ends
    for said, speech, at, found in (
        (None, SPEECH, before, False),
        (None, SPEECH, after, True),
        (None, None, after, False),
        (Delivery.DELIVERED, SPEECH, before, True),
        (Delivery.DELIVERED, None, before, True),
        (Delivery.HELD, SPEECH, after, False),
    ):
        assert is_delivered(speech, said, at) is found, (said, speech, at)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Measure(0, 0, 0, 110)),
        ("word " * 684, Measure(684, 0, 373, 110)),
        ("It’s a well-known fact: 3.5 million.", Measure(6, 0, 3, 110)),
        ("안녕하십니까" * 110, Measure(0, 660, 180, 220)),
        ("各位市長大家好" * 90, Measure(0, 630, 210, 180)),
        ("みなさんこんにちは" * 50, Measure(0, 450, 108, 250)),
        ("市長のみなさん" * 50, Measure(0, 350, 84, 250)),
        ("서울 CAC 2020 " * 55, Measure(110, 110, 90, 110)),
        ("مرحبا بكم في سيول", Measure(4, 0, 2, 110)),
        ("नमस्ते दोस्तों", Measure(2, 0, 1, 110)),
        ("สวัสดีครับทุกคนที่มาประชุม", None),
    ],
)
def test_how_long_a_text_takes(text: str, found: Measure | None) -> None:
    assert measure(text) == found


def test_a_text_fits_where_it_takes_no_longer() -> None:
    assert [Measure(0, 0, 181, 110).fits(minutes) for minutes in (3, 4, None)] == [
        False,
        True,
        True,
    ]


@given(
    st.lists(st.text(ascii_letters, min_size=1, max_size=20)), st.text("서울市長 \n", max_size=50)
)
def test_words_and_signs_are_counted_apart(words: list[str], signs: str) -> None:
    found = measure(" ".join((*words, signs)))
    assert found is not None
    assert (found.words, found.signs) == (len(words), len("".join(signs.split())))
    alone = measure(signs)
    assert alone is not None
    assert abs(found.seconds - alone.seconds - len(words) * 60 / 110) <= 1
