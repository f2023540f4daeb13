"""What a programme costs those who come to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from summit.core import burden
from summit.core.fairness import Spread
from summit.core.people import Mode, Role
from summit.core.place import Government
from summit.core.programme import Programme, ProgrammeDay, Status
from tests.factories import START, city, part, person, programme, session, turn

HOUR = timedelta(hours=1)
SEOUL = city("seoul", "Asia/Seoul")
LONDON = city("london", "Europe/London")
LIMA = city("lima", "America/Lima")


def two_days() -> Programme:
    """One session at 22:00 in Seoul, and one at 09:00 the next day."""
    return replace(
        programme(
            session(
                "late",
                starts=START,
                minutes=120,
                parts=(part(role=Role.HOST, person="kim"), part(role=Role.ATTENDEE, person="bo")),
                turns=(
                    turn(30, government="london"),
                    turn(60, person="kim"),
                    turn(30, government="lima"),
                ),
            ),
            session(
                "early", starts=START + 11 * HOUR, parts=(part(person="kim", government="seoul"),)
            ),
            session("never", starts=START, status=Status.CANCELLED, parts=(part(person="kim"),)),
        ),
        days=(ProgrammeDay(1, date(2020, 6, 2)), ProgrammeDay(2, date(2020, 6, 3))),
        governments=(SEOUL, LONDON, LIMA),
        people=(person("kim", government="seoul"), person("bo", government="lima"), person("cy")),
    )


def test_cities_and_people_carry_what_they_sit_through() -> None:
    told = burden.ledger(two_days())
    assert [(one.code, one.total, len(one.slots)) for one in told.cities] == [
        ("lima", 1, 1),
        ("london", 0, 1),
        ("seoul", 0, 1),
    ]
    # Kim speaks from 22:30 to 23:30, and the next morning at 09:00; whoever only attends, or
    # has no clock that is known, carries nothing.
    assert [(one.code, [slot.cost for slot in one.slots]) for one in told.people] == [
        ("kim", [24, 0])
    ]
    assert told.people[0].most.starts == datetime(2020, 6, 2, 13, 30, tzinfo=UTC)
    assert told.city_spread == Spread(1 / 3, 1, ("lima",), 2 / 3)
    assert told.person_spread == Spread(24.0, 24, ("kim",), 0.0)


def test_turns_within_the_day_and_in_the_night() -> None:
    told = burden.ledger(two_days())
    # London 14:00, Kim 22:30, Lima 09:30, Kim 09:00.
    assert (told.spoken, told.comfortable, told.nights) == (4, 3, ())
    earlier = replace(
        two_days(),
        sessions=tuple(replace(one, starts=one.starts - 4 * HOUR) for one in two_days().sessions),
    )
    # London 10:00, Kim 18:30, Lima 05:30, Kim 05:00.
    assert burden.ledger(earlier).comfortable == 2
    assert [(one.person, one.government, one.cost) for one in burden.ledger(earlier).nights] == [
        (None, "lima", 24),
        ("kim", "seoul", 24),
    ]
    # Cities sit at 05:00 in Seoul, and from 10:00 in London and 04:00 in Lima.
    assert (burden.ledger(earlier).sat, burden.ledger(earlier).sat_comfortable) == (3, 1)


def test_regions_day_by_day() -> None:
    told = burden.ledger(two_days())
    assert [(one.name, one.cities, one.mean, one.most, one.nights) for one in told.regions] == [
        ("America", 1, 1.0, 1, (0.0, 0.0)),
        ("Asia", 1, 0.0, 0, (0.0, 0.0)),
        ("Europe", 1, 0.0, 0, (0.0, 1.0)),
    ]


def test_a_region_is_asleep_where_more_than_half_of_it_is() -> None:
    # 03:30 UTC: 04:30 in London and in Dublin, 06:30 in Moscow.
    moscow, dublin = city("moscow", "Europe/Moscow"), city("dublin", "Europe/Dublin")

    def europe(*cities: Government) -> burden.Region:
        parts = tuple(part(government=one.code) for one in cities)
        early = session("early", starts=START - HOUR * 9.5, minutes=60, parts=parts)
        (found,) = burden.ledger(programme(early, governments=cities)).regions
        return found

    assert (europe(LONDON, moscow).nights, europe(LONDON, moscow).who) == ((0.0, 0.0), ("london",))
    assert europe(LONDON, moscow, dublin).nights == (1.0, 0.0)
    assert europe(LONDON, moscow, dublin).who == ("dublin", "london")


def test_whose_home_has_left_the_programme_has_no_clock() -> None:
    one = session("one", parts=(part(person="kim"), part(person="cy", government="london")))
    whole = programme(
        one,
        governments=(LONDON,),
        people=(person("kim", government="seoul"), person("cy")),
    )
    assert [found.person for found in burden.heard(whole, one)] == ["cy"]


def test_nothing_costs_nothing() -> None:
    told = burden.ledger(programme())
    assert (told.cities, told.people, told.regions, told.spoken) == ((), (), (), 0)


def test_a_recording_keeps_nobody_up() -> None:
    late = session(
        "late",
        starts=START + 5 * HOUR,
        minutes=60,
        parts=(part(person="kim"), part(person="bo", mode=Mode.RECORDED)),
        turns=(turn(10, person="kim", mode=Mode.RECORDED), turn(10, government="seoul")),
    )
    whole = replace(two_days(), sessions=(late,))
    assert [(one.person, one.government) for one in burden.heard(whole, late)] == [(None, "seoul")]
    told = burden.ledger(whole)
    assert (told.spoken, len(told.nights), told.people) == (1, 1, ())
