"""Pictures in public: shown with a release, and not before; kept by browsers for ever."""

from __future__ import annotations

import json
from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient

from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.programme import Programme
from summit.formats import picture as reader
from summit.services import edit, picture, release
from tests.conftest import ACTOR, NOW, URL
from tests.pictures import picture as made

CAC, WHO = "cac2020", "jared-diamond"
OCTETS = made()
DIGEST = reader.read(OCTETS).digest
ADDRESS = f"/cac2020/pictures/{DIGEST}/384.jpg"
SMALL = ADDRESS.replace("384", "128")
PAGES = ("/cac2020/speakers", "/cac2020/speakers/jared-diamond", "/cac2020/sessions/diamond")


def show(app: Flask, digest: str | None) -> None:
    def act(draft: Programme) -> Programme:
        found = next(one for one in draft.people if one.code == WHO)
        return edits.put(draft, Noun.SPEAKER, replace(found, picture=digest))

    with app.app_context():
        edit.apply(ACTOR, CAC, "change", act, NOW, "summit.example")


def publish(app: Flask) -> None:
    with app.app_context():
        release.publish(ACTOR, CAC, "", NOW)


def test_it_is_there_from_one_release_to_another(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        assert picture.keep(ACTOR, CAC, OCTETS, NOW) == DIGEST
    assert client.get(ADDRESS).status_code == 404
    show(app, DIGEST)
    assert client.get(ADDRESS).status_code == 404
    assert [DIGEST in client.get(page).text for page in PAGES] == [False, False, False]
    publish(app)
    assert [client.get(one).status_code for one in (ADDRESS, SMALL)] == [200, 200]
    assert [DIGEST in client.get(page).text for page in PAGES] == [True, True, True]
    show(app, None)
    assert client.get(ADDRESS).status_code == 200
    publish(app)
    assert client.get(ADDRESS).status_code == 404
    assert [DIGEST in client.get(page).text for page in PAGES] == [False, False, False]


def test_it_says_what_it_is_and_how_long_it_may_be_kept(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        picture.keep(ACTOR, CAC, OCTETS, NOW)
    show(app, DIGEST)
    publish(app)
    answer = client.get(ADDRESS)
    assert answer.data == reader.read(OCTETS).sizes[384]
    headers = answer.headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Set-Cookie" not in headers
    again = client.get(ADDRESS, headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_another_size_or_another_summit_has_none(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        picture.keep(ACTOR, CAC, OCTETS, NOW)
    show(app, DIGEST)
    publish(app)
    for address in (
        ADDRESS.replace("384", "385"),
        ADDRESS.replace("384", "99999999999999999999"),
        ADDRESS.replace(DIGEST, "0" * 64),
        ADDRESS.replace(DIGEST, DIGEST.upper()),
        ADDRESS.replace(CAC, "other"),
        f"/cac2020/pictures/{DIGEST}/-1.jpg",
    ):
        assert client.get(address).status_code == 404, address


def test_pages_say_whom_it_shows_and_keep_a_place_for_others(
    app: Flask, client: FlaskClient
) -> None:
    assert "portrait" not in client.get("/cac2020/speakers").text
    with app.app_context():
        picture.keep(ACTOR, CAC, OCTETS, NOW)
    show(app, DIGEST)
    publish(app)
    page = client.get("/cac2020/speakers?tz=Europe/London").text
    assert f'src="{SMALL}" width="128" height="128" alt="Portrait of Jared Diamond"' in page
    assert 'class="portrait is-empty" aria-hidden="true"' in page
    own = client.get("/cac2020/speakers/jared-diamond").text
    assert f'src="{ADDRESS}" width="384" height="384" alt="Portrait of Jared Diamond"' in own


def test_exports_name_it_where_they_have_a_place(app: Flask, client: FlaskClient) -> None:
    before = client.get("/cac2020/schedule.json").data
    assert b"avatar" not in before
    with app.app_context():
        picture.keep(ACTOR, CAC, OCTETS, NOW)
    show(app, DIGEST)
    publish(app)
    conference = json.loads(client.get("/cac2020/schedule.json").data)["schedule"]["conference"]
    people = [
        one
        for day in conference["days"]
        for events in day["rooms"].values()
        for event in events
        for one in event["persons"]
    ]
    assert {one.get("avatar") for one in people if one["name"] == "Jared Diamond"} == {
        URL + ADDRESS
    }
    assert {one.get("avatar") for one in people if one["name"] != "Jared Diamond"} == {None}
    assert f'"image": "{URL + ADDRESS}"' in client.get("/cac2020/sessions/diamond").text
