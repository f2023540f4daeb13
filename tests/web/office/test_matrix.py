"""Every address of an office, for everybody: by guessing there is nothing of another's."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.role import GRANTS, Role, Verb
from tests.architecture.test_routes import OFFICES, READS, ROUTES
from tests.offices import contact, enter
from tests.organizers import organizer
from tests.participants import person

VALUES = {"code": "mayoral-meeting", "number": "1"}
THEIR_OWN = {"office.endorse", "office.withdraw_endorsement"}
"""What nobody does for an office on the telephone: its signatory does it, or nobody."""
OWN = [(endpoint, rule, methods) for endpoint, rule, methods, who in ROUTES if who == OFFICES]


def path(rule: str, city: str, summit: str = "cac2020") -> str:
    values = {**VALUES, "summit": summit, "city": city}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], rule)


def answered(client: FlaskClient, methods: frozenset[str], address: str) -> int:
    answer = client.get(address) if methods == READS else client.post(address)
    return answer.status_code


def test_the_matrix_is_of_something() -> None:
    assert len(OWN) >= 9


@pytest.mark.parametrize("role", [None, *Role])
def test_nothing_is_there_for_who_is_not_in_it(app: Flask, role: Role | None) -> None:
    contact(app)
    actor = organizer(app, role) if role else person(app)
    client = enter(app, actor)
    greets = role is not None and Verb.ANSWER in GRANTS[role]
    for endpoint, rule, methods in OWN:
        status = answered(client, methods, path(rule, "london"))
        if greets and endpoint in THEIR_OWN:
            assert status == 403, (endpoint, status)
        elif greets:
            assert status in (200, 303, 400, 404, 409), (endpoint, status)
        else:
            assert status == 404, (endpoint, status)


def test_anothers_office_is_not_there(app: Flask) -> None:
    contact(app, "budapest", "office@budapest.example")
    client = enter(app, contact(app))
    for endpoint, rule, methods in OWN:
        for city, summit in (("budapest", "cac2020"), ("nowhere", "cac2020"), ("london", "other")):
            assert answered(client, methods, path(rule, city, summit)) == 404, endpoint


def test_ones_own_is(app: Flask) -> None:
    client = enter(app, contact(app))
    for endpoint, rule, methods in OWN:
        if methods == READS:
            assert answered(client, methods, path(rule, "london")) in (200, 404), endpoint
    assert client.get("/cac2020/office/london").status_code == 200


def test_who_is_not_in_is_led_to_the_entrance(app: Flask, client: FlaskClient) -> None:
    for endpoint, rule, methods in OWN:
        address = path(rule, "london")
        if methods == READS:
            assert client.get(address).location == f"/account/enter?next={address}", endpoint
        else:
            assert answered(client, methods, address) in (303, 400), endpoint
