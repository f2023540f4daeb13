"""Calendars of offices: told what is confirmed, of each change once, and when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core import edit as programmes
from summit.core.appointment import Kind
from summit.core.errors import Invalid, NotFound
from summit.core.letter import Letter, Occasion
from summit.core.reply import Reply, Standing
from summit.core.role import operator, participant
from summit.core.run import Act, Press
from summit.core.text import Text
from summit.core.turn import Turn, TurnKind
from summit.db.appointment import AppointmentRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.office import ContactRow
from summit.services import (
    appointment,
    change,
    dossier,
    edit,
    mail,
    office,
    programme,
    rehearsal,
    release,
    reply,
    run,
)
from summit.services import contact as contacts
from summit.services.letter import appointed
from summit.settings import Settings
from tests.conftest import ACTOR, NOW, URL
from tests.factories import START
from tests.offices import contact

MEETING = "mayoral-meeting"
DOMAIN = "summit.example"
LATER = timedelta(minutes=10)
SETTINGS = Settings(url=URL, database_url="", secret_key="k" * 32, mail_from="post@summit.example")


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def slot(government: str = "london") -> tuple[tuple[str, str], Any]:
    """Return the key of a government's slot in the Mayoral Meeting, and when that starts."""
    found = office.show(ACTOR, "cac2020", government)
    (one,) = [one for one in found.slots if one.session.code == MEETING]
    return one.key, one.session.starts


def say(standing: Standing, government: str = "london", **fields: Any) -> None:
    key, starts = slot(government)
    said = Reply(standing, starts, **{"reason": "No.", "substitute": "Bo Example"} | fields)
    reply.give(ACTOR, "cac2020", government, key, said, NOW)


def letters() -> list[Letter]:
    found = [one.letter for one in mail.waiting(ACTOR) if one.letter.once]
    return [one for one in reversed(found) if (one.once or "").startswith("appointment:")]


def told() -> list[tuple[Occasion, str, int, str]]:
    """Return what waits to be told: the kind, to whom, the SEQUENCE, and when it starts."""
    return [
        (
            one.occasion,
            one.to.address,
            one.data["message"]["sequence"],
            one.data["appointment"]["starts"][:16],
        )
        for one in letters()
    ]


def leave() -> None:
    """Let all letters that wait leave."""
    work = operator("worker")
    for one in mail.claim(work, NOW + timedelta(days=1), 100):
        mail.finish(work, one, NOW)


def publish(now: Any = NOW) -> None:
    release.publish(ACTOR, "cac2020", "", now)


def move(minutes: int = 10) -> None:
    _, starts = slot()
    to = starts + timedelta(minutes=minutes)
    edit.apply(
        ACTOR,
        "cac2020",
        "move",
        lambda draft: programmes.move(draft, MEETING, starts=to),
        NOW,
        DOMAIN,
        {},
    )


NEW, CHANGED, WITHDRAWN = (
    Occasion.APPOINTMENT_NEW,
    Occasion.APPOINTMENT_CHANGED,
    Occasion.APPOINTMENT_WITHDRAWN,
)
LONDON = "office@london.example"


def test_what_an_office_confirms_is_asked_of_its_calendars(app: Flask) -> None:
    contact(app)
    contact(app, address="mayor@london.example")
    contact(app, "budapest", "office@budapest.example")
    say(Standing.CONFIRMED)
    assert told() == [
        (NEW, "mayor@london.example", 0, "2020-06-02T13:00"),
        (NEW, LONDON, 0, "2020-06-02T13:00"),
    ]
    say(Standing.CONFIRMED)
    assert len(told()) == 2, "saying it again tells nothing"


def test_each_release_that_moves_it_updates_it_with_a_higher_sequence(app: Flask) -> None:
    contact(app)
    say(Standing.CONFIRMED)
    leave()
    move()
    assert told() == []
    assert [step.kind for step in release.prospect(ACTOR, "cac2020", NOW).appointments] == [
        Kind.CHANGED
    ]
    publish()
    assert told() == [(CHANGED, LONDON, 1, "2020-06-02T13:10")]
    assert letters()[0].batch == "release:cac2020:2"
    leave()
    move(20)
    publish(NOW + LATER)
    assert told() == [(CHANGED, LONDON, 2, "2020-06-02T13:30")]


def test_what_changed_twice_before_it_left_is_told_once(app: Flask) -> None:
    contact(app)
    say(Standing.CONFIRMED)
    leave()
    move()
    publish()
    move()
    publish(NOW + timedelta(seconds=30))
    assert told() == [(CHANGED, LONDON, 2, "2020-06-02T13:20")]


def test_what_is_put_back_before_it_left_is_not_told(app: Flask) -> None:
    contact(app)
    say(Standing.CONFIRMED)
    leave()
    move()
    publish()
    move(-10)
    publish(NOW + timedelta(seconds=30))
    assert told() == []


def test_letters_that_are_stopped_are_owed_still(app: Flask) -> None:
    contact(app)
    say(Standing.CONFIRMED)
    leave()
    move()
    publish()
    assert change.stop(ACTOR, "cac2020", 2, NOW) == 1
    assert told() == []
    owed = release.prospect(ACTOR, "cac2020", NOW).appointments
    assert [(step.kind, step.sequence) for step in owed] == [(Kind.CHANGED, 1)]


def test_a_cancelled_session_leaves_the_calendars_and_comes_back(app: Flask) -> None:
    contact(app)
    say(Standing.CONFIRMED)
    leave()

    def apply(what: str, act: Any, now: Any) -> None:
        edit.apply(ACTOR, "cac2020", what, act, now, DOMAIN, {})
        publish(now)

    apply("cancel", lambda draft: programmes.cancel(draft, MEETING), NOW)
    assert told() == [(WITHDRAWN, LONDON, 1, "2020-06-02T13:00")]
    leave()
    apply("restore", lambda draft: programmes.restore(draft, MEETING), NOW + LATER)
    assert told() == [(NEW, LONDON, 2, "2020-06-02T13:00")]


def test_a_declined_slot_and_a_contact_who_left_are_taken_out(app: Flask) -> None:
    contact(app)
    other = contact(app, address="mayor@london.example")
    say(Standing.CONFIRMED)
    leave()
    number = db.session.scalars(
        select(ContactRow.id).where(ContactRow.account_id == other.account)
    ).one()
    db.session.rollback()
    contacts.remove(ACTOR, "cac2020", number, NOW)
    assert told() == [(WITHDRAWN, "mayor@london.example", 1, "2020-06-02T13:00")]
    leave()
    say(Standing.DECLINED)
    assert told() == [(WITHDRAWN, LONDON, 1, "2020-06-02T13:00")]
    leave()
    say(Standing.CONFIRMED)
    assert told() == [(NEW, LONDON, 2, "2020-06-02T13:00")]


def test_one_mailbox_for_two_governments_has_one_entry(app: Flask) -> None:
    both = "desk@cities.example"
    contact(app, "london", both)
    row = db.session.scalars(select(ContactRow)).one()
    values = {name: getattr(row, name) for name in ContactRow.__table__.columns.keys()}  # noqa: SIM118
    db.session.add(ContactRow(**values | {"id": None, "government": "budapest"}))
    db.session.commit()
    say(Standing.CONFIRMED, "london")
    (one,) = letters()
    assert [duty["government"] for duty in one.data["appointment"]["duties"]] == [
        "budapest",
        "london",
    ]
    say(Standing.DECLINED, "budapest")
    (one,) = letters()
    assert [duty["government"] for duty in one.data["appointment"]["duties"]] == ["london"]
    assert one.occasion is NEW


def test_a_substitute_stands_in_the_calendar(app: Flask) -> None:
    contact(app)
    say(Standing.SUBSTITUTED)
    (one,) = letters()
    assert one.data["appointment"]["duties"][0]["name"] == {"en": "Bo Example"}
    written = appointed(one, SETTINGS)
    assert written.calendar is not None
    assert b"Bo Example" in written.calendar


def test_nothing_is_told_of_what_is_over(app: Flask, clock: Any) -> None:
    contact(app)
    key, starts = slot()
    after = starts + timedelta(hours=5)
    reply.give(ACTOR, "cac2020", "london", key, Reply(Standing.CONFIRMED, starts), after)
    assert told() == []


def test_nobody_is_called_by_a_name_before_they_entered(app: Flask) -> None:
    contact(app)
    row = db.session.scalars(select(ContactRow)).one()
    row.entered_at = None
    db.session.commit()
    say(Standing.CONFIRMED)
    (one,) = letters()
    assert one.to.name == ""
    assert db.session.scalars(select(MailRow.name).where(MailRow.once == one.once)).one() == ""


def test_organizers_ask_before_anybody_has_confirmed(app: Flask) -> None:
    contact(app)
    count = len(office.show(ACTOR, "cac2020", "london").slots)
    assert appointment.send(ACTOR, "cac2020", NOW, session=MEETING) == 1
    assert appointment.send(ACTOR, "cac2020", NOW, government="budapest") == 0
    assert appointment.send(ACTOR, "cac2020", NOW) == count - 1
    assert appointment.send(ACTOR, "cac2020", NOW, government="london") == 0
    assert len(told()) == count
    say(Standing.DECLINED)
    assert len(told()) == count - 1, "what has not left is not asked any more"


def test_what_was_asked_follows_the_programme_like_what_was_confirmed(app: Flask) -> None:
    contact(app)
    appointment.send(ACTOR, "cac2020", NOW, session=MEETING)
    leave()
    move()
    publish()
    assert told() == [(CHANGED, LONDON, 1, "2020-06-02T13:10")]


def press(*acts: Act) -> None:
    for seen, act in enumerate(acts):
        run.press(ACTOR, "cac2020", MEETING, act, START + timedelta(seconds=7), seen)


def turns() -> dict[str, list[str]]:
    """Return when the turns are that wait to be told, by who is told."""
    return {
        one.to.address: [
            starts[11:19]
            for duty in one.data["appointment"]["duties"]
            for starts, _ in duty["turns"]
        ]
        for one in letters()
    }


EXTRA = Turn(Text({"en": "Extra"}), 4, TurnKind.TALK, government="lima")


def test_what_is_told_while_a_session_runs_is_the_minute_that_is_expected(app: Flask) -> None:
    contact(app)
    press(Act(Press.NEXT, NOW), Act(Press.OVER, NOW, minutes=12))
    say(Standing.CONFIRMED)
    assert turns() == {LONDON: ["13:25:00"]}
    leave()
    say(Standing.CONFIRMED)
    assert turns() == {}


def test_a_turn_that_was_given_on_the_day_can_be_asked_of_a_calendar(app: Flask) -> None:
    draft = programme.draft(ACTOR, "cac2020")
    meeting = programmes.session(draft, MEETING)
    city = min({one.code for one in draft.governments} - set(meeting.governments))
    contact(app, city, "office@city.example")
    extra = replace(EXTRA, government=city)
    press(Act(Press.NEXT, NOW), Act(Press.INSERT, NOW, turn=extra))
    assert appointment.send(ACTOR, "cac2020", NOW, government=city, session=MEETING) == 1
    assert turns() == {"office@city.example": ["13:03:00"]}
    leave()
    run.undo(ACTOR, "cac2020", MEETING, START + timedelta(minutes=1), 2)
    appointment.send(ACTOR, "cac2020", NOW, government=city)
    assert told() == [(WITHDRAWN, "office@city.example", 1, "2020-06-02T13:00")]


def test_no_letter_tells_of_a_rehearsed_minute(app: Flask) -> None:
    contact(app)
    rehearsal.start(ACTOR, "cac2020", START, NOW)
    run.press(ACTOR, "cac2020", MEETING, Act(Press.NEXT, NOW), NOW, 0)
    run.press(ACTOR, "cac2020", MEETING, Act(Press.OVER, NOW, minutes=12), NOW, 1)
    say(Standing.CONFIRMED)
    assert turns() == {LONDON: ["13:13:00"]}


def test_it_is_sent_again_as_it_was(app: Flask) -> None:
    contact(app)
    say(Standing.CONFIRMED)
    (number,) = db.session.scalars(select(AppointmentRow.id))
    db.session.rollback()
    with pytest.raises(Invalid):
        appointment.resend(ACTOR, "cac2020", number, NOW)
    leave()
    appointment.resend(ACTOR, "cac2020", number, NOW + LATER)
    assert told() == [(NEW, LONDON, 0, "2020-06-02T13:00")]
    leave()
    move()
    publish(NOW + 2 * LATER)
    assert told() == [(CHANGED, LONDON, 1, "2020-06-02T13:10")]
    with pytest.raises(NotFound):
        appointment.resend(ACTOR, "cac2020", number + 1, NOW)


def test_who_erases_themselves_is_taken_out_and_forgotten(app: Flask) -> None:
    mayor = contact(app)
    contact(app, address="deputy@london.example")
    say(Standing.CONFIRMED)
    leave()
    dossier.erase(participant(mayor.account or 0), NOW + LATER)
    assert told() == [(WITHDRAWN, LONDON, 1, "2020-06-02T13:00")]
    keys = db.session.scalars(select(AppointmentRow.key)).all()
    assert keys == ["deputy@london.example"]
