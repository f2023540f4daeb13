"""For operators' machines: whether the process lives, and whether it can serve."""

from __future__ import annotations

from flask import Blueprint, Response

from summit.services import installation

health = Blueprint("health", __name__)


@health.get("/healthz")
def alive() -> Response:
    """Say that the process answers."""
    return _plain("ok", 200)


@health.get("/readyz")
def ready() -> Response:
    """Say whether the database answers and has the schema that this code needs."""
    if installation.is_ready():
        return _plain("ready", 200)
    return _plain("the database does not answer, or its schema is older than the code", 503)


@health.get("/robots.txt")
def robots() -> Response:
    """Keep crawlers off what is not worth finding."""
    return _plain("User-agent: *\nDisallow: /reader\nDisallow: /*/reader\n", 200)


def _plain(words: str, status: int) -> Response:
    response = Response(words, status, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
