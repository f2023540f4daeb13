"""Rules of registration, read from TOML and kept as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import resources

import pytest

from summit.core.errors import Invalid
from summit.core.registration import Option, ParticipantKind, Question, QuestionKind, Rules
from summit.core.text import Text
from summit.formats.registration_rules import again, read, write

KIND = '[[registration.kind]]\ncode = "guest"\nname = {en = "Guest"}\n'
WHOLE = f"""
[registration]
opens = 2020-05-01T09:00:00+09:00
closes = 2020-06-06T00:00:00+09:00
capacity = 500
hold_minutes = 60
consent = {{en = "I agree."}}
{KIND}needs_approval = true
[[registration.question]]
code = "meal"
name = {{en = "Meal?"}}
kind = "choice"
is_required = true
kinds = ["guest"]
option = [{{code = "rice", name = {{en = "Rice"}}}}]
"""
RULES = Rules(
    kinds=(ParticipantKind("guest", Text({"en": "Guest"}), needs_approval=True),),
    questions=(
        Question(
            "meal",
            Text({"en": "Meal?"}),
            QuestionKind.CHOICE,
            (Option("rice", Text({"en": "Rice"})),),
            True,
            ("guest",),
        ),
    ),
    opens=datetime(2020, 5, 1, tzinfo=UTC),
    closes=datetime(2020, 6, 5, 15, tzinfo=UTC),
    capacity=500,
    hold_minutes=60,
    consent=Text({"en": "I agree."}),
)


def test_a_file_says_them_and_json_keeps_them() -> None:
    assert read(WHOLE.encode()) == RULES
    assert again(json.loads(json.dumps(write(RULES)))) == RULES


def test_a_file_may_have_none() -> None:
    assert read(b"") is None


def test_the_demonstrations_are_open_on_its_second_evening() -> None:
    octets = resources.files("summit").joinpath("programmes/cac2020.toml").read_bytes()
    rules = read(octets)
    assert rules is not None
    assert [
        rules.is_open(datetime(2020, *day, tzinfo=UTC)) for day in ((4, 30), (6, 2), (6, 6))
    ] == [*(False, True, False)]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (f"{KIND}{KIND}", "registration, kind: “guest” stands there twice"),
        ("[registration]\ncapacity = -1", "registration, capacity: -1 is less than 0"),
        ("[registration]\nhold_minutes = 50000", "more than a month"),
        ("[registration]\nwhat = 1", "registration: unknown: what"),
        ('[[registration.kind]]\ncode = "guest"', "kind guest, name: this is missing"),
        ('[[registration.kind]]\ncode = "A B"\nname = {en = "x"}', "a code is made of"),
        (WHOLE.replace('["guest"]', '["king"]'), "“king” is no kind of participants"),
        (WHOLE.replace('"choice"', '"line"'), "a choice has options, and nothing else has"),
        (WHOLE.replace("2020-06-06", "2020-04-06"), "it closes before it opens"),
    ],
)
def test_a_mistake_is_named(file: str, message: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(file.encode())
    assert message in str(caught.value)
