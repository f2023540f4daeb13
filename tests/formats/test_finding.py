"""Findings in the reader's words: titles and names instead of codes, and times with their zone."""

from __future__ import annotations

from datetime import timedelta

from summit.core.availability import Window
from summit.core.clash import Finding, Rule, check
from summit.core.programme import Programme, Summit
from summit.core.text import NOTHING, Text
from summit.formats.finding import say, teller
from tests.factories import START, city, part, person, programme, session, text, turn

HOUR = timedelta(hours=1)
ADA = (part(person="ada"),)


def said(one: Programme, language: str = "en") -> list[str]:
    tell = teller(one, language)
    return [tell.say(finding) for finding in check(one)]


def test_a_stage_a_person_and_a_city_that_are_needed_twice() -> None:
    first = "“One” (Tue 2 Jun, 22:00–23:00 Seoul (UTC+9))"
    second = "“Two” (Tue 2 Jun, 22:30–23:30 Seoul (UTC+9))"
    later = START + HOUR / 2
    london = (part(government="london"),)
    for fields, words in (
        ({"stage": "studio"}, f"Two sessions at once on Studio: {first} and {second}."),
        ({"parts": ADA}, f"Ada would be in two sessions at once: {first} and {second}."),
        ({"parts": london}, f"London would be in two sessions at once: {first} and {second}."),
    ):
        one = programme(session("one", **fields), session("two", starts=later, **fields))
        assert said(one) == [words]


def test_a_short_break() -> None:
    one = programme(
        session("one", stage="studio"), session("two", stage="studio", starts=START + HOUR)
    )
    assert said(one) == [
        "Less than 5 minutes to change over on Studio between “One” (Tue 2 Jun, 22:00–23:00 "
        "Seoul (UTC+9)) and “Two” (Tue 2 Jun, 23:00–00:00 Seoul (UTC+9))."
    ]


def test_what_is_wrong_with_one() -> None:
    slot = "Tue 2 Jun, 22:00–23:00 Seoul (UTC+9)"
    languages = Summit("test", text("Test"), "Asia/Seoul", ("en", "ko"))
    for fields, more, words in (
        ({"title": NOTHING}, {}, f"The session “one” has no title ({slot})."),
        ({"streams": ()}, {}, f"There is no stream on which to watch “One” ({slot})."),
        ({}, {"summit": languages}, "“One” has no title in Korean."),
        (
            {"turns": (turn(40), turn(21))},
            {},
            f"The turns of “One” ({slot}) are longer than it is by 1 min.",
        ),
        (
            {"spoken": ("en",), "turns": (turn(language="ko"),)},
            {},
            f"No interpreter brings over Korean in “One” ({slot}).",
        ),
        (
            {"starts": START + 48 * HOUR},
            {},
            "“One” begins on none of the summit's days: Thu 4 Jun, 22:00–23:00 Seoul (UTC+9).",
        ),
        (
            {"minutes": 361},
            {},
            "“One” (Tue 2 Jun, 22:00–04:01 Seoul (UTC+9)) goes on past 04:00 Seoul (UTC+9), "
            "where day 1 ends.",
        ),
    ):
        assert said(programme(session("one", **fields), **more)) == [words]


def test_somebodys_night_is_told_on_their_clock() -> None:
    """A turn says when: the second of two, an hour after the session began."""
    turns = (turn(60, government="seoul"), turn(30, government="tokyo"))
    tokyo = city("tokyo", "Asia/Tokyo", name=Text({"en": "Tokyo", "ko": "도쿄"}))
    one = programme(
        session("one", starts=START + 2 * HOUR, minutes=90, turns=turns),
        governments=(city("seoul", "Asia/Seoul"), tokyo),
    )
    assert said(one) == [
        "Seoul would speak at 00:00 Seoul (UTC+9), in the night, in “One” (Wed 3 Jun, "
        "00:00–01:30 Seoul (UTC+9)).",
        "Tokyo would speak at 01:00 Tokyo (UTC+9), in the night, in “One” (Wed 3 Jun, "
        "00:00–01:30 Seoul (UTC+9)).",
    ]
    assert "도쿄" in said(one, "ko")[1]


def test_every_rule_that_can_be_saved_has_its_words() -> None:
    """None falls back to the message that the core gives, which knows codes only."""
    one = programme(session("one"), session("two"))
    for rule in Rule:
        finding = Finding(rule, "unsaid", ("one", "two")[: 2 if "twice" in rule else 1], "studio")
        if rule is Rule.SHORT_BREAK:
            finding = Finding(rule, "unsaid", ("one", "two"), "studio")
        assert "unsaid" not in say(finding, one, "en"), rule


def test_titles_stay_on_one_line_and_in_their_direction() -> None:
    one = programme(session("one", title=text("A\nlong\u202e one"), streams=()))
    assert said(one)[0].startswith("There is no stream on which to watch “A long one”")


def test_who_is_not_available_is_told_on_their_own_clock() -> None:
    one = programme(
        session(parts=(part(person="ada"), part(government="london"))),
        people=(person("ada", government="london"),),
    )
    none = (Window(START - HOUR, START),)
    held = {("person", "ada"): none, ("government", "london"): none}
    tell = teller(one, "en")
    slot = "“Welcome” (Tue 2 Jun, 22:00–23:00 Seoul (UTC+9)"
    begins = f"{slot}; 14:00 London (UTC+1))."
    assert [tell.say(finding) for finding in check(one, held)] == [
        f"Ada is not available for all of {begins}",
        f"London is not available for all of {begins}",
    ]
    bare = programme(session(parts=(part(person="ada"),)))
    (finding,) = check(bare, held)
    assert say(finding, bare, "en") == f"Ada is not available for all of {slot})."


def test_what_no_programme_may_hold_is_said_with_what_is_wrong() -> None:
    long = session("long", minutes=1441)
    lost = session("lost", stage="nowhere")
    split = session("split", starts=START + timedelta(seconds=1))
    one = programme(session("twice"), session("twice"), long, lost, split)
    assert set(said(one)) == {
        "The code “twice” stands for two things.",
        "A session, and a turn in it, lasts from 1 to 1,440 minutes, and not 1441.",
        "“nowhere” is named, but is not there.",
        "A session begins at a whole minute.",
    }
