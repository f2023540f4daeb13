"""Our own files, given out and taken in again: here, and where nothing is known of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from summit.core.calendar import Scope
from summit.core.merge import merge
from summit.core.programme import Programme
from summit.core.release import Release
from summit.core.text import Text
from summit.formats import ical, jcal, read
from summit.formats.export import EXPORTS
from summit.formats.outlet import Outlet
from tests.core.exchange import terms
from tests.factories import released, stamp, wild_programmes


def outlet(release: Release, language: str = "en") -> Outlet:
    return Outlet(f"https://summit.example/{release.summit.code}", language)


def _feed(written: object) -> Callable[[Release, Outlet], bytes]:
    def write(release: Release, where: Outlet) -> bytes:
        octets: bytes = written.feed(release, Scope.AGENDA, "", where, timedelta(hours=1))[0]  # type: ignore[attr-defined]
        return octets

    return write


WRITERS: dict[str, Callable[[Release, Outlet], bytes]] = {
    **{name: one.write for name, one in EXPORTS.items() if name != "release.json"},
    "agenda.ics": _feed(ical),
    "agenda.jcal": _feed(jcal),
}


@pytest.mark.parametrize("name", sorted(WRITERS))
@settings(max_examples=40)
@given(wild_programmes())
def test_taken_in_where_they_come_from_they_change_nothing(name: str, whole: Programme) -> None:
    # A calendar cannot tell the name of a stage from its address where it has no name.
    stages = (
        replace(one, name=Text({"en": f"Stage {one.code}", **one.name})) for one in whole.stages
    )
    whole = replace(whole, stages=tuple(stages))
    release = released(whole)
    found = read.read(WRITERS[name](release, outlet(release)), None)
    merged = merge(whole, found, terms(code=whole.summit.code))
    assert merged.programme == whole
    assert merged.problems == ()


@pytest.fixture(scope="module")
def first(cac2020: Programme) -> Release:
    held = (replace(one, stamp=stamp(at + 1)) for at, one in enumerate(cac2020.sessions))
    sessions = tuple(sorted(held, key=lambda one: (one.starts, one.code)))
    return released(replace(cac2020, sessions=sessions))


def moved(release: Release, name: str, language: str) -> Release:
    """What another installation publishes of the file that this one gives out."""
    octets = WRITERS[name](release, outlet(release, language))
    asked = terms(code=release.summit.code, title=release.summit.title.say(language))
    return released(merge(None, read.read(octets, None), asked).programme)


@pytest.mark.parametrize("language", ["en", "ko", "zh-Hant"])
@pytest.mark.parametrize("name", sorted(WRITERS))
def test_what_came_through_once_comes_through_byte_for_byte(
    first: Release, name: str, language: str
) -> None:
    second = moved(first, name, language)
    third = moved(second, name, language)
    where = outlet(first, language)
    assert WRITERS[name](third, where) == WRITERS[name](second, where)
    assert {one.code: (one.starts, one.minutes) for one in second.sessions} == {
        one.code: (one.starts, one.minutes) for one in first.sessions
    }
    uids = [[one.stamp and one.stamp.uid for one in found.sessions] for found in (first, second)]
    assert uids[0] == uids[1]


def test_schedule_xml_loses_only_links_and_what_our_stages_are_called_by(first: Release) -> None:
    def lines(release: Release) -> list[str]:
        words = EXPORTS["schedule.xml"].write(release, outlet(release)).decode()
        words = re.sub(r"<links>.*?</links>", "<links />", words, flags=re.DOTALL)
        return re.sub(r'(<room name="[^"]*") guid="[^"]*"', r"\1", words).splitlines()

    assert lines(moved(first, "schedule.xml", "en")) == lines(first)
