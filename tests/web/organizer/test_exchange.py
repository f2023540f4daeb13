"""Files into a summit and out of it, in the browser."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from summit.core.exchange import LARGEST_FILE
from summit.core.role import Role
from summit.services import edit, programme, release
from summit.web.organizer.exchange import FILES
from tests.conftest import ACTOR, NOW
from tests.organizers import enter, organizer
from tests.participants import person
from tests.services.test_exchange import event_xml, xml
from tests.web.organizer.test_publish import words

CAC = "cac2020"
IMPORT = "/cac2020/organize/import"
SHARED = Path(__file__).parents[3] / "../shared/data"
HOSTILE = "A &amp;amp; B &amp;lt;i x=1"
TWO = xml(event_xml(1, HOSTILE, room="Attic"), event_xml(2, start="23:30", room="Attic"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return enter(app, organizer(app, Role.EDITOR))


def posted(client: FlaskClient, octets: bytes, name: str = "file.xml") -> TestResponse:
    """Send a file in as a browser does; the test client itself would leave a file open."""
    boundary, data = encode_multipart({"file": FileStorage(BytesIO(octets), name)})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(IMPORT, data=data, content_type=kind)


def send(client: FlaskClient, octets: bytes, name: str = "file.xml") -> str:
    """Send a file in, and return where it is looked at."""
    answer = posted(client, octets, name)
    assert answer.status_code == 303
    return str(answer.location)


def sessions(app: Flask) -> int:
    with app.app_context():
        return len(programme.draft(ACTOR, CAC).sessions)


def test_one_looks_before_anything_changes(app: Flask, client: FlaskClient) -> None:
    before = sessions(app)
    page = client.get(send(client, TWO, "<b>mine</b>.xml")).text
    said = words(page)
    assert "Sessions 2 0 0 15" in said
    assert "<b>mine</b>.xml · schedule.xml" in said
    assert "Session · New A & B" in said
    assert ("<b>mine" in page, "<i x=1" in page) == (False, False)
    assert sessions(app) == before


def test_a_file_is_taken_into_the_draft_and_undone(app: Flask, client: FlaskClient) -> None:
    before = sessions(app)
    address = send(client, TWO)
    assert client.post(address, data={}).location == "/cac2020/organize/publish"
    assert sessions(app) == before + 2
    assert client.get(address).status_code == 404
    editor = organizer(app, Role.EDITOR, address="other@organizers.example")
    with app.app_context():
        assert [one.what for one in edit.history(ACTOR, CAC)] == ["import"]
        assert release.preview(editor, CAC).last == 1
        who = edit.history(ACTOR, CAC)[0].actor
    assert who.startswith("account:")


def test_a_file_is_published_at_once(app: Flask, client: FlaskClient) -> None:
    answer = client.post(send(client, TWO), data={"publish": "yes", "note": "From elsewhere"})
    assert answer.location == "/cac2020/organize/releases/2"
    assert "From elsewhere" in client.get("/cac2020/releases/2").text


def test_what_cannot_be_read_or_published_changes_nothing(app: Flask, client: FlaskClient) -> None:
    before = sessions(app)
    for octets in (b"\x00\x01nonsense", b"<!DOCTYPE a [<!ENTITY b 'c'>]><schedule>&b;</schedule>"):
        address = send(client, octets)
        assert "It cannot be taken as it is" in client.get(address).text
        assert client.post(address, data={}).status_code == 409
    with app.app_context():
        main = programme.draft(ACTOR, CAC)
        first = next(one for one in main.sessions if one.code == "welfare")
        name = next(one.name.say("en") for one in main.stages if one.code == first.stage)
    clashing = event_xml(7, room=name).replace("2020-06-02T22:00", "2020-06-04T18:10")
    address = send(client, xml(clashing.replace("<start>22:00", "<start>18:10")))
    answer = client.post(address, data={"publish": "yes"})
    assert (answer.status_code, sessions(app)) == (409, before)
    assert "1 clash" in words(answer.text)


def test_the_zone_is_asked_for_where_it_is_needed(app: Flask, client: FlaskClient) -> None:
    sheet = b"title,start,minutes\nOpening,2020-06-05 09:00,30\n"
    address = send(client, sheet, "sheet.csv")
    page = client.get(f"{address}?zone=Europe/London&tz=Europe/London").text
    assert "Fri 5 June 2020, 09:00 London (UTC+1)" in words(page)
    assert 'name="zone" value="Europe/London"' in page
    assert client.post(address, data={"zone": "Europe/London"}).status_code == 303
    with app.app_context():
        (found,) = (
            one for one in programme.draft(ACTOR, CAC).sessions if one.title.say("en") == "Opening"
        )
    assert found.starts.isoformat() == "2020-06-05T08:00:00+00:00"
    assert client.post(send(client, sheet), data={"zone": "Mars/Olympus"}).status_code == 400


def test_a_file_is_nobody_elses(app: Flask, client: FlaskClient) -> None:
    address = send(client, TWO)
    other = enter(app, organizer(app, Role.OWNER, address="owner@organizers.example"))
    assert (other.get(address).status_code, other.post(address).status_code) == (404, 404)


def test_large_files_are_read_from_those_alone_who_may_load_them(
    app: Flask, client: FlaskClient
) -> None:
    large = b"<schedule>" + b" " * (2 * 2**20)
    assert posted(client, large).status_code == 303
    too_large = bytes(LARGEST_FILE + 128 * 1024)
    assert posted(client, too_large).status_code == 413
    viewer = enter(app, organizer(app, Role.VIEWER, address="v@organizers.example"))
    nobody = enter(app, person(app))
    for other in (viewer, nobody):
        answer = posted(other, large)
        assert answer.status_code == 413
    assert client.post(IMPORT, data={}).status_code == 400


@pytest.mark.parametrize("kind", FILES)
def test_every_file_is_given_out_of_the_draft_and_of_a_release(
    app: Flask, client: FlaskClient, kind: str
) -> None:
    with app.app_context():
        programme.cancel(ACTOR, CAC, "sports", NOW)
        programme.remove(ACTOR, CAC, "welfare", NOW)
    assert f"/exports/draft/{kind}" in client.get("/cac2020/organize/exports").text
    for which in ("draft", "1"):
        answer = client.get(f"/cac2020/organize/exports/{which}/{kind}")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        name = "draft" if which == "draft" else "release-1"
        assert (
            answer.headers["Content-Disposition"] == f"attachment; filename=cac2020-{name}-{kind}"
        )
        assert len(answer.data) > 1000
    public = "agenda.ics" if kind == "agenda.ics" else kind
    assert client.get(f"/cac2020/{public}").status_code == 200


def test_the_draft_and_a_release_say_what_they_say(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        programme.remove(ACTOR, CAC, "welfare", NOW)
    found = [
        [one["code"] for one in json.loads(answer.data)["programme"]["sessions"] if one["minutes"]]
        for answer in (
            client.get("/cac2020/organize/exports/draft/release.json"),
            client.get("/cac2020/organize/exports/1/release.json"),
        )
    ]
    assert len(found[1]) == 15
    assert "Draft, not published." in client.get(
        "/cac2020/organize/exports/draft/release.json"
    ).get_data(as_text=True)
    for address in ("draft/none", "1/none", "9/schedule.xml"):
        assert client.get(f"/cac2020/organize/exports/{address}").status_code == 404


@pytest.mark.skipif(not SHARED.is_dir(), reason="the schedules of others are not here")
@pytest.mark.parametrize(
    ("file", "count"), [("fosdem-2021.pentabarf.xml", 773), ("debconf23.schedule.xml", 117)]
)
def test_a_real_schedule_is_looked_at_and_taken(
    app: Flask, client: FlaskClient, file: str, count: int
) -> None:
    before = sessions(app)
    address = send(client, (SHARED / file).read_bytes(), file)
    assert f"Sessions {count} 0 0 15" in words(client.get(address).text)
    assert client.post(address, data={}).status_code == 303
    assert sessions(app) == before + count
    assert client.get("/cac2020/organize/publish").status_code == 200
