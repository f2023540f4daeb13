"""A picture sent in by a form: with what else is typed, or in spite of it; shown to organizers."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from summit.core.picture import LARGEST
from summit.core.role import Role
from summit.formats import picture as reader
from summit.services import edit, programme
from tests.conftest import ACTOR
from tests.organizers import enter, organizer
from tests.pictures import bomb
from tests.pictures import picture as made
from tests.web.organizer.forms import HOME, held, shown

PATH = f"{HOME}/things/speaker/jared-diamond"
OCTETS = made()
DIGEST = reader.read(OCTETS).digest


def draw(
    client: FlaskClient, form: dict[str, list[str]], octets: bytes, path: str = PATH, **typed: str
) -> TestResponse:
    """Send a form with a file in it."""
    changed = {name.replace("__", "."): value for name, value in typed.items()}
    fields: dict[str, Any] = {**form, **changed}
    fields["picture.file"] = FileStorage(BytesIO(octets), "me.jpg")
    boundary, data = encode_multipart(fields)
    return client.post(path, data=data, content_type=f"multipart/form-data; boundary={boundary}")


def portrait(app: Flask, code: str = "jared-diamond") -> str | None:
    with app.app_context():
        people = programme.draft(ACTOR, "cac2020").people
    return next(one.picture for one in people if one.code == code)


def test_a_portrait_is_sent_in_seen_and_taken_out(app: Flask) -> None:
    actor = organizer(app, Role.EDITOR)
    client = enter(app, actor)
    answer = draw(client, shown(client, PATH), OCTETS)
    assert (answer.status_code, answer.location) == (303, f"{PATH}?said=kept&edit=1")
    assert portrait(app) == DIGEST
    address = f"{HOME}/pictures/{DIGEST}/128.jpg"
    assert f'src="{address}"' in client.get(PATH).text
    given = client.get(address)
    assert (given.status_code, given.mimetype, given.headers["Cache-Control"]) == (
        200,
        "image/jpeg",
        "no-store",
    )
    assert given.data == reader.read(OCTETS).sizes[128]
    form = shown(client, PATH)
    assert form["picture"] == [DIGEST]
    assert client.post(PATH, data={**form, "picture.none": "yes"}).status_code == 303
    assert portrait(app) is None
    with app.app_context():
        assert [one.what for one in edit.history(actor, "cac2020")] == ["change", "change"]


def test_a_new_person_comes_with_a_portrait(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/new/speaker"
    answer = draw(client, shown(client, path), OCTETS, path, name__en="Ada Sample")
    assert answer.location == f"{HOME}/things/speaker/ada-sample?said=added&edit=1"
    assert portrait(app, "ada-sample") == DIGEST


def test_an_error_elsewhere_does_not_lose_the_picture(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    answer = draw(client, shown(client, PATH), OCTETS, sort="x" * 300)
    assert answer.status_code == 400
    assert portrait(app) is None
    form = held(answer.text, PATH)
    assert form["picture"] == [DIGEST]
    assert client.post(PATH, data={**form, "sort": "Diamond"}).status_code == 303
    assert portrait(app) == DIGEST


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        (b"", "This file is empty."),
        (b"no picture", "This is not a picture: send a JPEG, PNG or WebP file."),
        (bytes(LARGEST + 1), "This file is larger than 10 MB."),
        (bomb(60_000, 60_000), "This picture has too many pixels: 50 million are the most."),
        (made(100, 100), "This picture is too small: 192 pixels on each side are the least."),
    ],
)
def test_what_is_refused_is_said_at_the_field_and_what_was_typed_stays(
    app: Flask, octets: bytes, message: str
) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    answer = draw(client, shown(client, PATH), octets, sort="Typed before")
    assert answer.status_code == 400
    assert f'id="error-picture">{message}<' in answer.text
    assert held(answer.text, PATH)["sort"] == ["Typed before"]
    assert portrait(app) is None


@pytest.mark.parametrize("digest", ["0" * 64, "x", "../../etc/passwd", '"><script>evil()</script>'])
def test_a_digest_that_is_none_of_ours_is_refused(app: Flask, digest: str) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    answer = client.post(PATH, data={**shown(client, PATH), "picture": digest})
    assert answer.status_code == 400
    assert "Please send this picture once more." in answer.text
    assert "<script>evil" not in answer.text
    assert portrait(app) is None


def test_who_may_not_edit_sends_none_and_a_larger_form_is_not_read(app: Flask) -> None:
    client = enter(app, organizer(app, Role.VIEWER))
    form = shown(client, PATH)
    assert draw(client, form, OCTETS).status_code == 403
    assert draw(client, form, bytes(LARGEST)).status_code == 413
    assert portrait(app) is None
    editor = enter(app, organizer(app, Role.EDITOR, address="ed@organizers.example"))
    assert draw(editor, form, bytes(4 * LARGEST)).status_code == 413
