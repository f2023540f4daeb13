"""Finished bytes."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from summit.core.calendar import Scope
from summit.core.errors import NotFound
from summit.formats.ical import Outlet
from summit.published.ready import Ready
from tests.factories import START, programme, released, session, stamp

EN, KO = Outlet("https://summit.example/test", "en"), Outlet("https://summit.example/test", "ko")
ONE = session("one", stage="studio", stamp=stamp(1))
RELEASE = released(programme(ONE, session("two", stamp=stamp(2))))


def test_the_same_question_gets_the_same_body() -> None:
    ready = Ready()
    body = ready.feed(RELEASE, Scope.AGENDA, "", EN, START)
    assert ready.feed(RELEASE, Scope.AGENDA, "", EN, START) is body
    assert ready.download(RELEASE, "one", EN) is ready.download(RELEASE, "one", EN)
    assert body.digest == sha256(body.octets).hexdigest()
    assert Ready().feed(RELEASE, Scope.AGENDA, "", EN, START) == body


def test_another_release_language_or_selection_is_another_body() -> None:
    ready = Ready()
    other = released(programme(ONE), number=2)
    bodies = [
        ready.feed(RELEASE, Scope.AGENDA, "", EN, START),
        ready.feed(RELEASE, Scope.STAGE, "studio", EN, START),
        ready.feed(RELEASE, Scope.AGENDA, "", KO, START),
        ready.feed(other, Scope.AGENDA, "", EN, START),
        ready.download(RELEASE, "one", EN),
        ready.download(RELEASE, "two", EN),
    ]
    assert len({body.digest for body in bodies}) == len(bodies)


def test_only_so_many_are_kept_those_asked_for_last() -> None:
    ready = Ready(room=2)
    one = ready.download(RELEASE, "one", EN)
    two = ready.download(RELEASE, "two", EN)
    assert ready.download(RELEASE, "one", EN) is one
    ready.download(RELEASE, "one", KO)
    assert len(ready._bodies) == 2
    assert ready.download(RELEASE, "one", EN) is one
    again = ready.download(RELEASE, "two", EN)
    assert again == two
    assert again is not two


def test_what_is_not_there_is_not_kept() -> None:
    ready = Ready()
    with pytest.raises(NotFound):
        ready.download(RELEASE, "x", EN)
    with pytest.raises(NotFound):
        ready.feed(RELEASE, Scope.AREA, "climate", EN, START)
    assert len(ready._bodies) == 0


# The days of the test summit are 2 and 3 June in Seoul.
@pytest.mark.parametrize(
    ("now", "refresh"),
    [
        (datetime(2020, 5, 25, 14, 59, tzinfo=UTC), b"PT1H"),
        (datetime(2020, 5, 25, 15, 0, tzinfo=UTC), b"PT15M"),
        (datetime(2020, 6, 4, 14, 59, tzinfo=UTC), b"PT15M"),
        (datetime(2020, 6, 4, 15, 0, tzinfo=UTC), b"PT1H"),
    ],
)
def test_calendars_ask_more_often_in_the_week_of_the_summit(now: datetime, refresh: bytes) -> None:
    octets = Ready().feed(RELEASE, Scope.AGENDA, "", EN, now).octets
    assert b"X-PUBLISHED-TTL:" + refresh + b"\r\n" in octets
