"""What the log shows of what was written in it: no secret, and nothing that leads to a stream."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summit.core.audit import HIDDEN, shown

CANARY = "https://private.example/room?pwd=canary"
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_a_stream_shows_no_address_wherever_it_stands() -> None:
    for thing, value in (
        ("stream/welfare/1", CANARY),
        ("stream/welfare/1", {"anything": [CANARY]}),
        ("session/welfare", {"streams": [{"language": "en", "address": CANARY}]}),
        ("session/welfare", {"streams": [{"other": CANARY}]}),
        ("session/welfare", {"private_streams": {"en": CANARY}}),
        ("session/welfare", {"address": CANARY}),
        ("session/welfare", [{"Address": [CANARY]}]),
    ):
        assert "canary" not in repr(shown(thing, value)), (thing, value)


def test_a_secret_is_hidden_and_what_is_none_stays() -> None:
    value = {"password": "canary", "token": "canary", "digest": "", "path": None, "title": "a"}
    assert shown("account/1", value) == {
        "password": HIDDEN,
        "token": HIDDEN,
        "digest": "",
        "path": None,
        "title": "a",
    }


@given(PLAIN)
def test_whatever_was_written_can_be_shown_again(value: object) -> None:
    once = shown("session/one", value)
    assert shown("session/one", once) == once


def test_words_stay_as_they_are() -> None:
    value = {"title": {"en": "See https://one.example"}, "minutes": 90, "spoken": ["en", "ko"]}
    assert shown("session/welfare", value) == value
