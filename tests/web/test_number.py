"""Numbers in addresses: what no row can have leads nowhere, on any database."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.web.number import LARGEST, Number


@pytest.mark.parametrize("number", [LARGEST, LARGEST + 1, 10**30])
def test_what_no_row_has_is_not_there(client: FlaskClient, number: int) -> None:
    for rule in ("releases", "statements", "declaration/versions"):
        assert client.get(f"/cac2020/{rule}/{number}").status_code == 404


def test_every_number_of_an_address_is_one(app: Flask) -> None:
    rules = [one for one in app.url_map.iter_rules() if "<int" in one.rule]
    assert len(rules) > 20
    for rule in rules:
        found = [one for one in rule._converters.values() if hasattr(one, "max")]
        assert {type(one) for one in found} == {Number}, rule
        assert {one.max for one in found} == {LARGEST}, rule
