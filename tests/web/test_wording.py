"""What is refused, as readers are told of it."""

from __future__ import annotations

import pytest
from flask import Flask

from summit.core.errors import Invalid, NotAllowed, Problems, Stale
from summit.language import NAMES, translations
from summit.web.wording import MESSAGES, by_field, say

LONG = "This is too long."


@pytest.mark.parametrize("tag", NAMES)
def test_every_message_is_said_in_the_readers_language(app: Flask, tag: str) -> None:
    with app.test_request_context(f"/?locale={tag}", base_url="https://summit.example"):
        for message in MESSAGES:
            if "%(" not in message:
                assert say(Invalid(message, "name")) == translations(tag).gettext(message)
        assert (say(Invalid(LONG)) == LONG) is (tag == "en")


def test_what_changes_in_a_message_is_put_in_afterwards(app: Flask) -> None:
    error = Invalid("“%(tag)s” is not a language of these pages.", "language", tag="100% <b>")
    said = "“100% <b>” is not a language of these pages."
    assert (str(error), error.message) == (f"language: {said}", said)
    with app.test_request_context("/", base_url="https://summit.example"):
        assert say(error) == said


def test_what_is_for_no_reader_is_not_said(app: Flask) -> None:
    with app.test_request_context("/", base_url="https://summit.example"):
        assert say(Invalid("15 is between 3 and 4")) == ""
        assert say(NotAllowed("account:7 may not edit cac2020.")) == ""
        changed = "Somebody else changed this in the meantime."
        assert say(Stale(changed)) == changed


def test_the_first_of_each_field(app: Flask) -> None:
    found = [Invalid(LONG, "name"), Invalid("Please answer this.", "name"), Invalid(LONG, "kind")]
    with app.test_request_context("/", base_url="https://summit.example"):
        assert by_field(Problems(found)) == {"name": LONG, "kind": LONG}
