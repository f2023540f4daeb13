"""What calendars answer, as programs write it, and what hostile mail becomes."""

from __future__ import annotations

from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.appointment import Answer, Span
from summit.core.appointment_reply import LARGEST, Bounce, Reply
from summit.core.errors import Invalid
from summit.formats.appointment_reply import read
from tests.appointments import UID
from tests.replies import bounce, calendar, mail

SAID = Reply(
    uid=UID,
    attendee="ana@london.example",
    sender="ana@london.example",
    answer=Answer.ACCEPTED,
    sequence=0,
    stamp=datetime(2020, 5, 21, 8, tzinfo=UTC),
)


@pytest.mark.parametrize("transfer", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize(
    "kind",
    [
        "text/calendar; method=REPLY; charset=UTF-8",
        "text/calendar; method=reply",
        "application/ics",
        "text/calendar; charset=x-nonsense",
        "text/calendar; charset=iso-8859-1",
    ],
)
def test_a_reply_is_read_however_it_is_packed(kind: str, transfer: str) -> None:
    assert read(mail(calendar(), kind=kind, transfer=transfer)) == SAID


@pytest.mark.parametrize("answer", Answer)
def test_each_answer_is_known(answer: Answer) -> None:
    said = read(mail(calendar(answer.name)))
    assert isinstance(said, Reply)
    assert said.answer is answer


def test_what_is_said_besides_is_kept_within_limits() -> None:
    lines = (f"COMMENT:We are\\, alas\\, away.{'x' * 2000}",)
    said = read(mail(calendar("DECLINED", lines=lines, sequence=None)))
    assert isinstance(said, Reply)
    assert (said.comment[:22], len(said.comment), said.sequence) == (
        "We are, alas, away.xxx",
        500,
        0,
    )


def test_a_deputy_is_named() -> None:
    params = ';DELEGATED-TO="mailto:bo@london.example"'
    said = read(mail(calendar("DELEGATED", params=params)))
    assert isinstance(said, Reply)
    assert said.delegates == ("bo@london.example",)


ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:GMT Standard Time",
    "BEGIN:STANDARD",
    "DTSTART:16010101T020000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:16010101T010000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
)


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:20200602T150000Z", "DTEND:20200602T163000Z"),
        (
            "DTSTART;TZID=GMT Standard Time:20200602T160000",
            "DTEND;TZID=GMT Standard Time:20200602T173000",
        ),
    ],
)
def test_another_time_is_understood_in_the_zone_of_its_program(lines: tuple[str, ...]) -> None:
    octets = calendar("TENTATIVE", method="COUNTER", lines=lines)
    octets = octets.replace(b"BEGIN:VEVENT", "\r\n".join((*ZONE, "BEGIN:VEVENT")).encode())
    said = read(mail(octets, kind="text/calendar; method=COUNTER"))
    assert isinstance(said, Reply)
    assert (said.is_counter, said.proposed) == (
        True,
        Span(datetime(2020, 6, 2, 15, tzinfo=UTC), datetime(2020, 6, 2, 16, 30, tzinfo=UTC)),
    )


def test_a_time_that_no_calendar_shows_is_none() -> None:
    lines = ("DTSTART:00010101T000000Z", "DTEND:99991231T235959Z")
    said = read(mail(calendar("TENTATIVE", method="COUNTER", lines=lines), kind="text/calendar"))
    assert isinstance(said, Reply)
    assert (said.is_counter, said.proposed) == (True, None)


def test_mail_that_came_back_is_known_by_its_name() -> None:
    said = read(bounce("one-two", "ana@london.example"))
    assert said == Bounce("ana@london.example", "smtp; 550 5.1.1 no such user", "one-two")
    assert read(bounce("one-two", "ana@london.example", "delayed")) is None


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"From: x@y.example\r\n\r\nHello, can we call you?\r\n",
        mail(calendar(method="REQUEST"), kind="text/calendar; method=REQUEST"),
        mail(calendar(method="PUBLISH"), kind="text/calendar"),
    ],
)
def test_other_mail_is_none(octets: bytes) -> None:
    assert read(octets) is None


DEEP = b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(4000)
)


@pytest.mark.parametrize(
    "octets",
    [
        b"x" * (LARGEST + 1),
        mail(calendar().replace(b"VEVENT", b"VTODO")),
        mail(calendar(uid="")),
        mail(calendar(uid="u" * 300)),
        mail(calendar(uid="nul\x00@summit.example")),
        DEEP,
    ],
)
def test_what_is_broken_is_refused(octets: bytes) -> None:
    with pytest.raises(Invalid):
        read(octets)


@pytest.mark.parametrize(
    ("said", "attendee"),
    [
        ("MAILTO:Ana@London.Example", "ana@london.example"),
        ("mailto:ana%40london.example", "ana@london.example"),
        ("ana@london.example", "ana@london.example"),
        ("mailto:ana@london.example?subject=x", "ana@london.example"),
        ("urn:uuid:1", ""),
        ("mailto:" + "a" * 400 + "@x.example", ""),
    ],
)
def test_an_address_is_read_as_programs_write_it(said: str, attendee: str) -> None:
    found = read(mail(calendar(attendee=said).replace(b"CN=Ana\r\n ", b"CN=Ana")))
    assert isinstance(found, Reply)
    assert found.attendee == attendee


WHOLE = mail(calendar("DECLINED", lines=("COMMENT:no",)), transfer="8bit")


@given(
    cut=st.integers(0, len(WHOLE)),
    at=st.integers(0, len(WHOLE)),
    noise=st.binary(max_size=60)
    | st.sampled_from([b"\r\n\r\n", b"BEGIN:VEVENT\r\n", b"=?", b"\0"]),
)
def test_whatever_comes_is_read_or_refused(cut: int, at: int, noise: bytes) -> None:
    try:
        said = read(WHOLE[:at] + noise + WHOLE[at : max(at, cut)])
    except Invalid:
        return
    assert said is None or isinstance(said, Reply | Bounce)


def nested(depth: int, filling: bytes) -> bytes:
    """Return a message of parts within parts, which no line of `filling` ends."""
    heads = (
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(depth)
    )
    whole = b"".join(heads) + b"\r\n"
    return whole + filling * ((LARGEST - len(whole)) // len(filling))


@pytest.mark.parametrize("filling", [b"a\n", b"--\n", b"\r"])
def test_no_message_takes_long(filling: bytes) -> None:
    """The parser of mail takes 18 s for 300 parts within each other and 200,000 lines."""
    with pytest.raises(Invalid, match="too many parts"):
        read(nested(300, filling))
    began = process_time()
    assert read(nested(12, filling)) is None
    assert process_time() - began < 5


@pytest.mark.parametrize("charset", ["punycode", "idna", "undefined", "zlib"])
def test_what_is_no_charset_of_mail_is_read_as_utf_8(charset: str) -> None:
    said = read(mail(calendar(), kind=f"text/calendar; method=REPLY; charset={charset}"))
    assert said == SAID
