"""What can be found in a release, by what is said of it in any language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summit.core.people import Person
from summit.core.programme import Programme
from summit.core.search import query
from summit.core.text import Text
from summit.published.search import Field, Page, Searches, passages, words_near
from tests.factories import area, city, part, programme, released, session, stage, text, turn

PROGRAMME = programme(
    session(
        "opening",
        title=Text({"en": "Opening words", "ko": "개회사"}),
        text=Text({"en": "What comes first.", "zh-Hant": "首先"}),
        note=text("Without an audience."),
        area="climate",
        stage="hall",
        parts=(
            part(person="ada", office=text("Chair of the board")),
            part(government="london"),
            part(office=text("An unnamed professor")),
        ),
        turns=(turn(title=text("Greeting of the host")),),
    ),
    session("closing", parts=(part(person="bo"),)),
    areas=(area("climate", "Weather"),),
    stages=(stage("hall", "Great room", "Guildhall Yard"), stage()),
    governments=(city("london"), city("seoul", "Asia/Seoul", country="KR")),
    people=(
        Person(
            "ada",
            Text({"en": "Ada Lovelace", "ko": "에이다 러브레이스"}),
            "lovelace",
            office=text("Countess"),
            also=("Augusta King",),
        ),
        Person("bo", text("Bo Kim"), "kim", government="seoul"),
    ),
)


def codes(programme: Programme, typed: str) -> list[str]:
    searched = Searches().of(released(programme))
    return [hit.code for hit in searched.sessions.search(query(typed))]


@pytest.mark.parametrize(
    "typed",
    [
        "opening",
        "개회사",
        "개회",
        "what comes first",
        "首先",
        "audience",
        "lovelace",
        "러브레이스",
        "augusta",
        "countess",
        "chair",
        "professor",
        "london",
        "united kingdom",
        "영국",
        "英國",
        "weather",
        "great room",
        "guildhall",
        "greeting",
        "강연",  # the kind of a session, in Korean
        "opening 에이다 英國 weather",
    ],
)
def test_a_session_is_found_by_all_that_is_said_of_it(typed: str) -> None:
    found = codes(PROGRAMME, typed)
    assert "opening" in found
    assert ("closing" in found) == (typed == "강연")  # it is a talk too


def test_a_session_is_found_by_the_city_of_its_speaker() -> None:
    assert codes(PROGRAMME, "south korea") == ["closing"]


def test_each_passage_names_what_it_is_of() -> None:
    release = released(PROGRAMME)
    found = {
        (one.field, one.words, one.language, one.name.say("en"))
        for one in passages(release, release.session("opening"))
        if one.language in ("en", "")
    }
    assert found == {
        (Field.TITLE, "Opening words", "en", ""),
        (Field.PERSON, "Ada Lovelace", "en", "Ada Lovelace"),
        (Field.PERSON, "Augusta King", "", "Ada Lovelace"),
        (Field.PERSON, "Countess", "en", "Ada Lovelace"),
        (Field.PERSON, "Chair of the board", "en", ""),
        (Field.PERSON, "An unnamed professor", "en", ""),
        (Field.CITY, "London", "en", "London"),
        (Field.CITY, "United Kingdom", "en", "London"),
        (Field.AREA, "Weather", "en", ""),
        (Field.STAGE, "Great room", "en", "Great room"),
        (Field.STAGE, "Guildhall Yard", "en", "Great room"),
        (Field.KIND, "Talk", "en", ""),
        (Field.TURN, "Greeting of the host", "en", ""),
        (Field.NOTE, "Without an audience.", "en", ""),
        (Field.TEXT, "What comes first.", "en", ""),
    }


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("weather", [f"{Page.AREA}/climate"]),
        ("London", [f"{Page.CITY}/london"]),
        ("대한민국", [f"{Page.CITY}/seoul"]),
        ("augusta", [f"{Page.SPEAKER}/ada"]),
        ("에이다", [f"{Page.SPEAKER}/ada"]),
        ("great", [f"{Page.STAGE}/hall"]),
        ("countess", []),
        ("lo", [f"{Page.CITY}/london", f"{Page.SPEAKER}/ada"]),
    ],
)
def test_pages_are_found_by_name(typed: str, pages: list[str]) -> None:
    searched = Searches().of(released(PROGRAMME))
    assert [hit.code for hit in searched.pages.search(query(typed))] == pages


def test_the_real_programme(cac2020: Programme) -> None:
    assert codes(cac2020, "다이아몬드 시장")[:1] == ["diamond"]
    assert codes(cac2020, "시장회의")[:1] == ["mayoral-meeting"]
    assert codes(cac2020, "市長會議 seoul")[:1] == ["mayoral-meeting"]
    assert codes(cac2020, "Pak Won-soun") == []
    assert set(codes(cac2020, "park wonsoon")) == set(codes(cac2020, "박원순"))


def test_an_index_is_kept_until_there_is_another_release() -> None:
    searches = Searches()
    first = released(PROGRAMME)
    made = searches.of(first)
    assert searches.of(released(PROGRAMME)) is made
    renamed = replace(PROGRAMME.sessions[1], title=text("Farewell"))
    second = released(replace(PROGRAMME, sessions=(PROGRAMME.sessions[0], renamed)), 2)
    again = searches.of(second)
    assert [hit.code for hit in again.sessions.search(query("farewell"))] == ["closing"]
    assert searches.of(second) is again


def test_words_that_are_spelt_like_it() -> None:
    searched = Searches().of(released(PROGRAMME))
    asked = ("lovelase", "openning", "qqqq", "londen")
    assert words_near(searched, asked) == {"lovelase": "Lovelace", "openning": "Opening"}
