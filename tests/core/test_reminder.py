"""When a reminder is due, on the clocks of whoever is reminded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from summit.core.programme import Session, SessionKind
from summit.core.reminder import WISHES, Reminder, Wish, reminders
from summit.core.text import Text
from summit.core.zone import zone

STARTS = datetime(2020, 6, 2, 13, 0, tzinfo=UTC)


def session(code: str, starts: datetime) -> Session:
    return Session(code, SessionKind.MEETING, Text({"en": code}), starts, 90)


@pytest.mark.parametrize(
    ("where", "due", "over"),
    [
        # 22:00 on 2 June in Seoul, 01:00 on 3 June in Auckland, 06:00 on 2 June in Vancouver.
        ("Asia/Seoul", datetime(2020, 6, 1, 9, tzinfo=UTC), datetime(2020, 6, 1, 15, tzinfo=UTC)),
        (
            "Pacific/Auckland",
            datetime(2020, 6, 2, 6, tzinfo=UTC),
            datetime(2020, 6, 2, 12, tzinfo=UTC),
        ),
        (
            "America/Vancouver",
            datetime(2020, 6, 2, 1, tzinfo=UTC),
            datetime(2020, 6, 2, 7, tzinfo=UTC),
        ),
    ],
)
def test_tomorrow_is_told_at_six_in_the_evening(where: str, due: datetime, over: datetime) -> None:
    (found,) = reminders([session("a", STARTS)], WISHES, zone(where))
    assert (found.wish, found.starts, found.ends) == (Wish.TOMORROW, due, over)
    assert found.is_due(due)
    assert not found.is_due(due - timedelta(seconds=1))
    assert not found.is_due(over)


def test_each_day_on_the_wall_has_its_own() -> None:
    later = session("b", STARTS + timedelta(hours=3))
    both = [later, session("a", STARTS)]

    def days(where: str) -> list[list[str]]:
        return [[s.code for s in one.sessions] for one in reminders(both, WISHES, zone(where))]

    assert days("Asia/Seoul") == [["a"], ["b"]]
    assert days("Europe/Budapest") == [["a", "b"]]


def test_a_session_is_told_an_hour_before_and_anew_when_it_moves() -> None:
    def soon(starts: datetime) -> Reminder:
        (found,) = reminders([session("a", starts)], [Wish.SOON], zone("UTC"))
        return found

    one = soon(STARTS)
    assert one.starts == STARTS - timedelta(hours=1)
    assert one.ends == STARTS - timedelta(minutes=5)
    assert one.key == soon(STARTS).key != soon(STARTS + timedelta(minutes=5)).key


def test_nobody_is_reminded_of_what_they_did_not_wish_for() -> None:
    assert reminders([session("a", STARTS)], [], zone("UTC")) == ()
    assert WISHES == ("tomorrow",)
