"""Who organizes, at its page: seen by all of them, changed by an owner."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from summit.core.role import Actor, Role
from summit.db.account import VisitRow
from summit.db.base import db
from summit.services import role
from summit.services.factor import Proof
from tests.conftest import ACTOR, NOW
from tests.organizers import enter, organizer
from tests.services.test_factor import set_up
from tests.web.hostile import STRINGS
from tests.web.page import Page, words

AT = "/cac2020/organize/organizers"
OTHER = "other@organizers.example"


@pytest.fixture
def owner(app: Flask) -> Actor:
    return organizer(app)


@pytest.fixture
def other(app: Flask, owner: Actor) -> Actor:
    return organizer(app, Role.VIEWER, address=OTHER)


def roles(app: Flask) -> dict[str, tuple[Role, ...]]:
    with app.app_context():
        return {one.address: one.roles for one in role.organizers(ACTOR, "cac2020")}


def test_everybody_sees_and_an_owner_changes(app: Flask, owner: Actor, other: Actor) -> None:
    for actor, forms in ((owner, 4), (other, 0)):
        main = Page(enter(app, actor).get(AT).text).main
        said = words(main)
        assert (OTHER in said, "No second factor" in said) == (True, True)
        changing = [one for one in main.iter("form") if "/organize/" in (one.get("action") or "")]
        assert len(changing) == forms  # two organizers, an invitation, the switch


def test_roles_hold_from_the_next_request_on(app: Flask, owner: Actor, other: Actor) -> None:
    mine, theirs = enter(app, owner), enter(app, other)
    at = f"{AT}/{other.account}"
    assert theirs.post("/cac2020/organize/invitations").status_code == 403
    answer = mine.post(at, data={"roles": ["owner", "mail"]})
    assert answer.location == f"{AT}?said=chosen#organizer-{other.account}"
    assert roles(app)[OTHER] == (Role.OWNER, Role.MAIL)
    assert theirs.post("/cac2020/organize/invitations").status_code == 400
    assert mine.post(at, data={"roles": ["viewer"]}).status_code == 303
    assert theirs.post("/cac2020/organize/invitations").status_code == 403
    assert mine.post(at, data={"remove": "yes"}).location == f"{AT}?said=removed"
    assert theirs.get(AT).status_code == 404
    assert mine.post(at, data={"roles": ["viewer"]}).status_code == 404


def test_what_cannot_be_chosen(app: Flask, owner: Actor, other: Actor) -> None:
    client = enter(app, owner)
    for data, account, why in (
        ({}, other.account, "Tick at least one, or remove them."),
        ({"roles": ["king"]}, other.account, "Please choose among these."),
        ({"roles": ["mail"]}, owner.account, "Somebody has to own the summit"),
        ({"remove": "yes"}, owner.account, "Somebody has to own the summit"),
    ):
        answer = client.post(f"{AT}/{account}", data=data)
        assert (answer.status_code, why in answer.text) == (400, True)
        assert len(Page(answer.text).all("details", open="")) == 1
    assert roles(app) == {"mina@organizers.example": (Role.OWNER,), OTHER: (Role.VIEWER,)}


def test_ones_own_role_is_given_up_after_one_more_question(
    app: Flask, owner: Actor, other: Actor
) -> None:
    client = enter(app, owner)
    at = f"{AT}/{owner.account}"
    client.post(f"{AT}/{other.account}", data={"roles": ["owner"]})
    page = Page(client.post(at, data={"roles": ["desk"]}).text)
    assert words(page.one("h1")) == "Give up your own role?"
    form = page.all("form", action=at)[0]
    kept = {
        one.get("name"): one.get("value")
        for one in form.iter("input")
        if one.get("name") != "csrf_token"
    }
    assert kept == {"roles": "desk", "sure": "yes"}
    assert roles(app)["mina@organizers.example"] == (Role.OWNER,)
    assert client.post(at, data=kept).status_code == 303
    assert roles(app)["mina@organizers.example"] == (Role.DESK,)
    assert client.post(at, data={"roles": ["owner"]}).status_code == 403
    # Nothing is asked where an owner stays one.
    theirs = enter(app, other)
    keeps = theirs.post(f"{AT}/{other.account}", data={"roles": ["owner", "mail"]})
    assert keeps.status_code == 303


def test_who_leaves_is_led_out(app: Flask, owner: Actor, other: Actor) -> None:
    client = enter(app, owner)
    client.post(f"{AT}/{other.account}", data={"roles": ["owner"]})
    answer = client.post(f"{AT}/{owner.account}", data={"remove": "yes", "sure": "yes"})
    assert answer.location == "/organize/"
    assert client.get(AT).status_code == 404


def test_nobody_is_shut_out_unknowingly(app: Flask, owner: Actor) -> None:
    client = enter(app, owner)
    at = f"{AT}/factor"
    assert client.post(at).status_code == 400
    asked = client.post(at, data={"needs": "yes"})
    assert words(Page(asked.text).one("h1")) == "You have no second factor yourself"
    assert client.get(AT).status_code == 200
    done = client.post(at, data={"needs": "yes", "sure": "yes"})
    assert done.location == f"{AT}?said=needed"
    assert client.get(AT).location == f"/account/prove?next={AT}"
    led = client.get(f"/account/prove?next={AT}")
    assert led.location == f"/account/factors?next={AT}"
    assert "asks its organizers for a second factor" in client.get(led.location).text
    assert client.post(at, data={"needs": "no"}).location == "/account/prove"


def test_who_has_a_factor_turns_it_on_at_once(app: Flask, owner: Actor) -> None:
    client = enter(app, owner)
    with app.app_context():
        proof = client_proof(app, owner)
        set_up(proof)
    assert client.post(f"{AT}/factor", data={"needs": "yes"}).location == f"{AT}?said=needed"
    said = words(Page(client.get(AT).text).main)
    assert ("Has a second factor" in said, "Every organizer needs a second factor." in said) == (
        True,
        True,
    )
    assert client.post(f"{AT}/factor", data={"needs": "no"}).location == f"{AT}?said=free"


def client_proof(app: Flask, actor: Actor) -> Proof:
    """Return the newest visit of somebody, in which they prove something."""
    query = select(func.max(VisitRow.id)).where(VisitRow.account_id == actor.account)
    number = db.session.scalar(query)
    db.session.rollback()
    return Proof(actor, number, NOW)


@pytest.mark.parametrize("text", STRINGS)
def test_what_strangers_typed_stays_what_it_is(app: Flask, owner: Actor, text: str) -> None:
    client = enter(app, owner)
    answer = client.post(
        "/cac2020/organize/invitations", data={"address": text, "roles": ["mail", text]}
    )
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text
    assert client.post(f"{AT}/{owner.account}", data={"roles": [text]}).status_code == 400
