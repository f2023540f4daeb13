"""Editing: kept, noted, undone, and refused where somebody else was first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.clash import Clash
from summit.core.errors import Invalid, NotAllowed, Stale
from summit.core.programme import Programme, Stage, Status, Stream
from summit.core.role import VISITOR, Actor, Role, participant
from summit.core.text import Text
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.formats import thing
from summit.services import edit, programme, release
from summit.services.edit import Done, Step
from tests.conftest import ACTOR, NOW
from tests.factories import session, text

LATER = NOW + timedelta(hours=1)
CAC = "cac2020"
DOMAIN = "summit.example"
EDITOR = participant(1, frozenset({(CAC, Role.EDITOR)}))
OTHER = participant(2, frozenset({(CAC, Role.OWNER)}))


def move(actor: Actor, code: str, minutes: int) -> Done:
    return edit.apply(
        actor, CAC, "move", lambda one: edits.move(one, code, minutes=minutes), LATER, DOMAIN
    )


def draft() -> Programme:
    return programme.draft(ACTOR, CAC)


def minutes(code: str) -> int:
    return edits.session(draft(), code).minutes


def reversible() -> tuple[str | None, str | None]:
    undoable, redoable = edit.reversible(EDITOR, CAC)
    return undoable and undoable.what, redoable and redoable.what


def audit() -> list[tuple[str, str, object, object]]:
    rows = db.session.scalars(select(AuditRow).where(AuditRow.verb == "edit").order_by(AuditRow.id))
    found = [(row.actor, row.thing, row.before, row.after) for row in rows.all()]
    db.session.rollback()
    return found


def test_an_edit_is_kept_and_noted(app: Flask) -> None:
    with app.app_context():
        done = move(EDITOR, "welfare", 30)
        assert done.changed == ("session/welfare",)
        assert done.programme == draft()
        assert audit() == [("account:1", "session/welfare", {"minutes": 90}, {"minutes": 30})]
        assert move(EDITOR, "welfare", 30).changed == ()
        assert len(edit.history(EDITOR, CAC)) == 1


def test_undo_and_redo(app: Flask) -> None:
    with app.app_context():
        first = draft()
        assert reversible() == (None, None)
        move(EDITOR, "welfare", 30)
        move(EDITOR, "welfare", 40)
        assert reversible() == ("move", None)
        edit.undo(EDITOR, CAC, LATER, DOMAIN)
        assert (minutes("welfare"), reversible()) == (30, ("move", "move"))
        edit.undo(EDITOR, CAC, LATER, DOMAIN)
        assert (draft(), reversible()) == (first, (None, "move"))
        with pytest.raises(Invalid, match="nothing of yours to undo"):
            edit.undo(EDITOR, CAC, LATER, DOMAIN)
        edit.redo(EDITOR, CAC, LATER, DOMAIN)
        assert minutes("welfare") == 30
        edit.redo(EDITOR, CAC, LATER, DOMAIN)
        assert minutes("welfare") == 40
        with pytest.raises(Invalid, match="nothing of yours to do again"):
            edit.redo(EDITOR, CAC, LATER, DOMAIN)
        edit.undo(EDITOR, CAC, LATER, DOMAIN)
        move(EDITOR, "welfare", 50)
        assert reversible() == ("move", None)


def test_what_a_page_offered_to_take_back_is_taken_back_or_nothing(app: Flask) -> None:
    with app.app_context():
        first = move(EDITOR, "welfare", 30)
        second = move(EDITOR, "climate", 30)
        assert edit.reversible(EDITOR, CAC) == (Step(second.id or 0, "move"), None)
        with pytest.raises(Invalid, match="You have changed something else since"):
            edit.undo(EDITOR, CAC, LATER, DOMAIN, first.id)
        edit.undo(EDITOR, CAC, LATER, DOMAIN, second.id)
        edit.undo(EDITOR, CAC, LATER, DOMAIN, first.id)
        with pytest.raises(Invalid, match="You have changed something else since"):
            edit.redo(EDITOR, CAC, LATER, DOMAIN, second.id)
        assert move(EDITOR, "welfare", 90).id is None


def test_nobody_undoes_what_another_has_changed_since(app: Flask) -> None:
    with app.app_context():
        move(EDITOR, "welfare", 30)
        move(OTHER, "climate", 30)
        move(OTHER, "welfare", 45)
        with pytest.raises(Stale) as caught:
            edit.undo(EDITOR, CAC, LATER, DOMAIN)
        assert caught.value.things == ("session/welfare",)
        assert (minutes("welfare"), reversible()) == (45, ("move", None))
        edit.undo(OTHER, CAC, LATER, DOMAIN)
        edit.undo(EDITOR, CAC, LATER, DOMAIN)
        assert (minutes("welfare"), minutes("climate")) == (90, 30)


def test_the_second_who_saves_is_told(app: Flask) -> None:
    with app.app_context():
        key = "session/welfare"
        seen = {key: thing.digest(edits.things(draft())[key])}
        move(OTHER, "welfare", 30)
        with pytest.raises(Stale) as caught:
            edit.apply(
                EDITOR, CAC, "move", lambda one: edits.cancel(one, "welfare"), LATER, DOMAIN, seen
            )
        assert caught.value.things == (key,)
        assert edits.session(draft(), "welfare").status is Status.SCHEDULED
        again = {key: thing.digest(edits.things(draft())[key])}
        edit.apply(
            EDITOR, CAC, "move", lambda one: edits.cancel(one, "welfare"), LATER, DOMAIN, again
        )
        assert edits.session(draft(), "welfare").status is Status.CANCELLED


def test_what_is_forbidden_is_not_kept(app: Flask) -> None:
    with app.app_context():
        before = draft()
        with pytest.raises(Clash, match="0 minutes"):
            move(EDITOR, "welfare", 0)
        with pytest.raises(Invalid, match="a code is made of"):
            edit.apply(
                EDITOR,
                CAC,
                "add",
                lambda one: edits.put(one, Noun.STAGE, Stage("No Code", text("No"))),
                LATER,
                DOMAIN,
            )
        assert (draft(), audit(), edit.history(EDITOR, CAC)) == (before, [], ())


@pytest.mark.parametrize(
    "actor", [VISITOR, participant(1), participant(1, frozenset({(CAC, Role.VIEWER)}))]
)
def test_only_editors_edit(app: Flask, actor: Actor) -> None:
    with app.app_context(), pytest.raises(NotAllowed):
        move(actor, "welfare", 30)


def test_a_session_comes_goes_and_comes_back_in_its_row(app: Flask) -> None:
    new = session(
        "extra",
        starts=NOW,
        minutes=20,
        streams=(Stream("en", text("English"), "https://a.example"),),
    )
    with app.app_context():
        edit.apply(EDITOR, CAC, "add", lambda one: edits.put(one, Noun.SESSION, new), LATER, DOMAIN)
        made = edits.session(draft(), "extra")
        assert replace(made, stamp=None) == new
        assert made.stamp is not None
        assert made.stamp.uid.endswith("@summit.example")
        programme.remove(EDITOR, CAC, "extra", LATER)
        assert all(one.code != "extra" for one in draft().sessions)
        programme.restore(EDITOR, CAC, "extra", LATER)
        assert edits.session(draft(), "extra") == made
        edit.undo(EDITOR, CAC, LATER, DOMAIN)
        assert all(one.code != "extra" for one in draft().sessions)


def test_a_session_in_the_tray_is_not_published(app: Flask) -> None:
    with app.app_context():
        edit.apply(EDITOR, CAC, "tray", lambda one: edits.unschedule(one, "welfare"), LATER, DOMAIN)
        done = release.publish(EDITOR, CAC, "", LATER)
        assert all(one.code != "welfare" for one in done.sessions)
        status = {one.code: one.status for one in done.programme.sessions}
        assert status["welfare"] is Status.WITHDRAWN
        edit.undo(EDITOR, CAC, LATER, DOMAIN)
        again = release.publish(EDITOR, CAC, "", LATER + timedelta(minutes=1))
        assert again.session("welfare").status is Status.SCHEDULED


def test_things_are_taken_out_for_good_where_nobody_needs_them(app: Flask) -> None:
    with app.app_context():
        before = draft()
        unused = Stage("attic", Text({"en": "Attic"}))
        edit.apply(
            EDITOR, CAC, "add", lambda one: edits.put(one, Noun.STAGE, unused), LATER, DOMAIN
        )
        session_there = session("up", stage="attic", starts=NOW)
        edit.apply(
            EDITOR,
            CAC,
            "add",
            lambda one: edits.put(one, Noun.SESSION, session_there),
            LATER,
            DOMAIN,
        )
        programme.remove(EDITOR, CAC, "up", LATER)
        edit.apply(
            EDITOR, CAC, "remove", lambda one: edits.drop(one, Noun.STAGE, "attic"), LATER, DOMAIN
        )
        assert draft() == before
        edit.undo(EDITOR, CAC, LATER, DOMAIN)
        assert draft().stages[-1] == unused
