"""The service worker is given at the top, where it may look after all pages."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient


def test_it_is_given_with_the_right_to_all_pages(app: Flask, client: FlaskClient) -> None:
    if not app.extensions["summit.worker"]:
        pytest.skip("no front end is built")
    answer = client.get("/sw.js")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    again = client.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
