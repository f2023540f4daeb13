"""Caching: validators for what is public, compression for what is worth it."""

from __future__ import annotations

from hashlib import sha256

import brotli
from flask import Response, request

_COMPRESSED = frozenset({"text/html", "application/atom+xml", "application/json", "text/plain"})
_WORTH_IT = 1024


def finish(response: Response) -> Response:
    """Give a public answer its ETag and compress it, or answer that nothing has changed.

    Calendars are never compressed: some calendar programs fail on it (docs/calendars.md).
    """
    if request.method not in ("GET", "HEAD") or response.status_code != 200:
        return response
    if response.is_streamed or response.direct_passthrough:
        return response
    body = response.get_data()
    if not response.headers.get("ETag"):
        response.set_etag(sha256(body).hexdigest()[:32])
    if response.mimetype in _COMPRESSED:
        response.vary.add("Accept-Encoding")
        if len(body) >= _WORTH_IT and _takes_brotli():
            etag, _ = response.get_etag()
            response.set_data(brotli.compress(body, quality=5))
            response.headers["Content-Encoding"] = "br"
            response.set_etag(f"{etag}-br")
    response.make_conditional(request)
    return response


def _takes_brotli() -> bool:
    """Whether the request accepts it by name, and not with quality 0 (RFC 9110 §12.5.3)."""
    return any(
        coding.lower() == "br" and quality > 0 for coding, quality in request.accept_encodings
    )


def public_page(response: Response) -> Response:
    """Say that anybody may keep the answer, if they ask each time whether it still holds.

    It depends on the reader's zone and language, which the address or cookies give.
    """
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "public, no-cache"
    if response.mimetype != "text/calendar":  # a calendar asks nobody but its address
        response.vary.update(("Cookie", "Accept-Language"))
    return response
