"""The agenda: every session once, on the reader's date, with its true length; the filters."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summit.core.programme import Programme, Session
from summit.core.zone import NAMES, offset_label
from summit.language import heading_date, zone_place
from summit.services import programme, release
from tests.conftest import ACTOR, NOW, SetClock
from tests.web.page import Clock, Page, iso, query, words

ADDRESS = "/cac2020/agenda"
READ_FROM = (
    "Etc/GMT+7",  # UTC−7
    "America/Phoenix",  # UTC−7 with a name of its own
    "Pacific/Auckland",  # UTC+12
    "Pacific/Kiritimati",  # UTC+14
    "Asia/Kolkata",  # UTC+5:30
    "Asia/Kabul",  # UTC+4:30
    "Asia/Kathmandu",  # UTC+5:45
    "Europe/London",  # a session at midnight exactly
    "America/Los_Angeles",
    "Europe/Budapest",
    "Asia/Seoul",
    "UTC",
)


def read(client: FlaskClient, **asked: str) -> Page:
    answer = client.get(f"{ADDRESS}?{urlencode(asked)}")
    assert answer.status_code == 200
    return Page(answer.text)


def expected(session: Session, zone: str) -> tuple[str, str, list[Clock], timedelta]:
    """What a reader in `zone` must see of a session."""
    here = session.starts.astimezone(ZoneInfo(zone))
    clocks = [
        Clock(
            iso(session.starts),
            f"{session.starts.astimezone(ZoneInfo(name)):%H:%M}",
            zone_place(name, "en"),
            offset_label(session.starts, ZoneInfo(name)),
        )
        for name in dict.fromkeys((zone, "Asia/Seoul"))
    ]
    length = timedelta(minutes=session.minutes)
    return session.code, heading_date(here.date(), "en"), clocks, length


def check_whole(page: Page, sessions: tuple[Session, ...], zone: str) -> None:
    """Hold that every session stands on the page once, in order, with its date and times."""
    listed = page.listed()
    assert [one.code for one in listed] == [one.code for one in sessions]
    for one, session in zip(listed, sessions, strict=True):
        _, heading, clocks, length = expected(session, zone)
        assert one.under[1].removesuffix(" Today") == heading
        assert list(one.clocks) == clocks
        ends = session.ends.astimezone(ZoneInfo(zone))
        assert f"until {ends:%H:%M}" in one.words
        days = (ends.date() - session.starts.astimezone(ZoneInfo(zone)).date()).days
        assert ("+1 day" in one.words) == (days == 1)
        assert f"{length // timedelta(minutes=1)} min" in one.words


@pytest.mark.parametrize("zone", READ_FROM)
def test_every_session_once_on_the_readers_date(
    client: FlaskClient, cac2020: Programme, zone: str
) -> None:
    check_whole(read(client, tz=zone), cac2020.sessions, zone)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(zone=st.sampled_from(sorted(NAMES)))
def test_every_session_once_in_any_zone(client: FlaskClient, cac2020: Programme, zone: str) -> None:
    check_whole(read(client, tz=zone), cac2020.sessions, zone)


@pytest.mark.parametrize("zone", READ_FROM)
def test_a_day_long_session_stands_once(app: Flask, client: FlaskClient, zone: str) -> None:
    """It starts in the last minute of a date in Seoul and covers a midnight everywhere."""
    starts, later = datetime(2020, 6, 5, 14, 59, tzinfo=UTC), NOW + timedelta(hours=1)
    with app.app_context():
        programme.move(ACTOR, "cac2020", "sports", NOW, starts=starts, minutes=24 * 60)
        moved = release.publish(ACTOR, "cac2020", "A long night", later)
    check_whole(read(client, tz=zone), moved.sessions, zone)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Asia/Seoul", "22:00 Seoul (UTC+9)"),
        ("Europe/Budapest", "15:00 Budapest (UTC+2)"),
        ("Europe/London", "14:00 London (UTC+1)"),
        ("America/New_York", "09:00 New York (UTC−4)"),
        ("America/Vancouver", "06:00 Vancouver (UTC−7)"),
        ("Asia/Kolkata", "18:30 Kolkata (UTC+5:30)"),
        ("Asia/Kabul", "17:30 Kabul (UTC+4:30)"),
        ("UTC", "13:00 Universal time (UTC)"),
    ],
)
def test_the_mayoral_meeting(client: FlaskClient, zone: str, told: str) -> None:
    (meeting,) = [one for one in read(client, tz=zone).listed() if one.code == "mayoral-meeting"]
    assert meeting.under[1] == "Tuesday 2 June"
    assert [str(one) for one in meeting.clocks] == list(
        dict.fromkeys((told, "22:00 Seoul (UTC+9)"))
    )


@pytest.mark.parametrize(
    ("zone", "heading", "told"),
    [
        ("Asia/Seoul", "Thursday 4 June", "08:00 Seoul (UTC+9)"),
        ("America/Los_Angeles", "Wednesday 3 June", "16:00 Los Angeles (UTC−7)"),
        ("Europe/London", "Thursday 4 June", "00:00 London (UTC+1)"),
    ],
)
def test_the_diamond_conversation(client: FlaskClient, zone: str, heading: str, told: str) -> None:
    (found,) = [one for one in read(client, tz=zone).listed() if one.code == "diamond"]
    assert (found.under[1], str(found.clocks[0])) == (heading, told)


def test_the_hosts_date_is_said_where_it_differs(client: FlaskClient) -> None:
    listed = {one.code: one.words for one in read(client, tz="America/Los_Angeles").listed()}
    assert "Thu 4 Jun 08:00 Seoul (UTC+9)" in listed["diamond"]
    assert "Jun" not in listed["mayoral-meeting"].split("Mayoral")[0]


def test_the_day_of_the_summit_is_said(client: FlaskClient) -> None:
    """A programme day keeps its number where the reader's date is another."""
    for one in read(client, tz="America/Los_Angeles").listed():
        if one.code == "diamond":
            assert one.under[1] == "Wednesday 3 June"
            assert one.under[2].startswith("Day 4 of the summit")


def test_an_end_on_the_next_date_is_said(client: FlaskClient) -> None:
    """90 minutes from 22:00 in Seoul are 23:00 to 00:30 in Brisbane, UTC+10."""
    listed = {one.code: one for one in read(client, tz="Australia/Brisbane").listed()}
    assert "23:00 Brisbane (UTC+10) until 00:30 +1 day" in listed["mayoral-meeting"].words
    assert sorted(code for code, one in listed.items() if "+1 day" in one.words) == [
        "mayoral-meeting"
    ]


def test_a_cancelled_session_stays_and_says_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        programme.cancel(ACTOR, "cac2020", "climate", NOW)
        release.publish(ACTOR, "cac2020", "No climate", NOW + timedelta(hours=1))
    listed = {one.code: one.words for one in read(client).listed()}
    assert len(listed) == 15
    assert [code for code, said in listed.items() if "Cancelled" in said] == ["climate"]


def test_a_removed_session_is_gone(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        programme.remove(ACTOR, "cac2020", "climate", NOW)
        release.publish(ACTOR, "cac2020", "No climate", NOW + timedelta(hours=1))
    assert "climate" not in [one.code for one in read(client).listed()]
    assert client.get("/cac2020/sessions/climate").status_code == 404


def test_today_is_said_on_the_readers_date(client: FlaskClient, clock: SetClock) -> None:
    """At 23:30 UTC on 2 June it is 3 June in Seoul, and 2 June in London at 22:30."""
    clock.moment = datetime(2020, 6, 2, 21, 30, tzinfo=UTC)

    def today(zone: str) -> list[str]:
        found = (one.words for one in read(client, tz=zone).headings if one.level == 2)
        return [one for one in found if one.endswith("Today")]

    assert today("Asia/Seoul") == ["Wednesday 3 June Today"]
    assert today("Europe/London") == ["Tuesday 2 June Today"]


def test_what_is_on_says_so(client: FlaskClient, clock: SetClock) -> None:
    clock.moment = datetime(2020, 6, 2, 13, 30, tzinfo=UTC)
    listed = read(client).listed()
    assert [one.code for one in listed if "On now" in one.words] == ["mayoral-meeting"]


# --- filters ---------------------------------------------------------------------------------

FILTERS = ("day", "area", "stage", "lang")


def choices(page: Page) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the filter links of a page by (filter, value): their words and addresses."""
    found = {}
    for link in page.links:
        if link.address.startswith(f"{ADDRESS}?"):
            asked = query(link.address)
            for name in FILTERS:
                if name in asked and link.words.rpartition(" ")[2].isdecimal():
                    found[name, asked[name]] = (link.words, link.address)
    return found


def total(page: Page) -> str:
    """Return what the page says of how many sessions it shows."""
    (said,) = [one for one in page.statuses if " sessions of " in one or " session of " in one]
    return said.partition(" ·")[0]


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/Los_Angeles"])
def test_each_choice_shows_as_many_as_it_counts(client: FlaskClient, zone: str) -> None:
    page = read(client, tz=zone)
    found = choices(page)
    assert {name for name, _ in found} == {"day", "area", "lang"}  # there is but one stage
    assert len([name for name, _ in found if name == "area"]) == 10
    for said, address in found.values():
        answer = client.get(address)
        shown = Page(answer.text)
        assert len(shown.listed()) == int(said.rpartition(" ")[2]), address
        assert query(address)["tz"] == zone


def test_counts_of_days_add_up_to_all(client: FlaskClient) -> None:
    for zone in READ_FROM:
        found = choices(read(client, tz=zone))
        counts = [
            int(said.rpartition(" ")[2]) for (name, _), (said, _) in found.items() if name == "day"
        ]
        assert sum(counts) == 15, zone


def test_a_day_is_the_readers_day(client: FlaskClient) -> None:
    """On 3 June Los Angeles hears the Diamond conversation, which is 4 June in Seoul."""
    asked = {"tz": "America/Los_Angeles", "day": "2020-06-03"}
    listed = read(client, **asked).listed()
    assert {one.under[1] for one in listed} == {"Wednesday 3 June"}
    assert "diamond" in [one.code for one in listed]


def test_filters_combine(client: FlaskClient, cac2020: Programme) -> None:
    page = read(client, area="climate", lang="ko", day="2020-06-03")
    assert [one.code for one in page.listed()] == ["climate"]
    assert total(page) == "1 session of 15"
    # What the other days would leave of this area and language: nothing.
    days = {value: said for (name, value), (said, _) in choices(page).items() if name == "day"}
    assert {value: said.rpartition(" ")[2] for value, said in days.items()} == {
        "2020-06-01": "0",
        "2020-06-02": "0",
        "2020-06-04": "0",
        "2020-06-05": "0",
    } | ({"2020-06-03": "1"} if "2020-06-03" in days else {})


def test_filters_that_leave_nothing_say_so(client: FlaskClient) -> None:
    page = read(client, area="climate", day="2020-06-05")
    assert page.listed() == []
    assert "No session fits these filters." in words(page.main)
    cleared = Page(client.get(page.link("Clear all filters")).text)
    assert total(cleared) == "15 sessions of 15"


def test_clearing_keeps_zone_and_language(client: FlaskClient) -> None:
    page = read(client, area="climate", tz="Europe/Budapest", locale="en")
    address = page.link("Clear all filters")
    assert query(address) == {"tz": "Europe/Budapest", "locale": "en"}
    assert total(Page(client.get(address).text)) == "15 sessions of 15"


def test_without_filters_nothing_is_to_be_cleared(client: FlaskClient) -> None:
    assert "Clear all filters" not in [one.words for one in read(client).links]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("day", "2020-13-45"),
        ("day", "2020-06-09"),
        ("day", "tomorrow"),
        ("area", "nowhere"),
        ("area", "CLIMATE"),
        ("stage", "none"),
        ("lang", "tlh"),
        ("lang", "en,ko"),
    ],
)
def test_an_unknown_value_loses_nothing(
    client: FlaskClient, cac2020: Programme, name: str, value: str
) -> None:
    page = read(client, **{name: value})
    check_whole(page, cac2020.sessions, "Asia/Seoul")
    assert f"“{value}” is not one of these; all are shown." in words(page.main)


def test_an_unknown_value_beside_a_known_one(client: FlaskClient) -> None:
    page = read(client, area="climate", lang="tlh")
    assert [one.code for one in page.listed()] == ["climate"]
    assert "“tlh” is not one of these; all are shown." in words(page.main)


def test_a_filter_given_twice_takes_the_first(client: FlaskClient) -> None:
    page = Page(client.get(f"{ADDRESS}?area=climate&area=culture").text)
    assert [one.code for one in page.listed()] == ["climate"]


def test_the_address_of_a_day_is_a_date(client: FlaskClient) -> None:
    found = [date.fromisoformat(v) for n, v in choices(read(client)) if n == "day"]
    assert found == [date(2020, 6, day) for day in (1, 2, 3, 4, 5)]


# --- my hours --------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Asia/Seoul", "Europe/Budapest", "America/Los_Angeles"])
@pytest.mark.parametrize(("begins", "ends"), [(8, 22), (14, 6), (0, 24), (9, 17)])
def test_only_what_falls_into_my_hours(
    client: FlaskClient, cac2020: Programme, zone: str, begins: int, ends: int
) -> None:
    where = ZoneInfo(zone)
    awake = {hour % 24 for hour in range(begins, ends if ends > begins else ends + 24)}
    expected = [
        one.code
        for one in cac2020.sessions
        if all(
            (one.starts + timedelta(minutes=n)).astimezone(where).hour in awake
            for n in range(one.minutes)
        )
    ]
    page = read(client, tz=zone, hours=f"{begins:02}-{ends:02}")
    assert [one.code for one in page.listed()] == expected
    count = len(expected)
    assert total(page) == f"{count} session{'s' if count != 1 else ''} of 15"
    outside = f"{15 - count} more outside my hours"
    assert (outside in " ".join(page.statuses)) == (count < 15)


def test_my_hours_are_offered_with_what_they_leave(client: FlaskClient) -> None:
    page = read(client, tz="Europe/Budapest", area="climate")
    (offer,) = [one for one in page.links if one.words.startswith("Only in my waking hours")]
    assert offer.words == "Only in my waking hours (08:00–22:00) 0"
    assert query(offer.address) == {
        "tz": "Europe/Budapest",
        "area": "climate",
        "hours": "08-22",
    }
    every = read(client, tz="Europe/Budapest")
    (offer,) = [one for one in every.links if one.words.startswith("Only in my waking hours")]
    shown = Page(client.get(offer.address).text).listed()
    assert len(shown) == int(offer.words.rpartition(" ")[2])


def test_other_filters_count_within_my_hours(client: FlaskClient) -> None:
    page = read(client, tz="Europe/Budapest", hours="08-22")
    shown = len(page.listed())
    days = [said for (name, _), (said, _) in choices(page).items() if name == "day"]
    assert sum(int(said.rpartition(" ")[2]) for said in days) == shown < 15


def test_hours_of_ones_own_are_chosen_in_a_form(client: FlaskClient) -> None:
    page = read(client, tz="Europe/Budapest", area="climate", hours="10-18")
    (form,) = [one for one in page.forms(ADDRESS) if "from" in one]
    assert form["from"] == [f"{hour:02}" for hour in range(24)]
    assert form["until"] == [f"{hour:02}" for hour in range(1, 25)]
    assert (form["tz"], form["area"]) == (["Europe/Budapest"], ["climate"])
    assert "hours" not in form
    chosen = [one.get("value") for one in page.root.iter("option") if "selected" in one.attrib]
    assert chosen == ["10", "18"]
    sent = {"tz": "Europe/Budapest", "area": "climate", "from": "06", "until": "23"}
    answer = client.get(f"{ADDRESS}?{urlencode(sent)}")
    assert answer.status_code == 303
    assert query(answer.headers["Location"]) == {
        "tz": "Europe/Budapest",
        "area": "climate",
        "hours": "06-23",
    }


@pytest.mark.parametrize("hours", ["25-99", "8-22", "08-08", "08:00-22:00", "night", "-"])
def test_hours_that_are_none_lose_nothing(
    client: FlaskClient, cac2020: Programme, hours: str
) -> None:
    page = read(client, hours=hours)
    check_whole(page, cac2020.sessions, "Asia/Seoul")
    assert f"“{hours}” is not one of these; all are shown." in words(page.main)
