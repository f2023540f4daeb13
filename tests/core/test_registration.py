"""What a summit asks, and what may become of a registration."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summit.core.errors import Invalid, Problems
from summit.core.registration import (
    Entry,
    Option,
    ParticipantKind,
    Question,
    QuestionKind,
    Rules,
    State,
    move,
)
from summit.core.text import Text

NAME = Text({"en": "Name"})
RULES = Rules(
    kinds=(ParticipantKind("guest", NAME), ParticipantKind("press", NAME)),
    questions=(
        Question("paper", NAME, is_required=True, kinds=("press",)),
        Question("meal", NAME, QuestionKind.CHOICE, (Option("rice", NAME),)),
        Question("photo", NAME, QuestionKind.YES),
    ),
    consent=NAME,
)
ENTRY = Entry("guest", "Ada", "ada@one.example", zone="Asia/Seoul", consent=True)


def wrong(entry: Entry) -> set[str]:
    with pytest.raises(Problems) as caught:
        RULES.check(entry, ("seoul",), ("welfare",))
    return set(caught.value.by_field)


def test_what_is_fine_comes_back_clean() -> None:
    said = replace(
        ENTRY,
        name="  Ada \n Byron ",
        languages=("en", "ko", "en"),
        sessions=("welfare", "welfare"),
        answers={"paper": "not asked", "meal": "rice", "photo": ""},
    )
    done = RULES.check(said, (), ("welfare",))
    assert (done.name, done.languages, done.sessions, done.answers) == (
        "Ada Byron",
        ("en", "ko"),
        ("welfare",),
        {"meal": "rice"},
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "king"}, "kind"),
        ({"name": "\u202e"}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"organization": "x" * 256}, "organization"),
        ({"address": "x" * 321}, "address"),
        ({"government": "busan"}, "government"),
        ({"country": "KOR"}, "country"),
        ({"zone": "localtime"}, "zone"),
        ({"language": "!"}, "language"),
        ({"languages": ("!",)}, "languages"),
        ({"sessions": ("sports",)}, "sessions"),
        ({"consent": False}, "consent"),
        ({"kind": "press"}, "answers.paper"),
        ({"answers": {"meal": "beef"}}, "answers.meal"),
        ({"answers": {"photo": "no"}}, "answers.photo"),
        ({"kind": "press", "answers": {"paper": "a\nb"}}, "answers.paper"),
        ({"kind": "press", "answers": {"paper": "x" * 4001}}, "answers.paper"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(change: dict[str, object], field: str) -> None:
    assert wrong(replace(ENTRY, **change)) == {field}  # type: ignore[arg-type]


def test_a_registration_goes_no_way_that_it_may_not() -> None:
    assert move(State.UNCONFIRMED, State.CONFIRMED) is State.CONFIRMED
    for before, after in (
        (State.CONFIRMED, State.UNCONFIRMED),
        (State.CONFIRMED, State.LAPSED),
        (State.REFUSED, State.UNCONFIRMED),
        (State.CANCELLED, State.REFUSED),
    ):
        with pytest.raises(Invalid):
            move(before, after)
