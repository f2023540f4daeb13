"""What the hours of the demonstration cost, as everybody reads it."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from flask.testing import FlaskClient

from tests.web.page import Page


def test_the_page_says_for_whom_it_is_late(client: FlaskClient) -> None:
    page = client.get("/cac2020/fairness")
    assert page.status_code == 200
    rows = [" ".join("".join(row.itertext()).split()) for row in Page(page.text).all("tr")]
    (toronto,) = [row for row in rows if row.startswith("Toronto") and "UTC" in row]
    assert "00:00 Toronto (UTC−4)" in toronto
    assert any(row.startswith("Europe") and "100 %" in row for row in rows)
    # Two of three sessions.
    assert any(row.startswith("America") and row.endswith("67 %") for row in rows)


def test_the_cities_lead_to_it(client: FlaskClient) -> None:
    assert 'href="/cac2020/fairness"' in client.get("/cac2020/cities").text


def test_the_day_is_a_table_of_hours(client: FlaskClient) -> None:
    """On 2 June the Mayoral Meeting begins at 22:00 in Seoul, which is 18:30 in Delhi."""
    page = Page(client.get("/cac2020/fairness?day=2020-06-02").text)
    (head,) = [row for row in page.all("tr") if len(list(row)) == 25 and "06" in cells(row)]
    assert cells(head)[0] == "Seoul"
    assert [words[:2] for words in cells(head)[1:]] == [f"{at % 24:02}" for at in range(4, 28)]
    rows = {cells(row)[0]: cells(row)[1:] for row in page.all("tr") if len(list(row)) == 25}
    at = [words[:2] for words in cells(head)[1:]].index("22")
    assert rows["London"][at] == "14 takes part"
    assert rows["Delhi"][at] == "18:30 1 point takes part"
    assert rows["Los Angeles"][at : at + 2] == ["06 12 points", "07 4 points"]


def test_another_day_is_another_page(client: FlaskClient) -> None:
    first, other = (client.get(f"/cac2020/fairness{query}") for query in ("", "?day=2020-06-04"))
    assert first.text != other.text
    assert client.get("/cac2020/fairness?day=soon").text.count("<td") == first.text.count("<td")


def test_nobody_is_left_out_of_the_figures(client: FlaskClient) -> None:
    page = Page(client.get("/cac2020/fairness").text)
    (told,) = [one for one in page.all("dl") if "costs-known" in (one.get("class") or "")]
    terms = ["".join(one.itertext()).strip() for one in told if one.tag == "dt"]
    assert "Sessions of cities within 08:00–22:00 of their day" in terms
    assert "How unevenly people carry it (Gini)" in terms


def cells(row: Element) -> list[str]:
    return [" ".join("".join(one.itertext()).split()) for one in row]
