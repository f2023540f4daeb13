"""The declaration at the desk: written in its languages, answered, released by two."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from summit.core.declaration import Step, Version
from summit.core.role import Actor, Role
from summit.services import declaration, remark
from tests.conftest import NOW
from tests.declarations import CANARY, DEADLINE, drafted, frozen, released, two
from tests.offices import contact
from tests.organizers import enter, organizer
from tests.web.page import Page, words

DESK = "/cac2020/organize/declaration"
HOSTILE = "<script>alert('x')</script>"


def version(app: Flask, actor: Actor, number: int) -> Version:
    with app.app_context():
        return declaration.desk(actor, "cac2020").version(number)


def value(client: FlaskClient, name: str, path: str = f"{DESK}/1") -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', client.get(path).text)
    assert found is not None
    return found[1]


def test_a_version_is_begun_written_and_kept(app: Flask) -> None:
    first, _ = two(app)
    client = enter(app, first)
    assert "Begin a version" in client.get(DESK).text
    begun = client.post(DESK)
    assert begun.location == f"{DESK}/1"
    form = {
        "seal": value(client, "seal"),
        "title-en": "A text",
        "title-ko": "글",
        "block": ["new-1", "new-2"],
        "text-new-1-en": f"First. {HOSTILE}",
        "text-new-1-ko": "첫째.",
        "text-new-2-en": "Second,\r\non two lines.",
        "place-new-2": "0.5",
        "place-new-1": "1",
        "illustrative": "yes",
        "note": "By two of us",
    }
    kept = client.post(f"{DESK}/1", data=form)
    assert kept.location == f"{DESK}/1?said=kept"
    found = version(app, first, 1)
    assert dict(found.words.title) == {"en": "A text", "ko": "글"}
    assert [(one.key, dict(one.text)) for one in found.words.paragraphs] == [
        ("p1", {"en": "Second,\non two lines."}),
        ("p2", {"en": f"First. {HOSTILE}", "ko": "첫째."}),
    ]
    assert (found.words.is_illustrative, found.note) == (True, "By two of us")
    page = client.get(f"{DESK}/1").text
    assert HOSTILE not in page
    assert "Something is missing in these languages still: Korean." in page


def test_what_was_typed_is_shown_again_where_it_cannot_be_kept(app: Flask) -> None:
    first, second = two(app)
    drafted(app, first)
    client = enter(app, first)
    seal = value(client, "seal")
    form = {"seal": seal, "title-en": "", "block": "p1", "text-p1-en": "My new words"}
    empty = client.post(f"{DESK}/1", data=form)
    assert (empty.status_code, "My new words" in empty.text) == (400, True)
    assert Page(empty.text).link("Title: Give the declaration a title.") == "#field-title"
    theirs = {"seal": seal, "title-en": "Theirs", "block": "p1", "text-p1-en": "Their words"}
    assert enter(app, second).post(f"{DESK}/1", data=theirs).status_code == 303
    stale = client.post(f"{DESK}/1", data={**form, "title-en": "Mine"})
    assert (stale.status_code, "My new words" in stale.text) == (409, True)
    assert version(app, first, 1).words.title["en"] == "Theirs"


def test_a_text_goes_its_way_to_the_public(app: Flask) -> None:
    first, second = two(app)
    drafted(app, first)
    one, other = enter(app, first), enter(app, second)
    assert one.post(f"{DESK}/1/circulate").status_code == 409  # not as it was looked at
    seen = {"seal": value(one, "seal"), "count": value(one, "count")}
    contact(app)
    more = one.post(f"{DESK}/1/circulate", data=seen)
    assert (more.status_code, "number of letters is another" in more.text) == (400, True)
    assert "1 contact who has entered is told so by mail" in more.text
    seen["count"] = value(one, "count")
    assert one.post(f"{DESK}/1/circulate", data=seen).location == f"{DESK}/1?said=circulated"
    form = {"seal": value(one, "seal"), "date": "2020-06-02", "time": "23:30"}
    wrong = one.post(f"{DESK}/1/freeze", data={**form, "time": "late"})
    assert (wrong.status_code, "There is no such moment" in wrong.text) == (400, True)
    assert 'value="2020-06-02"' in wrong.text
    assert one.post(f"{DESK}/1/freeze", data=form).location == f"{DESK}/1?said=frozen"
    found = version(app, first, 1)
    assert (found.step, found.deadline) == (Step.FROZEN, DEADLINE)
    assert "so another organizer releases it" in one.get(f"{DESK}/1").text
    data = {"digest": found.digest, "seen": "yes"}
    mine = one.post(f"{DESK}/1/release", data=data)
    assert (mine.status_code, "another organizer does" in mine.text) == (400, True)
    unseen = other.post(f"{DESK}/1/release", data={"digest": found.digest})
    assert (unseen.status_code, "Say that you have read" in unseen.text) == (400, True)
    stale = other.post(f"{DESK}/1/release", data={**data, "digest": "0" * 64})
    assert stale.status_code == 409
    assert other.post(f"{DESK}/1/release", data=data).location == f"{DESK}/1?said=released"
    assert other.get("/cac2020/declaration").status_code == 200
    later = {"date": "2020-06-03", "time": "00:10"}
    assert one.post(f"{DESK}/1/deadline", data=later).location == f"{DESK}/1?said=deadline"
    assert version(app, first, 1).deadline == DEADLINE + timedelta(minutes=40)


def test_a_remark_is_answered_where_it_stands(app: Flask) -> None:
    first, _ = two(app)
    number = drafted(app, first, circulated=True)
    london = contact(app)
    with app.app_context():
        remark.say(london, "cac2020", "london", number, "p2", HOSTILE, NOW, is_shared=False)
    client = enter(app, first)
    page = client.get(f"{DESK}/{number}").text
    assert HOSTILE not in page
    assert "for the organizers only" in page
    path = "/cac2020/organize/remarks/1"
    empty = client.post(path, data={"standing": "accepted", "answer": ""})
    assert (empty.status_code, "Please fill this in." in empty.text) == (400, True)
    wrong = client.post(path, data={"standing": "maybe", "answer": "Typed with care"})
    assert (wrong.status_code, "Typed with care" in wrong.text) == (400, True)
    done = client.post(path, data={"standing": "accepted", "answer": "We shall."})
    assert done.location == f"{DESK}/{number}#remark-1"
    assert "We shall." in client.get(f"{DESK}/{number}").text
    again = client.post("/cac2020/organize/remarks/9", data={"standing": "noted", "answer": "x"})
    assert again.status_code == 404


def test_two_versions_are_compared(app: Flask) -> None:
    first, _ = two(app)
    client = enter(app, first)
    assert client.get(f"{DESK}/differences").status_code == 404
    drafted(app, first, circulated=True)
    client.post(DESK, data={"source": "1"})
    form = {
        "seal": value(client, "seal", f"{DESK}/2"),
        "title-en": "A declaration",
        "title-ko": "선언문",
        "block": ["p1", "p2"],
        "text-p1-en": f"We share data: {CANARY}.",
        "text-p1-ko": "자료를 나눈다.",
        "text-p2-en": "We shall help one another.",
        "text-p2-ko": "서로 돕는다.",
    }
    assert client.post(f"{DESK}/2", data=form).status_code == 303
    page = Page(client.get(f"{DESK}/differences").text)
    assert page.h1 == "From version 1 to version 2"
    assert [words(one) for one in page.all("ins")] == ["[put in: shall]"]
    assert page.all("del") == []
    back = Page(client.get(f"{DESK}/differences?from=2&to=1").text)
    assert [words(one) for one in back.all("del")] == ["[taken out: shall]"]
    odd = client.get(f"{DESK}/differences?from=x&to=99")
    assert odd.status_code == 200


def test_the_draft_is_seen_by_nobody_else(app: Flask, client: FlaskClient) -> None:
    """In every role, in an office before it is circulated, and by everybody else."""
    first, _ = two(app)
    number = drafted(app, first)
    london = contact(app)
    paths = (
        DESK,
        f"{DESK}/{number}",
        f"{DESK}/differences",
        "/cac2020/office/london/declaration",
        f"/cac2020/office/london/declaration/{number}",
        "/cac2020/declaration",
        f"/cac2020/declaration/versions/{number}",
        "/cac2020/declaration.json",
        "/cac2020/declaration/record.json",
        "/cac2020/",
        "/cac2020/organize/",
        "/cac2020/organize/log",
        "/cac2020/organize/search?q=canary",
    )
    readers = [client, enter(app, london)]
    for role in (Role.EDITOR, Role.DESK, Role.MAIL, Role.VIEWER):
        readers.append(enter(app, organizer(app, role, address=f"{role}@organizers.example")))
    for reader in readers:
        for path in paths:
            assert CANARY not in reader.get(path).text, path
    assert CANARY in enter(app, first).get(f"{DESK}/{number}").text
    with app.app_context():
        declaration.circulate(first, "cac2020", number, NOW)
    frozen(app, first, number)
    for reader in readers:
        for path in paths:
            is_office = reader is readers[1] and path.startswith("/cac2020/office/london/decl")
            shown = CANARY in reader.get(path).text
            assert shown == (is_office and path.endswith(f"/{number}")), path


def test_who_signs_is_named_and_what_came_in_writing_recorded(app: Flask) -> None:
    first, second = two(app)
    digest = released(app, first, second)
    contact(app)
    client = enter(app, first)
    where = "/cac2020/organize/endorsements"
    assert client.get(f"{where}/nowhere").status_code == 404
    assert Page(client.get(where).text).link("London") == f"{where}/london"
    page = client.get(f"{where}/london").text
    number = re.search(r'<option value="(\d+)">Mina', page)
    assert number is not None
    form = {"name": "A Mayor", "capacity": "Mayor", "contact": number[1]}
    assert client.post(f"{where}/london", data=form).location == f"{where}/london?said=kept"
    wrong = client.post(f"{where}/london", data={**form, "capacity": ""})
    assert (wrong.status_code, "Please fill this in." in wrong.text) == (400, True)
    strange = client.post(f"{where}/lima", data=form)
    assert strange.status_code == 400
    data = {"digest": digest, "name": HOSTILE, "capacity": "Mayor", "note": "By letter"}
    assert client.post(f"{where}/lima/record", data={**data, "note": ""}).status_code == 400
    assert client.post(f"{where}/lima/record", data={**data, "digest": "x"}).status_code == 409
    assert client.post(f"{where}/lima/record", data=data).status_code == 303
    assert HOSTILE not in client.get(where).text + client.get(f"{where}/lima").text
    taken = {"digest": digest, "reason": "A mistake"}
    assert client.post(f"{where}/lima/withdraw", data=taken).status_code == 303
    assert client.post(f"{where}/lima/withdraw", data=taken).status_code == 404
