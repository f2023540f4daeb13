"""schedule.xml: what the schema demands, what the programme says, and nothing of what it hides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings

from summit.core.people import Role
from summit.core.programme import Programme, ProgrammeDay, Status, Stream
from summit.core.text import Text
from summit.formats import schedule_xml
from summit.formats.outlet import Outlet
from tests.factories import (
    START,
    part,
    programme,
    released,
    session,
    stamp,
    text,
    turn,
)
from tests.formats import schema
from tests.formats.wild_agenda import EDGES, stamped, wild_agendas

EN = Outlet("https://summit.example/test", "en")
KO = Outlet("https://summit.example/test", "ko")


def write(given_programme: Programme, outlet: Outlet = EN) -> bytes:
    return schedule_xml.write(released(given_programme), outlet)


def read(octets: bytes) -> Element:
    """As a strict parser reads it, which takes no ill-formed document."""
    root: Element = ElementTree.fromstring(octets, forbid_dtd=True)
    return root


def events(root: Element) -> Iterator[tuple[Element, Element, Element]]:
    """Yield each event with its day and its room."""
    for day in root.iter("day"):
        for room in day.iter("room"):
            for event in room.findall("event"):
                yield day, room, event


def told(element: Element, name: str) -> str:
    return element.findtext(name) or ""


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("outlet", [EN, KO], ids=["en", "ko"])
@schema.needed
def test_the_schema_has_nothing_to_say_of_edges(name: str, outlet: Outlet) -> None:
    assert schema.xml_messages(write(EDGES[name], outlet)) == []


@schema.needed
@pytest.mark.parametrize("language", ["en", "ko", "zh-Hant"])
def test_the_schema_has_nothing_to_say_of_the_demonstration(
    cac2020: Programme, language: str
) -> None:
    outlet = Outlet("https://summit.example/cac2020", language)
    assert schema.xml_messages(write(stamped(cac2020), outlet)) == []


@schema.needed
@settings(max_examples=25)
@given(wild_agendas())
def test_the_schema_has_nothing_to_say_of_the_worst(wild: Programme) -> None:
    assert schema.xml_messages(write(wild)) == []


@schema.needed
def test_the_schema_is_not_blind() -> None:
    octets = write(EDGES["bare"])
    for good, bad in ((b"<duration>01:00<", b"<duration>60<"), (b' guid="0', b' guid="x')):
        assert good in octets
        assert schema.xml_messages(octets.replace(good, bad)) != []


@settings(max_examples=25)
@given(wild_agendas())
def test_the_worst_programme_is_told_whole(wild: Programme) -> None:
    """What the schema demands, judged without it."""
    root = read(write(wild))
    held = {one.code: one for one in wild.sessions if one.status is Status.SCHEDULED}
    found = [event for _, _, event in events(root)]
    assert sorted(told(one, "url").rpartition("/")[2].partition("?")[0] for one in found) == sorted(
        held
    )
    for attribute, form in (("guid", UUID), ("id", int), ("code", str)):
        values = {form(one.get(attribute, "")) for one in found}
        assert len(values) == len(found)
    for day, room, event in events(root):
        moment = datetime.fromisoformat(told(event, "date"))
        code = told(event, "url").rpartition("/")[2].partition("?")[0]
        assert moment == held[code].starts
        assert told(event, "start") == f"{moment:%H:%M}"
        begins, ends = (datetime.fromisoformat(day.get(one, "")) for one in ("start", "end"))
        assert begins <= moment < ends
        assert told(event, "room") == room.get("name")
        hours, minutes = told(event, "duration").split(":")
        assert int(hours) * 60 + int(minutes) == held[code].minutes
        assert re.fullmatch(r"[0-9A-Z]{6}", event.get("code", ""))
        assert re.fullmatch(r"[a-z0-9_]{4,}-[a-z0-9_-]{4,}", told(event, "slug"))
    indexes = [int(day.get("index", "")) for day in root.iter("day")]
    assert len(set(indexes)) == len(indexes) >= 1
    assert min(indexes) >= 1


def test_the_demonstration_in_full(cac2020: Programme) -> None:
    root = read(write(stamped(cac2020), Outlet("https://summit.example/cac2020", "en")))
    assert [(one.tag, one.text) for one in root.find("conference") or () if one.tag != "track"] == [
        ("acronym", "cac2020"),
        ("title", "CAC Global Summit 2020"),
        ("start", "2020-06-01"),
        ("end", "2020-06-05"),
        ("days", "5"),
        ("timeslot_duration", "00:05"),
        ("base_url", "https://summit.example/cac2020/"),
        ("url", "https://summit.example/cac2020/?locale=en"),
        ("time_zone_name", "Asia/Seoul"),
    ]
    assert [one.get("slug") for one in root.iter("track") if one.get("name")] == [
        one.code for one in cac2020.areas
    ]
    found = {
        told(event, "slug"): (day.get("index"), told(event, "date"), told(event, "duration"))
        for day, _, event in events(root)
    }
    assert len(found) == 15
    assert found["cac2020-mayoral-meeting"] == ("2", "2020-06-02T22:00:00+09:00", "01:30")
    assert found["cac2020-diamond"] == ("4", "2020-06-04T08:00:00+09:00", "01:30")


def test_one_event_in_full() -> None:
    one = session(
        "one",
        title=Text({"en": "The one", "ko": "하나"}),
        text=Text({"en": "A <b>bold</b> text &amp; more", "ko": "글"}),
        note=text("Write to a.b@city.example"),
        stage="hall",
        area="culture",
        spoken=("ko", "en"),
        parts=(part(person="ada", role=Role.HOST), part(person="ada"), part(government="seoul")),
        turns=(turn(person="bo"),),
        streams=(Stream("ko", text("K"), "https://stream.example/secret"), Stream("en", text("E"))),
        stamp=stamp(0xABC),
    )
    octets = write(programme(one))
    ((_, room, event),) = events(read(octets))
    assert (room.get("name"), room.get("guid")) == ("Hall", "3408c960-9c20-5d74-8630-618efd59372d")
    assert {**event.attrib} == {
        "id": "2749",
        "guid": "00000000-0000-0000-0000-000000000abc",
        "code": "00024D",
    }
    assert [(child.tag, child.text) for child in event if not len(child)] == [
        ("date", "2020-06-02T22:00:00+09:00"),
        ("start", "22:00"),
        ("duration", "01:00"),
        ("room", "Hall"),
        ("slug", "test-_one"),
        ("url", "https://summit.example/test/sessions/one?locale=en"),
        ("title", "The one"),
        ("subtitle", None),
        ("track", "Culture"),
        ("type", "talk"),
        ("language", "ko, en"),
        ("abstract", "A bold text & more"),
        ("description", "Write to …"),
    ]
    assert [person.text for person in event.iter("person")] == ["Ada", "Bo"]
    (link,) = event.iter("link")
    assert (link.get("href"), link.text) == (
        "https://summit.example/test/sessions/one?locale=en#watch",
        "Watch: Korean, English",
    )
    assert b"secret" not in octets


def test_another_language_says_the_same_otherwise() -> None:
    one = session("one", title=Text({"en": "The one", "ko": "하나"}), stamp=stamp(1))
    given_programme = programme(one)
    ((_, room, event),) = events(read(write(given_programme, KO)))
    assert (told(event, "title"), room.get("name")) == ("하나", "온라인")
    assert told(event, "url") == "https://summit.example/test/sessions/one?locale=ko"
    ((_, _, english),) = events(read(write(given_programme)))
    assert (event.attrib, told(event, "slug")) == (english.attrib, told(english, "slug"))


def test_a_cancelled_session_is_not_announced_as_held() -> None:
    sessions = (
        session("held", stamp=stamp(1)),
        session("gone", status=Status.CANCELLED, stamp=stamp(2)),
        session("withdrawn", status=Status.WITHDRAWN, stamp=stamp(3)),
    )
    octets = write(programme(*sessions))
    assert [told(event, "title") for _, _, event in events(read(octets))] == ["Held"]
    for word in (b"Gone", b"Withdrawn", b"ancelled"):
        assert word not in octets


def test_the_talk_at_half_past_three_on_the_last_morning_is_there() -> None:
    last = (ProgrammeDay(1, date(2020, 6, 2)),)
    late = session("late", starts=START.replace(hour=18, minute=30), stamp=stamp(1))
    ((day, _, event),) = events(read(write(programme(late, days=last))))
    assert (day.get("date"), told(event, "date")) == ("2020-06-02", "2020-06-03T03:30:00+09:00")


def test_it_says_what_wrote_it_and_where_it_is() -> None:
    root = read(write(programme()))
    generator = root.find("generator")
    assert generator is not None
    assert generator.attrib == {"name": "Summit", "system": "summit.example"}
    assert told(root, "url") == "https://summit.example/test/schedule.xml?locale=en"
    assert told(root, "version") == "1"


def test_the_same_release_gives_the_same_octets(cac2020: Programme) -> None:
    given_programme = stamped(cac2020)
    assert write(given_programme) == write(given_programme)
    assert write(given_programme).startswith(
        b"<?xml version='1.0' encoding='utf-8'?>\n<schedule>\n"
    )
