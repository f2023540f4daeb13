"""The page on which an organizer finds a kind hour."""

from __future__ import annotations

from flask import Flask

from tests.organizers import enter, organizer
from tests.web.page import Page

TWELVE = [
    "seoul",
    "moscow",
    "jakarta",
    "istanbul",
    "budapest",
    "tehran",
    "tel-aviv",
    "buenos-aires",
    "vancouver",
    "chongqing",
    "delhi",
    "london",
]


def test_the_golden_hour(app: Flask) -> None:
    client = enter(app, organizer(app))
    query = {"city": TWELVE, "minutes": "120", "first": "2020-06-02", "last": "2020-06-02"}
    page = client.get("/cac2020/organize/hours", query_string=query)
    assert page.status_code == 200
    assert "48 starts were tried" in page.text
    shown = Page(page.text)
    ticked = {
        one.get("value") for one in shown.all("input", name="city") if "checked" in one.attrib
    }
    assert ticked == set(TWELVE)
    quiet = "Nobody sits in the night, from 00:00 to 06:00, at"
    (told,) = [one for one in shown.all("dl") if quiet in "".join(one.itertext())]
    words = ["".join(one.itertext()).strip() for one in told]
    assert words[words.index(quiet) + 1] == "Tue 2 June 2020, 22:00 Seoul (UTC+9)"


def test_nonsense_is_answered_with_the_usual(app: Flask) -> None:
    client = enter(app, organizer(app))
    for query in (
        {"city": "atlantis", "minutes": "0", "first": "soon", "last": "0001-01-01"},
        {"minutes": "99999999999999999999", "first": "9999-12-31"},
        {"first": "2020-06-05", "last": "2020-06-01", "minutes": "½"},
    ):
        page = client.get("/cac2020/organize/hours", query_string=query)
        assert page.status_code == 200
        assert 'name="minutes" type="number" min="15" max="480" value="90"' in page.text
