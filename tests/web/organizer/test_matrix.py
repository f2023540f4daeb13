"""Each role at each route of the console, in one's own summit and in another.

The routes come from the map of the application and the verbs from the list that names every
route, so that one which asks for too little, or for nothing, is found.
"""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.programme import Summit
from summit.core.role import GRANTS, Role, Verb
from summit.core.text import Text
from summit.services import console
from tests.architecture.test_routes import POSTS, READS, ROUTES
from tests.conftest import ACTOR, NOW
from tests.organizers import enter, organizer

CONSOLE = [
    (endpoint, rule, methods, who)
    for endpoint, rule, methods, who in ROUTES
    if endpoint.startswith("organizer.") and isinstance(who, Verb)
]
VALUES = {
    "<code>": "welfare",
    "<noun>": "stage",
    "<int:number>": "1",
    "<int:account>": "1",
    "<secret>": "none",
    "<int:at>": "0",
    "<kind>": "csv",
    "<roll>": "registrations",
    "<digest>": "0" * 64,
    "<int:size>": "128",
}
"""What stands for the parts of an address, the summit's apart."""


def path(rule: str, summit: str) -> str:
    found = rule.replace("<summit>", summit)
    for part, value in VALUES.items():
        found = found.replace(part, value)
    assert "<" not in found, f"give a value for {rule}"
    return found


def answered(client: FlaskClient, methods: frozenset[str], address: str) -> int:
    """Return the status of an address, asked for without anything filled in."""
    assert methods in (READS, POSTS)
    answer = client.get(address) if methods == READS else client.post(address)
    answer.close()
    return answer.status_code


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_its_verbs_are(app: Flask, role: Role) -> None:
    client = enter(app, organizer(app, role))
    for endpoint, rule, methods, verb in CONSOLE:
        status = answered(client, methods, path(rule, "cac2020"))
        if verb in GRANTS[role]:
            assert status in (200, 303, 400, 404, 409), (endpoint, status)
        else:
            assert status == 403, (endpoint, status)


@pytest.mark.parametrize("role", Role)
def test_a_foreign_summit_is_not_there(app: Flask, role: Role) -> None:
    client = enter(app, organizer(app, role))
    with app.app_context():
        other = Summit("other", Text({"en": "Other"}), "Asia/Seoul", ("en",))
        console.found(ACTOR, other, "summit.example", NOW)
    for summit in ("other", "nowhere"):
        for endpoint, rule, methods, _ in CONSOLE:
            assert answered(client, methods, path(rule, summit)) == 404, endpoint


def test_others_are_led_to_the_entrance_or_find_nothing(app: Flask, client: FlaskClient) -> None:
    participant = enter(app, organizer(app, Role.OWNER, summit="cac2020"))
    participant.post("/account/leave")
    for endpoint, rule, methods, _ in CONSOLE:
        address = path(rule, "cac2020")
        if methods == READS:
            answer = client.get(address)
            assert answer.location == f"/account/enter?next={address}", endpoint
        else:
            assert answered(client, methods, address) in (303, 400), endpoint
