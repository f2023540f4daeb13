"""Why a published session is at its hour, for everybody."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.page import Page

WHY = "/cac2020/sessions/mayoral-meeting/hours"


def test_the_session_leads_to_it(client: FlaskClient) -> None:
    assert f'href="{WHY}"' in client.get("/cac2020/sessions/mayoral-meeting").text


def test_it_says_what_others_would_cost(client: FlaskClient) -> None:
    page = client.get(WHY)
    assert page.status_code == 200
    words = " ".join(" ".join("".join(one.itertext()).split()) for one in Page(page.text).all("li"))
    assert (
        "Tue 2 June 2020, 21:00 Seoul (UTC+9): −10 for those who speak, "
        "Park Won-soon (Seoul) at 21:03; −41 for the audience" in words
    )
    rows = [" ".join("".join(row.itertext()).split()) for row in Page(page.text).all("tr")]
    assert sum(row.startswith("22:00 now") for row in rows) == 1
    assert "<form" not in page.text.split("<main")[1].split("</main")[0]


def test_another_day_and_another_zone(client: FlaskClient) -> None:
    page = client.get(f"{WHY}?day=2020-06-03&tz=America/Lima")
    assert "Wednesday 3 June" in page.text
    assert "Lima (UTC−5)" in page.text
    assert client.get(f"{WHY}?day=never").status_code == 200
    assert client.get("/cac2020/sessions/nothing/hours").status_code == 404


def test_it_says_where_no_hour_is_kinder(client: FlaskClient) -> None:
    kinder = "None that is free costs less than where it is."
    assert kinder in client.get("/cac2020/sessions/climate/hours").text
    assert kinder not in client.get(WHY).text
