"""The pictures that a release shows."""

from __future__ import annotations

from flask import Response

from summit.core.picture import MEDIA_TYPE
from summit.web.page import open_summit, site

_YEAR = 365 * 24 * 3600


def show(summit: str, digest: str, size: int) -> Response:
    """Give one size of a picture. Its address names its content, so it may be kept for ever."""
    open_summit(summit)
    response = Response(site().board.picture(summit, digest, size), content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response
