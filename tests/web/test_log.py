"""Logs: a line for each answer, and nothing in it that opens or names anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from summit.db.base import db
from summit.services import schema
from summit.web import log
from summit.web.log import masked
from tests.conftest import browser
from tests.web.test_security import make

SECRETS = ("canary-query", "canary-cookie", "canary-token", "canary-agent", "canary-referrer")


@pytest.fixture
def own(tmp_path: Path) -> Flask:
    app = make(tmp_path, "https://summit.example")
    with app.app_context():
        schema.upgrade()
        db.engine.dispose()
    log.configure("info")
    return app


@pytest.fixture(autouse=True)
def _quiet_again() -> object:
    yield
    log.configure("error")


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/feeds/canary.ics", "/feeds/…"),
        ("/feeds/canary", "/feeds/…"),
        ("/office/canary", "/office/…"),
        ("/office/canary/slots", "/office/…/slots"),
        ("//feeds/canary.ics", "//feeds/…"),
        ("/feeds//canary.ics", "/feeds//…"),
        ("/FEEDS/canary.ics", "/FEEDS/…"),
        ("/feeds/", "/feeds/"),
        ("/account/links/canary", "/account/links/…"),
        ("//account//links//canary", "//account//links//…"),
        ("/account/invitations/canary", "/account/invitations/…"),
        ("/account/enter", "/account/enter"),
        ("/cac2020/office/london", "/cac2020/office/london"),
        ("/cac2020/agenda", "/cac2020/agenda"),
        ("", ""),
    ],
)
def test_tokens_are_masked(path: str, written: str) -> None:
    assert masked(path) == written


def test_a_line_for_each_answer(own: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    answer = browser(own).get("/healthz?x=1")
    (line,) = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    assert {key: line[key] for key in ("event", "method", "path", "status", "level")} == {
        "event": "answer",
        "method": "GET",
        "path": "/healthz",
        "status": 200,
        "level": "info",
    }
    assert line["request"] == answer.headers["X-Request-Id"]
    assert line.keys() == {
        "event",
        "method",
        "path",
        "status",
        "ms",
        "request",
        "level",
        "timestamp",
    }


@pytest.mark.parametrize(
    "address",
    [
        "/feeds/canary-token.ics",
        "/office/canary-token/slots",
        "/account/links/canary-token",
        "/healthz",
        "/nowhere",
        "/fail/bug",
        "/reader",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_secret_in_a_log(
    own: Flask, capsys: pytest.CaptureFixture[str], address: str, method: str
) -> None:
    browser(own).open(
        f"{address}?secret=canary-query",
        method=method,
        headers={
            "Cookie": "session=canary-cookie",
            "Authorization": "Bearer canary-token",
            "User-Agent": "canary-agent",
            "Referer": "https://x.example/canary-referrer",
        },
        environ_overrides={"REMOTE_ADDR": "192.0.2.77"},
    )
    written = capsys.readouterr()
    assert '"event": "answer"' in written.out
    for secret in (*SECRETS, "192.0.2.77"):
        assert secret not in written.out + written.err


def test_a_failure_is_written_with_its_cause(
    own: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = browser(own).get("/fail/bug")
    lines = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    (failed,) = [one for one in lines if one["event"] == "failed"]
    assert failed["request"] == answer.headers["X-Request-Id"]
    assert "ZeroDivisionError" in failed["exception"]


def test_a_path_cannot_forge_a_line(own: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    browser(own).get('/x%0a{"event": "answer"}%ff%00')
    assert len([json.loads(one) for one in capsys.readouterr().out.splitlines()]) == 1
