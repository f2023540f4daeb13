"""The judge of calendars is itself judged: good files pass, and each rule can fail alone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.formats.ical_rules import (
    Answer,
    Broken,
    Event,
    Finding,
    Profile,
    check_answer,
    check_octets,
    check_refusals,
    check_update,
    events,
    parse,
)

F, P, D, I, C = Profile  # noqa: E741 (the letters of the design)
HEAD = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Summit//Calendar//EN
"""
FEED_HEAD = """\
NAME:CAC Global Summit 2020
X-WR-CALNAME:CAC Global Summit 2020
DESCRIPTION:Cities Against COVID-19\\, 1 to 5 June 2020
X-WR-CALDESC:Cities Against COVID-19\\, 1 to 5 June 2020
X-WR-TIMEZONE:Asia/Seoul
COLOR:teal
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
SOURCE;VALUE=URI:https://summit.example/cac2020/agenda.ics
URL:https://summit.example/cac2020/agenda
"""
NAMES = "".join(FEED_HEAD.splitlines(keepends=True)[:2])
ABOUT = "".join(FEED_HEAD.splitlines(keepends=True)[2:4])
REFRESH = "".join(FEED_HEAD.splitlines(keepends=True)[6:8])
MEETING = """\
BEGIN:VEVENT
UID:7b0e4b1e-3c1f-4b58-9a55-0d1c4d0f2a11@summit.example
DTSTAMP:20200520T010203Z
DTSTART:20200602T130000Z
DTEND:20200602T143000Z
SUMMARY:Mayoral Meeting\\; 시장 회의
DESCRIPTION:Tue 2 June 2020\\, 22:00–23:30 KST (UTC+9)\\nForty
  governments\\, R&D\\; 1 < 2.\\n
 https://summit.example/cac2020/sessions/mm/join
LOCATION:Online
GEO:37.5665;126.978
STATUS:CONFIRMED
SEQUENCE:2
CREATED:20200501T000000Z
LAST-MODIFIED:20200520T010203Z
URL:https://summit.example/cac2020/sessions/mm
CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="Join: live, ^'Seoul^'":
 https://summit.example/cac2020/sessions/mm/join
CATEGORIES:Governance,Open floor\\; questions
TRANSP:OPAQUE
CLASS:PUBLIC
END:VEVENT
"""
TALK = """\
BEGIN:VEVENT
UID:0d9f2a6c-5b7e-4c2d-8f63-1a2b3c4d5e6f
DTSTAMP:20200521T000000Z
DTSTART:20200603T230000Z
DTEND:20200604T000000Z
SUMMARY:CANCELLED: A conversation with Jared Diamond
DESCRIPTION:Thu 4 June 2020\\, 08:00–09:00 KST (UTC+9)
STATUS:CANCELLED
SEQUENCE:1
CREATED:20200501T000000Z
LAST-MODIFIED:20200521T000000Z
URL:https://summit.example/cac2020/sessions/jd
TRANSP:TRANSPARENT
CLASS:PUBLIC
END:VEVENT
"""
ALARM = """\
BEGIN:VALARM
UID:a1b2c3d4-0000-4000-8000-000000000001
ACTION:DISPLAY
DESCRIPTION:Mayoral Meeting
TRIGGER:-PT15M
END:VALARM
"""
PEOPLE = """\
ORGANIZER;CN=CAC Secretariat:mailto:answers@summit.example
ATTENDEE;CN="Kim, Office of Seoul";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTI
 ON;RSVP=TRUE:mailto:office@city.example
"""
TAIL = "END:VCALENDAR\n"
NEW_YORK = """\
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:DAYLIGHT
DTSTART:20070311T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071104T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE
"""
IN_NEW_YORK = MEETING.replace(
    "DTSTART:20200602T130000Z", "DTSTART;TZID=America/New_York:20200602T090000"
)


def with_people(text: str) -> str:
    return text.replace("STATUS:", PEOPLE + "STATUS:")


GOOD: dict[str, tuple[Profile, str]] = {
    "feed": (F, HEAD + "CALSCALE:GREGORIAN\n" + FEED_HEAD + MEETING + TALK + TAIL),
    "private": (
        P,
        HEAD + FEED_HEAD + MEETING.replace("END:VEVENT", ALARM + "END:VEVENT") + TALK + TAIL,
    ),
    "download": (D, HEAD + MEETING + TAIL),
    "zoned": (D, HEAD + NEW_YORK + IN_NEW_YORK + TAIL),
    "invitation": (I, HEAD + "METHOD:REQUEST\n" + with_people(MEETING) + TAIL),
    "cancellation": (C, HEAD + "METHOD:CANCEL\n" + with_people(TALK) + TAIL),
}
FEED = GOOD["feed"][1]


def octets(text: str) -> bytes:
    """The text with CRLF; a lone surrogate such as \\udcff stands for the octet FF."""
    return text.replace("\n", "\r\n").encode("utf-8", "surrogateescape")


def rules(findings: list[Finding]) -> set[str]:
    return {finding.rule for finding in findings}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_has_no_findings(name: str) -> None:
    profile, text = GOOD[name]
    assert check_octets(octets(text), profile) == []


# rule, good file, what to change in it, into what
SAME_UID = "UID:7b0e4b1e-3c1f-4b58-9a55-0d1c4d0f2a11@summit.example"
UID = "UID:7b0e4b1e-3c1f-4b58-9a55-0d1c4d0f2a11@"
BREAKS = [
    ("B1", "feed", "Open floor", "Open flo\udcffor"),
    ("B1", "feed", "시장", "\udcbd\udcc3\udcc0\udce5"),
    (
        "B3",
        "feed",
        "Mayoral Meeting\\;",
        "Mayoral Meeting of many more than forty governments and cities\\;",
    ),
    ("B4", "feed", "시장", "\udcec\n \udc8b\udc9c장"),
    ("B5", "feed", "Online", "On\x07line"),
    ("B5", "feed", "Online", "On\x85line"),
    ("B5", "feed", "Online", "On\tline"),
    ("B6", "feed", "STATUS:", "\nSTATUS:"),
    ("B6", "feed", TAIL, TAIL + "\n"),
    ("B8", "feed", "governments\\,", "governments,"),
    ("B8", "feed", "Meeting\\;", "Meeting;"),
    ("B8", "feed", "Forty", "\\Forty"),
    ("B8", "feed", "Online", "Online\\"),
    ("B8", "feed", "governments\\,", "governments\\\\\\,"),
    ("B8", "feed", "(UTC+9)\\n", "(UTC+9)\\\\n"),
    ("B8", "feed", "floor\\;", "floor;"),
    ("B9", "feed", "1 < 2", "<b>1</b>"),
    ("B9", "feed", "R&D", "R&amp\\;D"),
    ("B9", "feed", "1 < 2", "1 &#60\\; 2"),
    ("B10", "feed", 'LABEL="Join: live,', "LABEL=Join; live,"),
    ("B10", "feed", "^'Seoul^'", "^Seoul^"),
    ("B10", "feed", "\"Join: live, ^'Seoul^'\"", "Live, with Seoul"),
    ("B10", "feed", 'LABEL="Join', 'LABEL=x"Join'),
    ("B10", "feed", "LOCATION:", "LOCATION;ALTREP=x:"),
    ("B10", "feed", "CONFERENCE;", "CONFERENCE;VALUE=URI;\n "),
    ("B11", "feed", "Online", "Caf\u0065\u0301"),
    ("C1", "feed", "VERSION:2.0\n", ""),
    ("C1", "feed", "VERSION:2.0", "VERSION:1.0"),
    ("C1", "feed", "PRODID:-//Summit//Calendar//EN\n", ""),
    ("C1", "feed", "//EN", ""),
    ("C1", "feed", "GREGORIAN", "JULIAN"),
    ("C1", "feed", TAIL, ""),
    ("C1", "feed", TAIL, TAIL + "BEGIN:VCALENDAR\nEND:VCALENDAR\n"),
    ("C1", "feed", TAIL, TAIL + "VERSION:2.0\n"),
    ("C1", "feed", "END:VEVENT", "END:VTODO"),
    ("C1", "feed", "LOCATION:Online", "LOCATION"),
    ("C2", "feed", "NAME:", "METHOD:PUBLISH\nNAME:"),
    ("C2", "download", "BEGIN:VEVENT", "METHOD:PUBLISH\nBEGIN:VEVENT"),
    ("C2", "invitation", "METHOD:REQUEST", "METHOD:PUBLISH"),
    ("C2", "cancellation", "METHOD:CANCEL\n", ""),
    ("C3", "feed", "\nNAME:CAC Global", "\nNAME:CAC"),
    ("C3", "feed", "X-WR-CALDESC:Cities", "X-WR-CALDESC:Towns"),
    ("C3", "feed", "CAC Global Summit 2020", "CAC\\, Seoul"),
    ("C3", "feed", NAMES, ""),
    ("C3", "feed", ABOUT, ""),
    ("C4", "feed", "X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:PT2H"),
    ("C4", "feed", "PT1H", "PT5M"),
    ("C4", "feed", REFRESH, ""),
    ("C4", "feed", "URL:https://summit.example/cac2020/agenda\n", ""),
    ("C4", "feed", "SOURCE;", "SOURCE;VALUE=URI:https://summit.example/\nSOURCE;"),
    ("C4", "feed", "PT1H", "P2D"),
    ("C4", "feed", "REFRESH-INTERVAL;VALUE=DURATION", "REFRESH-INTERVAL"),
    ("C4", "feed", "SOURCE;VALUE=URI", "SOURCE"),
    ("C4", "feed", "URI:https://summit.example/cac2020/agenda.ics", "URI:/agenda.ics"),
    ("C4", "feed", "URL:https://summit.example/cac2020/agenda", "URL:http://summit.example/"),
    ("C5", "feed", "Asia/Seoul", "Korea Standard Time"),
    ("C5", "private", "X-WR-TIMEZONE:Asia/Seoul\n", ""),
    ("C6", "feed", "COLOR:teal", "COLOR:#008080"),
    ("C7", "feed", MEETING + TALK, ""),
    ("C8", "feed", "NAME:", "UID:8f14e45f-ceea-467f-a9b6-0f1c2d3e4f50\nNAME:"),
    ("C9", "download", "BEGIN:VEVENT", "X-WR-CALNAME:CAC\nBEGIN:VEVENT"),
    ("C9", "download", "BEGIN:VEVENT", "NAME:CAC\nBEGIN:VEVENT"),
    ("C9", "download", "BEGIN:VEVENT", "X-WR-RELCALID:1\nBEGIN:VEVENT"),
    ("C9", "download", "BEGIN:VEVENT", REFRESH.splitlines()[0] + "\nBEGIN:VEVENT"),
    ("C9", "invitation", "METHOD", "X-PUBLISHED-TTL:PT1H\nMETHOD"),
    ("C9", "cancellation", "METHOD", "SOURCE;VALUE=URI:https://summit.example/\nMETHOD"),
    ("E1", "feed", "UID:0d9f2a6c-5b7e-4c2d-8f63-1a2b3c4d5e6f", SAME_UID),
    ("E1", "feed", "UID:7b0e", "UID:0d9f2a6c-5b7e-4c2d-8f63-1a2b3c4d5e6f\nUID:7b0e"),
    ("E1", "feed", UID, "UID:session 7@"),
    ("E1", "feed", UID, "UID:maria.kim@"),
    ("E1", "feed", UID, f"UID:7{'a' * 60}\n {'b' * 70}\n {'c' * 70}\n {'d' * 55}@"),
    ("E2", "feed", "DTSTAMP:20200520T010203Z", "DTSTAMP:20200520T010203"),
    ("E2", "feed", "DTSTAMP:20200520T010203Z", "DTSTAMP:20200520T999999Z"),
    ("E2", "feed", "DTSTAMP:20200520T010203Z", "DTSTAMP:20200520T010204Z"),
    ("E3", "feed", "DTSTART:20200602T130000Z", "DTSTART:20200602T130000"),
    ("E3", "feed", "DTSTART:20200602T130000Z", "DTSTART;VALUE=DATE:20200602"),
    ("E3", "feed", "DTSTART:20200602T130000Z", "DTSTART:20200602T130001Z"),
    ("E3", "feed", "DTSTART:20200602T130000Z", "DTSTART:20200231T130000Z"),
    ("E3", "feed", "DTEND:20200602T143000Z", "DTEND:20200602T130000Z"),
    ("E3", "feed", "DTEND:20200602T143000Z", "DTEND:20200602T143001Z"),
    ("E3", "feed", "DTEND:20200602T143000Z", "DURATION:PT90M"),
    ("E3", "zoned", "20200602T090000", "20200602T090000Z"),
    ("E4", "feed", "SUMMARY:", "SUMMARY:Meeting\nSUMMARY:"),
    ("E4", "feed", "Mayoral Meeting", f"{'a' * 60}\n {'b' * 70}\n {'c' * 70}\n {'d' * 50}"),
    ("E4", "cancellation", "DESCRIPTION:", "COMMENT:"),
    ("E5", "feed", "STATUS:CONFIRMED", "STATUS:BOGUS"),
    ("E5", "feed", "STATUS:CONFIRMED\n", ""),
    ("E5", "feed", "SUMMARY:CANCELLED: A", "SUMMARY:A"),
    ("E5", "feed", "SUMMARY:Mayoral", "SUMMARY:CANCELLED: Mayoral"),
    ("E5", "feed", "TRANSP:TRANSPARENT", "TRANSP:OPAQUE"),
    ("E6", "feed", "SEQUENCE:2\n", ""),
    ("E6", "feed", "SEQUENCE:2", "SEQUENCE:-1"),
    ("E6", "feed", "LAST-MODIFIED:20200520T010203Z", "LAST-MODIFIED:20200520T010203+0000"),
    ("E6", "feed", "SEQUENCE:2", "SEQUENCE:２"),
    ("E6", "feed", "CREATED:20200501T000000Z", "CREATED:20200522T000000Z"),
    ("E6", "feed", "CREATED:20200501T000000Z", "CREATED:20200501"),
    ("E7", "feed", "URL:https://summit.example/cac2020/sessions/mm", "URL:/sessions/mm"),
    ("E7", "feed", "URL:https://summit.example/cac2020/s", "URL:http://summit.example/s"),
    ("E7", "feed", "URL:https://summit.example/cac2020/sessions/jd\n", ""),
    ("E8", "feed", "CONFERENCE;VALUE=URI;", "CONFERENCE;"),
    ("E8", "feed", "FEATURE=AUDIO,VIDEO;", ""),
    ("E8", "feed", "FEATURE=AUDIO,VIDEO", 'FEATURE="AUDIO,VIDEO"'),
    ("E8", "feed", ";LABEL=\"Join: live, ^'Seoul^'\"", ""),
    ("E8", "feed", "https://summit.example/cac2020/sessions/mm/join\nLOC", "here\nLOC"),
    ("E9", "feed", "CLASS:PUBLIC\n", "CLASS:PUBLIC\n" + ALARM),
    ("E9", "download", "CLASS:PUBLIC\n", "CLASS:PUBLIC\n" + ALARM),
    ("E9", "private", ALARM, ALARM + ALARM),
    ("E9", "private", "ACTION:DISPLAY", "ACTION:AUDIO"),
    ("E9", "private", "DESCRIPTION:Mayoral Meeting\n", ""),
    ("E9", "private", "UID:a1b2c3d4-0000-4000-8000-000000000001\n", ""),
    ("E9", "private", "TRIGGER:-PT15M", "TRIGGER:soon"),
    ("E10", "feed", "STATUS:", "ORGANIZER:mailto:answers@summit.example\nSTATUS:"),
    ("E10", "private", "STATUS:", "ATTENDEE:mailto:office@city.example\nSTATUS:"),
    ("E10", "download", "STATUS:", PEOPLE + "STATUS:"),
    ("E11", "feed", "37.5665;126.978", "37.5665\\;126.978"),
    ("E11", "feed", "37.5665;126.978", "126.978;37.5665"),
    ("E11", "feed", "LOCATION:Online", "LOCATION:"),
    ("E12", "feed", "STATUS:", "X-ALT-DESC:Hello\nSTATUS:"),
    ("E12", "feed", "STATUS:", "LINK:https://summit.example/\nSTATUS:"),
    ("E12", "feed", "STATUS:", "STYLED-DESCRIPTION:Hello\nSTATUS:"),
    ("E12", "feed", "STATUS:", "NAME:Meeting\nSTATUS:"),
    ("E12", "feed", "STATUS:", "PRIORITY:high\nSTATUS:"),
    ("E12", "feed", "\nNAME:", "\nX-WR-OTHER:x\nNAME:"),
    ("E12", "feed", "STATUS:", "LOCATION:Seoul\nSTATUS:"),
    ("E13", "feed", "CATEGORIES:Governance,", "CATEGORIES:Governance\\,"),
    ("E13", "feed", "CATEGORIES:Governance,", "CATEGORIES:Governance,,"),
    ("E14", "feed", "TRANSP:OPAQUE\n", ""),
    ("E14", "feed", "TRANSP:OPAQUE", "TRANSP:FREE"),
    ("E14", "feed", "CLASS:PUBLIC", "CLASS:SECRET"),
    ("E15", "feed", "STATUS:", "RRULE:FREQ=DAILY;COUNT=2\nSTATUS:"),
    ("E15", "feed", "STATUS:", "RDATE:20200603T130000Z\nSTATUS:"),
    ("E15", "feed", "STATUS:", "EXDATE:20200603T130000Z\nSTATUS:"),
    ("E15", "feed", "STATUS:", "RECURRENCE-ID:20200602T130000Z\nSTATUS:"),
    ("E16", "feed", MEETING + TALK, TALK + MEETING),
    ("E17", "feed", "Forty", "kim@seoul.kr"),
    ("E17", "download", "LOCATION:", "CONTACT:kim@seoul.example\nLOCATION:"),
    ("E17", "feed", "LOCATION:", 'LOCATION;ALTREP="mailto:kim@seoul.example":'),
    (
        *("E18", "feed", "CLASS:PUBLIC\n"),
        "CLASS:PUBLIC\nBEGIN:PARTICIPANT\nUID:1@x.example\nEND:PARTICIPANT\n",
    ),
    ("E18", "feed", MEETING, "BEGIN:VTODO\nEND:VTODO\n" + MEETING),
    ("Z1", "zoned", NEW_YORK, ""),
    ("Z2", "zoned", "America/New_York", "Eastern Standard Time"),
    ("Z3", "zoned", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\n", ""),
    ("Z4", "zoned", "20070311T020000", "20070311T030000"),
    ("Z4", "zoned", "BYMONTH=11;BYDAY=1SU", "BYMONTH=10;BYDAY=-1SU"),
    ("Z5", "download", MEETING, NEW_YORK + MEETING),
    ("Z5", "zoned", "TZID:", "TZURL:https://" + f"{'z' * 50}\n " * 30 + "z\nTZID:"),
    ("Z6", "zoned", "TZOFFSETTO:-0400\n", "TZOFFSETTO:-0400\nRDATE:20080309T020000\n"),
    ("Z6", "zoned", "TZOFFSETTO:-0400\n", "TZOFFSETTO:-0400\nCOMMENT:1970 to 2038\n"),
    ("Z6", "zoned", "BYDAY=2SU", "BYMONTHDAY=8"),
    ("I1", "invitation", "mailto:answers@", "mailto:no-reply@"),
    ("I1", "invitation", "ORGANIZER;CN=CAC Secretariat:mailto:answers@summit.example\n", ""),
    ("I2", "invitation", "STATUS:", "ATTENDEE;CN=Lee:mailto:x@y.example\nSTATUS:"),
    ("I2", "cancellation", "mailto:office@city.example", "https://city.example/"),
    ("I3", "invitation", "NEEDS-ACTI\n ON", "ACCEPT\n ED"),
    ("I3", "invitation", ";RSVP=TRUE", ""),
    ("I3", "cancellation", ";ROLE=REQ-PARTICIPANT", ""),
    ("I5", "cancellation", "SEQUENCE:1", "SEQUENCE:0"),
    ("I6", "invitation", TAIL, with_people(TALK) + TAIL),
]


def changed(name: str, old: str, new: str) -> tuple[Profile, str]:
    """The good file with every `old` made `new` where it stands more than once on purpose."""
    profile, text = GOOD[name]
    assert old in text
    everywhere = old in ("PT1H", "CAC Global Summit 2020", "America/New_York")
    return profile, text.replace(old, new) if everywhere else text.replace(old, new, 1)


@pytest.mark.parametrize(("rule", "name", "old", "new"), BREAKS)
def test_a_broken_file_breaks_its_rule_and_no_other(
    rule: str, name: str, old: str, new: str
) -> None:
    profile, text = changed(name, old, new)
    assert rules(check_octets(octets(text), profile)) == {rule}


def test_a_cancellation_must_say_that_it_is_cancelled() -> None:
    profile, text = changed("cancellation", "STATUS:CANCELLED", "STATUS:CONFIRMED")
    text = text.replace("SUMMARY:CANCELLED: ", "SUMMARY:")
    assert rules(check_octets(octets(text), profile)) == {"I4"}


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ("B2", octets(FEED).replace(b"\r\n", b"\n")),
        ("B2", octets(FEED).replace(b"\r\nSTATUS", b"\nSTATUS", 1)),
        ("B2", octets(FEED).replace(b"\r\nSTATUS", b"\rSTATUS", 1)),
        ("B2", octets(FEED)[:-2]),
        ("B7", b"\xef\xbb\xbf" + octets(FEED)),
        ("C1", b""),
        ("C1", b"<!doctype html>\r\n"),
    ],
)
def test_octets_around_the_lines(rule: str, broken: bytes) -> None:
    assert rules(check_octets(broken, F)) == {rule}
    with pytest.raises(Broken) as caught:
        parse(broken)
    assert caught.value.finding.rule == rule


def test_findings_name_the_line() -> None:
    broken = octets(FEED.replace("LOCATION:Online", "LOCATION:"))
    line = FEED.split("\n").index("LOCATION:Online") + 1
    assert check_octets(broken, F) == [Finding("E11", line, "LOCATION:")]


def test_several_faults_are_all_found() -> None:
    text = FEED.replace("COLOR:teal", "COLOR:pretty").replace("CLASS:PUBLIC\n", "")
    assert rules(check_octets(octets(text).replace(b"\r\n", b"\n"), F)) == {"B2", "C6", "E14"}


def test_http_passes_only_when_allowed() -> None:
    text = octets(FEED.replace("https://summit.example", "http://127.0.0.1:8000"))
    assert rules(check_octets(text, F)) == {"C4", "E7", "E8"}
    assert check_octets(text, F, insecure=True) == []


def test_backslashes_pass_only_when_said_to_be_meant() -> None:
    text = octets(FEED.replace("Forty", "C:\\\\new"))
    assert rules(check_octets(text, F)) == {"B8"}
    assert check_octets(text, F, backslashes=True) == []


def test_parse_keeps_raw_lines_and_reads_parameters() -> None:
    meeting = parse(octets(FEED)).within("VEVENT")[0]
    (conference,) = meeting.each("CONFERENCE")
    assert conference.parameters == {
        "VALUE": ("URI",),
        "FEATURE": ("AUDIO", "VIDEO"),
        "LABEL": ('Join: live, "Seoul"',),
    }
    assert conference.value == "https://summit.example/cac2020/sessions/mm/join"
    assert conference.octets.count(b"\r\n") == 2
    assert meeting.octets == octets(MEETING)


def test_parse_undoes_carets() -> None:
    text = FEED.replace("Join: live, ^'Seoul^'", "a^nb^^nc^^^'d")
    (line,) = parse(octets(text)).within("VEVENT")[0].each("CONFERENCE")
    assert line.parameters["LABEL"] == ('a\nb^nc^"d',)


def test_parse_tells_line_and_reason() -> None:
    with pytest.raises(Broken, match=r"^line 3: no content line: nonsense$") as caught:
        parse(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nnonsense\r\nEND:VCALENDAR\r\n")
    assert caught.value.finding == Finding("C1", 3, "no content line: nonsense")


def test_events_gives_texts_and_instants() -> None:
    found = events(octets(GOOD["zoned"][1]))
    assert found == {
        "7b0e4b1e-3c1f-4b58-9a55-0d1c4d0f2a11@summit.example": Event(
            uid="7b0e4b1e-3c1f-4b58-9a55-0d1c4d0f2a11@summit.example",
            summary="Mayoral Meeting; 시장 회의",
            starts=datetime(2020, 6, 2, 13, tzinfo=UTC),
            ends=datetime(2020, 6, 2, 14, 30, tzinfo=UTC),
            sequence=2,
            status="CONFIRMED",
            stamp=datetime(2020, 5, 20, 1, 2, 3, tzinfo=UTC),
            last_modified=datetime(2020, 5, 20, 1, 2, 3, tzinfo=UTC),
            description="Tue 2 June 2020, 22:00–23:30 KST (UTC+9)\nForty governments, R&D; 1 < 2.\n"
            "https://summit.example/cac2020/sessions/mm/join",
            location="Online",
            url="https://summit.example/cac2020/sessions/mm",
            categories=("Governance", "Open floor; questions"),
            octets=octets(IN_NEW_YORK),
        )
    }


def test_events_refuses_what_it_cannot_tell_apart() -> None:
    with pytest.raises(Broken, match="a second event"):
        events(octets(HEAD + MEETING + MEETING + TAIL))
    with pytest.raises(Broken, match="SEQUENCE is no number"):
        events(octets(HEAD + MEETING.replace("SEQUENCE:2", "SEQUENCE:two") + TAIL))
    with pytest.raises(Broken, match="without its four instants"):
        events(octets(HEAD + MEETING.replace("DTSTAMP", "COMMENT") + TAIL))


# Answers

DOWNLOAD_HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'attachment; filename="mayoral-meeting.ics"',
    "X-Content-Type-Options": "nosniff",
}
FEED_HEADERS = DOWNLOAD_HEADERS | {
    "Content-Disposition": "inline; filename=cac2020.ics",
    "ETag": '"5d41402abc4b2a76"',
    "Last-Modified": "Thu, 21 May 2020 00:00:00 GMT",
    "Cache-Control": "public, max-age=300",
}
PRIVATE_HEADERS = FEED_HEADERS | {
    "Cache-Control": "private, max-age=300",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}
MAIL_HEADERS = DOWNLOAD_HEADERS | {"Content-Type": "text/calendar; charset=UTF-8; method=REQUEST"}
ANSWERS: dict[str, dict[str, str]] = {
    "feed": FEED_HEADERS,
    "private": PRIVATE_HEADERS,
    "download": DOWNLOAD_HEADERS,
    "invitation": MAIL_HEADERS,
}
# rule, good answer, header, what it says instead ("" for nothing)
BAD_HEADERS = [
    ("T1", "feed", "Location", "/login"),
    ("T2", "feed", "Content-Type", "text/html; charset=utf-8"),
    ("T2", "feed", "Content-Type", "text/calendar"),
    ("T2", "invitation", "Content-Type", "text/calendar; method=REQUEST"),
    ("T3", "feed", "Content-Disposition", "attachment; filename=cac2020.ics"),
    ("T3", "feed", "Content-Disposition", "inline; filename=cac2020.txt"),
    ("T3", "feed", "Content-Disposition", "inline; filename=서울.ics"),
    ("T3", "download", "Content-Disposition", "inline; filename=cac2020.ics"),
    ("T4", "feed", "ETag", ""),
    ("T4", "feed", "ETag", "5d41402abc4b2a76"),
    ("T4", "feed", "Last-Modified", ""),
    ("T4", "feed", "Last-Modified", "Wed, 20 May 2020 23:59:59 GMT"),
    ("T6", "feed", "Cache-Control", ""),
    ("T6", "feed", "Cache-Control", "no-cache, no-store"),
    ("T6", "feed", "Cache-Control", "max-age=3601"),
    ("T6", "feed", "Cache-Control", "max-age=60, s-maxage=86400"),
    ("T6", "private", "Cache-Control", "max-age=300"),
    ("T6", "private", "Cache-Control", "public, private, max-age=300"),
    ("T9", "feed", "Set-Cookie", "visit=1"),
    ("T9", "download", "X-Content-Type-Options", ""),
    ("T10", "feed", "Content-Encoding", "gzip"),
    ("T11", "private", "X-Robots-Tag", ""),
    ("T11", "private", "Referrer-Policy", "origin"),
    ("M1", "invitation", "Content-Type", "text/calendar; charset=utf-8"),
    ("M1", "invitation", "Content-Type", "text/calendar; method=CANCEL; charset=utf-8"),
]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_good_answer_has_no_findings(name: str) -> None:
    profile, text = GOOD[name]
    answer = Answer(200, ANSWERS[name], octets(text))
    head = Answer(200, {k.upper(): v for k, v in answer.headers.items()} | {"DATE": "now"}, b"")
    assert check_answer(*answer, profile, again=answer, head=head) == []


@pytest.mark.parametrize("say", ["no-cache", "max-age=3600", "no-cache, max-age=86400"])
def test_an_hour_or_always_asking_is_fresh_enough(say: str) -> None:
    assert check_answer(200, FEED_HEADERS | {"Cache-Control": say}, octets(FEED), F) == []


@pytest.mark.parametrize(("rule", "name", "header", "value"), BAD_HEADERS)
def test_a_bad_header_breaks_its_rule(rule: str, name: str, header: str, value: str) -> None:
    profile, text = GOOD[name]
    headers = {k: v for k, v in (ANSWERS[name] | {header: value}).items() if v}
    assert rules(check_answer(200, headers, octets(text), profile)) == {rule}


def test_only_200_itself_will_do() -> None:
    assert rules(check_answer(503, FEED_HEADERS, octets(FEED), F)) == {"T1"}


def test_304_keeps_its_validators_and_has_no_body() -> None:
    headers = {name: FEED_HEADERS[name] for name in ("ETag", "Cache-Control")}
    assert check_answer(304, headers, b"", F) == []
    assert rules(check_answer(304, headers, octets(FEED), F)) == {"T5"}
    assert rules(check_answer(304, {"ETag": '"1"'}, b"", F)) == {"T6"}


def test_two_gets_and_head_agree() -> None:
    got = Answer(200, FEED_HEADERS, octets(FEED))
    other = got._replace(octets=octets(FEED.replace("T010203Z", "T010204Z")))
    assert rules(check_answer(*got, F, again=other)) == {"T7"}
    assert rules(check_answer(*got, F, head=got)) == {"T8"}
    assert rules(check_answer(*got, F, head=Answer(405, FEED_HEADERS, b""))) == {"T8"}


def test_refusals_are_alike() -> None:
    wrong = Answer(404, {"Content-Type": "text/plain", "Date": "now"}, b"Not found")
    assert check_refusals(wrong, wrong._replace(headers={"content-type": "text/plain"})) == []
    for revoked in (wrong._replace(status=410), wrong._replace(octets=b"Withdrawn")):
        assert rules(check_refusals(wrong, revoked)) == {"T13"}
    assert rules(check_refusals(wrong._replace(status=403))) == {"T13"}


# Updates

LATER = {"20200520T010203Z": "20200525T000000Z"}
UPDATES: list[tuple[str, Mapping[str, str]]] = [
    ("U1", LATER | {"DTSTART:20200602T1300": "DTSTART:20200602T1330"}),
    ("U1", LATER | {"DTEND:20200602T1430": "DTEND:20200602T1500"}),
    ("U1", LATER | {"LOCATION:Online": "LOCATION:Seoul"}),
    ("U1", LATER | {"STATUS:CONFIRMED": "STATUS:TENTATIVE"}),
    ("U1", LATER | {"Forty": "All", "SEQUENCE:2": "SEQUENCE:1"}),
    ("U2", {"Forty": "All"}),
    ("U2", {"Forty": "All", "20200520T010203Z": "20200519T000000Z"}),
    ("U2", {"LOCATION:Online": "LOCATION:Seoul", "SEQUENCE:2": "SEQUENCE:3"}),
    ("U2", {"Forty": "All", "DTSTAMP:20200520T010203Z": "DTSTAMP:20200525T000000Z"}),
    ("U3", {MEETING: ""}),
    ("U4", {"UID:7b0e4b1e": "UID:aaaa4b1e"}),
    ("U5", LATER),
    ("U5", {"SEQUENCE:2": "SEQUENCE:3"}),
    ("U5", {"Forty\n  gov": "Fort\n y gov"}),
    ("U5", {"TRANSP:OPAQUE\nCLASS:PUBLIC": "CLASS:PUBLIC\nTRANSP:OPAQUE"}),
    ("C1", {TAIL: ""}),
]


def updated(changes: Mapping[str, str]) -> bytes:
    text = FEED
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return octets(text)


@pytest.mark.parametrize(("rule", "changes"), UPDATES)
def test_a_wrong_update_breaks_its_rule(rule: str, changes: Mapping[str, str]) -> None:
    assert rules(check_update(octets(FEED), updated(changes), F)) == {rule}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        LATER | {"Forty": "All"},
        LATER | {"LOCATION:Online": "LOCATION:Seoul", "SEQUENCE:2": "SEQUENCE:3"},
        {"COLOR:teal": "COLOR:navy"},
        {TAIL: MEETING.replace("UID:7b0e", "UID:bbbb").replace("Forty", "Fifty") + TAIL},
    ],
)
def test_a_right_update_has_no_findings(changes: Mapping[str, str]) -> None:
    assert check_update(octets(FEED), updated(changes), F) == []


def test_the_same_invitation_may_be_sent_again() -> None:
    before = GOOD["invitation"][1]
    after = before.replace("DTSTAMP:20200520T010203Z", "DTSTAMP:20200525T000000Z")
    assert check_update(octets(before), octets(after), I) == []


def test_every_rule_of_the_table_has_a_file_that_breaks_it() -> None:
    """All but T12 (time), M2 and M3 (the mail around it) and J (other parsers)."""
    tables: list[list[Any]] = [BREAKS, BAD_HEADERS, UPDATES]
    tried = {row[0] for table in tables for row in table}
    tried |= {"B2", "B7", "I4", "T5", "T7", "T8", "T13"}  # tests of their own above
    table = [("B", 11), ("C", 9), ("E", 18), ("Z", 6), ("I", 6), ("T", 13), ("M", 1), ("U", 5)]
    assert tried == {f"{letter}{n + 1}" for letter, last in table for n in range(last)} - {"T12"}
