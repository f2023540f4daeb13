"""What strangers try, at every address of the route map: a new route is tried by itself."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, select

from summit.db.account import AccountRow
from summit.db.agenda import SubscriptionRow
from summit.db.base import db
from summit.db.registration import RegistrationRow
from summit.services import agenda, subscription
from tests.architecture.test_routes import ENTERED, POSTS, READS, ROUTES
from tests.conftest import NOW, browser
from tests.participants import enter, person, rearrange
from tests.web.hostile import ELSEWHERE
from tests.web.page import Page

TYPED = {
    "name": "Mina",
    "label": "Phone",
    "zone": "Europe/Budapest",
    "language": "en",
    "address": "mina@people.example",
    "login": "mina@people.example",
    "password": "four small words",
    "kind": "citizen",
    "locale": "ko",
}
"""What makes every form whole."""


def filled(rule: str, number: str = "1", guess: str = "made-up") -> str:
    """Return an address of a route: of the summit that is there, with made-up secrets."""
    known = {"summit": "cac2020", "code": "diamond", "wish": "soon"}
    return re.sub(
        r"<(int:)?(\w+)>",
        lambda found: number if found[1] else known.get(found[2], guess),
        rule,
    )


READING = sorted(filled(rule) for _, rule, methods, _ in ROUTES if methods == READS)
CHANGING = sorted(filled(rule) for _, rule, methods, _ in ROUTES if methods == POSTS)


@pytest.fixture
def inside(app: Flask) -> FlaskClient:
    """A browser in which somebody is in who takes part, has picked a session, and a feed."""
    mina = person(app)
    with app.app_context():
        agenda.pick(mina, "cac2020", "diamond", NOW)
        subscription.subscribe(mina, "cac2020", "Phone", NOW)
    return enter(app, mina)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_foreign_host_is_refused_everywhere(inside: FlaskClient, method: str) -> None:
    for path in READING if method == "GET" else CHANGING:
        answer = inside.open(path, method=method, headers={"Host": "evil.example"}, data=TYPED)
        assert answer.status_code == 400, path
        assert "evil.example" not in answer.text + str(answer.headers), path


def test_a_host_that_is_forwarded_by_nobody_changes_nothing(inside: FlaskClient) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for path in READING:
        answer = inside.get(path, headers=forged)
        assert b"evil.example" not in answer.data + str(answer.headers).encode(), path


@pytest.mark.parametrize("wanted", [one for one in ELSEWHERE if "evil" in one])
def test_nothing_leads_elsewhere(inside: FlaskClient, wanted: str) -> None:
    """Whatever an address or a form gives as `next`, a redirect and every link stay with us."""
    for path in READING:
        if path.endswith((".ics", ".json", ".zip", ".csv", ".xlsx")):
            continue
        answer = inside.get(path, query_string={"next": wanted, "again": "yes"})
        assert is_ours(answer.headers.get("Location", "/")), path
        if answer.mimetype == "text/html" and answer.status_code < 300:
            links = [one.address for one in Page(answer.text).links]
            assert [one for one in links if "evil" in (urlsplit(one).netloc or "")] == [], path


@pytest.mark.parametrize("path", CHANGING)
def test_no_form_leads_elsewhere(app: Flask, path: str) -> None:
    for number, wanted in enumerate(ELSEWHERE):
        somebody = enter(app, person(app, f"p{number}@people.example"))
        answer = somebody.post(path, data={**TYPED, "next": wanted})
        assert is_ours(answer.headers.get("Location", "/")), wanted


def is_ours(location: str) -> bool:
    parts = urlsplit(location)
    is_path = not parts.netloc and not parts.scheme and location[1:2] not in ("/", "\\")
    return (is_path and location.startswith("/")) or parts.netloc == "summit.example"


def test_what_a_form_does_not_ask_is_not_taken(app: Flask, inside: FlaskClient) -> None:
    """Every column of what is theirs, sent to every form: only what the form is for changes."""
    kinds = (AccountRow, RegistrationRow, SubscriptionRow)
    columns = {one.key for kind in kinds for one in inspect(kind).columns}
    poison = dict.fromkeys(columns - set(TYPED), "77")
    poison |= {"state": "confirmed", "confirmed_at": "2001-01-01", "office": "operator"}
    before = rows(app)
    for path in CHANGING:
        if path.endswith(("/erase", "/leave", "/cancel", "/password", "/none", "/visits")):
            continue
        inside.post(path, data={**poison, **TYPED})
    after = rows(app)
    asked = {"name", "zone", "language", "label", "digest", "changed_at", "revoked_at", "reminded"}
    asked |= {"organization", "government", "country", "languages", "alarm_minutes", "used_at"}
    asked |= {"version"}  # it counts the changes
    for kind, found in before.items():
        for column, value in found.items():
            if column not in asked:
                assert after[kind][column] == value, (kind, column)
    assert "77" not in {str(value) for found in after.values() for value in found.values()}


def rows(app: Flask) -> dict[str, dict[str, object]]:
    """Return the first row of what is theirs, by table and column."""
    with app.app_context():
        found = {}
        for kind in (AccountRow, RegistrationRow, SubscriptionRow):
            row = db.session.scalars(select(kind).order_by(kind.id)).first()
            found[kind.__tablename__] = {
                one.key: getattr(row, one.key) for one in inspect(kind).columns
            }
        db.session.remove()
        return found


GUESSES = ("made-up", "A" * 43, "a" * 43, "0" * 32, "00000-00000-00000-00000-00000")
SECRETS = ("<token>", "<secret>", "<key>", "<seal>", "/certificates/<code>")


def test_guessing_learns_nothing(app: Flask) -> None:
    """Wrong feeds, links, codes, seals and keys answer alike, whatever is tried."""
    tried = 0
    for _, rule, methods, _ in ROUTES:
        if methods != READS or not any(one in rule for one in SECRETS):
            continue
        told = set()
        for guess in GUESSES:
            path = filled(rule.replace("<code>", quote(guess)), guess=quote(guess))
            answer = browser(app).get(path)
            said = re.sub(r'name="(csrf_token|stamp)" value="[^"]*"', "", answer.text)
            told.add((answer.status_code, said.replace(guess, "")))
        assert len(told) == 1, rule
        assert {status for status, _ in told} <= {404, 410}, rule
        tried += 1
    assert tried == 11


def test_what_is_anothers_is_not_there(app: Flask, inside: FlaskClient) -> None:
    """Every address with a number that is somebody else's, for somebody who takes part too."""
    rearrange(app, "diamond", streams=[("en", "https://meet.example/canary")])
    other = enter(app, person(app, "other@people.example"))
    before = rows(app)
    for _, rule, methods, who in ROUTES:
        if who == ENTERED and "/calendar/<int:number>" in rule:
            answer = other.open(filled(rule), method="POST", data=TYPED)
            assert (methods, answer.status_code) == (POSTS, 404), rule
    assert rows(app) == before
