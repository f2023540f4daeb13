"""Logs: one structured line for each answer, with no secret in it."""

from __future__ import annotations

import atexit
import json
import logging
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import structlog

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SECRET = re.compile(
    r"^(/+(?:(?:feeds|office|outbox|review|account/+links|account/+invitations)/+"
    r"|reminders/+(?:[^/]+/+){3}))[^/]+",
    re.I,
)
log = structlog.get_logger("summit")


_FLUSH_EVERY = 0.25
"""Seconds that a line of `answered` may wait, to be written together with others."""


def configure(level: str) -> None:
    """Write lines of JSON, of `level` and above, to standard output."""
    answers.is_on = logging.getLevelNamesMapping()[level.upper()] <= logging.INFO
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
    )


def masked(path: str) -> str:
    """Return `path` without the tokens that open private pages and feeds."""
    return _SECRET.sub(r"\1…", path)


@lru_cache(maxsize=4096)
def beginning(method: str, path: str, status: str) -> str:
    """Return how the line of an answer begins: all that many answers have in common."""
    said = {
        "event": "answer",
        "level": "info",
        "method": method,
        "path": masked(path),
        "status": int(status[:3]),
    }
    return f'{json.dumps(said, ensure_ascii=False)[:-1]}, "ms": '


class Answers:
    """The lines of answers that are given in less time than it takes to write one.

    A write lets another thread have the interpreter, which costs more than the answer; so
    they are written some at a time, by a thread of their own.
    """

    def __init__(self) -> None:
        self.is_on = True
        self._lines: deque[str] = deque()
        self._writer: threading.Thread | None = None

    def add(self, line: str, began: float, now: datetime, request_id: str) -> None:
        """Write the line of an answer soon, as `AccessLog` writes it.

        `line` is its beginning, made by `beginning`; `now` is in UTC, `began` a reading of
        `time.perf_counter`.
        """
        ms = (time.perf_counter() - began) * 1000
        self._lines.append(
            f'{line}{ms:.1f}, "request": "{request_id}", "timestamp": "{now.isoformat()[:-6]}Z"}}\n'
        )
        if self._writer is None:
            self._writer = threading.Thread(target=self._write, name="access log", daemon=True)
            self._writer.start()

    def flush(self) -> None:
        """Write what waits."""
        lines = [self._lines.popleft() for _ in range(len(self._lines))]
        if lines:
            sys.stdout.write("".join(lines))
            sys.stdout.flush()

    def _write(self) -> None:
        while True:
            time.sleep(_FLUSH_EVERY)
            self.flush()


answers = Answers()
atexit.register(answers.flush)


class AccessLog:
    """A WSGI layer that logs each answer: no query, no cookie, no address of a reader."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does, with a request id in the log and the headers."""
        began = time.perf_counter()
        request_id = uuid4().hex[:16]
        structlog.contextvars.bind_contextvars(request=request_id)

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            log.info(
                "answer",
                method=environ["REQUEST_METHOD"],
                path=masked(environ.get("PATH_INFO", "")),
                status=int(status[:3]),
                ms=round((time.perf_counter() - began) * 1000, 1),
            )
            return start_response(status, [*headers, ("X-Request-Id", request_id)], *error)

        try:
            return self.app(environ, start)
        finally:
            structlog.contextvars.unbind_contextvars("request")
