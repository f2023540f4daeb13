"""The way on after a change: a redirect that a browser follows by reading (RFC 9110 §15.4.4)."""

from __future__ import annotations

from flask import redirect
from werkzeug.wrappers import Response


def go(path: str) -> Response:
    """Return the answer that leads on to `path`, which is one of ours."""
    response = redirect("/", 303)
    response.headers["Location"] = path
    return response
