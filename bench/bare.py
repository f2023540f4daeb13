"""What the server alone can do: a bare WSGI callable, and a bare Flask route, with given answers.

BENCH_ANSWERS names a file (pickle) with a dict of path to (status, headers, body).
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Response

ANSWERS: dict[str, tuple[str, list[tuple[str, str]], bytes]] = (
    pickle.loads(Path(name).read_bytes()) if (name := os.environ.get("BENCH_ANSWERS")) else {}
)


def callable_alone(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Give the answer of a path."""
    status, headers, body = ANSWERS[environ["PATH_INFO"]]
    start_response(status, headers)
    return [body]


flask_alone = Flask("bare")


@flask_alone.route("/<path:path>")
def answer(path: str) -> Response:
    """Give the answer of a path, through a route of Flask."""
    status, headers, body = ANSWERS[f"/{path}"]
    return Response(body, status, headers)
