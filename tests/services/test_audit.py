"""The log of one summit: by whom, what, when; names for numbers; no secrets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from summit.core.errors import NotAllowed
from summit.core.role import Actor, Role, Verb, participant
from summit.services import audit, deed
from summit.services.audit import Asked
from tests.conftest import ACTOR, NOW
from tests.organizers import organizer
from tests.seats import CAC

CANARY = "https://private.example/canary"


def write(actor: Actor, thing: str, minutes: int = 0, **more: object) -> None:
    with deed.begin(actor, Verb.EDIT, CAC, NOW + timedelta(minutes=minutes)) as work:
        work.note(thing, **more)


def things(owner: Actor, **asked: object) -> list[str]:
    return [one.thing for one in audit.log(owner, CAC, Asked(**asked)).lines]  # type: ignore[arg-type]


@pytest.fixture
def owner(app: Flask) -> Actor:
    found = organizer(app)
    with app.app_context():
        write(ACTOR, "session/one", 1, before={"minutes": 30}, after={"minutes": 60})
        write(found, "session/two", 2, after={"streams": [{"address": CANARY}]})
        write(participant(99_999, found.roles), "session/100%", 3)
        with deed.begin(ACTOR, Verb.EDIT, "", NOW) as work:
            work.note("elsewhere/one")
    return found


def test_lines_have_names_and_no_secrets(app: Flask, owner: Actor) -> None:
    with app.app_context():
        last, two, one = audit.log(owner, CAC, Asked()).lines[:3]
        assert (last.actor, last.who) == ("account:99999", "")
        assert (two.actor, two.who) == (owner.name, "Mina")
        assert (one.before, one.after) == ({"minutes": 30}, {"minutes": 60})
        assert "canary" not in repr(audit.written(owner, CAC, Asked()))
        assert "elsewhere/one" not in things(owner)


def test_is_narrowed_by_all_that_can_be_asked(app: Flask, owner: Actor) -> None:
    with app.app_context():
        assert things(owner, actor=owner.name) == ["session/two"]
        assert things(owner, words="%") == ["session/100%"]
        assert things(owner, words="SESSION/T") == ["session/two"]
        since, until = NOW + timedelta(minutes=2), NOW + timedelta(minutes=3)
        assert things(owner, since=since) == ["session/100%", "session/two"]
        assert things(owner, since=since, until=until) == ["session/two"]
        assert things(owner, verb="none") == []


def test_has_pages(app: Flask, owner: Actor) -> None:
    with app.app_context():
        for n in range(60):
            write(ACTOR, f"many/{n}")
        log = audit.log(owner, CAC, Asked(words="many/"), 2)
        assert (log.total, log.pages, log.number) == (60, 2, 2)
        assert [one.thing for one in log.lines] == [f"many/{n}" for n in range(9, -1, -1)]
        assert audit.log(owner, CAC, Asked(words="many/"), 99).number == 2


def test_is_for_who_may_audit(app: Flask) -> None:
    with app.app_context():
        for role in set(Role) - {Role.OWNER}:
            with pytest.raises(NotAllowed):
                audit.log(participant(1, frozenset({(CAC, role)})), CAC, Asked())
