"""The declaration at an office: remarks, and an endorsement that is asked for twice, given once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from summit.core.endorsement import Released
from summit.core.role import Actor
from summit.db.base import db
from summit.services import contact as contacts
from summit.services import declaration, endorsement, remark
from tests.conftest import ACTOR, NOW, SetClock
from tests.declarations import CANARY, drafted, entitle, released, two
from tests.offices import contact, enter
from tests.web.page import Page, words

OFFICE = "/cac2020/office/london/declaration"


def text(app: Flask, actor: Actor) -> Released:
    with app.app_context():
        declared = declaration.desk(actor, "cac2020").declared
    assert declared is not None
    return declared.newest


def seal(client: FlaskClient) -> str:
    """Return what the page names by which one endorses, "" where there is none."""
    found = re.search(r'name="seal" value="(\w+)"', client.get(f"{OFFICE}/endorse").text)
    return found[1] if found else ""


def endorse(client: FlaskClient, digest: str, sealed: str | None = None) -> tuple[int, str]:
    known = seal(client) if sealed is None else sealed
    data = {"digest": digest, "confirmation": digest[:8], "seal": known}
    answer = client.post(f"{OFFICE}/endorse", data=data)
    return answer.status_code, answer.location or ""


def test_a_draft_is_read_and_remarked_on(app: Flask) -> None:
    first, _ = two(app)
    london = enter(app, contact(app))
    assert "Nothing was circulated yet." in london.get(OFFICE).text
    number = drafted(app, first)
    assert london.get(f"{OFFICE}/{number}").status_code == 404
    with app.app_context():
        declaration.circulate(first, "cac2020", number, NOW)
    assert Page(london.get(OFFICE).text).link("Version 1") == f"{OFFICE}/1"
    assert CANARY in london.get(f"{OFFICE}/1").text
    empty = london.post(f"{OFFICE}/1", data={"paragraph": "p2", "words": " "})
    assert (empty.status_code, "Please fill this in." in empty.text) == (400, True)
    said = {"paragraph": "p2", "words": "Say how.", "shared": "yes"}
    assert london.post(f"{OFFICE}/1", data=said).location == f"{OFFICE}/1?said=remarked#p2"
    assert "Say how." in london.get(f"{OFFICE}/1").text
    assert london.post(f"{OFFICE}/1", data={**said, "paragraph": "p9"}).status_code == 404
    with app.app_context():
        (one,) = remark.on(first, "cac2020", 1)
        assert (one.government, one.is_shared, one.words) == ("london", True, "Say how.")


def test_another_office_reads_what_is_shared_alone(app: Flask) -> None:
    first, _ = two(app)
    drafted(app, first, circulated=True)
    london = enter(app, contact(app))
    lima = enter(app, contact(app, "lima", "office@lima.example"))
    london.post(f"{OFFICE}/1", data={"paragraph": "p1", "words": "canary-alone"})
    london.post(f"{OFFICE}/1", data={"paragraph": "p1", "words": "for-all", "shared": "yes"})
    page = lima.get("/cac2020/office/lima/declaration/1").text
    assert ("for-all" in page, "canary-alone" in page) == (True, False)
    for path in (OFFICE, f"{OFFICE}/1", f"{OFFICE}/endorse"):
        assert lima.get(path).status_code == 404
    for path in (f"{OFFICE}/1", f"{OFFICE}/endorse", f"{OFFICE}/withdraw"):
        assert lima.post(path, data={"words": "x"}).status_code == 404


def test_the_text_is_endorsed_after_a_second_look_and_once(app: Flask) -> None:
    first, second = two(app)
    mina = contact(app)
    london = enter(app, mina)
    assert london.get(f"{OFFICE}/endorse").status_code == 404
    digest = released(app, first, second)
    assert "Nobody is named yet who signs for your city." in london.get(OFFICE).text
    assert london.get(f"{OFFICE}/endorse").status_code == 404
    entitle(app, first, mina)
    assert Page(london.get(OFFICE).text).link("Endorse it") == f"{OFFICE}/endorse"
    page = london.get(f"{OFFICE}/endorse").text
    for said in ("A declaration, version 1", digest, "London", "A Mayor", "Mayor"):
        assert said in page
    wrong = london.post(f"{OFFICE}/endorse", data={"digest": digest, "confirmation": "12345678"})
    assert (wrong.status_code, "first characters of the text" in wrong.text) == (400, True)
    assert text(app, first).endorsements == ()
    shown = seal(london)
    for _ in range(2):
        assert endorse(london, digest, shown) == (303, f"{OFFICE}?said=endorsed")
    (one,) = text(app, first).endorsements
    assert (one.government, one.name, one.is_late) == ("london", "A Mayor", False)
    assert london.get(f"{OFFICE}/endorse").location == OFFICE
    assert "Your city endorses it." in london.get(OFFICE).text
    assert "A Mayor" in london.get("/cac2020/declaration").text


def test_what_was_not_shown_is_not_endorsed(app: Flask) -> None:
    """Another name or deadline since, or an old page after a withdrawal: it is looked at again."""
    first, second = two(app)
    mina = contact(app)
    london = enter(app, mina)
    digest = released(app, first, second)
    entitle(app, first, mina)
    changes: tuple[Callable[[], object], ...] = (
        lambda: endorsement.name(
            first, "cac2020", "london", "Somebody Else", "Deputy", number(app), NOW
        ),
        lambda: declaration.set_deadline(first, "cac2020", 1, NOW, NOW),
    )
    for change in changes:
        shown = seal(london)
        with app.app_context():
            change()
        assert endorse(london, digest, shown)[0] == 409
        assert endorse(london, digest, "")[0] == 409
        assert text(app, first).endorsements == ()
    shown = seal(london)
    assert endorse(london, digest, shown)[0] == 303
    london.post(f"{OFFICE}/withdraw", data={"digest": digest, "reason": "Too soon"})
    assert endorse(london, digest, shown)[0] == 409
    assert text(app, first).endorsements == ()
    assert endorse(london, digest)[0] == 303


def number(app: Flask) -> int:
    """Return the number of London's contact."""
    with app.app_context():
        found = contacts.contacts(ACTOR, "cac2020")["london"][0].id
        db.session.remove()
        return found


def test_a_colleague_and_an_organizer_are_told_who_may(app: Flask) -> None:
    first, second = two(app)
    mina = contact(app)
    digest = released(app, first, second)
    entitle(app, first, mina)
    colleague = enter(app, contact(app, "london", "other@london.example"))
    for other in (colleague, enter(app, first)):
        assert "Mina may endorse it here." in other.get(OFFICE).text
        assert other.get(f"{OFFICE}/endorse").status_code == 404
        assert endorse(other, digest)[0] == 403
    assert text(app, first).endorsements == ()


def test_a_browser_that_was_left_open_endorses_nothing(app: Flask, clock: SetClock) -> None:
    first, second = two(app)
    mina = contact(app)
    digest = released(app, first, second)
    entitle(app, first, mina)
    london = enter(app, mina)
    clock.moment = NOW + timedelta(hours=2)
    again = f"/account/enter?next={OFFICE}/endorse&again=yes"
    assert london.get(f"{OFFICE}/endorse").location == again
    assert endorse(london, digest) == (303, again)
    taken = london.post(f"{OFFICE}/withdraw", data={"digest": digest, "reason": "x"})
    assert taken.location == again
    assert text(app, first).endorsements == ()


def test_after_the_deadline_it_is_said_before_and_marked(app: Flask) -> None:
    first, second = two(app)
    mina = contact(app)
    digest = released(app, first, second)
    entitle(app, first, mina)
    london = enter(app, mina)
    assert "yours will be marked late" not in london.get(f"{OFFICE}/endorse").text
    with app.app_context():
        declaration.set_deadline(first, "cac2020", 1, NOW - timedelta(seconds=1), NOW)
    assert "yours will be marked late" in london.get(f"{OFFICE}/endorse").text
    assert endorse(london, digest)[0] == 303
    assert [one.is_late for one in text(app, first).endorsements] == [True]
    assert "after the deadline" in london.get("/cac2020/declaration").text


def test_the_offices_page_asks_the_one_who_may_endorse(app: Flask) -> None:
    first, second = two(app)
    mina = contact(app)
    digest = released(app, first, second)
    london = enter(app, mina)
    home = "/cac2020/office/london"
    assert "your endorsement" not in london.get(home).text
    entitle(app, first, mina)
    page = Page(london.get(home).text)
    needs = page.one("section", aria_labelledby="needs")
    (ask,) = [one for one in needs.iter("li") if "your endorsement" in words(one)]
    assert next(ask.iter("a")).get("href") == f"{OFFICE}/endorse"
    with app.app_context():
        declaration.set_deadline(first, "cac2020", 1, NOW + timedelta(days=1), NOW)
    by = "your endorsement, by Thu 21 May 2020 10:00 London (UTC+1)"
    assert by in words(Page(london.get(home).text).main)
    endorse(london, digest)
    assert "your endorsement" not in london.get(home).text


def test_an_endorsement_is_withdrawn_with_a_reason(app: Flask) -> None:
    first, second = two(app)
    mina = contact(app)
    digest = released(app, first, second)
    entitle(app, first, mina)
    london = enter(app, mina)
    endorse(london, digest)
    empty = london.post(f"{OFFICE}/withdraw", data={"digest": digest, "reason": ""})
    assert empty.status_code == 400
    done = london.post(f"{OFFICE}/withdraw", data={"digest": digest, "reason": "Too soon"})
    assert done.location == f"{OFFICE}?said=withdrawn"
    assert text(app, first).endorsements == ()
    assert "Too soon" in london.get("/cac2020/declaration").text
    log = london.get("/cac2020/office/london/log").text
    assert (log.count("<bdi>Declaration</bdi>"), log.count("<bdi>Who signs</bdi>")) == (2, 1)
