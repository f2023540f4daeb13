"""Prints what pages, calendars and publishing cost, beside baselines of the same run."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from flask import Flask, Response

from bench.generated import programme as generated
from bench.measure import Figure, measure
from summit.app import create_app
from summit.core.role import operator
from summit.services import programme, release, schema
from summit.settings import Settings

URL = "https://summit.example"
ACTOR = operator("bench")
NOW = datetime(2020, 5, 20, tzinfo=UTC)
SIZES = (15, 400, 1351)


def call(app: Flask, path: str, **headers: str) -> bytes:
    """Return the body of an answer, asked of the WSGI application without a network."""
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "summit.example",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "summit.example",
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **headers,
    }
    body: Iterable[bytes] = app.wsgi_app(environ, lambda *_: lambda _: None)
    return b"".join(body)


def bare(body: bytes) -> Callable[[], bytes]:
    """Return a call of a Flask application that does nothing but give `body`."""
    app = Flask("bare")
    app.add_url_rule("/body", "body", lambda: Response(body))
    return lambda: call(app, "/body")


def pages(app: Flask) -> Iterable[Figure]:
    """Measure reading, against a bare Flask route with the same bytes."""
    for name, path in (
        ("agenda", "/cac2020/agenda?tz=Europe/Budapest"),
        ("session", "/cac2020/sessions/mayoral-meeting-0?tz=Europe/Budapest"),
        ("feed", "/cac2020/agenda.ics"),
    ):
        body = call(app, path)
        yield measure(
            f"{name}, {len(body) // 1000} kB", lambda path=path: call(app, path), bare(body), 5
        )
    with app.test_client() as client:
        etag = client.get("/cac2020/agenda.ics", base_url=URL).headers["ETag"]
    yield measure(
        "feed, not modified",
        lambda: call(app, "/cac2020/agenda.ics", HTTP_IF_NONE_MATCH=etag),
        bare(b""),
    )


def main() -> None:
    """Print all figures."""
    print(f"{'what':<44} {'a call':>12} {'× baseline':>9}")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            app = create_app(
                Settings(
                    url=URL,
                    database_url=f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
                    secret_key="measured in the open, so no secret",
                    uid_domain="summit.example",
                    log_level="error",
                )
            )
            print(f"{size} sessions (baseline of pages: a bare Flask route with the same bytes)")
            with app.app_context():
                schema.upgrade()
                programme.load(ACTOR, generated(size), "summit.example", NOW)
                begin = datetime.now(UTC)
                release.publish(ACTOR, "cac2020", "first", NOW)
                first = datetime.now(UTC) - begin
                programme.cancel(ACTOR, "cac2020", "welfare-0", NOW)
                begin = datetime.now(UTC)
                release.publish(ACTOR, "cac2020", "second", NOW + timedelta(hours=1))
                second = datetime.now(UTC) - begin
            for figure in pages(app):
                print(f"  {figure}")
            print(f"  {'publish, one change (baseline: the first one)':<44}", end="")
            print(f"{second.total_seconds() * 1000:>11.0f} ms {second / first:>9.2f}")
    print(f"memory of this process at its highest: {_memory():.0f} MB")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
