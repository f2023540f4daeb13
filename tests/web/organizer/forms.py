"""The forms of the console, for tests: as a page shows them, to be sent back with some changed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HOME = "/cac2020/organize"


class _Form(HTMLParser):
    """Gathers what a browser would send of the first form that holds `seen`, or of the n-th."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.fields: list[tuple[str, str]] = []
        self._inside = False
        self._select = self._area = ""
        self._words = ""
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self._inside = (given.get("action") or "").split("?")[0] == self.wanted
        if not self._inside:
            return
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind not in ("checkbox", "radio") or "checked" in given:
                self.fields.append((name, given.get("value") or ""))
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option":
            self._options.append((given.get("value") or "", "selected" in given))
        elif tag == "textarea":
            self._area, self._words = name, ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if not self._inside:
            return
        if tag == "select" and self._options:
            chosen = next((one for one, is_it in self._options if is_it), self._options[0][0])
            self.fields.append((self._select, chosen))
        elif tag == "textarea" and self._area:
            self.fields.append((self._area, self._words.removeprefix("\n")))
            self._area = ""


def shown(client: FlaskClient, path: str, action: str = "") -> dict[str, list[str]]:
    """Return what the form of a page holds, by the names of its controls."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return held(answer.text, action or path)


def held(page: str, action: str) -> dict[str, list[str]]:
    """Return what the form that is sent to `action` holds."""
    form = _Form(action)
    form.feed(page)
    assert form.fields, f"no form is sent to {action}"
    found: dict[str, list[str]] = {}
    for name, value in form.fields:
        found.setdefault(name, []).append(value)
    return found


def way(answer: TestResponse) -> str:
    """Return where an answer leads on to, without the number of the edit that it tells."""
    return re.sub(r"&edit=\d+", "", answer.location or "")


def send(
    client: FlaskClient, path: str, form: dict[str, list[str]], **changes: str | list[str]
) -> TestResponse:
    """Send a form with some of it changed; `__` in a name stands for a dot."""
    data = form | {name.replace("__", "."): value for name, value in changes.items()}
    return client.post(path, data=data)
