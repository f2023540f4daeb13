"""The outbox of the demonstration, and the address that turns reminders off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from summit.core.letter import Occasion
from summit.mail import stop
from summit.services.letter import Office
from summit.settings import Settings
from summit.web.page import Site
from tests.conftest import ACTOR, Browser, SetClock, browser
from tests.mail.letters import LINK, MIN_JI, letter
from tests.services.test_mail import post
from tests.services.test_reminder import join


@pytest.fixture
def demonstration(app: Flask) -> Iterator[Flask]:
    """The application as the demonstration, with one letter sent."""
    site: Site = app.extensions["summit"]
    shown = replace(site.settings, demonstration=True, mail_from="post@summit.example")
    app.extensions["summit"] = replace(site, settings=shown)
    with app.app_context():
        post(
            letter(Occasion.ENTER, replace(MIN_JI, account=None)),
            letter(Occasion.SEAT_CONFIRMED, replace(MIN_JI, account=None, name="<i>김")),
        )
        Office(ACTOR, SetClock(), shown).send()
    yield app
    app.extensions["summit"] = replace(app.extensions["summit"], settings=site.settings)


def chosen(app: Flask) -> Settings:
    settings: Settings = app.extensions["summit"].settings
    return settings


@pytest.fixture
def reader(demonstration: Flask) -> Browser:
    return browser(demonstration)


def test_the_outbox_lists_and_shows_what_would_be_sent(
    demonstration: Flask, reader: Browser
) -> None:
    path = chosen(demonstration).outbox
    listed = reader.get(path)
    assert listed.status_code == 200
    assert "Your link to enter: CAC Global Summit 2020" in listed.text
    assert f'href="{path}/1"' in listed.text
    shown = reader.get(f"{path}/1")
    assert f'sandbox src="{path}/1.html"' in shown.text
    assert f'href="{LINK}"' in shown.text
    assert "frame-src 'self'" in shown.headers["Content-Security-Policy"]
    for answer in (listed, shown):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_times_are_those_of_whom_a_letter_goes_to(demonstration: Flask, reader: Browser) -> None:
    """With UTC beside, since the outbox belongs to no summit; whoever looks has another zone."""
    with demonstration.app_context():
        post(letter(Occasion.SOON, replace(MIN_JI, account=None, zone="Pacific/Auckland")))
        post(letter(Occasion.SOON, replace(MIN_JI, account=None, zone="UTC")))
    path = chosen(demonstration).outbox
    for number, told in (
        (1, "Wed 20 May 2020, 11:00 Budapest (UTC+2) · 09:00 Universal time (UTC)"),
        (3, "Wed 20 May 2020, 21:00 Auckland (UTC+12) · 09:00 Universal time (UTC)"),
        (4, "Wed 20 May 2020, 09:00 Universal time (UTC)"),
    ):
        for page in (reader.get(f"{path}/{number}?tz=Asia/Kabul"), reader.get(path)):
            words = " ".join(re.sub(r"<[^>]+>", "", page.text).split())
            assert told in words


def test_the_html_of_a_letter_can_do_nothing(demonstration: Flask, reader: Browser) -> None:
    page = reader.get(f"{chosen(demonstration).outbox}/2.html")
    assert page.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
    )
    assert "Your seat is confirmed" in page.text
    assert "<i>" not in page.text


def test_a_letter_is_given_as_a_file(demonstration: Flask, reader: Browser) -> None:
    file = reader.get(f"{chosen(demonstration).outbox}/1.eml")
    assert file.mimetype == "message/rfc822"
    assert file.data.startswith(b"Subject: Your link to enter")
    assert file.headers["Content-Disposition"].startswith("attachment; filename=")


def test_there_is_no_outbox_without_its_key_or_the_demonstration(
    demonstration: Flask, reader: Browser
) -> None:
    path = chosen(demonstration).outbox
    for wrong in ("/outbox/x", f"{path[:-1]}x", f"{path}/9", f"{path}/9.html", "/outbox/열쇠"):
        assert reader.get(wrong).status_code == 404, wrong
    site: Site = demonstration.extensions["summit"]
    real = replace(site.settings, demonstration=False)
    demonstration.extensions["summit"] = replace(site, settings=real)
    for address in (path, f"{path}/1", f"{path}/1.html", f"{path}/1.eml"):
        assert reader.get(address).status_code == 404


def test_reminders_are_turned_off_by_a_post_alone(app: Flask) -> None:
    with app.app_context():
        number = join("both", ("tomorrow", "soon"))
    path = stop.path(chosen(app).secret_key, number, "cac2020", "soon")
    someone = browser(app)
    asked = someone.get(path)
    assert "Press the button" in asked.text
    assert asked.headers["Cache-Control"] == "no-store"
    done = someone.post(path, data={"List-Unsubscribe": "One-Click"})
    assert (done.status_code, "no more reminders of this kind" in done.text) == (200, True)
    assert someone.post(path).status_code == 200


def test_an_address_of_somebody_else_turns_nothing_off(app: Flask) -> None:
    path = stop.path(chosen(app).secret_key, 7, "cac2020", "soon")
    someone = browser(app)
    for wrong in (
        path.replace("/7/", "/8/"),
        path.replace("/soon/", "/tomorrow/"),
        path.replace("/cac2020/", "/other/"),
        path[:-1] + "~",
        stop.path(chosen(app).secret_key, 7, "cac2020", "whatever"),
    ):
        assert (someone.get(wrong).status_code, someone.post(wrong).status_code) == (404, 404)
