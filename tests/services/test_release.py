"""Publishing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from summit.core import edit as edits
from summit.core.change import Noun, What
from summit.core.clash import Clash
from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.programme import Programme, Visibility
from summit.core.release import Release
from summit.core.role import VISITOR, Role, participant
from summit.core.text import Text
from summit.db import release as table
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.people import PartRow, PersonRow
from summit.db.programme import AreaRow, SessionRow, StageRow, StreamRow
from summit.db.release import ReleaseRow
from summit.services import edit, programme, release
from tests.conftest import ACTOR, NOW
from tests.factories import session

LATER = NOW + timedelta(hours=1)
CAC = "cac2020"


def row(code: str) -> SessionRow:
    return db.session.scalars(select(SessionRow).where(SessionRow.code == code)).unique().one()


def bodies() -> dict[int, bytes]:
    rows = db.session.execute(select(ReleaseRow.number, ReleaseRow.body))
    found = {number: bytes(body) for number, body in rows}
    db.session.rollback()
    return found


def test_a_move_is_the_only_change(app: Flask) -> None:
    with app.app_context():
        programme.move(ACTOR, CAC, "welfare", LATER, minutes=120)
        done = release.publish(ACTOR, CAC, "Longer", LATER)
    assert [(one.code, one.what) for one in done.changes] == [("welfare", (What.LENGTH,))]


def _edit(code: str, field: str, value: object) -> Callable[[], None]:
    def act() -> None:
        setattr(row(code), field, value)
        db.session.commit()

    return act


def _verb(name: str, *values: Any, **fields: Any) -> Callable[[], None]:
    return lambda: getattr(programme, name)(ACTOR, CAC, "welfare", *values, LATER, **fields)


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (_verb("cancel"), What.CANCELLED),
        (_verb("remove"), What.REMOVED),
        (_verb("rename", Text({"en": "Care"})), What.RENAMED),
        (_verb("move", minutes=91), What.LENGTH),
        (_verb("move", starts=datetime.fromisoformat("2020-06-04T18:05+09:00")), What.MOVED),
        (_edit("welfare", "text", Text({"en": "New"})), What.TEXT),
        (_edit("welfare", "note", Text({"en": "New"})), What.TEXT),
        (_edit("welfare", "area_id", None), What.AREA),
        (_edit("welfare", "stage_id", None), What.STAGE),
        (_edit("welfare", "spoken", ["ko", "mn"]), What.LANGUAGES),
        (_edit("welfare", "capacity", 50), What.DETAILS),
        (_edit("welfare", "visibility", Visibility.ORGANIZERS), What.REMOVED),
    ],
)
def test_each_change_is_told_once_for_what_it_is(
    app: Flask, act: Callable[[], None], what: What
) -> None:
    with app.app_context():
        act()
        promised = release.preview(ACTOR, CAC).changes
        done = release.publish(ACTOR, CAC, "", LATER)
    assert [(one.code, one.what) for one in done.changes if one.noun == "session"] == [
        ("welfare", (what,))
    ]
    assert done.changes == promised


def test_what_comes_back_is_restored(app: Flask) -> None:
    with app.app_context():
        programme.cancel(ACTOR, CAC, "welfare", LATER)
        release.publish(ACTOR, CAC, "", LATER)
        programme.restore(ACTOR, CAC, "welfare", LATER)
        assert [one.what for one in release.publish(ACTOR, CAC, "", LATER).changes] == [
            (What.RESTORED,)
        ]
        programme.remove(ACTOR, CAC, "welfare", LATER)
        release.publish(ACTOR, CAC, "", LATER)
        programme.restore(ACTOR, CAC, "welfare", LATER)
        assert [one.what for one in release.publish(ACTOR, CAC, "", LATER).changes] == [
            (What.ADDED,)
        ]


def test_nothing_new_is_not_published(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(Invalid, match="Nothing has changed since release 1"):
            release.publish(ACTOR, CAC, "Again", LATER)
        assert list(bodies()) == [1]


def test_a_release_never_changes(app: Flask) -> None:
    with app.app_context():
        first = bodies()[1]
        programme.rename(ACTOR, CAC, "welfare", Text({"en": "Care"}), LATER)
        assert bodies() == {1: first}
        release.publish(ACTOR, CAC, "Second", LATER)
        assert bodies()[1] == first
        assert [
            (one.number, one.note, one.changes, one.published)
            for one in release.history(ACTOR, CAC)
        ] == [(2, "Second", 1, LATER), (1, "First release", 0, NOW)]
        digests = [one.digest for one in release.history(ACTOR, CAC)]
        assert digests == [sha256(bodies()[n]).hexdigest() for n in (2, 1)]
        assert table.body(db.session(), CAC, 1) == first
        assert table.body(db.session(), CAC) == bodies()[2]
        assert table.body(db.session(), CAC, 3) is None


def test_the_golden_times_are_published(app: Flask) -> None:
    with app.app_context():
        found = release.release_json.read(bodies()[1])
    assert found.session("mayoral-meeting").starts.isoformat() == "2020-06-02T13:00:00+00:00"
    assert found.session("diamond").starts.isoformat() == "2020-06-03T23:00:00+00:00"
    assert len(found.sessions) == 15


def test_what_blocks_is_not_published_and_what_warns_is(app: Flask) -> None:
    with app.app_context():
        _edit("welfare", "title", Text())()
        with pytest.raises(Clash, match=r"blocks: it has no title \(welfare\)"):
            release.publish(ACTOR, CAC, "", LATER)
        assert list(bodies()) == [1]
        _edit("welfare", "title", Text({"en": "Only English"}))()
        warned = [str(one) for one in release.preview(ACTOR, CAC).findings]
        assert "warns: its title is missing in ko, zh-Hant (welfare)" in warned
        assert release.publish(ACTOR, CAC, "", LATER).number == 2


def test_stamps_are_kept_with_the_release(app: Flask) -> None:
    with app.app_context():
        before = {one.code: one.stamp for one in programme.draft(ACTOR, CAC).sessions}
        programme.move(ACTOR, CAC, "welfare", LATER, minutes=120)
        programme.rename(ACTOR, CAC, "sports", Text({"en": "Games"}), LATER)
        done = release.publish(ACTOR, CAC, "", LATER)
        after = {one.code: one.stamp for one in programme.draft(ACTOR, CAC).sessions}
        assert {one.code: one.stamp for one in done.sessions} == after
        changed = {code for code in after if after[code] != before[code]}
        assert changed == {"welfare", "sports"}
        for code, sequence in (("welfare", 1), ("sports", 0)):
            assert (row(code).sequence, row(code).content_changed_at) == (sequence, LATER)


def test_an_error_in_the_middle_leaves_nothing(app: Flask) -> None:
    def fail(*_: object) -> None:
        raise IntegrityError("forced", {}, Exception("forced"))

    with app.app_context():
        programme.move(ACTOR, CAC, "welfare", LATER, minutes=120)
        audits = db.session.scalar(select(func.count(AuditRow.id)))
        event.listen(AuditRow, "before_insert", fail)
        try:
            with pytest.raises(IntegrityError):
                release.publish(ACTOR, CAC, "", LATER)
        finally:
            event.remove(AuditRow, "before_insert", fail)
        assert list(bodies()) == [1]
        assert (row("welfare").sequence, row("welfare").content_changed_at) == (0, NOW)
        assert db.session.scalar(select(func.count(AuditRow.id))) == audits
        db.session.rollback()
        assert release.publish(ACTOR, CAC, "", LATER).number == 2


SECRET = "Zanzibar"


def test_hidden_sessions_and_the_people_only_in_them_are_in_no_release(app: Flask) -> None:
    with app.app_context():
        welfare = row("welfare")
        person = PersonRow(
            summit_id=welfare.summit_id,
            position=99,
            code=SECRET.lower(),
            name=Text({"en": SECRET}),
            sort=SECRET,
            office=Text(),
            also=[],
            illustrative=False,
        )
        hidden = SessionRow(
            summit_id=welfare.summit_id,
            code=f"{SECRET}-x".lower(),
            kind=welfare.kind,
            title=Text({"en": SECRET}),
            text=Text({"en": SECRET}),
            note=Text(),
            starts=welfare.starts - timedelta(days=3),
            minutes=30,
            status=welfare.status,
            visibility=Visibility.ORGANIZERS,
            spoken=[],
            interpreted=[],
            illustrative=[],
            ical_uid="00000000-0000-0000-0000-000000000000@summit.example",
            sequence=0,
            created_at=NOW,
            content_changed_at=NOW,
            parts=[],
            turns=[],
            streams=[],
        )
        db.session.add_all((person, hidden))
        db.session.flush()
        db.session.add(
            PartRow(
                session_id=hidden.id,
                position=0,
                role="speaker",
                person_id=person.id,
                office=Text(),
                illustrative=False,
            )
        )
        db.session.commit()
        programme.move(ACTOR, CAC, "welfare", LATER, minutes=95)
        release.publish(ACTOR, CAC, "", LATER)
        assert SECRET.lower().encode() not in bodies()[2].lower()
        _edit(f"{SECRET}-x".lower(), "visibility", Visibility.PUBLIC)()
        release.publish(ACTOR, CAC, "", LATER)
        assert SECRET.lower().encode() in bodies()[3].lower()


def test_a_private_address_is_in_no_release(app: Flask) -> None:
    with app.app_context():
        for stream in db.session.scalars(select(StreamRow)):
            stream.address, stream.broadcast = "https://meeting.example/j/1", False
        db.session.commit()
        programme.move(ACTOR, CAC, "welfare", LATER, minutes=95)
        release.publish(ACTOR, CAC, "", LATER)
        assert b"meeting.example" not in bodies()[2]


def test_a_renamed_stage_or_area_reaches_every_session_in_it(app: Flask) -> None:
    with app.app_context():
        db.session.scalars(select(StageRow)).one().name = Text({"en": "Other studio"})
        found = select(AreaRow).where(AreaRow.code == "sports")
        db.session.scalars(found).one().name = Text({"en": "Games"})
        db.session.commit()
        done = release.publish(ACTOR, CAC, "", LATER)
    assert {one.stamp.sequence for one in done.sessions if one.stamp} == {1}
    assert [(one.noun, one.what) for one in done.changes] == [
        ("area", (What.RENAMED,)),
        ("stage", (What.RENAMED,)),
    ]


def test_only_operators_publish_and_only_summits_that_are_there(app: Flask) -> None:
    with app.app_context():
        for ask in (release.preview, release.history):
            with pytest.raises(NotAllowed):
                ask(VISITOR, CAC)
            with pytest.raises(NotFound):
                ask(ACTOR, "x")
        with pytest.raises(NotAllowed):
            release.publish(VISITOR, CAC, "", LATER)
        with pytest.raises(NotFound):
            release.publish(ACTOR, "x", "", LATER)


def test_the_deed_is_in_the_audit_log(app: Flask, cac2020: Programme) -> None:
    with app.app_context():
        found = db.session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
        assert [(one.actor, one.verb, one.thing, one.at) for one in found] == [
            ("tests", "load", "summit/cac2020", NOW),
            ("tests", "publish", "release/1", NOW),
        ]
        assert found[1].after == {"note": "First release", "changes": 0}


# --- back to an earlier one -----------------------------------------------------------------

EDITOR = participant(1, frozenset({(CAC, Role.EDITOR)}))
DOMAIN = "summit.example"


def _sequences(done: Release) -> dict[str, int]:
    return {one.code: one.stamp.sequence for one in done.programme.sessions if one.stamp}


def _changed() -> Release:
    programme.move(EDITOR, CAC, "welfare", LATER, minutes=120)
    programme.rename(EDITOR, CAC, "climate", Text({"en": "Another climate"}), LATER)
    programme.remove(EDITOR, CAC, "sports", LATER)
    new = session("extra", starts=row("climate").starts - timedelta(hours=3), minutes=20)
    db.session.rollback()
    edit.apply(EDITOR, CAC, "add", lambda one: edits.put(one, Noun.SESSION, new), LATER, DOMAIN)
    return release.publish(EDITOR, CAC, "Changed", LATER)


def test_a_release_is_gone_back_to_in_one_press(app: Flask) -> None:
    with app.app_context():
        first = release.read(ACTOR, CAC, 1)
        second = _changed()
        shown = release.prospect_of_return(EDITOR, CAC, 1, LATER)
        assert sorted(one.code for one in shown.preview.changes) == [
            "climate",
            "extra",
            "sports",
            "welfare",
        ]
        now = LATER + timedelta(hours=1)
        third = release.go_back(EDITOR, CAC, 1, "Back", now, DOMAIN, shown.seal)
        assert (third.number, third.note) == (3, "Back")
        assert [replace(one, stamp=None, former=()) for one in third.sessions] == [
            replace(one, stamp=None, former=()) for one in first.sessions
        ]
        before, after = _sequences(second), _sequences(third)
        assert {code for code in after if after[code] > before[code]} == {
            "extra",
            "sports",
            "welfare",
        }
        uids = {one.code: one.stamp.uid for one in first.sessions if one.stamp}
        assert uids == {one.code: one.stamp.uid for one in third.sessions if one.stamp}
        assert release.preview(EDITOR, CAC).changes == ()
        with pytest.raises(Invalid, match="Release 3 says the same already"):
            release.go_back(EDITOR, CAC, 1, "", now, DOMAIN)


def test_going_back_is_an_edit_that_is_undone(app: Flask) -> None:
    with app.app_context():
        second = _changed()
        now = LATER + timedelta(hours=1)
        release.go_back(EDITOR, CAC, 1, "Back", now, DOMAIN)
        undoable, _ = edit.reversible(EDITOR, CAC)
        assert (undoable and undoable.what) == "return"
        edit.undo(EDITOR, CAC, now, DOMAIN)
        fourth = release.publish(EDITOR, CAC, "Forth", now + timedelta(hours=1))
        assert [replace(one, stamp=None, former=()) for one in fourth.sessions] == [
            replace(one, stamp=None, former=()) for one in second.sessions
        ]


def test_going_back_needs_a_release_somebody_who_may_and_what_was_shown(app: Flask) -> None:
    with app.app_context():
        _changed()
        count = len(bodies())
        with pytest.raises(NotFound, match="no release “9”"):
            release.go_back(EDITOR, CAC, 9, "", LATER, DOMAIN)
        with pytest.raises(NotAllowed):
            release.go_back(
                participant(2, frozenset({(CAC, Role.VIEWER)})), CAC, 1, "", LATER, DOMAIN
            )
        seal = release.prospect_of_return(EDITOR, CAC, 1, LATER).seal
        programme.move(EDITOR, CAC, "diamond", LATER, minutes=35)
        release.go_back(EDITOR, CAC, 1, "", LATER, DOMAIN, seal)
        assert len(bodies()) == count + 1


def test_private_addresses_of_streams_survive_going_back(app: Flask) -> None:
    with app.app_context():
        streams = select(StreamRow.address, StreamRow.broadcast).join(SessionRow)
        streams = streams.where(SessionRow.code == "sports").order_by(StreamRow.position)
        stream = db.session.scalars(
            select(StreamRow).join(SessionRow).where(SessionRow.code == "sports")
        ).first()
        assert stream is not None
        stream.address, stream.broadcast = "https://private.example/1", False
        db.session.commit()
        release.publish(ACTOR, CAC, "Private", LATER)
        before = db.session.execute(streams).all()
        db.session.rollback()
        programme.remove(EDITOR, CAC, "sports", LATER)
        release.publish(EDITOR, CAC, "Removed", LATER)
        release.go_back(EDITOR, CAC, 2, "", LATER + timedelta(hours=1), DOMAIN)
        assert db.session.execute(streams).all() == before
        assert ("https://private.example/1", False) in [tuple(one) for one in before]
        db.session.rollback()
