"""The agenda as a grid: the hours or the dates across, in the reader's zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bench.generated import programme as generated
from summit.core.programme import Programme, ProgrammeDay
from summit.core.zone import local_date
from summit.language import heading_date
from summit.services import programme, release
from tests.conftest import ACTOR, NOW, SetClock, browser
from tests.web.page import Page, query, words

ADDRESS = "/cac2020/agenda"
ZONES = (
    "Asia/Seoul",
    "America/Los_Angeles",
    "Europe/Budapest",
    "Asia/Kathmandu",
    "Australia/Brisbane",
)


def read(client: FlaskClient, **asked: str) -> Page:
    answer = client.get(f"{ADDRESS}?{urlencode({'view': 'grid', **asked})}")
    assert answer.status_code == 200
    return Page(answer.text)


def codes(element: Element) -> list[str]:
    """Return the sessions that an element links to, in its order."""
    paths = (urlsplit(a.get("href", "")).path for a in element.iter("a"))
    return [path.rpartition("/")[2] for path in paths if "/sessions/" in path]


def boards(page: Page) -> dict[str, Element]:
    """Return the dates of a grid with the hours across, by their headings."""
    found = {}
    for section in page.main.iter("section"):
        heading = section.find(".//h2")
        assert heading is not None
        found[words(heading)] = section
    return found


def lines(board: Element) -> dict[str, list[str]]:
    """Return what a screen reader says of each entry, by the heading it stands under."""
    found: dict[str, list[str]] = {}
    heading = ""
    for one in board.iter():
        if one.tag == "h3":
            heading = words(one)
        if one.tag == "a" and "/sessions/" in one.get("href", ""):
            found.setdefault(heading, []).append(heard(one))
    return found


def heard(element: Element) -> str:
    """Return what an element says to the ear."""

    def parts(one: Element) -> Iterator[str]:
        if one.get("aria-hidden") != "true":
            yield one.text or ""
            for child in one:
                yield from parts(child)
                yield child.tail or ""

    return " ".join("".join(parts(element)).split())


def cells(page: Page) -> dict[tuple[str, str], list[str]]:
    """Return what stands in each cell of a grid with the dates across, by its two headings."""
    table = page.one("table")
    dates = [words(th) for th in table.iter("th") if th.get("scope") == "col"]
    found = {}
    for line in table.iter("tr"):
        heads = [words(th) for th in line.iter("th") if th.get("scope") == "row"]
        for day, cell in zip(dates, line.findall("td") if heads else [], strict=False):
            if said := [heard(a) for a in cell.iter("a")]:
                found[heads[0], day] = said
    return found


# --- the hours across ------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ZONES)
def test_each_session_stands_on_each_of_its_dates(
    client: FlaskClient, cac2020: Programme, zone: str
) -> None:
    page = read(client, across="hours", tz=zone)
    where = ZoneInfo(zone)
    expected: dict[str, set[str]] = {}
    for one in cac2020.sessions:
        last = one.ends - timedelta(seconds=1)
        for day in {local_date(one.starts, where), local_date(last, where)}:
            expected.setdefault(heading_date(day, "en"), set()).add(one.code)
    found = {heading.removesuffix(" Today"): codes(one) for heading, one in boards(page).items()}
    assert {heading: set(some) for heading, some in found.items()} == expected
    assert all(len(some) == len(set(some)) for some in found.values())
    assert "15 sessions of 15" in page.statuses


def test_what_is_heard_of_a_session(client: FlaskClient) -> None:
    page = read(client, across="hours", tz="Europe/Budapest")
    found = lines(boards(page)["Wednesday 3 June"])
    assert found["Education"] == ["08:30 to 10:00 Education, Education: Distance Learning"]
    assert found["Urban sharing"] == ["11:00 to 12:30 Urban sharing, Urban Sharing"]


def test_over_midnight(client: FlaskClient) -> None:
    """In Brisbane the Mayoral Meeting lasts from 23:00 to 00:30."""
    page = read(client, across="hours", tz="Australia/Brisbane")
    first, second = (lines(boards(page)[f"{day} June"]) for day in ("Tuesday 2", "Wednesday 3"))
    assert first["Without an area"] == ["23:00 to 00:30 +1 day Mayoral Meeting"]
    assert second["Without an area"] == ["since Tue 2 Jun 23:00 to 00:30 Mayoral Meeting"]
    assert "1 session goes on from the day before." in words(boards(page)["Wednesday 3 June"])
    assert "15 sessions of 15" in page.statuses


def test_what_is_left_out_is_said(client: FlaskClient) -> None:
    page = read(client, across="hours", day="2020-06-03")
    assert list(boards(page)) == ["Wednesday 3 June"]
    assert "5 areas without a session are left out." in words(page.main)
    assert "Nothing is on before 09:00 and after 23:00." in words(page.main)


def test_every_time_has_its_place_and_offset(client: FlaskClient) -> None:
    page = read(client, across="hours", tz="Asia/Kathmandu")
    for board in boards(page).values():
        assert "Times in Kathmandu (UTC+5:45)." in words(board)


def test_a_date_on_which_clocks_change_says_so(empty: Flask, cac2020: Programme) -> None:
    (sports,) = [one for one in cac2020.sessions if one.code == "sports"]
    starts = datetime(2020, 10, 25, 0, 30, tzinfo=UTC)
    autumn = replace(
        cac2020,
        days=(ProgrammeDay(1, date(2020, 10, 25)),),
        sessions=(replace(sports, starts=starts, minutes=90),),
    )
    with empty.app_context():
        programme.load(ACTOR, autumn, "summit.example", NOW)
        release.publish(ACTOR, "cac2020", "In autumn", NOW)
    page = read(browser(empty), across="hours", tz="Europe/Budapest", day="2020-10-25")
    board = boards(page)["Sunday 25 October"]
    assert "where clocks change on this date from UTC+2 to UTC+1." in words(board)
    assert lines(board) == {"Sports": ["02:30 to 03:00 Sports, Sports: Safe Professional Games"]}


def test_what_is_on_and_what_is_cancelled(app: Flask, client: FlaskClient, clock: SetClock) -> None:
    with app.app_context():
        programme.cancel(ACTOR, "cac2020", "climate", NOW)
        release.publish(ACTOR, "cac2020", "No climate", NOW + timedelta(hours=1))
    clock.moment = datetime(2020, 6, 2, 13, 30, tzinfo=UTC)
    for across in ("hours", "days"):
        said = words(read(client, across=across).main)
        assert "On now Mayoral Meeting" in said
        assert "Cancelled Climate and Environment" in said
    heads = list(boards(read(client, across="hours")))
    assert [one for one in heads if "Today" in one] == ["Tuesday 2 June Today"]


# --- the dates across ------------------------------------------------------------------------


def test_the_dates_across(client: FlaskClient) -> None:
    """A summit of a few sessions is shown so from the start."""
    found = cells(read(client, tz="Europe/Budapest"))
    assert found["Education", "Wednesday 3 June"] == [
        "08:30 to 10:00 Education, Education: Distance Learning"
    ]
    assert found["Without an area", "Thursday 4 June"][0].startswith("01:00 to 02:30 Conversation")
    assert sum(map(len, found.values())) == 15


def test_over_midnight_in_two_columns(client: FlaskClient) -> None:
    found = cells(read(client, tz="Australia/Brisbane"))
    assert found["Without an area", "Tuesday 2 June"] == ["23:00 to 00:30 +1 day Mayoral Meeting"]
    assert found["Without an area", "Wednesday 3 June"] == [
        "since Tue 2 Jun 23:00 to 00:30 Mayoral Meeting"
    ]


def test_a_date_alone(client: FlaskClient) -> None:
    found = cells(read(client, day="2020-06-03", across="days"))
    assert {day for _, day in found} == {"Wednesday 3 June"}


# --- with filters, and many sessions ---------------------------------------------------------


def test_filters_leave_what_they_leave_in_the_list(client: FlaskClient) -> None:
    for asked in ({"area": "climate"}, {"q": "seoul mayor"}, {"hours": "08-22"}, {"lang": "ko"}):
        listed = Page(client.get(f"{ADDRESS}?{urlencode(asked)}").text)
        for across in ("hours", "days"):
            shown = set(codes(read(client, across=across, **asked).main))
            assert shown == {one.code for one in listed.listed()}, (asked, across)


def test_nothing_left(client: FlaskClient) -> None:
    page = read(client, area="climate", day="2020-06-05")
    assert "No session fits these filters." in words(page.main)
    assert page.all("table") == []


def test_switches_keep_the_filters(client: FlaskClient) -> None:
    page = read(client, area="climate", tz="Europe/Budapest", hours="08-22")
    kept = {"area": "climate", "tz": "Europe/Budapest", "hours": "08-22"}
    assert query(page.link("List")) == kept
    assert query(page.link("Hours")) == {"view": "grid", "across": "hours", **kept}
    hours = Page(client.get(page.link("Hours")).text)
    assert query(hours.link("List")) == kept
    (current,) = [a for a in hours.all("a", aria_current="true") if words(a) == "Hours"]
    assert query(current.get("href", ""))["across"] == "hours"
    assert query(hours.link("Change zone"))["next"].startswith(f"{ADDRESS}?")


@pytest.mark.parametrize("asked", [{"view": "table"}, {"across": "weeks"}, {"rows": "people"}])
def test_what_is_no_view_changes_nothing(client: FlaskClient, asked: dict[str, str]) -> None:
    usual = read(client) if "view" not in asked else Page(client.get(ADDRESS).text)
    page = read(client, **asked)
    assert codes(page.main) == codes(usual.main)


@pytest.fixture
def many(empty: Flask) -> FlaskClient:
    """150 sessions on ten stages in five days."""
    with empty.app_context():
        programme.load(ACTOR, generated(150), "summit.example", NOW)
        release.publish(ACTOR, "cac2020", "Many", NOW)
    return browser(empty)


def test_many_sessions_a_date_at_a_time(many: FlaskClient) -> None:
    page = read(many, tz="Asia/Seoul")
    assert list(boards(page)) == ["Monday 1 June"]
    assert "10 sessions of 150" in page.statuses
    assert [one for one in page.links if one.words == "All" and "day" in one.address] == []
    (current,) = [a for a in page.all("a", aria_current="true") if words(a).startswith("Mon")]
    assert words(current) == "Mon 1 Jun 10"
    page = read(many, tz="Asia/Seoul", day="2020-06-03")
    assert list(boards(page)) == ["Wednesday 3 June"]
    assert "50 sessions of 150 · Clear all filters" in page.statuses


def test_many_sessions_begin_with_today(many: FlaskClient) -> None:
    site = many.application.extensions["summit"]
    site.clock.moment = datetime(2020, 6, 3, 1, 0, tzinfo=UTC)
    assert list(boards(read(many, tz="Asia/Seoul"))) == ["Wednesday 3 June Today"]


def test_stages_or_areas_down(many: FlaskClient) -> None:
    page = read(many, day="2020-06-03")
    assert set(lines(boards(page)["Wednesday 3 June"])) == {f"Stage {n}" for n in range(10)}
    areas = Page(many.get(page.link("Areas")).text)
    assert "Climate and environment" in lines(boards(areas)["Wednesday 3 June"])
    assert sorted(codes(areas.main)) == sorted(codes(page.main))


def test_the_dates_across_hold_them_all(many: FlaskClient) -> None:
    assert len(set(codes(read(many, across="days").main))) == 150


def test_a_long_filter_is_a_menu(empty: Flask) -> None:
    with empty.app_context():
        programme.load(ACTOR, generated(17 * 15), "summit.example", NOW)
        release.publish(ACTOR, "cac2020", "Many stages", NOW)
    client = browser(empty)
    page = Page(client.get(f"{ADDRESS}?tz=Europe/Budapest&area=climate&q=climate").text)
    (menu,) = page.all("select", name="stage")
    options = {option.get("value"): words(option) for option in menu.iter("option")}
    assert len(options) == 18
    assert options[""] == "All"
    assert options["stage-3"] == "Stage 3 (1)"
    (form,) = [
        one
        for one in page.all("form", action=ADDRESS)
        if any(select.get("name") == "stage" for select in one.iter("select"))
    ]
    carried = {one.get("name"): one.get("value") for one in form.iter("input")}
    assert carried == {"tz": "Europe/Budapest", "area": "climate", "q": "climate"}
    chosen = Page(client.get(f"{ADDRESS}?stage=stage-3&area=climate").text)
    assert [one.code for one in chosen.listed()] == ["climate-3"]
    # All of it, as a form sends it: an empty value is none.
    every = Page(client.get(f"{ADDRESS}?stage=&area=climate").text)
    assert len(every.listed()) == 17
