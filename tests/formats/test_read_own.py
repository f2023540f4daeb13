"""What we give out is read back as what it was: every format, over the wildest agendas."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings

from summit.core.calendar import Scope, shown
from summit.core.exchange import Schedule
from summit.core.programme import Programme, Session, Status
from summit.core.release import Release
from summit.core.text import Text, clean_line, without_addresses
from summit.formats import ical, jcal, schedule_json, schedule_xml, sheet
from summit.formats.outlet import Outlet
from summit.formats.read import read
from tests.factories import released
from tests.formats.wild_agenda import wild_agendas

Writer = Callable[[Release, Outlet], bytes]
OUTLET = Outlet("https://summit.example/test", "en")
WILD = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def masked(text: Text) -> Text:
    return Text({tag: without_addresses(words) for tag, words in text.items()})


def one_line(text: Text) -> dict[str, str]:
    return {tag: line for tag, words in masked(text).items() if (line := clean_line(words))}


def by_code(schedule: Schedule) -> dict[str, object]:
    return {one.code: (one.starts, one.minutes) for one in schedule.sessions}


def times(*sessions: Session) -> dict[str, object]:
    return {one.code: (one.starts, one.minutes) for one in sessions}


@pytest.mark.parametrize("write", [sheet.write_csv, sheet.write_xlsx])
@WILD
@given(wild_agendas())
def test_sheets(write: Writer, wild: Programme) -> None:
    release = released(wild)
    held = release.sessions
    if not held:
        return
    found = read(write(release, OUTLET), None)
    assert found.problems == ()
    assert found.zone == release.summit.zone
    assert by_code(found) == times(*held)
    for session, row in zip(held, sorted(found.sessions, key=lambda one: one.where), strict=True):
        assert (row.uid, row.kind, row.status) == (
            session.stamp and session.stamp.uid,
            session.kind,
            session.status,
        )
        assert (row.room, row.track, row.capacity) == (
            session.stage,
            session.area,
            session.capacity,
        )
        assert (row.spoken or (), row.interpreted or ()) == (session.spoken, session.interpreted)
        assert dict(row.title) == one_line(session.title)
        assert (row.text, row.note) == (masked(session.text), masked(session.note))
        told = {(part.key, part.role) for part in row.parts or ()}
        assert {(part.person, part.role) for part in session.parts if part.person} <= told
        assert {key for key, _ in told} == set(session.people)


@pytest.mark.parametrize(
    "write", [schedule_xml.write, schedule_json.write_v1, schedule_json.write_v2]
)
@WILD
@given(wild_agendas())
def test_schedules(write: Writer, wild: Programme) -> None:
    release = released(wild)
    found = read(write(release, OUTLET), None)
    held = [
        one
        for one in release.sessions
        if one.status is Status.SCHEDULED or write is schedule_json.write_v2
    ]
    assert found.problems == ()
    assert by_code(found) == times(*held)
    languages = {tag for one in found.sessions for tag in one.title}
    assert languages <= {"en"}


@pytest.mark.parametrize("written", [ical, jcal])
@WILD
@given(wild_agendas())
def test_calendars(written: ModuleType, wild: Programme) -> None:
    """A calendar says identities, times and states exactly; the rest of it is prose."""
    release = released(wild)
    held = [one.session for one in shown(release.programme.sessions, Scope.AGENDA, "")]
    if not held:
        return
    octets, _ = written.feed(release, Scope.AGENDA, "", OUTLET, timedelta(hours=1))
    found = read(octets, None)
    assert {one.uid: (one.starts, one.minutes) for one in found.sessions} == {
        one.stamp and one.stamp.uid: (one.starts, one.minutes) for one in held
    }
    for row in found.sessions:
        session = next(one for one in held if one.stamp and one.stamp.uid == row.uid)
        gone = session.status is not Status.SCHEDULED
        assert row.status is (Status.CANCELLED if gone else Status.SCHEDULED)
