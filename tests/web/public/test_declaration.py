"""The declaration in public: the text, who endorses it, its files, and nothing before its time."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.endorsement import Declared
from summit.db.base import db
from summit.db.declaration import RecordRow
from summit.services import declaration, endorsement, record, rehearsal
from tests.conftest import ACTOR, NOW, SetClock, browser
from tests.declarations import CANARY, DEADLINE, WORDS, drafted, frozen, released, two
from tests.web.page import Page
from tests.web.test_front import entered

PAGE = "/cac2020/declaration"
FILES = ("/cac2020/declaration.json", "/cac2020/declaration/record.json")
HOSTILE = "<script>alert('x')</script>"


def given(
    app: Flask, digest: str, government: str, name: str = "A Person", *, at: datetime = NOW
) -> None:
    """Record an endorsement that came in writing."""
    with app.app_context():
        endorsement.record_written(
            ACTOR, "cac2020", government, digest, name, "Mayor", "By letter", at
        )


def test_nothing_is_there_before_a_text_is_released(app: Flask, client: FlaskClient) -> None:
    first, second = two(app)
    number = drafted(app, first, circulated=True)
    digest = frozen(app, first, number)
    for path in (PAGE, f"{PAGE}/versions/1", *FILES):
        assert client.get(path).status_code == 404, path
    assert "Declaration" not in [one.words for one in Page(client.get("/cac2020/").text).links]
    with app.app_context():
        declaration.release(second, "cac2020", number, digest, NOW)
    for path in (PAGE, f"{PAGE}/versions/1", *FILES):
        assert client.get(path).status_code == 200, path
    assert client.get(f"{PAGE}/versions/2").status_code == 404
    front = Page(client.get("/cac2020/").text)
    assert front.link("Declaration") == "/cac2020/declaration"
    assert front.link("A declaration") == "/cac2020/declaration"


def test_the_page_of_data_leads_to_its_files_once_there_are_any(
    app: Flask, client: FlaskClient
) -> None:
    def listed() -> list[str]:
        page = Page(client.get("/cac2020/data").text)
        fields = [one.get("value", "") for one in page.all("input") if "data-copy" in one.attrib]
        return [one for one in fields if "declaration" in one]

    assert listed() == []
    digest = released(app, *two(app))
    assert listed() == [f"https://summit.example{path}" for path in FILES]
    assert digest[:16] in client.get("/cac2020/data").text


def test_the_page_has_the_text_in_its_languages_and_its_hash(
    app: Flask, client: FlaskClient
) -> None:
    digest = released(app, *two(app))
    page = Page(client.get(PAGE).text)
    assert page.h1 == "A declaration"
    assert f"We share data: {CANARY}." in client.get(PAGE).text
    assert "자료를 나눈다." in client.get(PAGE).text
    assert digest in client.get(PAGE).text
    assert Page(client.get(f"{PAGE}?locale=ko").text).h1 == "선언문"
    assert [str(one) for one in page.clocks("2020-06-02T14:30Z")] == ["23:30 Seoul (UTC+9)"]
    there = Page(client.get(f"{PAGE}?tz=Europe/London").text)
    assert [str(one) for one in there.clocks("2020-06-02T14:30Z")] == [
        "15:30 London (UTC+1)",
        "23:30 Seoul (UTC+9)",
    ]


def test_who_endorses_is_listed_drawn_and_counted(app: Flask, client: FlaskClient) -> None:
    digest = released(app, *two(app))
    assert "Nobody has endorsed it yet." in client.get(PAGE).text
    given(app, digest, "london")
    given(app, digest, "lima", HOSTILE)
    page = Page(client.get(PAGE).text)
    text = client.get(PAGE).text
    assert "Endorsed by 2 governments" in text
    assert (page.link("London"), page.link("Lima")) == (
        "/cac2020/cities/london",
        "/cac2020/cities/lima",
    )
    assert HOSTILE not in text
    full = [one for one in page.all("circle") if "is-full" in one.get("class", "")]
    assert sorted("".join(one.itertext()) for one in full) == ["Lima", "London"]
    with app.app_context():
        endorsement.withdraw_written(ACTOR, "cac2020", "lima", digest, "It was a mistake", NOW)
    text = client.get(PAGE).text
    assert "Endorsed by 1 government" in text
    assert "It was a mistake" in text


def test_the_state_for_programs_says_the_same(app: Flask, client: FlaskClient) -> None:
    digest = released(app, *two(app))
    given(app, digest, "london")
    given(app, digest, "lima")
    with app.app_context():
        endorsement.withdraw_written(ACTOR, "cac2020", "lima", digest, "A mistake", NOW)
    answer = client.get(FILES[0])
    found = json.loads(answer.text)
    assert answer.mimetype == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert (found["format"], found["digest"]) == ("summit-declaration/1", digest)
    assert found["paragraphs"][1] == {"key": "p2", "text": dict(WORDS.paragraphs[1].text)}
    assert [one["government"] for one in found["endorsements"]] == ["london"]
    assert [(one["government"], one["reason"]) for one in found["withdrawn"]] == [
        ("lima", "A mistake")
    ]
    assert found["endorsements"][0]["at"] == "2020-05-20T09:00:00Z"
    assert found["record"]["entries"] == 4


def test_the_record_is_checked_by_who_takes_it(app: Flask, client: FlaskClient) -> None:
    given(app, released(app, *two(app)), "london")
    octets = client.get(FILES[1]).data
    assert record.check_file(octets).broken is None
    assert record.check_file(octets.replace(b"A Person", b"B Person")).broken is not None


def test_no_address_of_anybody_is_public(app: Flask, client: FlaskClient) -> None:
    given(app, released(app, *two(app)), "london")
    for path in (PAGE, *FILES):
        text = client.get(path).text
        for private in ("organizers.example", "account:", "By letter", "Mina"):
            assert private not in text, (path, private)


def test_it_is_drawn_once_however_many_read_it(app: Flask, client: FlaskClient) -> None:
    released(app, *two(app))
    for path in (PAGE, f"{PAGE}/versions/1", *FILES):
        with entered(app) as entries:
            answers = [client.get(path).data for _ in range(3)]
        assert (len(entries), len(set(answers))) == (1, 1), path


def test_every_change_is_on_the_page_at_once(app: Flask, client: FlaskClient) -> None:
    """Though it is answered from finished bytes."""
    digest = released(app, *two(app))
    etag = client.get(PAGE).headers["ETag"]
    assert client.get(PAGE, headers={"If-None-Match": etag}).status_code == 304
    given(app, digest, "london")
    again = client.get(PAGE, headers={"If-None-Match": etag})
    assert (again.status_code, "Endorsed by 1 government" in again.text) == (200, True)
    given(app, digest, "lima")
    assert "Endorsed by 2 governments" in client.get(PAGE).text
    assert len(json.loads(client.get(FILES[1]).text)["entries"]) == 3


def test_a_later_text_shows_what_differs_and_the_earlier_one_stays(
    app: Flask, client: FlaskClient
) -> None:
    first, second = two(app)
    old = released(app, first, second)
    given(app, old, "london")
    with app.app_context():
        number = declaration.begin(first, "cac2020", NOW, WORDS, source=1)
        one, other = WORDS.paragraphs
        words = type(WORDS)(WORDS.title, (type(one)("p1", other.text), other))
        seal = declaration.sealed(declaration.desk(first, "cac2020").version(number))
        declaration.keep(first, "cac2020", number, words, "", seal, NOW)
    digest = frozen(app, second, number)
    with app.app_context():
        declaration.release(first, "cac2020", number, digest, NOW + timedelta(hours=1))
    newest, earlier = client.get(PAGE).text, client.get(f"{PAGE}/versions/1").text
    assert "Nobody has endorsed it yet." in newest
    page = Page(newest)
    assert page.all("del")
    assert page.all("ins")
    assert "[taken out:" in newest
    assert page.link("Version 1") == "/cac2020/declaration/versions/1"
    assert "Endorsed by 1 government" in earlier
    assert Page(earlier).all("del") == []


def test_a_rehearsal_shows_what_it_released_and_takes_it_away(
    app: Flask, client: FlaskClient, clock: SetClock
) -> None:
    first, second = two(app)
    number = drafted(app, first)
    digest = frozen(app, first, number)
    with app.app_context():
        rehearsal.start(ACTOR, "cac2020", DEADLINE, NOW)
        declaration.release(second, "cac2020", number, digest, NOW)
    assert client.get(PAGE).status_code == 200
    with app.app_context():
        rehearsal.stop(ACTOR, "cac2020", clock.now())
    for path in (PAGE, *FILES):
        assert client.get(path).status_code == 404, path


def test_a_record_that_was_changed_says_so_and_shows_nothing_after_it(app: Flask) -> None:
    digest = released(app, *two(app))
    given(app, digest, "london")
    with app.app_context():
        row = db.session.get_one(RecordRow, 2)
        row.octets = bytes(row.octets).replace(b"A Person", b"B Person")
        db.session.commit()
    with app.app_context():
        found = declaration.desk(ACTOR, "cac2020").declared
        assert isinstance(found, Declared)
        assert found.broken is not None
        rehearsal.start(ACTOR, "cac2020", DEADLINE, NOW)  # every process looks anew
    text = browser(app).get(PAGE).text
    assert "does not hold from entry 2 on" in text
    assert "B Person" not in text


@pytest.mark.parametrize("asked", ["tz=Nowhere/None", "locale=xx", "x=<script>"])
def test_a_strange_address_is_answered(app: Flask, client: FlaskClient, asked: str) -> None:
    released(app, *two(app))
    assert client.get(f"{PAGE}?{asked}").status_code == 200
