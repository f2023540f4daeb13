"""What is the matter with a file, as an organizer reads it."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import NullTranslations

import pytest
from flask import Flask

from summit import language
from summit.core.errors import Invalid
from summit.core.exchange import Outcome, Problem, ZoneNeeded
from summit.formats import apart
from summit.web.organizer import problem, wording
from summit.web.wording import MESSAGES

SHEET = """Title,Start,Minutes
A,2020-06-02 10:00,9999
B,soon,30
"""


class Catalogue(NullTranslations):
    """A catalogue that marks what it was asked for: « » stand for another language."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"


@pytest.fixture
def other_language(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let everything be said in another language, whose catalogue has every message."""
    for module in (problem, wording):
        monkeypatch.setattr(module, "translations", lambda _tag: Catalogue())
    with app.test_request_context("/?locale=ko", base_url="https://summit.example"):
        yield


def test_values_come_through_the_process_that_reads_and_are_put_in_afterwards(
    other_language: None,
) -> None:
    found = apart.read(SHEET.encode(), "Asia/Seoul")
    assert [(problem.place(one.where), problem.say(one)) for one in found.problems] == [
        (
            "«row 2»",
            "«lasts 9999 minutes; a session lasts from 1 minute to 24 hours»",
        ),
        ("«row 3», «column start»", "«“soon” is not understood»"),
    ]


def test_a_refusal_of_a_whole_file(other_language: None) -> None:
    with pytest.raises(ZoneNeeded) as asked:
        apart.read(SHEET.encode(), None)
    assert problem.refusal(asked.value) == "«This file does not say in which zone its times are.»"
    with pytest.raises(Invalid) as refused:
        apart.read(b"%PDF-1.7 ...", "Asia/Seoul")
    assert problem.refusal(refused.value).startswith("«This looks like «a PDF document».")


def test_places_are_named_and_what_stands_there_is_left_alone(other_language: None) -> None:
    assert problem.place("3 further lines") == "«3 further lines»"
    assert problem.place("file") == "«the file»"
    assert problem.place("day 2, Meitner, event 2") == "«day 2», Meitner, «event 2»"
    assert problem.place("person “100% <b>”") == "«person “100% <b>”»"
    twice = Problem(
        "row 9", "this is told at %(there)s already", Outcome.LEFT_OUT, {"there": "row 7"}
    )
    assert problem.say(twice) == "«this is told at «row 7» already»"


def test_a_refusal_at_the_desk_has_its_values(other_language: None) -> None:
    refused = Invalid("It is needed still, by: %(some)s.", some="opening 50%")
    assert wording.said(refused) == "«It is needed still, by: opening 50%.»"


@pytest.mark.parametrize("tag", language.NAMES)
def test_every_template_takes_the_same_values_in_every_language(tag: str) -> None:
    catalogue = language.translations(tag)
    for message in problem.MESSAGES | wording.MESSAGES | MESSAGES:
        names = _names(message)
        assert _names(catalogue.gettext(message)) == names


def _names(message: str) -> set[str]:
    return {part.partition(")")[0] for part in message.split("%(")[1:]}
