"""What anything that comes from outside has to be like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given

from summit.core import shape
from summit.core.change import Change, Noun, Slot, What
from summit.core.errors import Invalid
from summit.core.programme import Programme, ProgrammeDay, Stream
from summit.core.release import Release
from summit.core.text import Text
from tests.factories import (
    START,
    city,
    person,
    programme,
    released,
    session,
    stamp,
    text,
    turn,
    wild_programmes,
)

WHOLE = programme(session("one", stamp=stamp(1)))
NAIVE = datetime(2020, 6, 2)  # noqa: DTZ001
FOREIGN = Text({"Not a tag": "Words"})


@given(wild_programmes())
def test_a_programme_of_ours_has_the_shape(whole: Programme) -> None:
    shape.check(whole)
    shape.check_release(released(whole))


def _summit(**fields: Any) -> Programme:
    return replace(WHOLE, summit=replace(WHOLE.summit, **fields))


def _session(**fields: Any) -> Programme:
    return replace(WHOLE, sessions=(session("one", **{"stamp": stamp(1)} | fields),))


def _stamp(**fields: Any) -> Programme:
    return _session(stamp=replace(stamp(1), **fields))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (_summit(code="healthz"), "summit, code: “healthz” is the name of another page."),
        (_summit(code="A"), "summit A: a code is made of small letters"),
        (_summit(zone="localtime"), "“localtime” is not the name of a time zone"),
        (_summit(languages=()), "summit, languages: this is missing"),
        (_summit(languages=("English",)), "summit, languages: “English” is not the tag"),
        (_summit(title=Text()), "summit, title: this is missing"),
        (_summit(slogan=FOREIGN), "summit, slogan: “Not a tag” is not the tag"),
        (_summit(day_border=time(4, 0, 1)), "summit, day_border: this is not a time of day"),
        (_summit(day_border=time(4, tzinfo=UTC)), "summit, day_border: this is not a time of"),
        (replace(WHOLE, days=(ProgrammeDay(-1, date(2020, 6, 2)),)), "day -1: -1 is not between"),
        (replace(WHOLE, days=(ProgrammeDay(1, date(1, 1, 1)),)), "day 1: 1 is not the year"),
        (replace(WHOLE, governments=(city(country="UK!"),)), "government london, country: “UK!”"),
        (replace(WHOLE, governments=(city(latitude=float("nan")),)), "london: nan is not between"),
        (replace(WHOLE, governments=(city(zone="Asia"),)), "“Asia” is not the name of a time"),
        (replace(WHOLE, people=(person(sort="x" * 256),)), "person ada, sort: “xxx"),
        (replace(WHOLE, people=(person(also=("a\nb",)),)), "person ada, also: “a\nb” is not"),
        (_session(starts=NAIVE), "session one: 2020-06-02 00:00 names no time zone."),
        (_session(starts=START.replace(year=1)), "session one: 1 is not the year"),
        (_session(starts=START.replace(microsecond=5)), "is not a whole second"),
        (_session(title=FOREIGN), "session one, title: “Not a tag” is not the tag"),
        (_session(capacity=-1), "session one, capacity: -1 is not between"),
        (_session(spoken=("English",)), "session one, languages: “English” is not the tag"),
        (_session(turns=(turn(language="x"),)), "session one, languages: “x” is not the tag"),
        (
            _session(streams=(Stream("en", text("Watch"), "javascript:alert(1)"),)),
            "session one, stream: “javascript:alert(1)” is not an address of the web",
        ),
        (_stamp(uid=""), "session one, stamp: “” is not a uid"),
        (_stamp(uid="a\nb"), "session one, stamp: “a\nb” is not a uid"),
        (_stamp(uid="u" * 256), "session one, stamp: “uuu"),
        (_stamp(sequence=2**31), "session one, stamp: 2147483648 is not between"),
        (_stamp(changed=NAIVE), "session one, stamp: 2020-06-02 00:00 names no time zone."),
    ],
)
def test_what_has_not_the_shape_is_told_where_it_is(wrong: Programme, message: str) -> None:
    with pytest.raises(Invalid) as caught:
        shape.check(wrong)
    assert message in str(caught.value)


def _changed(**fields: Any) -> Release:
    slot = Slot(START, START + timedelta(hours=1), None)
    values = {"noun": Noun.SESSION, "code": "one", "title": text("One"), "after": slot}
    change = Change(what=(What.MOVED,), **values | fields)
    return replace(released(WHOLE), changes=(change,))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: replace(released(WHOLE), number=-1), "number: -1 is not between"),
        (lambda: replace(released(WHOLE), published=NAIVE), "published: 2020-06-02 00:00 names"),
        (lambda: replace(released(WHOLE), note="a\x00b"), "note: this is not plain text"),
        (lambda: _changed(title=FOREIGN), "change of session one: “Not a tag” is not"),
        (lambda: _changed(before=Slot(NAIVE, NAIVE, None)), "change of session one: 2020-06-02"),
        (lambda: released(_session(stamp=None)), "session one, stamp: this is missing"),
    ],
)
def test_a_release_has_the_shape_of_one(wrong: Callable[[], Release], message: str) -> None:
    with pytest.raises(Invalid) as caught:
        shape.check_release(wrong())
    assert message in str(caught.value)
