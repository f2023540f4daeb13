"""Speakers and cities: everybody is listed once and has a page."""

from __future__ import annotations

from flask.testing import FlaskClient

from summit.core.programme import Programme
from tests.web.addresses import every_page
from tests.web.page import Page, words


def codes(page: Page, path: str) -> list[str]:
    found = [one.address.partition("?")[0] for one in page.links]
    return [one.rpartition("/")[2] for one in found if one.startswith(f"/cac2020/{path}/")]


def test_every_page_of_the_programme(client: FlaskClient, cac2020: Programme) -> None:
    for address in every_page(cac2020):
        answer = client.get(f"{address}?tz=America/St_Johns&locale=ko")
        assert (answer.status_code, Page(answer.text).language) == (200, "ko"), address


def test_named_people_by_family_name(client: FlaskClient, cac2020: Programme) -> None:
    page = Page(client.get("/cac2020/speakers").text)
    people = sorted(cac2020.people, key=lambda one: one.sort.casefold())
    assert codes(page, "speakers") == [one.code for one in people]


def test_a_speaker_has_their_sessions(client: FlaskClient, cac2020: Programme) -> None:
    for person in cac2020.people:
        page = Page(client.get(f"/cac2020/speakers/{person.code}").text)
        held = [one.code for one in cac2020.sessions if person.code in one.people]
        assert page.h1 == person.name.say("en")
        assert [one.code for one in page.listed()] == held


def test_names_in_their_own_script(client: FlaskClient) -> None:
    page = Page(client.get("/cac2020/speakers/park-won-soon").text)
    own = {one.get("lang"): words(one) for one in page.main.iter("span") if one.get("lang")}
    assert own["ko"] == "박원순"


def test_every_government_is_listed_once(client: FlaskClient, cac2020: Programme) -> None:
    page = Page(client.get("/cac2020/cities").text)
    listed = codes(page, "cities")
    assert sorted(listed) == sorted(one.code for one in cac2020.governments)


def test_a_city_has_its_sessions_on_its_own_clock(client: FlaskClient, cac2020: Programme) -> None:
    for city in cac2020.governments:
        page = Page(client.get(f"/cac2020/cities/{city.code}?tz=Asia/Kathmandu").text)
        held = [one.code for one in cac2020.sessions if city.code in one.governments]
        assert [one.code for one in page.listed()] == held
        for one in page.listed():
            assert one.clocks[0].place == city.name.say("en"), city.code


def test_an_area_and_a_stage_have_their_sessions(client: FlaskClient, cac2020: Programme) -> None:
    for area in cac2020.areas:
        page = Page(client.get(f"/cac2020/areas/{area.code}").text)
        held = [one.code for one in cac2020.sessions if one.area == area.code]
        assert (page.h1, [one.code for one in page.listed()]) == (area.name["en"], held)
    page = Page(client.get("/cac2020/stages/main-studio").text)
    assert [one.code for one in page.listed()] == [one.code for one in cac2020.sessions]
