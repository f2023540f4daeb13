"""Invitations to calendars: by the rules, by independent readers, step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from summit.core.appointment import Method, Span
from summit.core.text import NOTHING, Text
from summit.formats.appointment import Mailbox, write
from summit.language import NAMES
from tests.appointments import CREATED, START, UID, appointment, duty, message
from tests.factories import HOSTILE
from tests.formats.ical_rules import Profile, check_octets, check_update, events

PROFILES = {Method.REQUEST: Profile.INVITATION, Method.CANCEL: Profile.CANCELLATION}


def by_icalendar(octets: bytes) -> tuple[object, ...]:
    calendar = icalendar.Calendar.from_ical(octets)
    (event,) = calendar.walk("VEVENT")
    assert event.errors == []
    asked = event["ATTENDEE"]
    return (
        str(calendar["METHOD"]),
        str(event["UID"]),
        event["SEQUENCE"],
        event.start,
        event.end,
        str(event["SUMMARY"]),
        str(event["ORGANIZER"]).lower(),
        (str(asked).lower(), asked.params["PARTSTAT"], asked.params["RSVP"], asked.params["CN"]),
    )


def by_vobject(octets: bytes) -> tuple[object, ...]:
    calendar = vobject.readOne(octets.decode())
    event = calendar.vevent
    (partstat,), (rsvp,), (cn,) = (
        event.attendee.params[name] for name in ("PARTSTAT", "RSVP", "CN")
    )
    return (
        calendar.method.value,
        event.uid.value,
        int(event.sequence.value),
        event.dtstart.value.astimezone(UTC),
        event.dtend.value.astimezone(UTC),
        event.summary.value,
        event.organizer.value.lower(),
        (event.attendee.value.lower(), partstat, rsvp, cn),
    )


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("method", Method)
def test_a_message_keeps_the_rules_and_reads_alike(method: Method, language: str) -> None:
    octets = write(appointment(), message(method, 3, language=language))
    assert check_octets(octets, PROFILES[method]) == []
    assert by_icalendar(octets) == by_vobject(octets)
    assert by_icalendar(octets)[:5] == (
        method.name,
        UID,
        3,
        START,
        START + timedelta(minutes=90),
    )


def test_an_entry_says_when_it_is_and_whose_turn_comes() -> None:
    octets = write(appointment(), message())
    (event,) = events(octets).values()
    assert event.description.split("\n") == [
        "Tue 2 June 2020, 14:00–15:30 London (UTC+1)",
        "Tue 2 June 2020, 22:00–23:30 Seoul (UTC+9)",
        "Tue 2 June 2020, 13:00–14:30 Universal time (UTC)",
        "",
        "For Ada Example, London",
        "Your turn: 14:41–14:44 London, 22:41–22:44 Seoul, 13:41–13:44 UTC",
        "",
        "Please answer in your calendar, or on the page of your office:",
        "https://summit.example/cac2020/office/london",
    ]
    assert (event.summary, event.location, event.status) == (
        "Mayoral Meeting",
        "Online · Studio",
        "CONFIRMED",
    )
    assert (event.stamp, event.last_modified) == (CREATED, CREATED)


def test_a_mailbox_of_two_governments_has_one_entry_for_both() -> None:
    other = duty("leeds", person="", name=NOTHING, turns=())
    (event,) = events(write(appointment(duty(), other), message())).values()
    lines = event.description.split("\n")
    assert [line for line in lines if line.startswith(("For", "Your"))] == [
        "For Ada Example, London",
        "Your turn: 14:41–14:44 London, 22:41–22:44 Seoul, 13:41–13:44 UTC",
        "For Leeds",
    ]
    assert sum("London (UTC+1)" in line for line in lines) == 1


def test_a_turn_after_midnight_says_so_on_the_clocks_where_it_is() -> None:
    late = Span(START + timedelta(minutes=125), START + timedelta(minutes=130))
    whole = appointment(duty(turns=(late,)), ends=START + timedelta(minutes=180))
    (event,) = events(write(whole, message())).values()
    (line,) = [one for one in event.description.split("\n") if one.startswith("Your turn")]
    assert line == ("Your turn: 16:05–16:10 London, 00:05–00:10 (+1 day) Seoul, 15:05–15:10 UTC")


def test_an_update_and_a_cancellation_are_steps_that_calendars_follow() -> None:
    first = write(appointment(), message(sequence=0))
    later = appointment(starts=START + timedelta(hours=1), ends=START + timedelta(hours=2))
    second = write(later, message(sequence=1))
    third = write(later, message(Method.CANCEL, 2))
    assert check_update(first, second, Profile.INVITATION) == []
    assert check_update(second, third, Profile.CANCELLATION) == []
    (event,) = events(third).values()
    assert (event.status, event.summary, event.sequence) == (
        "CANCELLED",
        "CANCELLED: Mayoral Meeting",
        2,
    )


@given(
    title=st.sampled_from(HOSTILE) | st.text(max_size=40),
    name=st.sampled_from(HOSTILE) | st.text(st.characters(codec="utf-8"), max_size=40),
    language=st.sampled_from(list(NAMES)),
    method=st.sampled_from(Method),
)
def test_what_was_typed_breaks_no_message(
    title: str, name: str, language: str, method: Method
) -> None:
    wild = replace(
        appointment(duty(name=Text({"en": name}), city=Text({"en": title}))),
        title=Text({"en": title}),
        stage=Text({"en": name}),
    )
    asked = message(
        method,
        1,
        language=language,
        attendee=Mailbox(name, "ana@london.example"),
        organizer=Mailbox(title, "rsvp@summit.example"),
    )
    octets = write(wild, asked)
    assert check_octets(octets, PROFILES[method], backslashes=True) == []
    assert by_icalendar(octets)[:5] == by_vobject(octets)[:5]


def test_an_instant_of_writing_is_never_before_the_first() -> None:
    early = message(created=datetime(2020, 6, 1, tzinfo=UTC))
    assert check_octets(write(appointment(), early), Profile.INVITATION) == []
