"""Taking a file from elsewhere into a programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core import clash, shape
from summit.core.change import Noun
from summit.core.code import slug
from summit.core.errors import Invalid
from summit.core.exchange import (
    DayRow,
    Outcome,
    PartRow,
    PersonRow,
    Problem,
    Schedule,
    SessionRow,
    ZoneNeeded,
)
from summit.core.identity import of_thing
from summit.core.merge import merge
from summit.core.people import Part, Person, Role
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
    Summit,
)
from summit.core.text import NOTHING, Text
from tests.core.exchange import (
    NOW,
    guid,
    person,
    place,
    row,
    schedule,
    terms,
    wild_schedules,
)
from tests.factories import START, part, programme, session, text, turn, wild_programmes

STARTED = NOW.replace(microsecond=0)


def taken(before: Programme | None, *rows: SessionRow, **fields: object) -> dict[str, Session]:
    merged = merge(before, schedule(*rows, **fields), terms())
    return {one.code: one for one in merged.programme.sessions}


def left_out(before: Programme | None, *rows: SessionRow) -> list[str]:
    merged = merge(before, schedule(*rows), terms())
    return [str(one) for one in merged.problems]


# --- a new summit ---------------------------------------------------------------------------


def test_a_file_founds_a_summit() -> None:
    found = schedule(
        row(
            "Opening!",
            uid=guid(7),
            room="h1",
            track="Health",
            kind=SessionKind.CEREMONY,
            text=text("Welcome"),
            note=text("Doors at nine"),
            spoken=("ko",),
            interpreted=("en",),
            capacity=80,
            status=Status.CANCELLED,
            parts=(PartRow("p1", Role.HOST), PartRow("p2")),
        ),
        row("2", starts=START + timedelta(days=1)),
        title=text("Conference"),
        day_border=time(6),
        days=(DayRow(1, date(2020, 6, 2), text("First day")),),
        rooms=(place("h1", "Main Hall"),),
        tracks=(place("Health"),),
        people=(person("p1", "Ada Lovelace"), PersonRow("p2", text("김민수"), text("Mayor"))),
    )
    merged = merge(None, found, terms())
    assert merged.problems == ()
    assert merged.programme == Programme(
        Summit("test", text("Conference"), "Asia/Seoul", ("en",), time(6)),
        days=(
            ProgrammeDay(1, date(2020, 6, 2), text("First day")),
            ProgrammeDay(2, date(2020, 6, 3)),
        ),
        stages=(Stage("main-hall", text("Main Hall")),),
        areas=(Area("health", text("Health")),),
        people=(
            Person("ada-lovelace", text("Ada Lovelace"), "Ada Lovelace"),
            Person("gimminsu", text("김민수"), "김민수", text("Mayor")),
        ),
        sessions=(
            Session(
                "opening",
                SessionKind.CEREMONY,
                text("Talk Opening!"),
                START,
                45,
                "main-hall",
                "health",
                text("Welcome"),
                text("Doors at nine"),
                Status.CANCELLED,
                capacity=80,
                spoken=("ko",),
                interpreted=("en",),
                parts=(Part(Role.HOST, "ada-lovelace"), Part(Role.SPEAKER, "gimminsu")),
                stamp=Stamp(f"{guid(7)}@summit.example", 0, STARTED, STARTED),
            ),
            Session("2", SessionKind.TALK, text("Talk 2"), START + timedelta(days=1), 45),
        ),
    )
    assert merged.named == {
        Noun.SESSION: {"opening", "2"},
        Noun.SPEAKER: {"ada-lovelace", "gimminsu"},
        Noun.STAGE: {"main-hall"},
        Noun.AREA: {"health"},
        Noun.DAY: {"1", "2"},
    }


def test_the_organizer_names_zone_and_title_before_the_file_does() -> None:
    made = merge(None, schedule(), terms(zone="Europe/London", title=" My\ntitle ")).programme
    assert (made.summit.zone, made.summit.title) == ("Europe/London", text("My title"))
    with pytest.raises(Invalid, match="“BST” is not the name of a time zone"):
        merge(None, schedule(), terms(zone="BST"))


def test_a_zone_is_asked_for_and_never_guessed() -> None:
    with pytest.raises(ZoneNeeded, match=r"This file does not name a time zone\. Name it: --time"):
        merge(None, schedule(zone=None), terms())
    with pytest.raises(ZoneNeeded, match=r"name a time zone; its times are at UTC\+5:30\. Name it"):
        merge(None, schedule(zone=None, offsets=("UTC+5:30",)), terms())


def test_a_summit_without_a_title_is_called_by_its_code() -> None:
    found = merge(None, schedule(title=NOTHING), terms()).programme.summit
    assert found.title == Text({found.languages[0]: found.code})


@pytest.mark.parametrize(
    ("languages", "titles", "expected"),
    [
        ((), ["en"], ("en",)),
        (("ko", "en"), ["en", "ko"], ("ko", "en")),
        (("fr", "en"), ["en", "de", "de"], ("en", "de")),
        (("ko",), [], ("ko",)),
        ((), [], ("en",)),
    ],
)
def test_a_summit_speaks_the_languages_of_its_titles(
    languages: tuple[str, ...], titles: list[str], expected: tuple[str, ...]
) -> None:
    rows = (row(str(n), title=Text({tag: "Talk"})) for n, tag in enumerate(titles))
    found = schedule(*rows, languages=languages, title=NOTHING)
    assert merge(None, found, terms(title="Title")).programme.summit.languages == expected


# --- a summit that is there -----------------------------------------------------------------


def test_what_the_file_is_silent_about_stays() -> None:
    before = programme(
        session(
            "1",
            text=text("Words"),
            note=text("Note"),
            stage="hall",
            area="climate",
            spoken=("ko",),
            capacity=5,
            status=Status.CANCELLED,
            kind=SessionKind.PANEL,
            parts=(part(person="ada"),),
            turns=(turn(person="bo"),),
        )
    )
    same = row(title=text("1"), minutes=60)
    assert merge(before, schedule(same), terms()).programme == before
    silent = replace(same, text=NOTHING, note=NOTHING, parts=(PartRow("p"), PartRow("q")))
    told = schedule(silent, people=(person("p", "Ada"), person("q", "Bo")), title=text("Other"))
    assert merge(before, told, terms()).programme == before


def test_what_the_file_says_is_taken_and_the_other_languages_stay() -> None:
    before = programme(
        session("1", title=Text({"en": "Old", "ko": "회의"}), stage="hall", minutes=60)
    )
    new = row(title=text("New"), starts=START + timedelta(hours=1), minutes=30, room="Studio")
    found = taken(before, new, rooms=(place("Studio"),))["1"]
    assert found == replace(
        before.sessions[0],
        title=Text({"en": "New", "ko": "회의"}),
        starts=START + timedelta(hours=1),
        minutes=30,
        stage="studio",
    )


@pytest.mark.parametrize(
    "words",
    ["회의", "Write to …  about it", "Write to \nmayor@city.example about it"],
)
def test_words_that_are_there_in_any_language_change_nothing(words: str) -> None:
    title = Text({"en": "<b>Write</b> to mayor@city.example about it", "ko": "회의"})
    before = programme(session("1", title=title, minutes=45))
    assert merge(before, schedule(row(title=Text({"fr": words}))), terms()).programme == before


def test_new_words_bring_their_language() -> None:
    before = programme(session("1", minutes=45))
    french = row(title=Text({"fr": "Bienvenue"}))
    merged = merge(before, schedule(french, languages=("fr", "de")), terms()).programme
    assert merged.summit.languages == ("en", "fr")
    assert merged.sessions[0].title == Text({"en": "1", "fr": "Bienvenue"})


def test_the_zone_stays_and_the_title_unless_another_is_named() -> None:
    found = schedule(zone="Europe/London", title=text("Other"))
    before = programme()
    assert merge(before, found, terms(zone="Europe/Paris")).programme == before
    assert merge(before, found, terms(title="Test Summit")).programme == before
    named = merge(before, found, terms(title="Other")).programme
    assert named == replace(before, summit=replace(before.summit, title=text("Other")))


def test_sessions_that_the_file_has_not_stay() -> None:
    before = programme(session("one", minutes=45), session("two"))
    merged = merge(before, schedule(row("one", title=text("One"))), terms())
    assert merged.programme == before
    assert merged.named[Noun.SESSION] == {"one"}


def test_a_session_is_known_by_its_uid_then_by_its_code() -> None:
    stamp = Stamp(f"{guid(1)}@elsewhere.example", 3, NOW, NOW)
    before = programme(
        session("old", stamp=stamp, minutes=45),
        session("5", minutes=45, starts=START + timedelta(hours=1)),
    )
    rows = (
        row("5", uid=guid(2), title=text("By code"), starts=START + timedelta(hours=1)),
        row("new", uid=guid(1).upper(), title=text("By uid")),
        row("6", uid=guid(3)),
    )
    found = taken(before, *rows)
    assert {code: one.title.say("en") for code, one in found.items()} == {
        "old": "By uid",
        "5": "By code",
        "6": "Talk 6",
    }
    assert found["old"].stamp == stamp


def test_a_uid_of_its_own_domain_is_kept_and_one_without_gets_ours() -> None:
    rows = (
        row("a", uid=f"{guid(1)}@elsewhere.example"),
        row("b", uid=guid(2)),
        row("c", uid="event-3"),
        row("d", uid="u" * 300),
        row("e"),
    )
    uids = {code: one.stamp and one.stamp.uid for code, one in taken(None, *rows).items()}
    made = uids.pop("d")
    assert uids == {
        "a": f"{guid(1)}@elsewhere.example",
        "b": f"{guid(2)}@summit.example",
        "c": "event-3",
        "e": None,
    }
    assert made is not None
    assert len(made) == len(f"{guid(2)}@summit.example")


def test_two_rows_with_one_identity_are_two_sessions_and_said_so() -> None:
    rows = (
        row("1", uid=guid(1)),
        row("2", uid=guid(1), title=text("Another")),
        row("1", title=text("Third"), where="event 3"),
        row("1", uid=guid(1), where="event 4"),
    )
    merged = merge(None, schedule(*rows), terms())
    assert [one.code for one in merged.programme.sessions] == ["1", "1-2", "2"]
    assert [str(one) for one in merged.problems] == [
        "event 2: its uid is that of event 1, so it is known by its code alone (noted)",
        "event 3: its code “1” is that of event 1, too (noted)",
        "event 4: this is told at event 1 already (left out)",
    ]


def test_a_removed_session_stays_removed() -> None:
    before = programme()
    removed = {"gone": f"{guid(1)}@summit.example", "1": f"{guid(9)}@summit.example"}
    rows = (row("other", uid=guid(1)), row("1"))
    merged = merge(before, schedule(*rows), terms(removed=removed))
    assert merged.programme == before
    assert [str(one) for one in merged.problems] == [
        f"event {code}: it was removed from the programme, and stays so until it is restored"
        " (left out)"
        for code in ("other", "1")
    ]


# --- what cannot be taken -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"minutes": 0}, "0 minutes is no length for a session"),
        ({"minutes": 1441}, "1441 minutes is no length for a session"),
        ({"starts": START.replace(second=30)}, "it starts within a minute, at 13:00:30"),
        ({"starts": datetime(1, 1, 1, tzinfo=UTC)}, "1 is not the year of a summit."),
        ({"title": NOTHING}, "it has no title"),
        ({"status": Status.WITHDRAWN}, "it is no longer part of the programme"),
    ],
)
def test_what_cannot_be_kept_is_left_out(fields: dict[str, object], message: str) -> None:
    assert left_out(None, row(**fields), row("2")) == [f"event 1: {message} (left out)"]
    assert list(taken(None, row(**fields), row("2"))) == ["2"]


def test_what_is_left_out_leaves_alone_what_is_there() -> None:
    before = programme(session("1", minutes=45))
    merged = merge(before, schedule(row(minutes=0)), terms())
    assert (merged.programme, merged.named[Noun.SESSION]) == (before, {"1"})
    withdrawn = merge(before, schedule(row(status=Status.WITHDRAWN)), terms())
    assert withdrawn.programme == before
    assert withdrawn.problems == (
        Problem(
            "event 1",
            "it is no longer part of the programme; it stays until it is removed here (1)",
            Outcome.LEFT_OUT,
        ),
    )
    untitled = merge(before, schedule(row(title=NOTHING)), terms())
    assert (untitled.programme, untitled.problems) == (before, ())


def test_what_a_row_refers_to_and_the_file_has_not_is_noted() -> None:
    wrong = row(
        room="r", track="t", parts=(PartRow("p"),), spoken=("English", "ko"), capacity=2**31
    )
    assert left_out(None, wrong) == [
        "event 1: the file has no stage “r” (noted)",
        "event 1: the file has no area “t” (noted)",
        "event 1: 2147483648 is no number of seats (noted)",
        "event 1: “English” is not the tag of a language (noted)",
        "event 1: the file does not say who “p” is (noted)",
    ]
    assert taken(None, wrong)["1"].spoken == ("ko",)


def test_what_a_file_says_is_no_longer_illustrative() -> None:
    every = (Aspect.DAY, Aspect.START, Aspect.LENGTH, Aspect.TURNS, Aspect.TEXT)
    before = programme(session("1", minutes=45, illustrative=every))
    assert taken(before, row())["1"].illustrative == every
    moved = taken(before, row(starts=START + timedelta(hours=1), text=text("New")))["1"]
    assert moved.illustrative == (Aspect.LENGTH, Aspect.TURNS)


# --- places ---------------------------------------------------------------------------------


def test_a_place_is_known_by_our_guid_any_wording_or_its_code() -> None:
    before = programme(
        session("1", minutes=45),
        stages=(
            Stage("main", Text({"en": "Main Hall", "ko": "본관"})),
            Stage("room-2", text("Room Two")),
            Stage("r3", text("Room Three")),
        ),
    )
    rooms = (
        place("본관"),
        place("Room 2"),
        place(str(of_thing("test", "stage", "r3")), "Renamed"),
        place("New room"),
    )
    merged = merge(before, schedule(rooms=rooms), terms())
    assert merged.programme.stages == (
        before.stages[0],
        Stage("room-2", text("Room 2")),
        Stage("r3", text("Renamed")),
        Stage("new-room", text("New room")),
    )
    assert merged.named[Noun.STAGE] == {"main", "room-2", "r3", "new-room"}


def test_two_places_of_one_name_stay_two() -> None:
    rooms = (place("1", "Hall"), place("2", "Hall"), place("3", "HALL"), place("4", "展"))
    merged = merge(None, schedule(rooms=rooms), terms())
    codes = [one.code for one in merged.programme.stages]
    assert codes == ["hall", "hall-2", "hall-3", slug("展", "stage")]
    assert merge(merged.programme, schedule(rooms=rooms), terms()).programme == merged.programme


# --- the property that everything else serves -----------------------------------------------


@given(wild_schedules())
def test_a_new_summit_holds_nothing_forbidden_and_the_same_again_changes_nothing(
    found: Schedule,
) -> None:
    asked = terms(zone="Asia/Seoul", title="Wild")
    once = merge(None, found, asked)
    shape.check(once.programme)
    clash.refuse(once.programme)
    broken = {one.rule for one in clash.check(once.programme)}
    assert broken.isdisjoint({clash.Rule.OUTSIDE_DAYS, clash.Rule.NO_TITLE})
    again = merge(once.programme, found, asked)
    assert again.programme == once.programme
    assert again.named == once.named


@given(wild_programmes(), wild_schedules(), wild_schedules())
def test_whatever_is_there_the_same_again_changes_nothing(
    before: Programme, first: Schedule, second: Schedule
) -> None:
    asked = terms(code=before.summit.code)
    once = merge(merge(before, first, asked).programme, second, asked).programme
    shape.check(once)
    clash.refuse(once)
    assert merge(once, second, asked).programme == once
    kept = {one.code: one for one in once.sessions}
    for one in before.sessions:
        assert kept[one.code].stamp == one.stamp


@given(st.data())
def test_the_order_of_a_file_decides_nothing_about_identities(data: st.DataObject) -> None:
    rows = [row(str(n), uid=guid(n), title=text(f"Title {n}")) for n in range(5)]
    first = merge(None, schedule(*rows), terms()).programme
    mixed = data.draw(st.permutations(rows))
    assert merge(first, schedule(*mixed), terms()).programme == first


def test_in_our_own_files_keys_are_codes() -> None:
    found = schedule(
        row("1", room="hall", track="5", parts=(PartRow("ada"), PartRow("new"))),
        rooms=(place("hall", "Renamed"), place("attic", "Dachboden")),
        tracks=(place("5", "Climate"),),
        people=(person("ada", "Ada L."), person("new", "Ada L.")),
    )
    before = programme(people=(Person("ada", text("Ada"), "Ada"),))
    ours = merge(before, replace(found, is_ours=True), terms()).programme
    assert [(one.code, one.name.say("en")) for one in ours.stages] == [
        ("studio", "Studio"),
        ("hall", "Renamed"),
        ("attic", "Dachboden"),
    ]
    assert [(one.code, one.name.say("en")) for one in ours.people] == [
        ("ada", "Ada L."),
        ("new", "Ada L."),
    ]
    assert ours.sessions[0].area == "climate"
    theirs = merge(before, found, terms()).programme
    assert [one.code for one in theirs.stages] == ["studio", "hall", "dachboden"]
    assert [one.code for one in theirs.people] == ["ada", "ada-l-ada", "ada-l-new"]
