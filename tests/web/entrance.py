"""How tests enter: as people do, by the link in a mail, with the tokens of each form."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from summit.core.account import Purpose
from summit.core.role import VISITOR, Verb
from summit.services import account, deed
from tests.conftest import NOW, SetClock
from tests.web.page import Page

ADDRESS = "jin.park@seoul.example"


def make(
    app: Flask, address: str = ADDRESS, *, name: str = "Jin Park", zone: str = "Asia/Seoul"
) -> int:
    """Make an account whose address is confirmed, and return its number."""
    with app.app_context(), deed.begin(VISITOR, Verb.REGISTER, "", NOW) as work:
        row = account.find_or_make(work, address, name, zone, "en")
        row.confirmed_at = NOW
        work.session.flush()
        return row.id


def link(
    app: Flask,
    address: str = ADDRESS,
    *,
    purpose: Purpose = Purpose.ENTER,
    leads_to: str = "/account/",
    now: datetime = NOW,
) -> str:
    """Return the path of a new mailed link for the account with `address`."""
    with app.app_context(), deed.begin(VISITOR, Verb.ENTER, "", now) as work:
        row = account.found(work, address)
        assert row is not None
        return account.link(work, row, purpose, leads_to)


def enter(app: Flask, client: FlaskClient, address: str = ADDRESS) -> TestResponse:
    """Enter with a new mailed link; the account is made if there is none."""
    make(app, address)
    path = link(app, address, now=app.extensions["summit"].clock.now())
    return send(client, path, {}, shown_at=path)


def send(
    client: FlaskClient, path: str, data: dict[str, str], *, shown_at: str, **more: object
) -> TestResponse:
    """Send the form for `path` that stands on the page `shown_at`, filled in with `data`."""
    hidden = fields(client, path, shown_at)
    site = client.application.extensions["summit"]
    if "stamp" in hidden and isinstance(site.clock, SetClock):
        site.clock.moment += timedelta(seconds=5)  # nobody writes faster
    return client.post(path, data={**hidden, **data}, **more)  # type: ignore[arg-type]


def fields(client: FlaskClient, path: str, shown_at: str) -> dict[str, str]:
    """Return the hidden fields of the first form for `path` on the page `shown_at`."""
    page = Page(client.get(shown_at).text)
    form = page.all("form", action=path)[0]
    return {
        one.get("name", ""): one.get("value", "")
        for one in form.iter("input")
        if one.get("type") == "hidden"
    }
