"""Values of the summit for tests: plain ones by hand, wild ones by hypothesis."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from summit.core.people import Mode, Part, Person, Role
from summit.core.place import Government, GovernmentKind, Presence
from summit.core.programme import (
    Area,
    Aspect,
    Programme,
    ProgrammeDay,
    Session,
    SessionKind,
    Stage,
    Stamp,
    Status,
    Stream,
    Summit,
)
from summit.core.release import Release
from summit.core.text import Text
from summit.core.turn import Turn, TurnKind
from summit.formats import release_json

START = datetime(2020, 6, 2, 13, 0, tzinfo=UTC)
"""When the Mayoral Meeting begins, and every session of a test that says nothing else."""
STORED = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)


def text(words: str) -> Text:
    return Text({"en": words})


def stamp(number: int, **fields: Any) -> Stamp:
    values = {"sequence": 0, "created": STORED, "changed": STORED} | fields
    return Stamp(uid=f"{UUID(int=number)}@summit.example", **values)


def session(code: str = "welcome", **fields: Any) -> Session:
    values: dict[str, Any] = {
        "kind": SessionKind.TALK,
        "title": text(code.capitalize()),
        "starts": START,
        "minutes": 60,
        "streams": (Stream("en", text("English")),),
    }
    return Session(code=code, **values | fields)


def stage(code: str = "studio", name: str = "Studio", place: str = "") -> Stage:
    return Stage(code, text(name), text(place))


def area(code: str = "climate", name: str = "Climate") -> Area:
    return Area(code, text(name))


def city(code: str = "london", zone: str = "Europe/London", **fields: Any) -> Government:
    values: dict[str, Any] = {
        "name": text(code.capitalize()),
        "kind": GovernmentKind.CITY,
        "country": "GB",
        "latitude": 51.5,
        "longitude": -0.1,
        "presence": Presence.LISTED,
    }
    return Government(code=code, zone=zone, **values | fields)


def person(code: str = "ada", **fields: Any) -> Person:
    return Person(**{"code": code, "name": text(code.capitalize()), "sort": code} | fields)


def part(**fields: Any) -> Part:
    return Part(**{"role": Role.SPEAKER} | fields)


def turn(minutes: int = 10, **fields: Any) -> Turn:
    return Turn(**{"title": text("Turn"), "minutes": minutes, "kind": TurnKind.TALK} | fields)


def programme(*sessions: Session, **fields: Any) -> Programme:
    """A summit of two days in Seoul that breaks no rule and has one of everything."""
    values: dict[str, Any] = {
        "summit": Summit("test", text("Test Summit"), "Asia/Seoul", ("en",)),
        "days": (ProgrammeDay(1, date(2020, 6, 2)), ProgrammeDay(2, date(2020, 6, 3))),
        "stages": (stage(), stage("hall", "Hall", "Town hall")),
        "areas": (area(), area("culture", "Culture")),
        "governments": (city(), city("seoul", "Asia/Seoul", country="KR")),
        "people": (person(), person("bo")),
    }
    return Programme(sessions=sessions, **values | fields)


def released(
    programme: Programme, number: int = 1, published: datetime = STORED, note: str = "Note"
) -> Release:
    """`programme` as it comes back from the bytes of a release."""
    return release_json.read(release_json.write(number, published, note, programme, ()))


# --- wild values ----------------------------------------------------------------------------

HOSTILE = (
    "a, b; c\\d",
    "\\n is no break",
    "one\r\ntwo\rthree\nfour",
    "say “hi” to \"them\" and 'us'",
    "회의 🎉👩‍👩‍👧‍👦 مؤتمر कार्यक्रम",
    "\u202ereversed\u202c \u2066isolated\u2069",
    "<b>bold</b> <script>alert(1)</script> <!-- lost",
    "&lt;i&gt; &amp;amp;amp;amp;amp;lt;b&gt; &#x202e; <&#x202a;b>",
    "write to mayor%office@city.example.org, or x@y.kr",
    "wörd" * 75,
    "nul \x00 bell \x07 esc \x1b del \x7f c1 \x9f",
    "\ud800 alone",
    "e\u0301 and\n\u0303 on nothing",
    "tab\tand\u2028separator\u2029and\x85next",
    "END:VEVENT\r\nBEGIN:VEVENT",
    ":;=\"^'^^^n",
    "\ufeffmark",
    " ",
)


@st.composite
def wild_words(draw: st.DrawFn) -> str:
    pieces = st.sampled_from(HOSTILE) | st.text(max_size=12)
    return "".join(draw(st.lists(pieces, max_size=4)))


def wild_text() -> st.SearchStrategy[Text]:
    return st.dictionaries(st.sampled_from(("en", "ko", "zh-Hant", "ar")), wild_words()).map(Text)


def titles() -> st.SearchStrategy[Text]:
    return st.builds(
        lambda words, more: Text({"en": f"T{words}", "ko": more}), wild_words(), wild_words()
    )


@st.composite
def wild_programmes(draw: st.DrawFn) -> Programme:
    """Programmes that keep the rules of what may be saved, and say the worst."""
    stages = tuple(Stage(f"s{n}", draw(wild_text()), draw(wild_text())) for n in range(2))
    areas = tuple(Area(f"a{n}", draw(wild_text()), draw(wild_text())) for n in range(2))
    cities = tuple(
        city(f"c{n}", zone, name=draw(wild_text()))
        for n, zone in enumerate(("Europe/London", "Asia/Kolkata"))
    )
    people = tuple(
        Person(f"p{n}", draw(wild_text()), f"p{n}", draw(wild_text()), government="c1")
        for n in range(2)
    )
    sessions = [
        Session(
            code=f"session-{n}",
            kind=draw(st.sampled_from(SessionKind)),
            title=draw(titles()),
            starts=START + timedelta(minutes=draw(st.integers(-600, 600))),
            minutes=draw(st.integers(1, 200)),
            stage=draw(st.sampled_from((None, "s0", "s1"))),
            area=draw(st.sampled_from((None, "a0", "a1"))),
            text=draw(wild_text()),
            note=draw(wild_text()),
            status=draw(st.sampled_from((Status.SCHEDULED, Status.CANCELLED))),
            capacity=draw(st.none() | st.integers(0, 500)),
            spoken=draw(st.sampled_from(((), ("ko",), ("ko", "en")))),
            interpreted=draw(st.sampled_from(((), ("ar",), ("tet",)))),
            streams=draw(
                st.lists(
                    st.builds(Stream, st.sampled_from(("en", "ko")), wild_text()), max_size=2
                ).map(tuple)
            ),
            parts=draw(
                st.lists(
                    st.builds(
                        Part,
                        st.sampled_from(Role),
                        st.sampled_from((None, "p0", "p1")),
                        st.sampled_from((None, "c0", "c1")),
                        wild_text(),
                        st.sampled_from((None, *Mode)),
                    ),
                    max_size=2,
                ).map(tuple)
            ),
            turns=draw(
                st.lists(
                    st.builds(
                        Turn,
                        wild_text(),
                        st.integers(1, 30),
                        st.sampled_from(TurnKind),
                        st.sampled_from((None, "p0")),
                    ),
                    max_size=2,
                ).map(tuple)
            ),
            illustrative=draw(st.sampled_from(((), (Aspect.DAY,), (Aspect.LENGTH, Aspect.TURNS)))),
            stamp=stamp(n + 1, sequence=n),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    return programme(
        *sorted(sessions, key=lambda one: (one.starts, one.code)),
        summit=Summit(
            "wild",
            draw(titles()),
            "Asia/Seoul",
            ("en", "ko"),
            slogan=draw(wild_text()),
            text=draw(wild_text()),
        ),
        stages=stages,
        areas=areas,
        governments=cities,
        people=people,
    )
