"""Running a session: what is pressed, by whom, and what two who press at once are told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.errors import Invalid, NotAllowed, NotFound, Stale
from summit.core.role import Role
from summit.core.run import Act, Press, Run, State, course, order
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.programme import SummitRow
from summit.published.board import Board
from summit.services import board as decoded
from summit.services import programme, rehearsal, release, run
from tests.conftest import ACTOR, NOW
from tests.factories import START, turn
from tests.organizers import organizer

CODE = "mayoral-meeting"
MINUTE = timedelta(minutes=1)


def press(what: Press, minute: float, seen: int, actor: object = ACTOR, **more: object) -> Run:
    act = Act(what, NOW, **more)  # type: ignore[arg-type]
    return run.press(actor, "cac2020", CODE, act, START + minute * MINUTE, seen)  # type: ignore[arg-type]


def test_presses_are_kept_and_told(app: Flask) -> None:
    mina = organizer(app, Role.PROTOCOL)
    with app.app_context():
        first = run.control(mina, "cac2020", CODE)
        assert (first.run.acts, first.run.version, first.lines, first.release) == ((), 0, (), 1)
        press(Press.NEXT, 0.5, 0, mina)
        found = press(Press.OVER, 2, 1, mina, minutes=12)
        assert found.version == 2
        seen = run.control(mina, "cac2020", CODE)
        assert seen.run == found
        assert [(one.act.press, one.at, one.who, one.is_undone) for one in seen.lines] == [
            (Press.NEXT, START + 0.5 * MINUTE, "Mina", False),
            (Press.OVER, START + 2 * MINUTE, "Mina", False),
        ]
        logged = db.session.scalars(select(AuditRow).where(AuditRow.verb == "run")).all()
        assert [(one.thing, one.actor, one.after) for one in logged] == [
            (f"run/{CODE}", mina.name, {"press": "next", "at": "2020-06-02T13:00:30+00:00"}),
            (
                f"run/{CODE}",
                mina.name,
                {"press": "over", "at": "2020-06-02T13:02:00+00:00", "minutes": 12},
            ),
        ]


@pytest.mark.parametrize("role", [Role.DESK, Role.MAIL, Role.VIEWER])
def test_others_may_not(app: Flask, role: Role) -> None:
    actor = organizer(app, role)
    with app.app_context():
        for deed in (
            lambda: run.control(actor, "cac2020", CODE),
            lambda: press(Press.NEXT, 0, 0, actor),
            lambda: run.undo(actor, "cac2020", CODE, NOW, 0),
        ):
            with pytest.raises(NotAllowed):
                deed()


def test_the_same_press_by_two_counts_once_and_another_is_refused(app: Flask) -> None:
    with app.app_context():
        press(Press.NEXT, 0, 0)
        press(Press.NEXT, 3, 1)
        again = press(Press.NEXT, 3.1, 1)
        assert (again.version, len(again.acts)) == (2, 2)
        for act in (Press.STOP, Press.CLOSE):
            with pytest.raises(Stale):
                press(act, 3.2, 1)
        with pytest.raises(Stale):
            press(Press.NEXT, 3.2, 0)
        assert run.control(ACTOR, "cac2020", CODE).run == again


def test_presses_are_taken_back_one_by_one_and_stay_in_the_log(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(Stale):
            run.undo(ACTOR, "cac2020", CODE, START, 3)
        press(Press.NEXT, 0, 0)
        press(Press.NEXT, 3, 1)
        back = run.undo(ACTOR, "cac2020", CODE, START + 4 * MINUTE, 2)
        assert ([one.press for one in back.acts], back.version) == ([Press.NEXT], 3)
        assert run.undo(ACTOR, "cac2020", CODE, START + 4 * MINUTE, 2) == back  # a second tap
        with pytest.raises(Stale):
            press(Press.NEXT, 5, 2)
        run.undo(ACTOR, "cac2020", CODE, START + 5 * MINUTE, 3)
        with pytest.raises(Invalid, match="There is nothing to take back"):
            run.undo(ACTOR, "cac2020", CODE, START + 5 * MINUTE, 4)
        control = run.control(ACTOR, "cac2020", CODE)
        assert (control.run.acts, control.run.version) == ((), 4)
        assert [one.is_undone for one in control.lines] == [True, True]
        assert press(Press.NEXT, 6, 4).version == 5


def test_what_cannot_be_done_leaves_no_trace(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(Invalid):
            press(Press.STOP, 0, 0)
        for code in ("welcome", "nowhere"):
            with pytest.raises(NotFound):
                run.press(ACTOR, "cac2020", code, Act(Press.NEXT, NOW), START, 0)
        assert run.control(ACTOR, "cac2020", CODE).run.version == 0


def test_a_clock_that_goes_back_does_not_turn_presses_around(app: Flask) -> None:
    with app.app_context():
        press(Press.NEXT, 5, 0)
        found = press(Press.NEXT, 4, 1)
        assert [one.at for one in found.acts] == [START + 5 * MINUTE] * 2


def test_what_is_published_meanwhile_does_not_change_a_run(app: Flask) -> None:
    with app.app_context():
        press(Press.NEXT, 0, 0)
        titles = [one.turn.title for one in course_of().items]
        programme.move(ACTOR, "cac2020", CODE, START + 60 * MINUTE, minutes=100)
        release.publish(ACTOR, "cac2020", "Later", START)
        assert [one.turn.title for one in course_of().items] == titles
        assert run.control(ACTOR, "cac2020", CODE).run.plan.starts == START


def course_of() -> object:
    found = run.control(ACTOR, "cac2020", CODE).run
    return course(found.plan, found.acts)


def shown() -> Run | None:
    """The run as a process that just started shows it."""
    board = Board(db.engine)
    try:
        return board.summit("cac2020").runs.get(CODE)
    finally:
        board.close()


def test_a_rehearsal_has_runs_of_its_own(app: Flask) -> None:
    with app.app_context():
        rehearsal.start(ACTOR, "cac2020", START, NOW)
        act = Act(Press.NEXT, NOW)
        rehearsed = run.press(ACTOR, "cac2020", CODE, act, NOW + 4 * MINUTE, 0)
        assert rehearsed.acts[0].at == START + 4 * MINUTE
        assert shown() == rehearsed
        rehearsal.stop(ACTOR, "cac2020", NOW + 5 * MINUTE)
        after = shown()
        assert after is not None
        # As published again, and later than calendars were told of the rehearsal.
        assert (after.acts, after.changed) == ((), rehearsed.changed + timedelta(seconds=1))
        assert run.control(ACTOR, "cac2020", CODE).run.acts == ()
        real = press(Press.NEXT, 1, 0)
        assert shown() == real


def test_every_change_is_later_than_the_last(app: Flask) -> None:
    with app.app_context():
        changed = [press(Press.NEXT, 0, 0).changed, press(Press.NEXT, 0, 1).changed]
        changed.append(run.undo(ACTOR, "cac2020", CODE, START, 2).changed)
        assert changed == [START, START + timedelta(seconds=1), START + timedelta(seconds=2)]


def test_other_services_read_the_expected_minutes(app: Flask) -> None:
    with app.app_context():
        press(Press.NEXT, 0, 0)
        press(Press.OVER, 1, 1, minutes=12)
        summit = db.session.scalars(select(SummitRow)).one()
        held = decoded.newest(db.session(), "cac2020").session(CODE)
        found = run.minutes(db.session(), summit, held)
        assert found[1].starts == START + 15 * MINUTE
        assert found == order(held, shown())


def test_an_inserted_turn_is_kept_with_its_words(app: Flask) -> None:
    with app.app_context():
        press(Press.NEXT, 0, 0)
        extra = turn(4, government="london")
        press(Press.INSERT, 1, 1, turn=extra, key=3)
        found = shown()
        assert found is not None
        inserted = next(one for one in course(found.plan, found.acts).items if one.key == 24)
        assert (inserted.turn, inserted.state, inserted.planned) == (extra, State.WAITING, None)


def test_other_summits_and_sessions_keep_what_they_show(app: Flask) -> None:
    with app.app_context():
        board = Board(db.engine)
        before = board.summit("cac2020")
        press(Press.NEXT, 0, 0)
        after = board.summit("cac2020")
        assert after.release is before.release
        assert list(after.runs) == [CODE]
        assert board.summit("cac2020") is after
        kept = after.runs[CODE]
        run.press(ACTOR, "cac2020", "welfare", Act(Press.NEXT, NOW), START, 0)
        assert board.summit("cac2020").runs[CODE] is kept
        board.close()


def test_the_present_of_a_press_is_in_whole_seconds(app: Flask) -> None:
    moment = datetime(2020, 6, 2, 13, 0, 7, 900_000, tzinfo=START.tzinfo)
    with app.app_context():
        act = Act(Press.NEXT, NOW)
        found = run.press(ACTOR, "cac2020", CODE, act, moment, 0)
        assert found.acts[0].at == START + timedelta(seconds=7)
