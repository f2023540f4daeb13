"""Who has which role in a summit."""

from __future__ import annotations

import pytest
from flask import Flask

from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.programme import Summit
from summit.core.role import Role, participant
from summit.core.text import Text
from summit.services import console, role, visit
from tests.conftest import ACTOR, NOW
from tests.organizers import organizer

CAC = "cac2020"


def told(code: str = CAC) -> list[tuple[str, tuple[Role, ...]]]:
    return [(one.address, one.roles) for one in role.organizers(ACTOR, code)]


def test_the_first_organizer_owns_all_that_there_is(app: Flask) -> None:
    with app.app_context():
        other = Summit("other", Text({"en": "Other"}), "Asia/Seoul", ("en",))
        console.found(ACTOR, other, "summit.example", NOW)
        path = role.add(ACTOR, "First@Organizers.example", None, (Role.OWNER,), NOW)
        assert told() == told("other") == [("First@organizers.example", (Role.OWNER,))]
        entrance = visit.enter(path.removeprefix("/account/links/"), "Test", NOW)
        assert entrance.leads_to == "/organize/"
        entered = visit.seen(entrance.secret, NOW)
        assert entered is not None
        owner = Role.OWNER
        assert entered.roles == {("", owner), (CAC, owner), ("other", owner)}
        actor = participant(entered.account.id, entered.roles)
        console.found(
            actor, Summit("new", Text({"en": "New"}), "UTC", ("en",)), "summit.example", NOW
        )
        assert told("new") == [("First@organizers.example", (Role.OWNER,))]
        assert [one.code for one in console.desks(actor)] == [CAC, "other"]


def test_a_role_in_one_summit(app: Flask) -> None:
    with app.app_context():
        path = role.add(ACTOR, "desk@organizers.example", CAC, (Role.DESK, Role.DESK), NOW)
        role.add(ACTOR, "desk@organizers.example", CAC, (Role.MAIL, Role.DESK), NOW)
        assert told() == [("desk@organizers.example", (Role.DESK, Role.MAIL))]
        entrance = visit.enter(path.removeprefix("/account/links/"), "Test", NOW)
        assert entrance.leads_to == "/cac2020/organize/"
        with pytest.raises(NotFound):
            role.add(ACTOR, "desk@organizers.example", "nowhere", (Role.DESK,), NOW)
        with pytest.raises(Invalid):
            role.add(ACTOR, "nobody", CAC, (Role.DESK,), NOW)


def test_somebody_always_owns_a_summit(app: Flask) -> None:
    first = organizer(app, address="first@organizers.example")
    second = organizer(app, Role.VIEWER, address="second@organizers.example")
    account = (first.account or 0, second.account or 0)
    with app.app_context():
        with pytest.raises(Invalid, match="Somebody has to own the summit"):
            role.choose(first, CAC, account[0], (Role.EDITOR,), NOW)
        role.choose(first, CAC, account[1], (Role.EDITOR, Role.OWNER), NOW)
        role.choose(first, CAC, account[0], (), NOW)
        assert told() == [("second@organizers.example", (Role.OWNER, Role.EDITOR))]
        owner = participant(account[1], frozenset({(CAC, Role.OWNER)}))
        with pytest.raises(NotFound):
            role.choose(owner, CAC, account[0], (Role.OWNER,), NOW)
        with pytest.raises(NotAllowed):
            role.choose(participant(account[0]), CAC, account[1], (), NOW)
