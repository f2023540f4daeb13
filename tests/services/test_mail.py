"""The outbox: claimed by one worker at a time, and never lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.letter import Letter, Occasion, wait
from summit.core.role import VISITOR, Actor, Verb, operator, participant
from summit.db.base import db
from summit.db.mail import MailRow
from summit.services import deed, mail
from tests.conftest import ACTOR, NOW
from tests.mail.letters import LINK, MIN_JI, letter

NOBODY = replace(MIN_JI, account=None)


@pytest.fixture
def open_app(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def post(*letters: Letter, now: datetime = NOW) -> None:
    with deed.begin(ACTOR, Verb.REGISTER, "cac2020", now) as work:
        for one in letters:
            mail.post(work, one)


def row(number: int) -> MailRow:
    db.session.rollback()
    found = db.session.get(MailRow, number, populate_existing=True)
    assert found is not None
    db.session.expunge(found)
    db.session.rollback()
    return found


def test_a_letter_is_claimed_once(open_app: Flask) -> None:
    post(*[letter(Occasion.SOON, NOBODY)] * 25)
    first = mail.claim(ACTOR, NOW)
    second = mail.claim(ACTOR, NOW)
    assert [len(first), len(second), len(mail.claim(ACTOR, NOW))] == [20, 5, 0]
    ids = [one.id for one in (*first, *second)]
    assert ids == sorted(set(ids))
    assert {one.tries for one in first} == {1}
    assert first[0].letter == letter(Occasion.SOON, NOBODY)


def test_the_longest_due_comes_first_and_what_is_not_due_waits(open_app: Flask) -> None:
    late = replace(letter(Occasion.ENTER, NOBODY), due=NOW + timedelta(minutes=5))
    post(late)
    post(letter(Occasion.SOON, NOBODY))
    assert [one.letter.occasion for one in mail.claim(ACTOR, NOW)] == [Occasion.SOON]
    later = mail.claim(ACTOR, NOW + timedelta(minutes=5))
    assert [one.letter.occasion for one in later] == [Occasion.ENTER, Occasion.SOON]


def test_what_a_dead_worker_held_is_free_after_its_lease(open_app: Flask) -> None:
    post(letter(Occasion.SOON, NOBODY))
    (first,) = mail.claim(ACTOR, NOW)
    assert mail.claim(ACTOR, NOW + mail.LEASE) == ()
    again = NOW + mail.LEASE + timedelta(seconds=1)
    (second,) = mail.claim(ACTOR, again)
    assert (second.message_id, second.tries) == (first.message_id, 2)
    assert mail.hold(ACTOR, [first], again) == frozenset()
    assert not mail.finish(ACTOR, first, again)
    assert not mail.give_up(ACTOR, first, again, "late")
    assert not mail.put_off(ACTOR, first, again, "late")
    assert mail.finish(ACTOR, second, again)
    assert not mail.finish(ACTOR, second, again)


def test_a_lease_is_kept_as_long_as_it_is_held(open_app: Flask) -> None:
    post(letter(Occasion.SOON, NOBODY))
    (claimed,) = mail.claim(ACTOR, NOW)
    assert mail.hold(ACTOR, [claimed], NOW + timedelta(seconds=50)) == {claimed.id}
    assert mail.claim(ACTOR, NOW + timedelta(seconds=100)) == ()


def test_a_sent_letter_keeps_no_link(open_app: Flask) -> None:
    post(letter(Occasion.ENTER, NOBODY), letter(Occasion.ENTER, NOBODY))
    real, shown = mail.claim(ACTOR, NOW)
    assert mail.finish(ACTOR, real, NOW)
    assert mail.finish(ACTOR, shown, NOW, body=b"all of it")
    assert LINK not in str(row(real.id).data)
    assert "summit" in row(real.id).data
    assert row(real.id).lease is None
    assert mail.posted(ACTOR, shown.id).body == b"all of it"
    assert mail.posted(ACTOR, shown.id).letter.data["path"] == LINK
    assert mail.posted(ACTOR, real.id).sent == NOW


def test_a_letter_is_tried_for_three_days(open_app: Flask) -> None:
    post(letter(Occasion.SOON, NOBODY))
    now, pauses = NOW, []
    while claimed := mail.claim(ACTOR, now):
        mail.put_off(ACTOR, claimed[0], now, "451 later")
        due = row(claimed[0].id).due_at
        pauses.append(due - now)
        if row(claimed[0].id).failed_at:
            break
        assert mail.claim(ACTOR, due - timedelta(seconds=1)) == ()
        now = due
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5)]
    assert max(pauses) == timedelta(hours=6)
    assert timedelta(days=3) <= now - NOW <= timedelta(days=3, hours=3)
    (dead,) = mail.dead(ACTOR)
    assert (dead.error, dead.tries) == ("451 later", 20)
    assert wait(20) is None
    assert mail.claim(ACTOR, now + timedelta(days=9)) == ()


def test_a_dead_letter_is_sent_again_as_if_it_were_new(open_app: Flask) -> None:
    post(letter(Occasion.ENTER, NOBODY), letter(Occasion.SOON, NOBODY))
    one, other = mail.claim(ACTOR, NOW)
    mail.give_up(ACTOR, one, NOW, "550 no such user")
    assert [(dead.id, dead.error) for dead in mail.dead(ACTOR)] == [(one.id, "550 no such user")]
    mail.resend(ACTOR, one.id, NOW)
    (again,) = mail.claim(ACTOR, NOW)
    assert replace(again, lease="") == replace(one, lease="")
    with pytest.raises(Invalid, match="was not given up"):
        mail.resend(ACTOR, other.id, NOW)
    with pytest.raises(NotFound):
        mail.resend(ACTOR, 999, NOW)


def test_what_was_not_tried_is_given_back_uncounted(open_app: Flask) -> None:
    post(letter(Occasion.SOON, NOBODY))
    for _ in range(3):
        claimed = mail.claim(ACTOR, NOW)
        mail.release(ACTOR, claimed, NOW, "refused")
    assert row(claimed[0].id).attempts == 0
    assert [one.error for one in mail.waiting(ACTOR)] == ["refused"]
    late = NOW + timedelta(days=3, seconds=1)
    mail.release(ACTOR, mail.claim(ACTOR, late), late)
    assert mail.dead(ACTOR) == ()
    mail.release(ACTOR, mail.claim(ACTOR, late), late, "refused")
    assert [one.error for one in mail.dead(ACTOR)] == ["refused"]
    assert mail.waiting(ACTOR) == ()


def test_many_workers_at_once_claim_each_letter_once(open_app: Flask) -> None:
    post(*[letter(Occasion.SOON, NOBODY)] * 120)
    found: list[int] = []
    lock = threading.Lock()

    def work() -> None:
        with open_app.app_context():
            while claimed := mail.claim(operator("worker"), NOW, 7):
                with lock:
                    found.extend(one.id for one in claimed)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # On PostgreSQL what another holds at this moment is skipped, and found at the next look.
    found += [one.id for one in mail.claim(ACTOR, NOW, 120)]
    assert sorted(found) == sorted(db.session.scalars(select(MailRow.id)))
    db.session.rollback()


@pytest.mark.parametrize("actor", [VISITOR, participant(7)])
def test_only_operators_look_after_mail(open_app: Flask, actor: Actor) -> None:
    post(letter(Occasion.SOON, NOBODY))
    (claimed,) = mail.claim(ACTOR, NOW)
    for attempt in (
        lambda: mail.claim(actor, NOW + mail.LEASE * 2),
        lambda: mail.finish(actor, claimed, NOW),
        lambda: mail.dead(actor),
        lambda: mail.outbox(actor),
        lambda: mail.posted(actor, claimed.id),
        lambda: mail.resend(actor, claimed.id, NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()
