"""The heat map of a day: hours as clocks show them, points, and who sits when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from summit.core.heat import heat
from summit.core.programme import ProgrammeDay, Status, Summit
from tests.core import reckoning
from tests.factories import START, city, part, programme, session, text

DAY = ProgrammeDay(1, date(2020, 6, 2))
DELHI, LONDON = city("delhi", "Asia/Kolkata"), city("london", "Europe/London")


def test_a_day_from_border_to_border() -> None:
    whole = programme(
        session("late", minutes=90, parts=(part(government="delhi"),)),
        session("sharp", starts=START + timedelta(hours=2), minutes=60),
        session("off", starts=START - timedelta(hours=5), status=Status.CANCELLED),
        governments=(DELHI,),
    )
    found = heat(whole, DAY, [DELHI, LONDON])
    assert found.hours == tuple(
        datetime(2020, 6, 1, 19, tzinfo=UTC) + timedelta(hours=at) for at in range(24)
    )
    assert {at: count for at, count in enumerate(found.busy) if count} == {18: 1, 19: 1, 20: 1}
    line, other = found.lines
    assert (line.city, other.city) == (DELHI, LONDON)
    assert [cell.sits for cell in other.cells] == [False] * 24
    assert line.cells[18].clock == "18:30"
    assert [cell.points for cell in line.cells] == [
        reckoning.worst(hour, 60, "Asia/Kolkata") for hour in found.hours
    ]
    assert [at for at, cell in enumerate(line.cells) if cell.sits] == [18, 19]


def test_a_day_has_the_hours_that_it_has() -> None:
    summit = Summit("spring", text("Spring"), "Europe/London", ("en",))
    for day, hours in ((date(2020, 3, 28), 23), (date(2020, 10, 24), 25), (date(2020, 6, 1), 24)):
        assert len(heat(programme(summit=summit), ProgrammeDay(1, day), [DELHI]).hours) == hours
