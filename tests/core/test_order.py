"""The order of turns: by each rule, around what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from summit.core import order
from summit.core.errors import Invalid
from summit.core.people import Mode
from summit.core.programme import Programme, Session
from summit.core.text import Text
from summit.core.turn import TurnKind
from tests.core import reckoning
from tests.core.test_fairness import TWELVE
from tests.factories import START, city, person, programme, session, turn

SEOUL = city("seoul", "Asia/Seoul", name=Text({"en": "Seoul", "ko": "서울"}))
LIMA = city("lima", "America/Lima", name=Text({"en": "Lima", "ko": "리마"}))
ANGERS = city("angers", "Europe/Paris", name=Text({"en": "Ångers", "ko": "앙제"}))
GENOA = city("genoa", "Europe/Rome", name=Text({"en": "Genoa", "ko": "제노바"}))


def meeting() -> tuple[Programme, Session]:
    held = session(
        "meeting",
        minutes=60,
        turns=(
            turn(5, kind=TurnKind.OPENING),
            turn(10, government="seoul", language="ko"),
            turn(10, person="rosa", language="es"),
            turn(10, government="angers", language="en"),
            turn(10, government="genoa", language="es", mode=Mode.RECORDED),
            turn(5, kind=TurnKind.ADOPTION, government="seoul"),
        ),
    )
    whole = programme(
        held,
        governments=(SEOUL, GENOA, LIMA, ANGERS),
        people=(person("rosa", government="lima"),),
    )
    return whole, held


def test_whom_a_turn_is_for_and_whose_clock_it_goes_by() -> None:
    whole, held = meeting()
    assert order.homes(whole, held.turns) == (None, "seoul", "lima", "angers", "genoa", "seoul")
    assert order.zones(whole, held.turns) == (
        None,
        "Asia/Seoul",
        "America/Lima",
        "Europe/Paris",
        None,  # a recording
        "Asia/Seoul",
    )
    assert order.staying(whole, held.turns) == {0, 5}


def test_by_alphabet_and_protocol_around_what_stays() -> None:
    whole, held = meeting()
    stays = order.staying(whole, held.turns)
    assert order.alphabetical(whole, held.turns, "en", stays) == (0, 3, 4, 2, 1, 5)
    assert order.alphabetical(whole, held.turns, "ko", stays) == (0, 2, 1, 3, 4, 5)
    assert order.protocol(whole, held.turns, stays) == (0, 1, 4, 2, 3, 5)
    assert order.alphabetical(whole, held.turns, "en", {0, 1, 5}) == (0, 1, 3, 4, 2, 5)
    # The nameless come last, where nothing stays.
    assert order.alphabetical(whole, held.turns, "en") == (3, 4, 2, 1, 5, 0)


def test_languages_in_blocks() -> None:
    whole, held = meeting()
    stays = order.staying(whole, held.turns)
    found = order.alphabetical(whole, held.turns, "en", stays, blocks=True)
    assert [held.turns[at].language for at in found[1:5]] == ["en", "es", "es", "ko"]
    assert order.protocol(whole, held.turns, stays, blocks=True) == (0, 1, 4, 2, 3, 5)


def test_by_hand() -> None:
    _, held = meeting()
    assert order.by_hand(held.turns, {1: 4, 4: 1}, {0, 5}) == (0, 4, 2, 3, 1, 5)
    assert order.by_hand(held.turns, {}) == (0, 1, 2, 3, 4, 5)


def test_an_order_has_every_turn_once() -> None:
    _, held = meeting()
    swapped = order.ordered(held, (0, 2, 1, 3, 4, 5))
    assert [one.language for one in swapped.turns[1:3]] == ["es", "ko"]
    assert replace(swapped, turns=held.turns) == held
    for wrong in ((), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 4), (0, 1, 2, 3, 4, 5, 6)):
        with pytest.raises(Invalid, match="others by now"):
            order.ordered(held, wrong)


def test_the_kindest_order_of_the_twelve_is_far_from_the_alphabet() -> None:
    """From 20:00 to midnight in Seoul, twenty minutes each: who wakes up late speaks late."""
    starts = datetime(2020, 6, 2, 11, 0, tzinfo=UTC)
    held = session(
        "meeting",
        starts=starts,
        minutes=240,
        turns=tuple(turn(20, government=x.code) for x in TWELVE),
    )
    whole = programme(held, governments=tuple(city(x.code, x.zone) for x in TWELVE))
    clocks = order.zones(whole, held.turns)
    given = [(20, zone) for zone in clocks]
    names = order.alphabetical(whole, held.turns, "en")
    kind = order.kindest(held, clocks)
    assert [TWELVE[at].code for at in names][:2] == ["budapest", "buenos-aires"]
    bills = [order.bill(held, clocks, one) for one in (names, kind)]
    assert [one.spent for one in bills] == [
        reckoning.turns(starts, one, given) for one in (names, kind)
    ]
    assert [one.spent for one in bills] == [400, 180]
    assert [TWELVE[at].code for at in kind[:3]] == ["seoul", "moscow", "chongqing"]
    assert bills[1].outside <= bills[0].outside
    assert bills[1].nights == ()


def test_nothing_that_may_move() -> None:
    _, held = meeting()
    assert order.kindest(held, (None,) * 6, range(6)) == (0, 1, 2, 3, 4, 5)
    assert order.kindest(replace(held, turns=()), ()) == ()
    assert order.bill(held, (None,) * 6, (0, 1, 2, 3, 4, 5)).worst == 0
    assert held.starts == START
