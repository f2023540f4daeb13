"""What the hours of the demonstration cost, as everybody reads it."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.page import Page


def test_the_page_says_for_whom_it_is_late(client: FlaskClient) -> None:
    page = client.get("/cac2020/fairness")
    assert page.status_code == 200
    rows = [" ".join("".join(row.itertext()).split()) for row in Page(page.text).all("tr")]
    (toronto,) = [row for row in rows if row.startswith("Toronto")]
    assert "00:00 Toronto (UTC−4)" in toronto
    assert any(row.startswith("Europe") and "100 %" in row for row in rows)


def test_the_cities_lead_to_it(client: FlaskClient) -> None:
    assert 'href="/cac2020/fairness"' in client.get("/cac2020/cities").text
