"""What taking a file in changed, counted and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from summit.core import report
from summit.core.change import Noun, What
from summit.core.clash import Rule
from summit.core.merge import merge
from summit.core.programme import Status
from summit.core.report import Count
from tests.core.exchange import place, row, schedule, terms
from tests.factories import START, person, programme, session, stage, stamp, text


def test_things_are_new_changed_the_same_or_not_in_the_file() -> None:
    before = programme(
        session("1", title=text("Talk 1"), minutes=45),
        session("2", title=text("Talk 2"), minutes=45, starts=START + timedelta(hours=1)),
        session("old", starts=START + timedelta(hours=3)),
        stages=(stage("hall", "Hall"), stage("attic", "Attic")),
        people=(person(),),
    )
    rows = (
        row("1"),
        row("2", starts=START + timedelta(hours=2)),
        row("3", room="Hall", starts=START + timedelta(days=1)),
        row("4", room="Studio", minutes=0),
    )
    found = schedule(*rows, rooms=(place("Hall"), place("Studio")))
    merged = merge(before, found, terms())
    told = report.tell("CSV", before, merged, has_changed=True, is_dry=False)
    assert told.counts == (
        Count(Noun.SESSION, new=1, changed=1, same=1, absent=1),
        Count(Noun.SPEAKER, new=0, changed=0, same=0, absent=1),
        Count(Noun.CITY, new=0, changed=0, same=0, absent=2),
        Count(Noun.STAGE, new=1, changed=0, same=1, absent=1),
        Count(Noun.AREA, new=0, changed=0, same=0, absent=2),
        Count(Noun.DAY, new=0, changed=0, same=2, absent=0),
    )
    assert [one.named for one in told.counts] == [3, 0, 0, 2, 0, 2]
    assert [one.code for one in told.absent] == ["old"]
    assert [(one.code, one.what) for one in told.changes] == [
        ("2", (What.MOVED,)),
        ("3", (What.ADDED,)),
        ("studio", (What.ADDED,)),
    ]
    assert {one.rule for one in told.findings} == {Rule.NO_STREAM}
    assert (told.format, told.is_new, told.release) == ("CSV", False, None)


def test_stamps_and_withdrawn_sessions_are_nobodys_business() -> None:
    before = programme(session("1", title=text("Talk 1"), minutes=45, stamp=stamp(1, sequence=3)))
    merged = merge(before, schedule(row("1")), terms())
    gone = session("gone", status=Status.WITHDRAWN)
    sessions = (replace(before.sessions[0], stamp=stamp(1)), gone)
    merged = replace(merged, programme=replace(merged.programme, sessions=sessions))
    told = report.tell("CSV", before, merged, has_changed=False, is_dry=True)
    assert told.counts[0] == Count(Noun.SESSION, new=0, changed=0, same=1, absent=0)


def test_a_new_summit_has_changed_nothing() -> None:
    merged = merge(None, schedule(row()), terms())
    told = report.tell("CSV", None, merged, has_changed=True, is_dry=True)
    assert (told.is_new, told.changes, told.absent) == (True, (), ())
    assert told.counts[0] == Count(Noun.SESSION, new=1, changed=0, same=0, absent=0)
