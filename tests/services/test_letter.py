"""Letters on their way, to a real mail server that takes, refuses, hangs and cuts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from icalendar import Calendar

from summit.core.letter import Letter, Occasion
from summit.core.run import Act, Press
from summit.mail.smtp import Away, Limits
from summit.services import mail, programme, release, run
from summit.services.letter import Office
from summit.settings import Settings
from tests.conftest import ACTOR, NOW, SetClock
from tests.factories import START
from tests.mail.letters import LINK, MIN_JI, letter
from tests.mail.server import Server, running
from tests.services.test_mail import post, row

LIMITS = Limits(command=0.3, body=0.3)


@pytest.fixture
def server() -> Iterator[Server]:
    with running(Server()) as found:
        yield found


@pytest.fixture
def open_app(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def settings(app: Flask, url: str, *, demonstration: bool = False) -> Settings:
    chosen: Settings = app.extensions["summit"].settings
    return replace(
        chosen, mail_url=url, mail_from="post@summit.example", demonstration=demonstration
    )


def office(app: Flask, url: str, clock: SetClock | None = None) -> Office:
    return Office(ACTOR, clock or SetClock(), settings(app, url), limits=LIMITS)


def to(address: str) -> Letter:
    return letter(Occasion.ENTER, replace(MIN_JI, account=None, address=address))


def ids(server: Server) -> list[str]:
    return [one.strip("<>").partition("@")[0] for one in server.taken]


def test_letters_go_over_one_connection_and_are_done(open_app: Flask, server: Server) -> None:
    post(*[to(f"a{number}@b.example") for number in range(25)])
    sender = office(open_app, server.url)
    assert [sender.send(), sender.send(), sender.send()] == [20, 5, 0]
    assert ids(server) == [row(number).message_id for number in range(1, 26)]
    assert server.connections == 2
    assert mail.waiting(ACTOR) == ()
    assert LINK not in str(row(1).data)
    assert mail.posted(ACTOR, 1).body is None


def test_what_arrives_is_what_was_written(open_app: Flask, server: Server) -> None:
    """Lines that begin with a dot too (RFC 5321 §4.5.2)."""
    dots = {"title": {"en": "..."}, "zone": "UTC"}
    first = to("a@b.example")
    post(replace(first, data={**first.data, "summit": dots}), to("김@b.example"))
    office(open_app, server.url).send()
    assert b"\r\n...\r\n" in server.octets[0]
    assert server.octets[0].isascii()
    assert server.options == [[], ["SMTPUTF8", "BODY=8BITMIME"]]


def calendars(app: Flask, server: Server, code: str) -> list[EmailMessage]:
    """Send somebody word of their seat in a session; return the calendar files in the mail."""
    told = letter(Occasion.SEAT_CONFIRMED, replace(MIN_JI, account=None, address="a@b.example"))
    data = {**told.data, "session": {**told.data["session"], "code": code}}
    post(replace(told, summit="cac2020", data=data, calendar=None))
    office(app, server.url).send()
    (octets,) = server.octets
    found = message_from_bytes(octets, policy=policy.default)
    return [one for one in found.walk() if one.get_content_type() == "text/calendar"]


@pytest.mark.parametrize(("code", "files"), [("mayoral-meeting", 1), ("gone", 0), ("cancelled", 0)])
def test_a_seat_comes_with_its_calendar_file(
    open_app: Flask, server: Server, code: str, files: int
) -> None:
    if code == "cancelled":
        code = "welfare"
        programme.cancel(ACTOR, "cac2020", code, NOW)
        release.publish(ACTOR, "cac2020", "Without it", NOW)
    parts = calendars(open_app, server, code)
    assert len(parts) == files
    for one in parts:
        (event,) = Calendar.from_ical(one.get_content()).walk("VEVENT")
        assert event.start == START
        assert event["URL"] == "https://summit.example/cac2020/sessions/mayoral-meeting?locale=en"


def test_the_calendar_file_of_a_running_session_has_the_minutes_that_are_expected(
    open_app: Flask, server: Server
) -> None:
    code, now = "mayoral-meeting", START
    for seen, act in enumerate((Act(Press.NEXT, now), Act(Press.OVER, now, minutes=12))):
        run.press(ACTOR, "cac2020", code, act, now, seen)
    (part,) = calendars(open_app, server, code)
    (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
    assert "22:25 Case: London" in event["DESCRIPTION"]
    assert event["LAST-MODIFIED"].dt == START + timedelta(seconds=1)


def test_a_refusal_for_now_is_tried_again(open_app: Flask, server: Server) -> None:
    post(to("a@b.example"), to("c@d.example"), to("e@f.example"))
    server.answers = {
        "a@b.example": "451 greylisted",
        "DATA c@d.example": "452 full",
    }
    clock = SetClock()
    sender = office(open_app, server.url, clock)
    sender.send()
    assert ids(server) == [row(3).message_id]
    assert [row(1).error, row(2).error] == ["451 greylisted", "452 full"]
    server.answers = {}
    assert sender.send() == 0
    clock.moment = row(1).due_at
    assert sender.send() == 2
    assert len(ids(server)) == 3


def test_a_server_that_takes_nothing_blames_no_letter(open_app: Flask, server: Server) -> None:
    """For an hour it says 451 to all; then all goes out within two minutes."""
    addresses = [f"a{number}@b.example" for number in range(30)]
    post(*[to(one) for one in addresses])
    server.answers = dict.fromkeys(addresses, "451 not now")
    clock = SetClock()
    sender = office(open_app, server.url, clock)
    for _ in range(60):
        with pytest.raises(Away, match="451 not now"):
            sender.send()
        clock.moment += timedelta(minutes=1)
    assert {one.tries for one in mail.waiting(ACTOR)} == {0}
    server.answers = {}
    sent = sender.send()
    clock.moment += timedelta(minutes=1)
    while found := sender.send():
        sent += found
    assert sent == 30
    assert sorted(server.taken) == sorted(set(server.taken))
    assert mail.waiting(ACTOR) == ()


def test_letters_that_are_refused_for_days_make_way_and_find_an_end(
    open_app: Flask, server: Server
) -> None:
    """Five full mailboxes, the only mail there is, and then one letter that can go."""
    full = [f"full{number}@b.example" for number in range(5)]
    post(*[to(one) for one in full])
    server.answers = dict.fromkeys(full, "452 full")
    clock = SetClock()
    sender = office(open_app, server.url, clock)
    with pytest.raises(Away):
        sender.send()
    post(to("other@b.example"), now=clock.moment)
    assert sender.send() == 1
    assert len(server.taken) == 1
    while waiting := mail.waiting(ACTOR):
        clock.moment = max(clock.moment, min(one.due for one in waiting))
        with suppress(Away):
            sender.send()
        clock.moment += timedelta(hours=6)
    assert {one.error for one in mail.dead(ACTOR)} == {"452 full"}
    assert timedelta(days=3) < clock.moment - NOW < timedelta(days=14)


def test_a_refusal_for_ever_is_given_up_at_once(open_app: Flask, server: Server) -> None:
    post(to("a@b.example"), to("c@d.example"), to("e@f.example"))
    server.answers = {"a@b.example": "550 no such user", "DATA c@d.example": "554 spam"}
    office(open_app, server.url).send()
    assert ids(server) == [row(3).message_id]
    assert [(one.id, one.error) for one in mail.dead(ACTOR)] == [
        (2, "554 spam"),
        (1, "550 no such user"),
    ]
    assert mail.waiting(ACTOR) == ()


def test_a_closing_server_costs_one_letter_a_try(open_app: Flask, server: Server) -> None:
    post(to("a@b.example"), to("c@d.example"), to("e@f.example"))
    server.answers = {"a@b.example": "421 too many"}
    sender = office(open_app, server.url)
    assert sender.send() == 3
    assert [row(number).attempts for number in (1, 2, 3)] == [1, 0, 0]
    assert sender.send() == 2
    assert ids(server) == [row(2).message_id, row(3).message_id]


@pytest.mark.parametrize("where", ["RCPT", "DATA"])
def test_a_server_that_hangs_keeps_nobody_waiting_for_long(
    open_app: Flask, server: Server, where: str
) -> None:
    post(to("a@b.example"), to("c@d.example"))
    server.hangs_at = where
    sender = office(open_app, server.url)
    began = time.monotonic()
    sender.send()
    assert time.monotonic() - began < 5
    assert [row(1).attempts, row(2).attempts] == [1, 0]
    assert row(1).due_at > NOW == row(2).due_at
    assert {one.error != "" for one in mail.waiting(ACTOR)} == {True, False}


def test_a_server_that_hangs_at_the_door_is_away(open_app: Flask, server: Server) -> None:
    post(to("a@b.example"))
    server.hangs_at = "EHLO"
    with pytest.raises(Away):
        office(open_app, server.url).send()
    assert (row(1).attempts, row(1).due_at, row(1).lease) == (0, NOW, None)


def test_a_cut_after_acceptance_sends_the_same_message_again(
    open_app: Flask, server: Server
) -> None:
    post(to("a@b.example"), to("c@d.example"))
    server.cuts = 1
    clock = SetClock()
    sender = office(open_app, server.url, clock)
    sender.send()
    sender.send()
    clock.moment = row(1).due_at
    sender.send()
    one, two = row(1).message_id, row(2).message_id
    assert ids(server) == [one, two, one]
    assert mail.waiting(ACTOR) == ()


def test_a_server_that_is_down_blames_no_letter(open_app: Flask) -> None:
    with running(Server()) as gone:
        pass
    post(to("a@b.example"), to("c@d.example"))
    sender = office(open_app, gone.url)
    for _ in range(3):
        with pytest.raises(Away):
            sender.send()
    assert [row(1).attempts, row(2).attempts] == [0, 0]
    with running(Server(), gone.port) as back:
        assert sender.send() == 2
        assert len(back.taken) == 2


def test_a_letter_that_cannot_be_composed_stands_in_nobodys_way(
    open_app: Flask, server: Server
) -> None:
    bad = letter(Occasion.SEAT_CONFIRMED, replace(MIN_JI, account=None), session={"code": "x"})
    post(bad, to("no address at all"), to("a@b.example"))
    office(open_app, server.url).send()
    assert ids(server) == [row(3).message_id]
    errors = {one.id: one.error for one in mail.dead(ACTOR)}
    assert set(errors) == {1, 2}
    assert errors[1] == "KeyError: 'title'"
    assert errors[2].startswith("EmailSyntaxError: ")


def test_an_old_lease_is_renewed_before_a_letter_goes(open_app: Flask, server: Server) -> None:
    """A letter that another worker has taken over meanwhile is left to it."""
    post(to("a@b.example"), to("c@d.example"))

    class Slow(SetClock):
        def now(self) -> object:  # type: ignore[override]
            self.moment += mail.LEASE / 8
            return self.moment

    assert office(open_app, server.url, Slow()).send() == 2
    assert len(set(ids(server))) == 2


def test_a_password_is_said_over_tls_only(open_app: Flask, server: Server) -> None:
    post(to("a@b.example"))
    for query, words in (("", "offers no TLS"), ("?starttls=never", "over TLS only")):
        url = f"smtp://user:secret@127.0.0.1:{server.port}{query}"
        with pytest.raises(Away, match=words):
            office(open_app, url).send()
    with pytest.raises(Away, match="offers no TLS"):
        office(open_app, f"smtp://127.0.0.1:{server.port}?starttls=required").send()
    with pytest.raises(Away):
        office(open_app, f"smtps://127.0.0.1:{server.port}").send()
    assert server.taken == []


def test_a_folder_takes_letters_as_files(open_app: Flask, tmp_path: Path) -> None:
    post(to("a@b.example"))
    folder = tmp_path / "mail"
    office(open_app, f"file://{folder}").send()
    (file,) = folder.iterdir()
    assert file.name == f"{row(1).message_id}.eml"
    assert file.read_bytes().startswith(b"Subject: Your link to enter")


def test_the_demonstration_keeps_what_it_would_send(open_app: Flask) -> None:
    post(to("a@b.example"))
    chosen = settings(open_app, "", demonstration=True)
    assert Office(ACTOR, SetClock(), chosen).send() == 1
    shown = mail.posted(ACTOR, 1)
    assert (shown.sent, shown.letter.data["path"]) == (NOW, LINK)
    assert (shown.body or b"").startswith(b"Subject: Your link to enter")


def test_without_a_server_letters_wait(open_app: Flask) -> None:
    post(to("a@b.example"))
    with pytest.raises(Away, match="SUMMIT_MAIL_URL is not set"):
        office(open_app, "").send()
    assert len(mail.waiting(ACTOR)) == 1


def test_a_worker_that_is_to_end_gives_back_what_it_has_not_sent(
    open_app: Flask, server: Server
) -> None:
    post(to("a@b.example"), to("c@d.example"))
    sender = replace(office(open_app, server.url), is_over=lambda: bool(server.taken))
    assert sender.send() == 2
    assert len(server.taken) == 1
    assert (row(2).lease, row(2).attempts) == (None, 0)
