"""Calendars: three independent readers, the rules, and the step from one release to the next."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from summit.core.calendar import Scope, entries, memberships, restamp, shown
from summit.core.errors import NotFound
from summit.core.programme import Programme, Status, Stream, Summit
from summit.core.release import Release, public
from summit.core.text import Text
from summit.formats import ical
from summit.formats.ical import Outlet
from tests.factories import (
    START,
    STORED,
    area,
    part,
    person,
    programme,
    released,
    session,
    stage,
    stamp,
    text,
    wild_programmes,
)
from tests.formats.ical_rules import Event, Profile, check_octets, check_update, events

HOUR = timedelta(hours=1)
LANGUAGES = ("en", "ko", "zh-Hant")
EN = Outlet("https://summit.example/test", "en")


def feed(
    release: Release, scope: Scope = Scope.AGENDA, code: str = "", outlet: Outlet = EN
) -> bytes:
    return ical.feed(release, scope, code, outlet, HOUR)[0]


def feeds(release: Release, outlet: Outlet = EN) -> dict[tuple[Scope, str], bytes]:
    """Every feed of the release that holds something."""
    keys = {(Scope.AGENDA, "")}
    for one in release.programme.sessions:
        for member in memberships(one) | set(one.former):
            scope, _, code = member.partition("/")
            keys.add((Scope(scope), code))
    return {(scope, code): feed(release, scope, code, outlet) for scope, code in sorted(keys)}


def faults(octets: bytes, profile: Profile = Profile.FEED) -> list[object]:
    return list(check_octets(octets, profile, backslashes=True))


Facts = set[tuple[str, datetime, datetime, str]]


def by_our_reader(octets: bytes) -> Facts:
    return {(one.uid, one.starts, one.ends, one.summary) for one in events(octets).values()}


def by_icalendar(octets: bytes) -> Facts:
    found = icalendar.Calendar.from_ical(octets).walk("VEVENT")
    assert [one.errors for one in found if one.errors] == []
    return {(str(one["UID"]), one.start, one.end, str(one["SUMMARY"])) for one in found}


def by_vobject(octets: bytes) -> Facts:
    calendar = vobject.readOne(octets.decode())
    return {
        (
            one.uid.value,
            one.dtstart.value.astimezone(UTC),
            one.dtend.value.astimezone(UTC),
            one.summary.value,
        )
        for one in calendar.vevent_list
    }


@settings(max_examples=15)
@given(wild_programmes(), st.sampled_from(LANGUAGES))
def test_the_worst_programme_makes_right_calendars(wild: Programme, language: str) -> None:
    release = released(wild)
    outlet = Outlet("https://summit.example/wild", language)
    expected = {(one.stamp and one.stamp.uid, one.starts, one.ends) for one in wild.sessions}
    for key, octets in feeds(release, outlet).items():
        assert faults(octets) == [], key
        facts = by_our_reader(octets)
        assert by_icalendar(octets) == facts
        assert by_vobject(octets) == facts
        held = {
            (one.session.stamp and one.session.stamp.uid, one.session.starts, one.session.ends)
            for one in shown(wild.sessions, *key)
        }
        assert {fact[:3] for fact in facts} == held
        assert held <= expected
    for one in release.sessions:
        octets, _changed = ical.download(release, one, outlet)
        assert faults(octets, Profile.DOWNLOAD) == []
        assert by_icalendar(octets) == by_vobject(octets) == by_our_reader(octets)
        assert len(by_our_reader(octets)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demonstration_in_every_feed_and_language(cac2020: Programme, language: str) -> None:
    numbered = [replace(one, stamp=stamp(n)) for n, one in enumerate(cac2020.sessions)]
    release = released(replace(cac2020, sessions=tuple(numbered)))
    outlet = Outlet("https://summit.example/cac2020", language)
    for octets in feeds(release, outlet).values():
        assert check_octets(octets, Profile.FEED) == []
        assert by_icalendar(octets) == by_vobject(octets) == by_our_reader(octets)


def test_the_golden_times_stand_in_the_calendar(cac2020: Programme) -> None:
    numbered = [replace(one, stamp=stamp(n)) for n, one in enumerate(cac2020.sessions)]
    release = released(replace(cac2020, sessions=tuple(numbered)))
    found = {one.summary: one for one in events(feed(release)).values()}
    assert len(found) == 15
    meeting = found[release.session("mayoral-meeting").title.say("en")]
    assert (meeting.starts, meeting.ends) == (START, START + timedelta(minutes=90))
    assert meeting.description.splitlines()[0] == "Tue 2 June 2020, 22:00–23:30 Seoul (UTC+9)"
    diamond = found[release.session("diamond").title.say("en")]
    assert diamond.starts == datetime(2020, 6, 3, 23, tzinfo=UTC)
    assert diamond.description.splitlines()[0] == "Thu 4 June 2020, 08:00–09:30 Seoul (UTC+9)"


def only(octets: bytes) -> Event:
    (found,) = events(octets).values()
    return found


ONE = session(
    stage="studio", area="climate", parts=(part(person="ada", government="london"),), stamp=stamp(1)
)


def test_two_answers_are_the_same_octets() -> None:
    release = released(programme(ONE))
    assert feed(release) == feed(release)
    assert ical.download(release, ONE, EN) == ical.download(release, ONE, EN)


def test_feed_and_download_tell_of_the_same_event() -> None:
    release = released(programme(ONE))
    assert only(feed(release)).octets == only(ical.download(release, ONE, EN)[0]).octets


def test_the_last_change_is_that_of_the_newest_entry() -> None:
    newer = replace(session("two"), stamp=stamp(2, changed=STORED + HOUR))
    release = released(programme(ONE, newer))
    assert ical.feed(release, Scope.AGENDA, "", EN, HOUR)[1] == STORED + HOUR
    assert ical.feed(release, Scope.STAGE, "studio", EN, HOUR)[1] == STORED
    assert ical.download(release, newer, EN)[1] == STORED + HOUR


@pytest.mark.parametrize(
    ("language", "mark"), [("en", "CANCELLED: "), ("ko", "취소됨: "), ("zh-Hant", "已取消：")]
)
def test_a_cancellation_is_marked_in_each_language(language: str, mark: str) -> None:
    release = released(programme(replace(ONE, status=Status.CANCELLED)))
    octets = feed(release, outlet=Outlet(EN.base, language))
    assert only(octets).summary == f"{mark}Welcome"
    assert faults(octets) == []


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.WITHDRAWN])
def test_what_does_not_take_place_stays_and_says_so(status: Status) -> None:
    found = only(feed(released(programme(replace(ONE, status=status)))))
    assert (found.status, found.summary) == ("CANCELLED", "CANCELLED: Welcome")
    assert b"TRANSP:TRANSPARENT" in found.octets
    assert b"CONFERENCE" not in found.octets


def test_a_calendar_without_a_session_is_not_there() -> None:
    with pytest.raises(NotFound, match="There is no area “culture”"):
        feed(released(programme(ONE)), Scope.AREA, "culture")


def test_a_session_that_was_never_stored_has_no_calendar() -> None:
    with pytest.raises(ValueError, match="without a stamp"):
        feed(released(programme(session())))


def test_a_stream_without_a_name_is_called_by_its_language() -> None:
    nameless = replace(ONE, streams=(Stream("ko", Text()),))
    assert b"LABEL=Korean" in feed(released(programme(nameless))).replace(b"\r\n ", b"")


def test_no_address_of_a_stream_or_a_person_is_given_out() -> None:
    write = "write to eve@private.example"
    wild = replace(
        ONE,
        streams=(Stream("en", text(write), "https://meeting.example/j/123"),),
        title=text(write),
        text=text(write),
        parts=(part(person="ada", office=text(write)),),
    )
    fields = {"stages": (stage(name=write, place=write),), "areas": (area(name=write),)}
    release = released(
        programme(
            wild,
            people=(person(name=text(write)),),
            summit=Summit("test", text(write), "Asia/Seoul", ("en",), slogan=text(write)),
            **fields,
        )
    )
    for octets in (*feeds(release).values(), ical.download(release, wild, EN)[0]):
        whole = octets.replace(b"\r\n ", b"")
        assert [one for one in (b"eve@", b"meeting.example") if one in whole] == []


def test_a_long_title_is_cut_between_characters() -> None:
    long = replace(ONE, title=text("회" * 300))
    found = only(feed(released(programme(long))))
    assert found.summary == "회" * 84 + "…"
    assert unicodedata.is_normalized("NFC", found.summary)


def test_an_end_after_midnight_says_so() -> None:
    late = replace(ONE, minutes=120)
    assert only(feed(released(programme(late)))).description.splitlines()[0] == (
        "Tue 2 June 2020, 22:00–00:00 +1 day Seoul (UTC+9)"
    )


@pytest.mark.parametrize(
    ("scope", "code", "path"),
    [
        (Scope.AGENDA, "", "/agenda.ics"),
        (Scope.AREA, "x", "/areas/x.ics"),
        (Scope.STAGE, "x", "/stages/x.ics"),
        (Scope.CITY, "x", "/cities/x.ics"),
        (Scope.SPEAKER, "x", "/speakers/x.ics"),
    ],
)
def test_the_paths_of_feeds(scope: Scope, code: str, path: str) -> None:
    assert ical.path(scope, code) == path


# --- from release to release ------------------------------------------------------------------

PARTS = st.lists(
    st.builds(
        part,
        person=st.sampled_from((None, "ada", "bo")),
        government=st.sampled_from((None, "london", "seoul")),
    ),
    max_size=2,
).map(tuple)
STEPS = st.one_of(
    st.tuples(st.just("starts"), st.integers(-3, 3).map(lambda n: START + n * HOUR)),
    st.tuples(st.just("minutes"), st.sampled_from((30, 60))),
    st.tuples(st.just("title"), st.sampled_from((text("Welcome"), text("Hello, all")))),
    st.tuples(st.just("status"), st.sampled_from((Status.SCHEDULED, Status.CANCELLED))),
    st.tuples(st.just("area"), st.sampled_from((None, "climate", "culture"))),
    st.tuples(st.just("stage"), st.sampled_from((None, "studio", "hall"))),
    st.tuples(st.just("parts"), PARTS),
    st.tuples(st.just("removed"), st.booleans()),
)
RENAMES = st.fixed_dictionaries(
    {
        "stages": st.sampled_from(
            ((stage(), stage("hall")), (stage(name="Big studio"), stage("hall")), ())
        ),
        "areas": st.sampled_from(
            ((area(), area("culture")), (area(name="Air"), area("culture")), ())
        ),
        "people": st.sampled_from(
            ((person(), person("bo")), (person(name=text("Ada L.")), person("bo")))
        ),
    }
)


def next_programme(sessions: dict[str, dict[str, object]], things: dict[str, object]) -> Programme:
    known = {field: {one.code for one in things[field]} for field in ("stages", "areas")}  # type: ignore[attr-defined]
    held = []
    for number, (code, fields) in enumerate(sessions.items(), 1):
        values = {name: value for name, value in fields.items() if name != "removed"}
        for name in ("stage", "area"):
            if values.get(name) not in known[f"{name}s"]:
                values[name] = None
        if not fields.get("removed"):
            held.append(session(code, stamp=stamp(number), **values))
    return public(programme(*held, **things))


def by_uid(programme: Programme) -> dict[str, object]:
    """What is said of each session, and which calendars hold it."""
    said = entries(programme)
    return {
        one.stamp.uid: (said[one.code], memberships(one), one.former)
        for one in programme.sessions
        if one.stamp
    }


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(st.lists(st.tuples(st.integers(0, 2), STEPS), max_size=4), RENAMES),
        min_size=2,
        max_size=5,
    ),
    st.sampled_from((timedelta(), HOUR)),
)
def test_calendars_follow_any_sequence_of_releases(
    releases: Iterable[tuple[list[tuple[int, tuple[str, object]]], dict[str, object]]],
    pause: timedelta,
) -> None:
    """`pause` of zero: releases within one second must still be told apart."""
    sessions: dict[str, dict[str, object]] = {
        "one": {"stage": "studio", "area": "climate", "parts": (part(person="ada"),)},
        "two": {"starts": START + 2 * HOUR, "parts": (part(government="london"),)},
        "three": {"starts": START + 4 * HOUR},
    }
    before, files, now = None, {}, STORED + HOUR
    for number, (steps, things) in enumerate(releases, 1):
        for at, (name, value) in steps:
            sessions[("one", "two", "three")[at]][name] = value
        last = by_uid(before) if before else {}
        before = restamp(before, next_programme(sessions, things), now)
        told = {uid for uid, one in by_uid(before).items() if last.get(uid) != one}
        now += pause
        release = released(before, number, now)
        new = feeds(release) if before.sessions else {}
        assert files.keys() <= new.keys()
        for key, octets in new.items():
            assert check_octets(octets, Profile.FEED) == [], key
            if key in files:
                findings = check_update(files[key], octets, Profile.FEED)
                # One stamp serves all calendars: what one of them is told, all are.
                assert [one for one in findings if one.rule != "U5"] == [], key
                found = events(octets)
                for uid, event in events(files[key]).items():
                    assert uid in told or found[uid].octets == event.octets, key
        files = new


def test_a_left_membership_shows_as_cancelled_in_that_feed_alone() -> None:
    before = restamp(None, programme(ONE), STORED)
    after = restamp(before, programme(replace(ONE, area="culture", parts=())), STORED + HOUR)
    found = {key: only(octets).status for key, octets in feeds(released(after)).items()}
    assert found == {
        (Scope.AGENDA, ""): "CONFIRMED",
        (Scope.AREA, "climate"): "CANCELLED",
        (Scope.AREA, "culture"): "CONFIRMED",
        (Scope.CITY, "london"): "CANCELLED",
        (Scope.SPEAKER, "ada"): "CANCELLED",
        (Scope.STAGE, "studio"): "CONFIRMED",
    }
