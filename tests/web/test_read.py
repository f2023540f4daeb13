"""Forms: read as a whole, with what was typed kept and every error at its field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask

from summit.web import read
from summit.web.read import Problems, TooFast, Unfit
from tests.conftest import URL, SetClock


def shout(words: str) -> str:
    if words == "quiet":
        raise Unfit("Louder!")
    return words.upper()


@dataclass(frozen=True, slots=True)
class Asked:
    name: str = read.text(most=5)
    words: str = read.text(least=0, lines=True)
    secret: str = read.text(least=0, secret=True)
    cry: str = read.text(least=0, then=shout)
    zone: str = read.choice(("UTC", "Asia/Seoul"), optional=True)
    languages: tuple[str, ...] = read.several(("en", "ko"))
    sure: bool = read.tick(required=True)


@pytest.fixture
def sent(app: Flask) -> Iterator[object]:
    """Give a way to be inside a request that sends a form."""
    return lambda data: app.test_request_context("/x", method="POST", data=data, base_url=URL)


def test_a_whole_form(sent) -> None:  # type: ignore[no-untyped-def]
    data = {
        "name": "  Jin\t\u202e\x00 ",
        "words": "one\r\ntwo ",
        "secret": " as typed ",
        "cry": "hey",
        "languages": ["ko", "en", "ko"],
        "sure": "yes",
        "unknown": "x",
    }
    with sent(data):
        assert read.form(Asked) == Asked(
            "Jin", "one\ntwo", " as typed ", "HEY", "", ("ko", "en"), True
        )


def test_all_errors_at_once_and_nothing_is_lost(sent) -> None:  # type: ignore[no-untyped-def]
    data = {"name": "too long", "cry": "quiet", "zone": "Mars", "languages": ["ko", "tlh"]}
    with sent(data), pytest.raises(Problems) as caught:
        read.form(Asked)
    filled = caught.value.filled
    assert filled.errors == {
        "name": "This is too long: 5 characters at most.",
        "cry": "Louder!",
        "zone": "Please choose one of these.",
        "languages": "Please choose among these.",
        "sure": "Please tick this to go on.",
    }
    assert [filled.value(one) for one in ("name", "cry", "zone", "sure")] == [
        "too long",
        "quiet",
        "Mars",
        "",
    ]
    assert (filled.has("languages", "ko"), filled.has("languages", "en")) == (True, False)


def test_what_has_to_be_there(sent) -> None:  # type: ignore[no-untyped-def]
    with sent({"name": " \u200e\x07 ".replace("\u200e", ""), "sure": "1"}):
        with pytest.raises(Problems) as caught:
            read.form(Asked)
        assert caught.value.filled.errors == {"name": "Please fill this in."}


@pytest.mark.parametrize(("seconds", "is_fast"), [(0, True), (1.9, True), (2, False), (9e5, False)])
def test_nobody_writes_in_under_two_seconds(
    sent,  # type: ignore[no-untyped-def]
    app: Flask,
    clock: SetClock,
    seconds: float,
    is_fast: bool,
) -> None:
    with app.test_request_context("/x", base_url=URL):
        stamp = read.stamp()
    clock.moment += timedelta(seconds=seconds)
    with sent({"stamp": stamp}):
        if is_fast:
            with pytest.raises(TooFast):
                read.check_stamp()
        else:
            read.check_stamp()


@pytest.mark.parametrize("stamp", ["", "x", "IjIwMjAtMDUtMjAi.forged", "\x00"])
def test_a_stamp_is_ours(sent, stamp: str) -> None:  # type: ignore[no-untyped-def]
    with sent({"stamp": stamp}), pytest.raises(TooFast):
        read.check_stamp()


def test_what_is_sent_once_more_holds_no_secret(sent) -> None:  # type: ignore[no-untyped-def]
    data = {"name": "Jin", "password": "x", "csrf_token": "y", "stamp": "z"}
    with sent(data):
        assert read.kept() == [("name", "Jin"), ("stamp", "z")]
