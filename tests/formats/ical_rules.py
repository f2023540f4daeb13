"""Judges finished iCalendar octets by the rules of the calendar design (B8, C4, E3 …).

It uses no calendar library and knows nothing of our writer, so that it shares no fault with them.
The tables say what must stand, what may stand and in which form; the functions say the rest.
"""

import calendar
import codecs
import html.entities
import re
import string
import unicodedata
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple


class Profile(StrEnum):
    FEED = "F"
    PRIVATE = "P"
    DOWNLOAD = "D"
    INVITATION = "I"
    CANCELLATION = "C"


FEEDS = (Profile.FEED, Profile.PRIVATE)
PUBLIC = (Profile.FEED, Profile.DOWNLOAD)
METHODS = {Profile.INVITATION: "REQUEST", Profile.CANCELLATION: "CANCEL"}


def _by_name(*rows: str) -> dict[str, str]:
    """Rows such as "C1 VERSION PRODID", rule first, as the rule of each name."""
    return {name: row.split()[0] for row in rows for name in row.split()[1:]}


ONCE = {  # in each component of this name (DAYLIGHT is as STANDARD), and the rule that says so
    "VCALENDAR": _by_name("C1 VERSION PRODID"),
    "VEVENT": _by_name("E1 UID", "E2 DTSTAMP", "E3 DTSTART DTEND", "E4 SUMMARY DESCRIPTION")
    | _by_name("E5 STATUS", "E6 SEQUENCE CREATED LAST-MODIFIED", "E7 URL", "E14 TRANSP CLASS"),
    "VALARM": _by_name("E9 ACTION TRIGGER DESCRIPTION UID"),
    "VTIMEZONE": _by_name("Z1 TZID"),
    "STANDARD": _by_name("Z4 DTSTART TZOFFSETFROM TZOFFSETTO"),
}
ONCE_IN_FEEDS = _by_name(
    "C3 NAME X-WR-CALNAME DESCRIPTION X-WR-CALDESC",
    "C4 REFRESH-INTERVAL X-PUBLISHED-TTL SOURCE URL",
    "C5 X-WR-TIMEZONE",
)
NEVER = {
    "VCALENDAR": _by_name("C8 UID"),
    "VEVENT": _by_name("E3 DURATION", "E15 RRULE RDATE EXDATE EXRULE RECURRENCE-ID"),
    "STANDARD": _by_name("Z6 RDATE COMMENT"),
}
NEVER_OUTSIDE_FEEDS = _by_name(
    "C9 NAME X-WR-CALNAME X-WR-RELCALID REFRESH-INTERVAL X-PUBLISHED-TTL SOURCE"
)
NEVER_OUTSIDE_MAIL = _by_name("C2 METHOD", "E10 ATTENDEE ORGANIZER")
MAY = {  # besides what must: RFC 5545, RFC 7986 and the X- names that clients read
    "VCALENDAR": "NAME X-WR-CALNAME DESCRIPTION X-WR-CALDESC REFRESH-INTERVAL X-PUBLISHED-TTL URL"
    " SOURCE X-WR-TIMEZONE X-WR-RELCALID CALSCALE METHOD LAST-MODIFIED CATEGORIES COLOR IMAGE",
    "VEVENT": "GEO LOCATION PRIORITY ORGANIZER ATTENDEE ATTACH CATEGORIES COMMENT CONTACT COLOR"
    " REQUEST-STATUS RELATED-TO RESOURCES IMAGE CONFERENCE",
    "VALARM": "DURATION REPEAT",
    "VTIMEZONE": "LAST-MODIFIED TZURL",
    "STANDARD": "TZNAME RRULE",
}
AT_MOST_ONCE = ("CALSCALE", "METHOD", "COLOR", "GEO", "LOCATION", "PRIORITY", "RRULE")
PARTS = {"VCALENDAR": "VEVENT VTIMEZONE", "VEVENT": "VALARM", "VTIMEZONE": "STANDARD DAYLIGHT"}
FORMS = {  # of values, wherever the property stands
    "VERSION": ("C1", r"2\.0"),
    "PRODID": ("C1", r"-//[^/]+//[^/]+//[A-Za-z]{2,3}(-[A-Za-z]+)*"),
    "CALSCALE": ("C1", "GREGORIAN"),
    "DTSTAMP": ("E2", r"\d{8}T\d{6}Z"),
    "DTSTART": ("E3", r"\d{8}T\d{4}00Z?"),
    "DTEND": ("E3", r"\d{8}T\d{4}00Z?"),
    "STATUS": ("E5", "TENTATIVE|CONFIRMED|CANCELLED"),
    "SEQUENCE": ("E6", r"\d{1,9}"),
    "CREATED": ("E6", r"\d{8}T\d{6}Z"),
    "LAST-MODIFIED": ("E6", r"\d{8}T\d{6}Z"),
    "ACTION": ("E9", "DISPLAY"),
    "TRIGGER": ("E9", r"[-+]?P[\dWDTHMS]+"),
    "GEO": ("E11", r"-?([0-8]?\d(\.\d+)?|90(\.0+)?);-?((1[0-7]|\d)?\d(\.\d+)?|180(\.0+)?)"),
    "LOCATION": ("E11", r"(?u:.*\S.*)"),
    "PRIORITY": ("E12", r"\d"),
    "CATEGORIES": ("E13", r"([^,\\]|\\[^,])+(,([^,\\]|\\[^,])+)*"),
    "TRANSP": ("E14", "OPAQUE|TRANSPARENT"),
    "CLASS": ("E14", "PUBLIC|PRIVATE|CONFIDENTIAL"),
    "TZOFFSETFROM": ("Z4", r"[-+]\d{4}"),
    "TZOFFSETTO": ("Z4", r"[-+]\d{4}"),
}
TEXTS = """SUMMARY DESCRIPTION LOCATION COMMENT CONTACT UID RELATED-TO NAME PRODID TZID TZNAME
    X-WR-CALNAME X-WR-CALDESC X-WR-RELCALID X-WR-TIMEZONE"""
TEXT_LISTS = ("CATEGORIES", "RESOURCES")
MARKUP_FREE = ("DESCRIPTION", "X-WR-CALDESC")
LIST_PARAMETERS = {"FEATURE", "DISPLAY", "DELEGATED-FROM", "DELEGATED-TO", "MEMBER"}
QUOTED_PARAMETERS = {"ALTREP", "DELEGATED-FROM", "DELEGATED-TO", "DIR", "MEMBER", "SENT-BY"}
CARETS = {"^^": "^", "^n": "\n", "^'": '"'}
FEATURES = {"AUDIO", "CHAT", "FEED", "MODERATOR", "PHONE", "SCREEN", "VIDEO"}
UID_FORM = r"(?a)[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|(?=[^@]*\d)[^\s@]+@[\w-]+(\.[\w-]+)+"
TAG = r"<!--|</?[A-Za-z][\w-]*(\s[^<>]*)?/?>"
ENTITY = r"&(#\d+|#[xX][\da-fA-F]+|\w+);"
MAIL_ADDRESS = r"[\w.+%-]+@[\w-]+(\.[\w-]+)+"
CANCELLED_MARKS = ("CANCELLED: ", "취소됨: ", "已取消：")  # one for each language of the interface
COLORS = """aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue
    blueviolet brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson
    cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta
    darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray
    darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick
    floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey
    honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon
    lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink
    lightsalmon lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow
    lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple
    mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue
    mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum
    powderblue purple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna
    silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato
    turquoise violet wheat white whitesmoke yellow yellowgreen"""
HOUR = r"=(\d{1,3}|[12]\d{3}|3[0-5]\d\d|3600)(?!\d)"
FRESH = rf"(?!.*no-store)(?!.*s-maxage(?!{HOUR}))(?=.*(no-cache|max-age{HOUR})).*"
HEADERS = (  # rule, profiles, header, form; a missing header is an empty one
    ("T2", "FPD", "content-type", r'text/calendar; *charset="?utf-8"?'),
    ("T2", "IC", "content-type", r'(?=.*charset="?utf-8)text/calendar(; *(charset|method)=[^;]+)+'),
    ("T3", "FP", "content-disposition", r'inline; *filename="?[\w.-]+\.ics"?'),
    ("T3", "DIC", "content-disposition", r'attachment; *filename="?[\w.-]+\.ics"?'),
    ("T4", "FP", "etag", r'(W/)?"[!#-~]+"'),
    ("T4", "FP", "last-modified", r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"),
    ("T6", "F", "cache-control", FRESH),
    ("T6", "P", "cache-control", rf"(?=.*\bprivate\b)(?!.*\bpublic\b){FRESH}"),
    ("T9", "FPDIC", "set-cookie", ""),
    ("T9", "FPDIC", "x-content-type-options", "nosniff"),
    ("T10", "FP", "content-encoding", "(identity)?"),
    ("T11", "P", "x-robots-tag", r".*\bnoindex\b.*"),
    ("T11", "P", "referrer-policy", "no-referrer"),
)
NOT_MODIFIED = ("etag", "cache-control", "set-cookie")  # what counts in a 304


@dataclass(frozen=True)
class Finding:
    rule: str
    line: int
    message: str


class Broken(ValueError):
    """The octets cannot be read as one calendar; the finding says which rule they break."""

    def __init__(self, line: int, why: str, rule: str = "C1") -> None:
        super().__init__(f"line {line}: {why}")
        self.finding = Finding(rule, line, why)


@dataclass(frozen=True)
class Line:
    """A content line: the value unfolded but still escaped, the octets as they stand."""

    number: int
    name: str
    parameters: Mapping[str, tuple[str, ...]]
    value: str
    octets: bytes

    @property
    def text(self) -> str:
        return re.sub(r"\\(.)", lambda pair: "\n" if pair[1] in "nN" else pair[1], self.value)


@dataclass(frozen=True)
class Component:
    name: str
    number: int
    lines: list[Line] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    @property
    def octets(self) -> bytes:
        return b"".join(self.raw)

    def each(self, *names: str) -> list[Line]:
        return [line for line in self.lines if line.name in names]

    def value(self, name: str) -> str:
        return next((line.value for line in self.each(name)), "")

    def text(self, name: str) -> str:
        return next((line.text for line in self.each(name)), "")

    def instant(self, name: str) -> datetime | None:
        return next((_instant(line) for line in self.each(name)), None)

    def within(self, name: str) -> list["Component"]:
        return [part for part in self.parts if part.name == name]


@dataclass(frozen=True)
class Event:
    """A VEVENT as tests like to ask it: texts unescaped, instants aware and in UTC."""

    uid: str
    summary: str
    starts: datetime
    ends: datetime
    sequence: int
    status: str
    stamp: datetime
    last_modified: datetime
    description: str
    location: str
    url: str
    categories: tuple[str, ...]
    octets: bytes


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    octets: bytes


def parse(octets: bytes) -> Component:
    """Read one calendar strictly: whatever is wrong with its octets or lines raises Broken."""
    for finding in _octet_rules(octets):
        raise Broken(finding.line, finding.message, finding.rule)
    return _read(octets)


def events(octets: bytes) -> dict[str, Event]:
    """The events by UID; Broken when the file cannot be read or an event lacks an instant."""
    found: dict[str, Event] = {}
    for part in parse(octets).within("VEVENT"):
        starts, ends = part.instant("DTSTART"), part.instant("DTEND")
        stamp, last_modified = part.instant("DTSTAMP"), part.instant("LAST-MODIFIED")
        if not (starts and ends and stamp and last_modified):
            raise Broken(part.number, "an event without its four instants", "E3")
        if part.text("UID") in found:
            raise Broken(part.number, f"a second event {part.text('UID')}", "E1")
        if not re.fullmatch(r"\d{0,9}", part.value("SEQUENCE")):
            raise Broken(part.number, "SEQUENCE is no number", "E6")
        found[part.text("UID")] = Event(
            uid=part.text("UID"),
            summary=part.text("SUMMARY"),
            starts=starts,
            ends=ends,
            sequence=int(part.value("SEQUENCE") or 0),
            status=part.value("STATUS"),
            stamp=stamp,
            last_modified=last_modified,
            description=part.text("DESCRIPTION"),
            location=part.text("LOCATION"),
            url=part.value("URL"),
            categories=tuple(c for line in part.each("CATEGORIES") for c in line.text.split(",")),
            octets=part.octets,
        )
    return found


def check_octets(
    octets: bytes, profile: Profile, *, insecure: bool = False, backslashes: bool = False
) -> list[Finding]:
    """What is wrong with the document, line by line; an empty list means that it is correct.

    `insecure` lets http addresses pass, for a demonstration on loopback. `backslashes` says that
    the texts themselves hold backslashes, which else count as the sign of an escape made twice.
    """
    found = list(_octet_rules(octets))
    try:
        root = _read(octets)
    except Broken as broken:
        return [*found, broken.finding]
    web = (
        rf"(?a){'https?' if insecure else 'https'}://[A-Za-z\d.:\[\]-]+([/?#][!#-;=?-\[\]_a-z~]*)?"
    )
    found += _part_rules(root, profile, backslashes=backslashes)
    found += _calendar_rules(root, profile, web)
    for event in root.within("VEVENT"):
        found += _event_rules(event, profile, web)
    found += _zone_rules(root)
    return sorted(found, key=lambda finding: finding.line)


def check_answer(
    status: int,
    headers: Mapping[str, str],
    octets: bytes,
    profile: Profile,
    *,
    again: Answer | None = None,
    head: Answer | None = None,
) -> list[Finding]:
    """What is wrong with an answer to a GET that did not ask for gzip; 304 if it was conditional.

    `again` is the answer to the same GET a little later, `head` the one to HEAD.
    """
    had = {name.lower(): value for name, value in headers.items()}
    found = [
        Finding(rule, 0, f"{name}: {had.get(name, 'missing')}")
        for rule, profiles, name, form in HEADERS
        if profile in profiles and (status != 304 or name in NOT_MODIFIED)
        if not re.fullmatch(form, had.get(name, ""), re.IGNORECASE | re.ASCII)
    ]
    if status == 304:
        return found + _failed(0, ("T5", not octets, "304 has no body"))
    named = re.search(r'method="?(\w+)', had.get("content-type", ""))
    stands = re.search(rb"^METHOD:(\w+)", octets, re.MULTILINE)
    since = _clock(had.get("last-modified", ""), "%a, %d %b %Y %H:%M:%S GMT")
    changes = [_clock(at.decode()) for at in re.findall(rb"\nLAST-MODIFIED:(\w+)", octets)]
    stale = profile in FEEDS and since and any(at and at > since for at in changes)
    steady = again is None or again.octets == octets or profile not in FEEDS
    alike = head is None or _lasting(head) == _lasting(Answer(status, headers, b""))
    return found + _failed(
        0,
        ("T1", status == 200 and "location" not in had, f"answers {status} instead of 200"),
        ("M1", (named and named[1]) == (stands and stands[1].decode()), "method= is not METHOD"),
        ("T4", not stale, "Last-Modified is before that of an event"),
        ("T7", steady, "two GETs give different octets"),
        ("T8", alike, "HEAD is not like GET"),
    )


def check_refusals(*answers: Answer) -> list[Finding]:
    """T13: the answers to wrong and to revoked tokens must tell nothing apart."""
    refused = {answer.status for answer in answers} <= {404, 410}
    alike = all(_lasting(answer) == _lasting(answers[0]) for answer in answers)
    return _failed(0, ("T13", refused, "not 404 or 410"), ("T13", alike, "answers differ"))


def check_update(before: bytes, after: bytes, profile: Profile) -> list[Finding]:
    """What is wrong with the step from one version of a calendar to the next."""
    try:
        old, new = events(before), events(after)
    except Broken as broken:
        return [broken.finding]
    found: list[Finding] = []
    for uid, was in old.items():
        if not (now := new.get(uid)):
            twin = any(_content(new[other]) == _content(was) for other in new.keys() - old.keys())
            found.append(Finding("U4" if twin else "U3", 0, f"{uid} is no longer there"))
            continue
        moved = (was.starts, was.ends, was.location, was.status) != (
            (now.starts, now.ends, now.location, now.status)
        )
        same = _content(was) == _content(now)
        later = now.stamp > was.stamp and now.last_modified > was.last_modified
        kept = now.octets == was.octets or profile in METHODS  # their DTSTAMP is when they left
        found += _failed(
            after[: after.index(now.octets)].count(b"\n") + 1,
            ("U1", now.sequence >= was.sequence + moved, f"SEQUENCE {now.sequence} of {uid}"),
            ("U2", same or later, f"DTSTAMP or LAST-MODIFIED of {uid} has not moved"),
            ("U5", kept or not same, f"octets of {uid} changed for nothing"),
        )
    return found


def _failed(line: int, *checks: tuple[str, bool, str]) -> list[Finding]:
    """A finding for each (rule, whether it holds, message) that does not hold."""
    return [Finding(rule, line, message) for rule, holds, message in checks if not holds]


def _lasting(answer: Answer) -> tuple[int, dict[str, str], bytes]:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return answer.status, headers | {"date": ""}, answer.octets


def _content(event: Event) -> list[bytes]:
    unfolded = re.sub(rb"\r\n[ \t]", b"", event.octets).split(b"\r\n")
    return sorted(n for n in unfolded if not re.match(rb"UID|SEQUENCE|DTSTAMP|LAST-MODIFIED", n))


def _folded(octets: bytes) -> list[tuple[int, list[bytes]]]:
    """The content lines, each with its number and its physical lines, ends included."""
    folded: list[tuple[int, list[bytes]]] = []
    for number, line in enumerate(re.findall(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", octets), 1):
        if folded and line[:1] in b" \t":
            folded[-1][1].append(line)
        else:
            folded.append((number, [line]))
    return folded


def _unfolded(pieces: list[bytes]) -> bytes:
    return b"".join(piece.rstrip(b"\r\n")[n > 0 :] for n, piece in enumerate(pieces))


def _is_utf8(octets: bytes) -> bool:
    return octets.decode(errors="ignore").encode() == octets


def _octet_rules(octets: bytes) -> Iterator[Finding]:
    if octets.startswith(codecs.BOM_UTF8):
        yield Finding("B7", 1, "begins with a BOM")
    bare = re.search(rb"(?<!\r)\n|\r(?!\n)|[^\n]\Z", octets)
    if bare:
        yield Finding("B2", octets.count(b"\n", 0, bare.start()) + 1, "does not end with CRLF")
    for number, pieces in _folded(octets.removeprefix(codecs.BOM_UTF8)):
        for at, piece in enumerate((piece.rstrip(b"\r\n") for piece in pieces), number):
            if piece in (b"", b" ", b"\t"):
                yield Finding("B6", at, "a blank line")
            if len(piece) > 75:
                yield Finding("B3", at, f"{len(piece)} octets, more than 75")
        whole = _unfolded(pieces)
        text = whole.decode(errors="replace")
        if not _is_utf8(whole):
            yield Finding("B1", number, "not UTF-8")
        elif not all(map(_is_utf8, pieces)):
            yield Finding("B4", number, "a fold inside a character")
        if control := re.search(r"[\x00-\x1f\x7f-\x9f]", text):
            yield Finding("B5", number, f"control character {control[0]!r}")
        if not unicodedata.is_normalized("NFC", text):
            yield Finding("B11", number, "not NFC")


def _read(octets: bytes) -> Component:
    """The tree of components, forgiving what _octet_rules has found already."""
    roots: list[Component] = []
    opened: list[Component] = []
    for number, pieces in _folded(octets.removeprefix(codecs.BOM_UTF8)):
        if not (text := _unfolded(pieces).decode(errors="replace")).strip():
            continue
        line = _read_line(number, text, b"".join(pieces))
        if line.name == "BEGIN":
            part = Component(line.value, number)
            (opened[-1].parts if opened else roots).append(part)
            opened.append(part)
        if not opened or len(roots) > 1 or roots[0].name != "VCALENDAR":
            raise Broken(number, "more or other than one VCALENDAR")
        for part in opened:
            part.raw.append(line.octets)
        if line.name == "END":
            if opened.pop().name != line.value:
                raise Broken(number, f"END:{line.value} ends something else")
        elif line.name != "BEGIN":
            opened[-1].lines.append(line)
    if opened or not roots:
        raise Broken(1, "no whole VCALENDAR")
    return roots[0]


def _read_line(number: int, text: str, octets: bytes) -> Line:
    rest = text.lstrip(string.ascii_letters + string.digits + "-")
    name = text.removesuffix(rest)
    parameters: dict[str, tuple[str, ...]] = {}
    while found := re.match(r';([A-Za-z\d-]+)=((?:"[^"]*"|[^";:])*)', rest):
        key, values = found[1].upper(), re.findall(r'(?:^|,)("[^"]*"|[^",]*)(?=,|$)', found[2])
        if key in parameters or ",".join(values) != found[2]:
            raise Broken(number, f"parameter {key} stands twice or is quoted in the middle", "B10")
        if key in QUOTED_PARAMETERS and not all(n.startswith('"') for n in values):
            raise Broken(number, f"parameter {key} must be quoted", "B10")
        if re.search(r"\^(?![n'])", found[2].replace("^^", "")):
            raise Broken(number, f"parameter {key} has a caret that stands for nothing", "B10")
        plain = [re.sub(r"\^.", lambda pair: CARETS[pair[0]], n.strip('"')) for n in values]
        parameters[key] = tuple(plain)
        rest = rest[found.end() :]
    if not name or rest[:1] != ":":
        raise Broken(number, f"no content line: {text[:30]}", "B10" if rest[:1] == ";" else "C1")
    return Line(number, name.upper(), parameters, rest[1:], octets)


def _clock(value: str, form: str = "%Y%m%dT%H%M%S") -> datetime | None:
    """The date and time that a clock shows in this value, taken for UTC."""
    try:
        return datetime.strptime(value.removesuffix("Z"), form).replace(tzinfo=UTC)
    except ValueError:
        return None


@cache
def _zone(name: str) -> zoneinfo.ZoneInfo | None:
    return zoneinfo.ZoneInfo(name) if name in zoneinfo.available_timezones() else None


def _instant(line: Line) -> datetime | None:
    clock, names = _clock(line.value), line.parameters.get("TZID", ("UTC",))
    zone = _zone(names[0])
    if clock is None or zone is None or ("TZID" in line.parameters) == line.value.endswith("Z"):
        return None
    return clock.replace(tzinfo=zone).astimezone(UTC)


def _part_rules(part: Component, profile: Profile, *, backslashes: bool) -> Iterator[Finding]:
    name = part.name.replace("DAYLIGHT", "STANDARD")
    top, feed = name == "VCALENDAR", profile in FEEDS
    once = ONCE[name] | (ONCE_IN_FEEDS if top and feed else {})
    never = NEVER.get(name, {}) | (NEVER_OUTSIDE_FEEDS if top and not feed else {})
    never |= NEVER_OUTSIDE_MAIL if profile not in METHODS else {}
    for wanted, rule in once.items():
        if len(part.each(wanted)) != 1:
            yield Finding(rule, part.number, f"{name} needs one {wanted}")
    for single in AT_MOST_ONCE:
        if len(part.each(single)) > 1:
            yield Finding("E12", part.number, f"{name} has more than one {single}")
    for line in part.lines:
        if line.name in never:
            yield Finding(never[line.name], line.number, f"{line.name} in a {name}")
        elif line.name not in once and line.name not in MAY[name].split():
            yield Finding("E12", line.number, f"{line.name} in a {name}")
        yield from _line_rules(line, profile, backslashes=backslashes)
    for inner in part.parts:
        if inner.name in PARTS.get(name, "").split():
            yield from _part_rules(inner, profile, backslashes=backslashes)
        else:
            yield Finding("E18", inner.number, f"{inner.name} in a {name}")


def _line_rules(line: Line, profile: Profile, *, backslashes: bool) -> list[Finding]:
    name, value, text = line.name, line.value, line.text
    rule, form = FORMS.get(name, ("", ".*"))
    formed = re.fullmatch(form, value, re.ASCII) and (r"\d{8}T" not in form or _clock(value))
    bare = r"[^\\;,]" if name in TEXTS.split() else r"[^\\;]" if name in TEXT_LISTS else "."
    exact = re.fullmatch(rf"({bare}|\\[\\;,nN])*", value)
    twice = bare != "." and not backslashes and re.search(r"\\[\\;,n]", text)
    names = [f"{entity};" for entity in re.findall(ENTITY, text)]
    marked = re.search(TAG, text) or any(n[0] == "#" or n in html.entities.html5 for n in names)
    listed = {key for key, values in line.parameters.items() if len(values) > 1}
    public = profile in PUBLIC and name not in ("UID", "RELATED-TO", "ATTENDEE", "ORGANIZER")
    mail = public and re.search(MAIL_ADDRESS, f"{text} {line.parameters}")
    return _failed(
        line.number,
        (rule, bool(formed), f"{name}:{value}"),
        ("B8", bool(exact), f"{name} is not escaped as TEXT"),
        ("B8", not twice, f"{name} seems to be escaped twice"),
        ("B9", not (marked and name in MARKUP_FREE), f"{name} has tags or entities"),
        ("B10", listed <= LIST_PARAMETERS, f"{name} has a list in a parameter of one value"),
        ("C5", name != "X-WR-TIMEZONE" or bool(_zone(value)), f"{value} is no IANA zone"),
        ("C6", name != "COLOR" or value in COLORS.split(), f"{value} is no CSS3 colour"),
        ("E17", not mail, f"{name} has an e-mail address"),
    )


def _calendar_rules(root: Component, profile: Profile, web: str) -> list[Finding]:
    parts, value = root.within("VEVENT"), root.value
    uids = [part.text("UID") for part in parts]
    starts = [start for part in parts if (start := part.instant("DTSTART"))]
    method = METHODS.get(profile)
    found = _failed(
        root.number,
        ("C2", method is None or value("METHOD") == method, f"METHOD is not {method}"),
        ("C7", bool(parts), "no VEVENT"),
        ("E1", len(set(uids)) == len(uids), "a UID stands twice"),
        ("E16", starts == sorted(starts), "events are not in the order of their starts"),
        ("I6", method is None or len(parts) == 1, "a message is about one event"),
    )
    if profile not in FEEDS:
        return found
    types = {line.name: line.parameters.get("VALUE") for line in root.lines}
    time = re.fullmatch(
        r"P(?:([0-7])D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?)?", value("X-PUBLISHED-TTL")
    )
    days, hours, minutes = map(int, time.groups("0")) if time else (0, 0, 0)
    return found + _failed(
        root.number,
        ("C3", value("NAME") == value("X-WR-CALNAME"), "NAME is not X-WR-CALNAME"),
        ("C3", not re.search(r"[\\;,]", value("NAME")), "NAME needs escapes"),
        ("C3", value("DESCRIPTION") == value("X-WR-CALDESC"), "DESCRIPTION is not X-WR-CALDESC"),
        ("C4", value("REFRESH-INTERVAL") == value("X-PUBLISHED-TTL"), "two refresh intervals"),
        ("C4", 15 <= (days * 24 + hours) * 60 + minutes <= 24 * 60, "not 15 minutes to a day"),
        ("C4", types.get("REFRESH-INTERVAL") == ("DURATION",), "REFRESH-INTERVAL;VALUE=DURATION"),
        ("C4", types.get("SOURCE") == ("URI",), "SOURCE;VALUE=URI"),
        ("C4", bool(re.fullmatch(web, value("SOURCE"))), f"SOURCE:{value('SOURCE')}"),
        ("C4", bool(re.fullmatch(web, value("URL"))), f"URL:{value('URL')}"),
    )


def _event_rules(event: Component, profile: Profile, web: str) -> list[Finding]:
    uid, summary, about = event.text("UID"), event.text("SUMMARY"), event.text("DESCRIPTION")
    starts, ends = event.instant("DTSTART"), event.instant("DTEND")
    created, changed = event.instant("CREATED"), event.instant("LAST-MODIFIED")
    stamp, times = event.instant("DTSTAMP"), event.each("DTSTART", "DTEND")
    cancelled = event.value("STATUS") == "CANCELLED"
    stored = profile not in METHODS and stamp and changed
    found = _failed(
        event.number,
        ("E1", bool(re.fullmatch(UID_FORM, uid)) and len(uid.encode()) <= 255, f"UID {uid}"),
        ("E2", not stored or stamp == changed, "DTSTAMP is not LAST-MODIFIED though no METHOD"),
        ("E3", all(("TZID" in n.parameters) != n.value.endswith("Z") for n in times), "no instant"),
        ("E3", not (starts and ends) or starts < ends, "DTEND is not after DTSTART"),
        ("E4", 0 < len(summary.strip()) <= 255 and bool(about.strip()), "empty or long text"),
        ("E5", summary.startswith(CANCELLED_MARKS) == cancelled, "SUMMARY and STATUS disagree"),
        ("E5", not cancelled or event.value("TRANSP") != "OPAQUE", "cancelled but OPAQUE"),
        ("E6", not (created and changed) or created <= changed, "CREATED after LAST-MODIFIED"),
        ("E9", len(event.within("VALARM")) <= (profile not in PUBLIC), "an alarm too many"),
    )
    for line in event.each("URL", "ATTACH", "IMAGE"):
        found += _failed(line.number, ("E7", bool(re.fullmatch(web, line.value)), line.value))
    for line in event.each("CONFERENCE"):
        given = {name: set(values) for name, values in line.parameters.items()}
        features, label = given.get("FEATURE", set()), given.get("LABEL", {""})
        typed = given.get("VALUE") == {"URI"} and features and features <= FEATURES and all(label)
        linked = re.fullmatch(web, line.value) and line.value in about
        found += _failed(
            line.number,
            ("E8", bool(typed), "CONFERENCE lacks VALUE=URI, FEATURE or LABEL"),
            ("E8", bool(linked), "the link is no address or not in DESCRIPTION"),
        )
    return found + (_mail_rules(event, profile) if profile in METHODS else [])


def _mail_rules(event: Component, profile: Profile) -> list[Finding]:
    organizers, attendees = event.each("ORGANIZER"), event.each("ATTENDEE")
    reads = [re.match(r"mailto:(?!(no|do-?not)[-_.]?reply).+@", n.value) for n in organizers]
    given = attendees[0].parameters if attendees else {}
    asked = (given.get("PARTSTAT"), given.get("RSVP")) == (("NEEDS-ACTION",), ("TRUE",))
    cancel = profile == Profile.CANCELLATION
    placed = not attendees or ((asked or cancel) and {"CN", "ROLE"} <= given.keys())
    return _failed(
        event.number,
        ("I1", len(reads) == 1 and all(reads), "not one ORGANIZER that reads mail"),
        ("I2", [n.value[:7] for n in attendees] == ["mailto:"], "not one ATTENDEE by mail"),
        ("I3", placed, "ATTENDEE lacks CN, ROLE, PARTSTAT=NEEDS-ACTION or RSVP=TRUE"),
        ("I4", not cancel or event.value("STATUS") == "CANCELLED", "STATUS is not CANCELLED"),
        ("I5", not cancel or event.value("SEQUENCE") not in ("", "0"), "SEQUENCE of a CANCEL"),
    )


class Onset(NamedTuple):
    clock: datetime
    before: timedelta
    after: timedelta


def _zone_rules(root: Component) -> list[Finding]:
    used = [n for event in root.within("VEVENT") for n in event.lines if "TZID" in n.parameters]
    known = {part.text("TZID"): part for part in root.within("VTIMEZONE")}
    found: list[Finding] = []
    for line in used:
        name = line.parameters["TZID"][0]
        found += _failed(
            line.number,
            ("Z1", name in known, f"{name} has no VTIMEZONE"),
            ("Z2", bool(_zone(name)), f"{name} is no IANA name"),
        )
    for name, part in known.items():
        lines = [line for line in used if line.parameters["TZID"][0] == name]
        found += _failed(
            part.number,
            ("Z5", bool(lines), f"{name} is not used"),
            ("Z5", len(part.octets) <= 1500, f"{name} takes {len(part.octets)} octets"),
        )
        if zone := _zone(name):
            found += _onset_rules(part, zone, lines)
    return found


def _onset_rules(
    part: Component, zone: zoneinfo.ZoneInfo, lines: Sequence[Line]
) -> Iterator[Finding]:
    clocks = [(line, clock) for line in lines if (clock := _clock(line.value))]
    last_year = max((clock.year for _, clock in clocks), default=0)
    try:
        onsets = sorted(onset for inner in part.parts for onset in _onsets(inner, last_year))
    except Broken as broken:
        yield broken.finding
        return
    for clock, before, after in onsets:
        then = (clock - before).astimezone(zone)
        just_before = (clock - before - timedelta(seconds=1)).astimezone(zone)
        if (just_before.utcoffset(), then.utcoffset()) != (before, after):
            yield Finding("Z4", part.number, f"{zone} does not change at {clock:%Y-%m-%d %H:%M}")
            break
    for line, clock in clocks:
        offset = next((onset.after for onset in reversed(onsets) if onset.clock <= clock), None)
        if offset != clock.replace(tzinfo=zone).utcoffset():
            yield Finding("Z3", line.number, f"{line.value} is at {offset} here, not as in {zone}")


def _onsets(part: Component, last_year: int) -> Iterator[Onset]:
    """When this STANDARD or DAYLIGHT begins; Broken for a rule that Outlook would not read."""
    first = _clock(part.value("DTSTART"))
    before, after = _offset(part.value("TZOFFSETFROM")), _offset(part.value("TZOFFSETTO"))
    if first is None or before is None or after is None:
        return
    if not (rule := part.value("RRULE")):
        yield Onset(first, before, after)
        return
    parts = dict(item.partition("=")[::2] for item in rule.split(";"))
    day = re.fullmatch(r"(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)", parts.pop("BYDAY", ""))
    month = re.fullmatch(r"0?[1-9]|1[0-2]", parts.pop("BYMONTH", ""))
    until = _clock(parts.pop("UNTIL", "99991231T000000Z"))
    if parts != {"FREQ": "YEARLY"} or not (day and month and until):
        raise Broken(part.number, f"RRULE:{rule} is not one weekday of a month, yearly", "Z6")
    column, nth = "MOTUWETHFRSASU".index(day[2]) // 2, int(day[1])
    for year in range(first.year, last_year + 1):
        weeks = calendar.monthcalendar(year, int(month[0]))
        days = [week[column] for week in weeks if week[column]]
        clock = first.replace(year=year, month=int(month[0]), day=days[nth - (nth > 0)])
        if first <= clock and clock - before <= until:
            yield Onset(clock, before, after)


def _offset(value: str) -> timedelta | None:
    if not re.fullmatch(r"[-+]\d{4}", value):
        return None
    size = timedelta(hours=int(value[1:3]), minutes=int(value[3:]))
    return -size if value[0] == "-" else size
