"""Whom a file means by a name."""

from __future__ import annotations

from dataclasses import replace

from summit.core.exchange import PartRow, PersonRow, Schedule, SessionRow
from summit.core.identity import of_thing
from summit.core.merge import Merged, merge
from summit.core.programme import Programme
from tests.core.exchange import person, row, schedule, terms
from tests.factories import part, programme, session, text, turn
from tests.factories import person as known

KIM = text("Kim Minsu")
Cast = dict[str, list[str | None]]


def talk(code: str, *keys: str) -> SessionRow:
    return row(code, title=text(code.capitalize()), parts=tuple(PartRow(key) for key in keys))


def told(*rows: SessionRow, people: tuple[PersonRow, ...]) -> Schedule:
    return schedule(*rows, people=people)


def cast(merged: Merged | Programme) -> Cast:
    whole = merged.programme if isinstance(merged, Merged) else merged
    return {one.code: [part.person for part in one.parts] for one in whole.sessions}


def taken(
    before: Programme | None, found: Schedule
) -> tuple[dict[str, list[str | None]], list[str]]:
    merged = merge(before, found, terms())
    again = merge(merged.programme, found, terms())
    assert again.programme == merged.programme
    return cast(merged), [str(one) for one in merged.problems]


def test_two_people_of_a_file_with_one_name_stay_two() -> None:
    found = told(
        talk("one", "a1"),
        talk("two", "b2"),
        talk("both", "b2", "a1"),
        people=(person("a1", "Kim Minsu"), person("b2", "Kim Minsu")),
    )
    assert taken(None, found) == (
        {
            "one": ["kim-minsu-a1"],
            "two": ["kim-minsu-b2"],
            "both": ["kim-minsu-b2", "kim-minsu-a1"],
        },
        [],
    )


def test_a_namesake_who_comes_later_is_another_person() -> None:
    first = merge(None, told(talk("one", "a1"), people=(person("a1", "Kim Minsu"),)), terms())
    assert cast(first) == {"one": ["kim-minsu"]}
    later = told(
        talk("one", "a1"),
        talk("two", "b2"),
        people=(person("b2", "Kim Minsu"), person("a1", "Kim Minsu")),
    )
    assert taken(first.programme, later)[0] == {"one": ["kim-minsu"], "two": ["kim-minsu-b2"]}


def test_whoever_bears_the_name_alone_is_meant_and_it_is_said_where_that_is_new() -> None:
    before = programme(
        session("one", minutes=45, parts=(part(person="kim"),)),
        people=(known("kim", name=KIM), known("idle", name=text("Idle"))),
    )
    people = (person("k", "Kim Minsu"), person("i", "Idle"))
    assert taken(before, told(talk("one", "k"), people=people)) == ({"one": ["kim"]}, [])
    assert taken(before, told(talk("two", "k", "i"), people=people)) == (
        {"one": ["kim"], "two": ["kim", "idle"]},
        ["person “Kim Minsu”: taken for the person of that name who is there already, kim (noted)"],
    )


def test_among_namesakes_those_in_the_same_session_are_meant() -> None:
    before = programme(
        session("one", minutes=45, parts=(part(person="kim-1"),)),
        session("two", minutes=45, parts=(part(person="kim-2"),)),
        people=(known("kim-1", name=KIM), known("kim-2", name=KIM)),
    )
    # A file that knows people only by their names cannot tell them apart, nor mean to merge them.
    by_name = told(
        talk("one", "Kim Minsu"), talk("two", "Kim Minsu"), people=(person("Kim Minsu"),)
    )
    assert taken(before, by_name) == ({"one": ["kim-1"], "two": ["kim-2"]}, [])
    only_one = replace(by_name, sessions=by_name.sessions[1:])
    assert taken(before, only_one) == ({"one": ["kim-1"], "two": ["kim-2"]}, [])


def test_where_there_is_doubt_there_is_a_new_person_and_a_word_about_it() -> None:
    before = programme(
        session("one", minutes=45, parts=(part(person="kim-1"),)),
        people=(known("kim-1", name=KIM), known("kim-2", name=KIM)),
    )
    found, problems = taken(before, told(talk("two", "K"), people=(person("K", "Kim Minsu"),)))
    assert found == {"one": ["kim-1"], "two": ["kim-minsu-86be9a"]}
    assert problems == [
        "person “Kim Minsu”: not surely one of the people of that name, so a new one: "
        "kim-minsu-86be9a (noted)"
    ]


def test_our_own_files_name_people_surely() -> None:
    before = programme(people=(known("kim-1", name=KIM), known("kim-2", name=KIM)))
    own = str(of_thing("test", "speaker", "kim-2"))
    people = (PersonRow(own, text("Kim Min-su"), text("Mayor")), person("kim-1", "Kim Minsu"))
    merged = merge(before, told(talk("one", own, "kim-1"), people=people), terms())
    assert cast(merged) == {"one": ["kim-2", "kim-1"]}
    assert merged.programme.people[1] == known(
        "kim-2", name=text("Kim Min-su"), office=text("Mayor")
    )
    assert merged.problems == ()


def test_who_has_a_turn_is_there_already() -> None:
    held = session("one", minutes=45, parts=(part(person="ada"),), turns=(turn(person="bo"),))
    before = programme(held)
    people = (person("Ada"), person("Bo"))
    assert taken(before, told(talk("one", "Ada", "Bo"), people=people)) == ({"one": ["ada"]}, [])
