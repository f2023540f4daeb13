"""Replies to invitations: matched, ordered, kept once; forged ones count for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.appointment import Answer, Span
from summit.core.appointment_reply import MOST, Verdict
from summit.core.errors import NotAllowed
from summit.core.readiness import Mark, Step
from summit.core.reply import Standing
from summit.core.role import VISITOR, Role, operator
from summit.db.appointment import AppointmentReplyRow, AppointmentRow
from summit.db.base import db
from summit.db.programme import SummitRow
from summit.services import appointment_reply, mail, readiness, reply
from summit.services.appointment_reply import Outcome, take
from tests.appointments import START
from tests.conftest import ACTOR, NOW
from tests.mail.imap import Held, Mailbox, serving
from tests.offices import contact
from tests.organizers import organizer
from tests.replies import bounce, calendar
from tests.replies import mail as message
from tests.services.test_appointment import LONDON, leave, move, publish, say

READER = operator("worker")


@pytest.fixture(autouse=True)
def _invited(app: Flask) -> Iterator[None]:
    """London has confirmed the Mayoral Meeting, and its calendar was asked."""
    with app.app_context():
        contact(app)
        say(Standing.CONFIRMED)
        leave()
        yield


def uid() -> str:
    found = db.session.scalars(select(AppointmentRow.uid).limit(1)).one()
    db.session.rollback()
    return found


def came(
    partstat: str = "ACCEPTED",
    sender: str = LONDON,
    attendee: str = LONDON,
    sequence: int = 0,
    stamp: str = "20200520T090100Z",
    **fields: object,
) -> Outcome:
    octets = calendar(
        partstat,
        uid=uid(),
        attendee=f"mailto:{attendee}",
        sequence=sequence,
        stamp=stamp,
        **fields,  # type: ignore[arg-type]
    )
    return take(READER, message(octets, sender), NOW + timedelta(days=3))


def desk() -> appointment_reply.Desk:
    return appointment_reply.desk(ACTOR, "cac2020", NOW)


def verdicts() -> list[Verdict]:
    return [one.verdict for one in desk().came]


def mark(government: str = "london") -> Mark:
    db.session.rollback()
    lines = readiness.read(ACTOR, "cac2020", NOW)
    (line,) = [one for one in lines if one.government.code == government]
    return line.standings.marks[Step.CALENDAR]


def answer() -> tuple[Answer | None, bool]:
    (one,) = desk().told
    return one.answer, one.is_current


def test_an_answer_is_shown_and_settles_nothing() -> None:
    assert came("DECLINED", lines=("COMMENT:In Paris.",)) is Outcome.KEPT
    (one,) = desk().told
    assert (one.answer, one.is_current, one.comment) == (Answer.DECLINED, True, "In Paris.")
    assert verdicts() == [Verdict.COUNTED]
    kept = reply.every(ACTOR, "cac2020")
    assert [found.standing for found in kept.values()] == [Standing.CONFIRMED]


def test_the_board_hears_of_it() -> None:
    key = ("london", "mayoral-meeting")
    assert mark("budapest") is Mark.NONE
    summit = db.session.scalars(select(SummitRow)).one()
    assert appointment_reply.answers(db.session(), summit) == {key: None}
    assert mark() is Mark.MISSING
    came("TENTATIVE")
    summit = db.session.scalars(select(SummitRow)).one()
    assert appointment_reply.answers(db.session(), summit) == {key: Answer.TENTATIVE}
    assert mark() is Mark.MISSING
    came("DECLINED", stamp="20200520T100000Z")
    assert mark() is Mark.ASKED
    came("ACCEPTED", stamp="20200520T110000Z")
    assert mark() is Mark.DONE
    move()
    publish()
    assert mark() is Mark.MISSING


def test_read_twice_is_once() -> None:
    assert (came(), came(), verdicts()) == (Outcome.KEPT, Outcome.AGAIN, [Verdict.COUNTED])


def test_later_answers_count_whatever_way_they_come() -> None:
    came("DECLINED", stamp="20200520T110000Z")
    came("ACCEPTED", stamp="20200520T100000Z")
    assert answer() == (Answer.DECLINED, True)
    assert verdicts() == [Verdict.EARLIER, Verdict.COUNTED]
    came("TENTATIVE", stamp="20200520T120000Z")
    assert answer() == (Answer.TENTATIVE, True)


def test_an_answer_from_another_address_counts_for_nothing() -> None:
    assert came("DECLINED", sender="mallory@evil.example") is Outcome.KEPT
    assert came("DECLINED", sender="mallory@evil.example", attendee="x@y.example") is Outcome.KEPT
    assert answer() == (None, False)
    assert [(one.verdict, one.sender) for one in desk().came] == [
        (Verdict.OTHER_SENDER, "mallory@evil.example"),
        (Verdict.OTHER_SENDER, "mallory@evil.example"),
    ]


def test_an_alias_of_the_attendee_is_known_by_who_wrote() -> None:
    came(attendee="m.smith@london.example")
    assert answer() == (Answer.ACCEPTED, True)


def test_an_answer_to_an_earlier_time_is_told_as_such() -> None:
    came("ACCEPTED")
    move()
    publish()
    assert answer() == (Answer.ACCEPTED, False)
    leave()
    came("DECLINED", sequence=0, stamp="20200520T120000Z")
    assert answer() == (Answer.ACCEPTED, False)
    assert verdicts() == [Verdict.EARLIER, Verdict.COUNTED]
    came("TENTATIVE", sequence=1, stamp="20200520T130000Z")
    assert answer() == (Answer.TENTATIVE, True)


def test_a_clock_that_is_ahead_has_not_the_last_word() -> None:
    came("DECLINED", sequence=999, stamp="20991231T000000Z")
    octets = calendar("ACCEPTED", uid=uid(), attendee=f"mailto:{LONDON}", stamp="20200524T000000Z")
    take(READER, message(octets, LONDON), NOW + timedelta(days=4))
    assert answer() == (Answer.ACCEPTED, True)


def test_another_time_is_a_note() -> None:
    span = ("DTSTART:20200602T150000Z", "DTEND:20200602T163000Z", "COMMENT:Later?")
    came("TENTATIVE", method="COUNTER", lines=span)
    (one,) = desk().came
    assert (one.verdict, one.comment, one.proposed) == (
        Verdict.COUNTERED,
        "Later?",
        Span(START + timedelta(hours=2), START + timedelta(hours=3.5)),
    )
    assert answer() == (None, False)


def test_nobody_fills_the_log() -> None:
    for n in range(MOST + 5):
        assert came("DECLINED", sender=f"m{n}@evil.example") is Outcome.KEPT
    assert len(db.session.scalars(select(AppointmentReplyRow.id)).all()) == MOST
    came("ACCEPTED")
    assert answer() == (Answer.ACCEPTED, True)


def test_strangers_fill_no_log_and_take_nobodys_place() -> None:
    for n in range(MOST + 5):
        assert came(sender=f"{n}@a.example", attendee=f"{n}@a.example") is Outcome.KEPT
        assert came(sender=f"{n}@b.example", attendee=LONDON) is Outcome.KEPT
    assert verdicts() == [Verdict.OTHER_SENDER] * MOST
    came("DECLINED", sequence=2)
    assert verdicts()[0] is Verdict.COUNTED
    assert answer() == (Answer.DECLINED, True)


def test_what_is_no_reply_of_ours_leaves_nothing() -> None:
    assert take(READER, message(calendar()), NOW) is Outcome.UNKNOWN
    assert take(READER, b"Subject: hello\r\n\r\nHello\r\n", NOW) is Outcome.OTHER
    assert take(READER, b"x" * 600_000, NOW) is Outcome.BROKEN
    assert desk().came == ()


def test_mail_that_came_back_is_seen_at_its_address() -> None:
    (letter,) = [one for one in mail.outbox(ACTOR) if one.letter.to.address == LONDON]
    wrong = bounce(letter.message_id, "somebody@else.example")
    assert take(READER, wrong, NOW) is Outcome.UNKNOWN
    assert take(READER, bounce("guess", LONDON), NOW) is Outcome.UNKNOWN
    right = bounce(letter.message_id, LONDON)
    assert take(READER, right, NOW) is Outcome.RETURNED
    assert take(READER, right, NOW) is Outcome.AGAIN
    (one,) = desk().told
    assert (one.has_failed, one.left, one.error) == (
        True,
        None,
        "It did not arrive: smtp; 550 5.1.1 no such user",
    )


def test_one_that_hurts_keeps_no_other_from_being_read(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = appointment_reply.appointment_reply.read

    def stumble(octets: bytes) -> object:
        return 1 / 0 if b"hurts" in octets else read(octets)

    monkeypatch.setattr(appointment_reply.appointment_reply, "read", stumble)
    octets = message(calendar(uid=uid(), attendee=f"mailto:{LONDON}"), LONDON)
    with serving(Mailbox([Held(b"hurts"), Held(octets)])) as box:
        chosen = replace(app.extensions["summit"].settings, mailbox_url=box.url)
        found = appointment_reply.fetch(READER, chosen, NOW + timedelta(days=1))
    assert found == {Outcome.BROKEN: 1, Outcome.KEPT: 1}
    assert answer() == (Answer.ACCEPTED, True)


def test_only_who_may_reads_and_looks(app: Flask) -> None:
    with pytest.raises(NotAllowed):
        take(VISITOR, b"", NOW)
    viewer = organizer(app, Role.VIEWER)
    with pytest.raises(NotAllowed):
        appointment_reply.desk(viewer, "cac2020", NOW)
