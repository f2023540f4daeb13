"""Caching: validators for what is public, compression for what is worth it.

Flask's answers pass through `finish`; those that are finished bytes are told from the rest by
`public`, and kept by `summit.web.front`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import brotli
from flask import Response, g, request
from werkzeug.http import parse_accept_header

from summit.core.run import Run
from summit.language import DEFAULT, NAMES
from summit.published.board import Published
from summit.published.ready import MINUTE, QUARTER, until
from summit.web.page import SummitFrame, frame

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_COMPRESSED = frozenset(
    {
        "application/atom+xml",
        "application/calendar+json",
        "application/json",
        "application/vnd.c3voc.schedule+xml",
        "text/csv",
        "text/html",
        "text/plain",
    }
)
_WORTH_IT = 1024
_KEEPING = "summit.keeping"


@dataclass(frozen=True, slots=True)
class Keeping:
    """That an answer may be given again, while `published` is shown and before `until`.

    `runs` are the sessions whose run it has asked for, each with the run that it was given.
    """

    published: Published
    made: datetime
    until: datetime
    runs: Mapping[str, Run | None]


def finish(response: Response) -> Response:
    """Give a public answer its ETag and compress it, or answer that nothing has changed."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200:
        return response
    if response.is_streamed or response.direct_passthrough:
        return response
    if response.cache_control.no_store:
        # Packed together, what was typed would tell the token beside it by its length (BREACH).
        return response
    body = response.get_data()
    if not response.headers.get("ETag"):
        response.set_etag(sha256(body).hexdigest()[:32])
    if is_compressed(response.mimetype):
        response.vary.add("Accept-Encoding")
        if takes_brotli(request.headers.get("Accept-Encoding", "")):
            packed = compress(body)
            if packed is not None:
                etag, _ = response.get_etag()
                response.set_data(packed)
                response.headers["Content-Encoding"] = "br"
                response.set_etag(compressed_etag(etag or ""))
    response.make_conditional(request)
    return response


def is_compressed(mimetype: str | None) -> bool:
    """Whether answers of this kind are compressed for whoever takes it.

    Calendars never are: some calendar programs fail on it (docs/calendars.md).
    """
    return mimetype in _COMPRESSED


def compress(body: bytes) -> bytes | None:
    """Return `body` compressed with brotli, or None where it is too short to be worth it."""
    return brotli.compress(body, quality=5) if len(body) >= _WORTH_IT else None


def compressed_etag(etag: str) -> str:
    """Return the ETag, without quotes, of the compressed form of what has `etag`."""
    return f"{etag}-br"


def takes_brotli(accepted: str) -> bool:
    """Whether an Accept-Encoding names brotli, and not with quality 0 (RFC 9110 §12.5.3)."""
    return any(
        coding.lower() == "br" and quality > 0 for coding, quality in parse_accept_header(accepted)
    )


def public(response: Response, *, is_page: bool) -> Response:
    """Say that anybody may keep the answer, and for how long it may be given again from here.

    A page depends on the reader's zone and language, which the address or cookies give; it is
    asked for each time. A file has said for itself how long it may be kept.
    """
    if is_page:
        response.headers.setdefault("Cache-Control", "public, no-cache")
        response.vary.update(("Cookie", "Accept-Language"))
    shown = frame()
    if response.status_code == 200 and isinstance(shown, SummitFrame) and _is_understood(shown):
        every: timedelta = MINUTE if g.get("shows_minute") else QUARTER
        request.environ[_KEEPING] = Keeping(
            shown.published,
            shown.real,
            until(shown.published, shown.real, every),
            g.get("runs", {}),
        )
    return response


def private(response: Response) -> Response:
    """Say that the answer is for one person: nobody keeps it, not even their own browser."""
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Cookie")
    return response


def _is_understood(shown: SummitFrame) -> bool:
    """Whether the page knows all that its address asks for; what is made up comes but once."""
    asked = shown.asked
    if shown.reader.unknown or asked.get("locale", DEFAULT) not in NAMES:
        return False
    understood: set[str] = g.get("understood", set())
    return asked.keys() <= understood | {"tz", "locale"}


def keeping(environ: WSGIEnvironment) -> Keeping | None:
    """Return how long the answer to a request may be given again, or None if it may not."""
    found: Keeping | None = environ.get(_KEEPING)
    return found
