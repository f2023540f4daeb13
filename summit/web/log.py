"""Logs: one structured line for each answer, with no secret in it."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import structlog

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SECRET = re.compile(r"^(/+(?:feeds|office)/+)[^/]+", re.IGNORECASE)
log = structlog.get_logger("summit")


def configure(level: str) -> None:
    """Write lines of JSON, of `level` and above, to standard output."""
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
