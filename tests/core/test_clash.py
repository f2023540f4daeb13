"""The rules of a programme, each broken once, and overlaps against counting minute by minute."""

from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.availability import ALWAYS, Window
from summit.core.clash import LEVELS, Clash, Level, Rule, blockers, check
from summit.core.people import Mode, Role
from summit.core.programme import (
    Programme,
    ProgrammeDay,
    Session,
    Status,
    Stream,
    Summit,
    Visibility,
)
from summit.core.text import NOTHING
from tests.factories import START, area, city, part, person, programme, session, text, turn

HOUR = timedelta(hours=1)


def rules(programme: Programme) -> list[tuple[Rule, tuple[str, ...]]]:
    return [(one.rule, one.sessions) for one in check(programme)]


def test_the_demonstration_has_no_blocker(cac2020: Programme) -> None:
    assert blockers(check(cac2020)) == ()


def test_a_plain_programme_breaks_no_rule() -> None:
    assert check(programme(session(stage="studio", area="climate"))) == ()


def test_every_rule_has_an_example_below() -> None:
    assert {rule for rule, *_ in BROKEN} == set(Rule)


ADA = (part(person="ada"),)
BROKEN: list[tuple[Rule, Level, tuple[Session, ...], dict[str, Any]]] = [
    (Rule.ZONE, Level.FORBIDDEN, (), {"governments": (city(zone="Mars/Olympus"),)}),
    (Rule.CODE, Level.FORBIDDEN, (), {"areas": (area(), area())}),
    (Rule.CODE, Level.FORBIDDEN, (), {"days": (ProgrammeDay(1, date(2020, 6, 2)),) * 2}),
    (Rule.LENGTH, Level.FORBIDDEN, (session(minutes=0),), {}),
    (Rule.LENGTH, Level.FORBIDDEN, (session(minutes=24 * 60 + 1),), {}),
    (Rule.LENGTH, Level.FORBIDDEN, (session(minutes=10**18),), {}),
    (Rule.LENGTH, Level.FORBIDDEN, (session(turns=(turn(0),)),), {}),
    (Rule.LENGTH, Level.FORBIDDEN, (session(turns=(turn(10**18),)),), {}),
    (
        Rule.WHOLE_MINUTE,
        Level.FORBIDDEN,
        (session(starts=START + timedelta(seconds=1)),),
        {},
    ),
    (Rule.REFERENCE, Level.FORBIDDEN, (), {"people": (person(government="nowhere"),)}),
    (Rule.REFERENCE, Level.FORBIDDEN, (session(stage="nowhere"),), {}),
    (Rule.REFERENCE, Level.FORBIDDEN, (session(area="nowhere"),), {}),
    (Rule.REFERENCE, Level.FORBIDDEN, (session(parts=(part(person="eve"),)),), {}),
    (Rule.REFERENCE, Level.FORBIDDEN, (session(turns=(turn(government="rome"),)),), {}),
    (
        Rule.STAGE_TWICE,
        Level.BLOCKS,
        (session("one", stage="studio"), session("two", stage="studio")),
        {},
    ),
    (Rule.PERSON_TWICE, Level.BLOCKS, (session("one", parts=ADA), session("two", parts=ADA)), {}),
    (Rule.OUTSIDE_DAYS, Level.BLOCKS, (session(starts=START + 48 * HOUR),), {}),
    (Rule.NO_TITLE, Level.BLOCKS, (session(title=NOTHING),), {}),
    (Rule.TURNS_OVERRUN, Level.BLOCKS, (session(turns=(turn(40), turn(21))),), {}),
    (
        Rule.CITY_TWICE,
        Level.WARNS,
        tuple(session(code, parts=(part(government="london"),)) for code in ("one", "two")),
        {},
    ),
    (
        Rule.PERSON_AWAY,
        Level.WARNS,
        (session(parts=ADA),),
        {"availability": {("person", "ada"): (Window(START, START + HOUR / 2),)}},
    ),
    (
        Rule.CITY_AWAY,
        Level.WARNS,
        (session(parts=(part(government="london"),)),),
        {"availability": {("government", "london"): (Window(START - HOUR, START),)}},
    ),
    (Rule.OVER_DAY_BORDER, Level.WARNS, (session(minutes=6 * 60 + 1),), {}),
    (
        Rule.SHORT_BREAK,
        Level.WARNS,
        (
            session("one", stage="studio", minutes=56),
            session("two", stage="studio", starts=START + HOUR),
        ),
        {},
    ),
    (
        Rule.NIGHT,
        Level.WARNS,
        (session(parts=(part(government="la"),)),),
        {"governments": (city("la", "Pacific/Honolulu"),)},
    ),
    (Rule.NO_STREAM, Level.WARNS, (session(streams=()),), {}),
    (
        Rule.NO_INTERPRETATION,
        Level.WARNS,
        (session(spoken=("ko",), turns=(turn(language="mn"),)),),
        {},
    ),
    (
        Rule.NO_TRANSLATION,
        Level.WARNS,
        (session(),),
        {"summit": Summit("test", text("Test"), "Asia/Seoul", ("en", "ko"))},
    ),
]


@pytest.mark.parametrize(("rule", "level", "sessions", "fields"), BROKEN)
def test_a_breach_is_found_alone_with_its_level(
    rule: Rule, level: Level, sessions: tuple[Session, ...], fields: dict[str, Any]
) -> None:
    others = {name: value for name, value in fields.items() if name != "availability"}
    findings = check(programme(*sessions, **others), fields.get("availability", ALWAYS))
    codes = () if rule in (Rule.ZONE, Rule.CODE) else tuple(one.code for one in sessions)
    assert [(one.rule, one.level, one.sessions) for one in findings] == [(rule, level, codes)]


def test_exactly_what_is_allowed_is_no_breach() -> None:
    held = (
        session("one", stage="studio", parts=ADA, minutes=55, turns=(turn(55),)),
        session("two", stage="studio", parts=ADA, starts=START + HOUR, minutes=5 * 60),
    )
    assert check(programme(*held)) == ()


def test_forbidden_hides_the_rest_because_it_cannot_be_judged() -> None:
    assert rules(programme(session(title=NOTHING, stage="nowhere"))) == [
        (Rule.REFERENCE, ("welcome",))
    ]


def test_the_gravest_come_first() -> None:
    findings = check(programme(session("b", streams=()), session("a", streams=(), title=NOTHING)))
    assert [(one.rule, one.sessions) for one in findings] == [
        (Rule.NO_TITLE, ("a",)),
        (Rule.NO_STREAM, ("a",)),
        (Rule.NO_STREAM, ("b",)),
    ]
    assert [one.rule for one in blockers(findings)] == [Rule.NO_TITLE]


def test_cancelled_sessions_are_in_nobodys_way_and_hidden_ones_are() -> None:
    one = session("one", stage="studio")
    cancelled = session("two", stage="studio", status=Status.CANCELLED, title=NOTHING, streams=())
    hidden = session("two", stage="studio", visibility=Visibility.ORGANIZERS)
    assert rules(programme(one, cancelled)) == []
    assert rules(programme(one, hidden)) == [(Rule.STAGE_TWICE, ("one", "two"))]


def test_a_recording_needs_nobody_in_that_hour() -> None:
    recorded = (part(person="ada", government="la", mode=Mode.RECORDED),)
    held = (session("one", parts=recorded), session("two", parts=recorded))
    assert check(programme(*held, governments=(city("la", "Pacific/Honolulu"),))) == ()


def test_a_listener_may_sleep_and_a_turn_tells_when_to_be_awake() -> None:
    la = (city("la", "Pacific/Honolulu"),)
    listens = session(parts=(part(government="la", role=Role.ATTENDEE),))
    assert rules(programme(listens, governments=la)) == []
    # 06:00 in Honolulu is at 16:00 UTC: the part alone would fall into the night.
    late = session(
        minutes=240,
        parts=(part(government="la"),),
        turns=(turn(180), turn(30, government="la")),
    )
    assert rules(programme(late, governments=la)) == []


def test_the_first_of_two_turns_counts_too() -> None:
    la = (city("la", "Pacific/Honolulu", name=text("Honolulu")),)
    twice = session(
        minutes=240, turns=(turn(20, government="la"), turn(160), turn(30, government="la"))
    )
    assert [str(one) for one in check(programme(twice, governments=la))] == [
        "warns: Honolulu speaks at 03:00 Honolulu (UTC−10) (welcome)"
    ]


def test_a_stream_in_a_language_that_nobody_brings_over_has_no_interpreter() -> None:
    streams = (Stream("en", text("English")), Stream("ko", text("Korean")))
    assert rules(programme(session(streams=streams))) == []
    foreign = session(streams=streams, spoken=("ko",))
    assert rules(programme(foreign)) == [(Rule.NO_INTERPRETATION, ("welcome",))]
    assert rules(programme(session(streams=streams, spoken=("ko",), interpreted=("en",)))) == []


def test_a_night_is_one_finding_for_each_city() -> None:
    cities = (city("la", "Pacific/Honolulu"), city("hilo", "Pacific/Honolulu"))
    held = session(parts=(part(government="la"), part(government="hilo")))
    findings = check(programme(held, governments=cities))
    assert [(one.rule, one.about) for one in findings] == [(Rule.NIGHT, "la"), (Rule.NIGHT, "hilo")]
    assert len({one.identity for one in findings}) == 2


def test_a_person_and_a_city_of_one_code_keep_their_names() -> None:
    people, cities = (person("london", name=text("Jack London")),), (city("london"),)
    held = [session(code, parts=(part(person="london", government="london"),)) for code in "ab"]
    findings = check(programme(*held, people=people, governments=cities))
    assert [one.message for one in findings] == [
        "Jack London would be in two sessions at once",
        "London would be in two sessions at once",
    ]


@given(st.lists(st.tuples(st.integers(0, 120), st.integers(1, 40)), max_size=8))
def test_overlaps_are_those_that_share_a_minute(slots: list[tuple[int, int]]) -> None:
    held = [
        session(f"s{n}", stage="studio", starts=START + timedelta(minutes=at), minutes=minutes)
        for n, (at, minutes) in enumerate(slots)
    ]
    shared = {
        frozenset((f"s{a}", f"s{b}"))
        for (a, (at, length)), (b, (other, more)) in combinations(enumerate(slots), 2)
        if set(range(at, at + length)) & set(range(other, other + more))
    }
    found = [
        frozenset(codes) for rule, codes in rules(programme(*held)) if rule is Rule.STAGE_TWICE
    ]
    assert len(found) == len(set(found))
    assert set(found) == shared


def test_a_clash_says_every_finding_in_its_own_line() -> None:
    findings = check(programme(session("a", title=NOTHING), session("b", title=NOTHING)))
    assert str(Clash(findings)) == "blocks: it has no title (a)\nblocks: it has no title (b)"


def test_what_is_forbidden_or_blocks_is_written_down() -> None:
    assert set(LEVELS.values()) == {Level.FORBIDDEN, Level.BLOCKS}
