"""Letters as messages, read back by the parser of the standard library."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from html.parser import HTMLParser
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.factor import Turn
from summit.core.letter import Occasion, Recipient
from summit.language import NAMES
from summit.mail.compose import STOPPABLE, Composed, compose
from summit.mail.view import UNGREETED, greeted
from summit.settings import Settings
from tests.formats.ical_rules import Profile, check_octets
from tests.mail.letters import CALENDAR, DATA, LINK, MEETING, MIN_JI, SUMMIT, letter, reader

SETTINGS = Settings(
    url="https://summit.example",
    database_url="",
    secret_key="k" * 32,
    uid_domain="summit.example",
    mail_from="post@summit.example",
    mail_reply_to="Help <help@summit.example>",
)
WRITTEN = datetime(2020, 5, 20, 9, 0, tzinfo=UTC)
VANCOUVER, AUCKLAND = "America/Vancouver", "Pacific/Auckland"
EVERY = list(product(Occasion, NAMES, (VANCOUVER, AUCKLAND)))
HEADERS = {
    "Subject",
    "From",
    "To",
    "Reply-To",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
}


def parsed(composed: Composed) -> EmailMessage:
    if composed.is_international:
        message = message_from_string(composed.octets.decode(), policy=SMTPUTF8)
    else:
        message = message_from_bytes(composed.octets, policy=SMTP)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk()] == [[] for _ in message.walk()]
    return message


def made(occasion: Occasion, to: Recipient = MIN_JI, **changes: Any) -> EmailMessage:
    return parsed(compose(letter(occasion, to, **changes), "one", WRITTEN, SETTINGS))


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


class Seen(HTMLParser):
    """What a mail program would show, fetch and link of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.fetched: list[str] = []
        self._is_style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._is_style = tag in ("style", "title")
        for name, value in attributes:
            if name == "href":
                self.links.append(value or "")
            elif name in ("src", "srcset", "background", "poster", "data", "action"):
                self.fetched.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._is_style = False

    def handle_data(self, data: str) -> None:
        if not self._is_style:
            self.words += data


def words(page: str) -> str:
    return " ".join(Seen(page).words.split())


@pytest.mark.parametrize(("occasion", "language", "zone"), EVERY)
def test_every_letter_says_the_same_in_text_and_html(
    occasion: Occasion, language: str, zone: str
) -> None:
    message = made(occasion, reader(language, zone))
    assert set(message.keys()) - {"List-Unsubscribe", "List-Unsubscribe-Post"} == HEADERS
    assert (message["Message-ID"], message["Auto-Submitted"], message["Content-Language"]) == (
        "<one@summit.example>",
        "auto-generated",
        language,
    )
    assert message["Date"].datetime == WRITTEN
    assert message["Reply-To"] == "Help <help@summit.example>"
    assert message["Subject"].strip() == message["Subject"] != ""
    assert all(len(line) <= 998 for line in bytes(message).split(b"\r\n"))
    page, text = body(message, "html"), body(message, "plain")
    seen = Seen(page)
    assert f'<html lang="{language}" dir="ltr">' in page
    # Each line of the text stands in the page too, but for the address after the name of a link.
    lines = [line.strip().rstrip(":") for line in text.splitlines()]
    for line in lines:
        if line not in ("", "--"):
            assert line.partition(": https:")[0] in words(page) or line in seen.links, line
    assert seen.fetched == []
    assert (
        seen.tags & {"img", "script", "link", "iframe", "form", "object", "svg", "table"} == set()
    )
    assert "url(" not in page
    assert "@import" not in page
    assert {link.partition("?")[0][:22] for link in seen.links} == {"https://summit.example"}
    assert set(re.findall(r"https?://[^/\s]+", text)) == {"https://summit.example"}


TIMES = {
    VANCOUVER: {
        "en": "Tue 2 June 2020, 06:00–07:30 Vancouver (UTC−7)",
        "ko": "2020년 6월 2일 (화), 06:00–07:30 밴쿠버 (UTC−7)",
        "zh-Hant": "2020年6月2日（週二）, 06:00–07:30 溫哥華 (UTC−7)",
    },
    AUCKLAND: {
        "en": "Wed 3 June 2020, 01:00–02:30 Auckland (UTC+12)",
        "ko": "2020년 6월 3일 (수), 01:00–02:30 오클랜드 (UTC+12)",
        "zh-Hant": "2020年6月3日（週三）, 01:00–02:30 奧克蘭 (UTC+12)",
    },
}
HOST = {
    "en": "Tue 2 June 2020, 22:00–23:30 Seoul (UTC+9)",
    "ko": "2020년 6월 2일 (화), 22:00–23:30 서울 (UTC+9)",
    "zh-Hant": "2020年6月2日（週二）, 22:00–23:30 首爾 (UTC+9)",
}
PUNCTUATION = str.maketrans("，（）", ",()")


@pytest.mark.parametrize(("zone", "language"), list(product(TIMES, NAMES)))
def test_times_are_the_readers_with_the_hosts_beside(zone: str, language: str) -> None:
    """A translation may choose its own comma and space, and nothing else of a time."""
    text = body(made(Occasion.SEAT_CONFIRMED, reader(language, zone)), "plain")
    found = ["".join(line.translate(PUNCTUATION).split()) for line in text.splitlines()]
    for expected in (TIMES[zone][language], HOST[language]):
        assert "".join(expected.translate(PUNCTUATION).split()) in found


def test_the_hosts_clock_is_not_told_twice_to_the_host() -> None:
    text = body(made(Occasion.SEAT_CONFIRMED, reader("en", "Asia/Seoul")), "plain")
    assert text.count("22:00") == 1


def test_subjects_say_the_thing() -> None:
    subjects = {occasion: made(occasion)["Subject"] for occasion in Occasion}
    assert subjects == {
        Occasion.CONFIRM: "Confirm your address: CAC Global Summit 2020",
        Occasion.ENTER: "Your link to enter: CAC Global Summit 2020",
        Occasion.REGISTERED: "You take part: CAC Global Summit 2020",
        Occasion.PENDING: "We have your registration: CAC Global Summit 2020",
        Occasion.REFUSED: "About your registration: CAC Global Summit 2020",
        Occasion.CANCELLED: "Your registration is cancelled: CAC Global Summit 2020",
        Occasion.SEAT_CONFIRMED: "Your seat is confirmed: Mayoral Meeting, "
        "Tue 2 Jun, 15:00 Budapest",
        Occasion.SEAT_WAITING: "You are in the queue: Mayoral Meeting, Tue 2 Jun, 15:00 Budapest",
        Occasion.SEAT_OFFERED: "A seat is kept for you until Tue 2 Jun, 14:30 Budapest: "
        "Mayoral Meeting",
        Occasion.SEAT_PASSED: "The seat went to the next: Mayoral Meeting, "
        "Tue 2 Jun, 15:00 Budapest",
        Occasion.SEAT_GIVEN_BACK: "Your seat is given back: Mayoral Meeting, "
        "Tue 2 Jun, 15:00 Budapest",
        Occasion.CHANGED: "2 changes in your agenda: CAC Global Summit 2020",
        Occasion.TOMORROW: "Tomorrow: 2 sessions, the first at 15:00 Budapest: Mayoral Meeting",
        Occasion.SOON: "It begins soon: Mayoral Meeting, Tue 2 Jun, 15:00 Budapest",
        Occasion.PASSWORD: "Your password was changed: CAC Global Summit 2020",
        Occasion.INVITED: "You are invited to organize: CAC Global Summit 2020",
        Occasion.OFFICE: "Your city's page, London: CAC Global Summit 2020",
        Occasion.OFFICE_CHANGED: "Who answers for your city, London: CAC Global Summit 2020",
        Occasion.CHASED: "We wait for your answer, London: CAC Global Summit 2020",
        Occasion.STATEMENT: "We wait for your statement, London: CAC Global Summit 2020",
        Occasion.DRAFT: "A draft of the declaration, London: CAC Global Summit 2020",
        Occasion.CHECK_TOMORROW: "Your tech check, London: Tue 2 Jun, 14:30 Budapest",
        Occasion.FACTOR_CHANGED: "A second factor was added to your account",
        Occasion.BROADCAST: "News of CAC Global Summit 2020",
        Occasion.APPOINTMENT_NEW: "Invitation: Mayoral Meeting, Tue 2 Jun, 15:00 Budapest",
        Occasion.APPOINTMENT_CHANGED: "Moved: Mayoral Meeting, Tue 2 Jun, 15:00 Budapest",
        Occasion.APPOINTMENT_WITHDRAWN: "Cancelled: Mayoral Meeting, Tue 2 Jun, 15:00 Budapest",
    }


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("moved", "Moved: Mayoral Meeting, Tue 2 Jun, 15:00 Budapest"),
        ("cancelled", "Cancelled: Mayoral Meeting, Tue 2 Jun, 15:00 Budapest"),
        ("withdrawn", "No longer in the programme: Mayoral Meeting, Tue 2 Jun, 15:00 Budapest"),
        ("restored", "Takes place after all: Mayoral Meeting, Tue 2 Jun, 15:00 Budapest"),
    ],
)
def test_one_change_is_told_in_the_subject(kind: str, subject: str) -> None:
    message = made(Occasion.CHANGED, changes=[{"session": MEETING, "kind": kind, "before": None}])
    assert message["Subject"] == subject


@pytest.mark.parametrize(
    ("done", "subject"),
    [
        ("set", "A password was set: Summit"),
        ("changed", "Your password was changed: Summit"),
        ("removed", "Your password was removed: Summit"),
    ],
)
def test_what_was_done_with_a_password_is_told_with_its_time(done: str, subject: str) -> None:
    """It belongs to no summit, so the time is the reader's alone."""
    told = letter(Occasion.PASSWORD, reader("en", AUCKLAND), done=done)
    data = {name: value for name, value in told.data.items() if name != "summit"}
    message = parsed(compose(replace(told, summit="", data=data), "one", WRITTEN, SETTINGS))
    assert message["Subject"] == subject
    text = body(message, "plain")
    lines = [line.strip() for line in text.splitlines()]
    assert "Wed 3 June 2020, 00:30 Auckland (UTC+12)" in lines
    assert "https://summit.example/account/" in lines
    assert "Seoul" not in text


def test_a_move_is_told_with_both_times() -> None:
    lines = [line.strip() for line in body(made(Occasion.CHANGED), "plain").splitlines()]
    assert "before: Tue 2 June 2020, 14:00–15:30 Budapest (UTC+2)" in lines
    assert "now: Tue 2 June 2020, 15:00–16:30 Budapest (UTC+2)" in lines


def test_only_reminders_and_mail_to_many_can_be_turned_off_from_within() -> None:
    stoppable = {one for one in Occasion if made(one)["List-Unsubscribe"]}
    assert stoppable == STOPPABLE == {Occasion.TOMORROW, Occasion.SOON, Occasion.BROADCAST}
    message = made(Occasion.TOMORROW)
    address = message["List-Unsubscribe"].strip("<>")
    assert re.fullmatch(
        r"https://summit\.example/reminders/7/cac2020/tomorrow/[0-9a-f]{32}", address
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in Seen(body(message, "html")).links
    assert (
        f"<{address}>".encode()
        in compose(letter(Occasion.TOMORROW), "one", WRITTEN, SETTINGS).octets
    ), "folded or encoded, it is no address"


def test_a_calendar_comes_along_as_it_is() -> None:
    (part,) = made(Occasion.SEAT_CONFIRMED).iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert (part.get_param("method"), part.get_param("charset")) == ("PUBLISH", "utf-8")
    assert part.get_filename() == "summit.ics"
    assert part.get_payload(decode=True) == CALENDAR
    assert list(made(Occasion.SEAT_GIVEN_BACK).iter_attachments()) == []


METHODS = {
    Occasion.APPOINTMENT_NEW: ("REQUEST", Profile.INVITATION),
    Occasion.APPOINTMENT_CHANGED: ("REQUEST", Profile.INVITATION),
    Occasion.APPOINTMENT_WITHDRAWN: ("CANCEL", Profile.CANCELLATION),
}


@pytest.mark.parametrize(("occasion", "language"), list(product(METHODS, NAMES)))
def test_an_invitation_is_a_question_to_the_calendar(occasion: Occasion, language: str) -> None:
    """M1 to M3 of docs/calendars.md: what programs look for, where they look for it."""
    message = made(occasion, reader(language, VANCOUVER))
    method, profile = METHODS[occasion]
    assert message.get_content_type() == "multipart/mixed"
    forms, file = message.iter_parts()
    assert forms.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in forms.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    asked = list(forms.iter_parts())[-1]
    for part in (asked, file):
        assert part.get_content_type() == "text/calendar"
        assert (part.get_param("method"), part.get_param("charset")) == (method, "utf-8")
        assert part["Content-Transfer-Encoding"] == "base64"
    assert asked["Content-Disposition"] is None
    assert (file.get_content_disposition(), file.get_filename()) == ("attachment", "invite.ics")
    octets = asked.get_payload(decode=True)
    assert isinstance(octets, bytes)
    assert octets == file.get_payload(decode=True)
    assert check_octets(octets, profile) == []
    assert b"ORGANIZER;CN=Protocol:mailto:rsvp@summit.example\r\n" in octets


def test_a_move_in_the_calendar_is_told_with_both_times_and_the_turn() -> None:
    lines = [
        line.strip() for line in body(made(Occasion.APPOINTMENT_CHANGED), "plain").splitlines()
    ]
    assert lines[lines.index("Mayoral Meeting") :][:7] == [
        "Mayoral Meeting",
        "before: Tue 2 June 2020, 13:00–15:30 London (UTC+1)",
        "Tue 2 June 2020, 14:00–15:30 London (UTC+1)",
        "Tue 2 June 2020, 22:00–23:30 Seoul (UTC+9)",
        "Tue 2 June 2020, 13:00–14:30 Universal time (UTC)",
        "For Ada Example, London",
        "Your turn: 14:41–14:44 London, 22:41–22:44 Seoul, 13:41–13:44 UTC",
    ]


def test_names_in_other_scripts_arrive() -> None:
    message = made(Occasion.SEAT_CONFIRMED, reader("ko", VANCOUVER))
    (to,) = message["To"].addresses
    assert (to.display_name, to.addr_spec) == ("김민지", "minji@seoul.example")
    (sender,) = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (
        "CAC 글로벌 서밋 2020",
        "post@summit.example",
    )


@pytest.mark.parametrize(
    ("address", "handed", "is_international"),
    [
        ("a@b.example", "a@b.example", False),
        ("a@한국.example", "a@xn--3e0b707e.example", False),
        ("김@한국.example", "김@xn--3e0b707e.example", True),
    ],
)
def test_only_an_international_mailbox_needs_smtputf8(
    address: str, handed: str, is_international: bool
) -> None:
    to = replace(MIN_JI, address=address)
    composed = compose(letter(Occasion.SOON, to), "one", WRITTEN, SETTINGS)
    assert (composed.recipient, composed.is_international) == (handed, is_international)
    assert composed.octets.isascii() != is_international
    (read,) = parsed(composed)["To"].addresses
    assert (read.addr_spec, read.display_name) == (handed, "김민지")


@pytest.mark.parametrize(
    "name",
    [
        "Visit https://evil.example now",
        "win at evil.example",
        "www evil",
        "EVIL.EXAMPLE",
        "ｅｖｉｌ．ｅｘａｍｐｌｅ",
        "evil。example",
        "a@b.example",
        "x" * 81,
        "<b>bold</b>",
    ],
)
def test_a_name_that_could_become_a_link_is_not_repeated(name: str) -> None:
    message = made(Occasion.SEAT_CONFIRMED, replace(MIN_JI, name=name))
    assert message["To"] == "minji@seoul.example"
    assert body(message, "plain").startswith("Hello,")
    assert "Hello,</p>" in body(message, "html")


@pytest.mark.parametrize("name", ["김민지", "J. R. O'Neill-Smith", "Dr. Ana Ñandú, MP", "王小明"])
def test_an_ordinary_name_is_greeted(name: str) -> None:
    assert greeted(name) == name
    message = made(Occasion.SOON, replace(MIN_JI, name=name))
    assert body(message, "plain").startswith(f"Hello {name},")
    (to,) = message["To"].addresses
    assert to.display_name == name


def test_what_became_of_a_second_factor_is_said() -> None:
    said = {turn: made(Occasion.FACTOR_CHANGED, done=turn) for turn in Turn}
    assert {turn: message["Subject"] for turn, message in said.items()} == {
        Turn.ADDED: "A second factor was added to your account",
        Turn.REMOVED: "A second factor of your account was removed",
        Turn.RECOVERED: "A recovery code of your account was used",
        Turn.RENEWED: "The recovery codes of your account are new",
        Turn.FORGOTTEN: "All second factors of your account were removed",
    }
    assert len({body(message, "plain") for message in said.values()}) == len(Turn)
    for message in said.values():
        for kind in ("plain", "html"):
            assert "https://summit.example/account/factors" in body(message, kind)


def test_an_invitation_says_whose_it_is_and_until_when() -> None:
    text = body(made(Occasion.INVITED), "plain")
    assert "The organizers of CAC Global Summit 2020 ask you" in text
    assert "until Tue 2 June 2020, 14:30 Budapest (UTC+2)" in text
    assert text.rstrip().endswith("https://summit.example/")


@pytest.mark.parametrize("occasion", sorted(UNGREETED))
def test_a_mail_to_an_address_that_nobody_confirmed_holds_nothing_typed(occasion: Occasion) -> None:
    composed = compose(letter(occasion, replace(MIN_JI, name="Canary")), "one", WRITTEN, SETTINGS)
    assert b"Canary" not in composed.octets
    message = parsed(composed)
    for kind in ("plain", "html"):
        assert "Canary" not in body(message, kind)
        assert f"https://summit.example{DATA[occasion]['path']}" in body(message, kind)


HOSTILE = st.text(st.characters(codec="utf-8"), max_size=120) | st.sampled_from(
    [
        "A\r\nBcc: victim@evil.example",
        "A\nSubject: x\n\nbody",
        "A\u2028Bcc: x@y.example",
        '"A" <x@y.example>, B',
        "=?utf-8?q?=0ABcc:_x@y.example?=",
        "<script>alert(1)</script>",
        "{{ 7*7 }} %(count)s %s",
        "\u202egpj.exe",
        "a\x00b",
    ]
)


@given(name=HOSTILE, title=HOSTILE)
def test_what_was_typed_is_inert(name: str, title: str) -> None:
    to = replace(MIN_JI, name=name)
    message = made(
        Occasion.SEAT_CONFIRMED,
        to,
        session={**MEETING, "title": {"en": title or "x"}},
        summit={**SUMMIT, "title": {"en": title or "x"}},
    )
    assert set(message.keys()) == HEADERS
    (read,) = message["To"].addresses
    assert read.addr_spec == "minji@seoul.example"
    (sender,) = message["From"].addresses
    assert sender.addr_spec == "post@summit.example"
    seen = Seen(body(message, "html"))
    assert seen.fetched == []
    assert "script" not in seen.tags
    assert {link[:23] for link in seen.links} == {"https://summit.example/"}


@pytest.mark.parametrize(
    ("occasion", "changes", "error"),
    [
        (Occasion.SEAT_CONFIRMED, {"session": None}, TypeError),
        (
            Occasion.SEAT_CONFIRMED,
            {"session": {**MEETING, "starts": "2020-06-02T13:00"}},
            Exception,
        ),
        (Occasion.ENTER, {"path": "//evil.example/"}, ValueError),
        (Occasion.ENTER, {"path": "https://evil.example/"}, ValueError),
        (Occasion.ENTER, {"path": "/x\r\nBcc: a@b.example"}, ValueError),
        (Occasion.CHANGED, {"changes": []}, Exception),
    ],
)
def test_a_letter_that_lacks_something_is_refused(
    occasion: Occasion, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        made(occasion, **changes)


def test_a_letter_of_no_summit_is_told_too() -> None:
    bare = replace(letter(Occasion.ENTER), summit="", data={"path": LINK})
    message = parsed(compose(bare, "one", WRITTEN, SETTINGS))
    assert message["Subject"] == "Your link to enter: Summit"
    assert f"https://summit.example{LINK}" in body(message, "plain")
