"""What offices handed in, given out: to be saved, and never to be shown or run in our name."""

from __future__ import annotations

from flask import Response

from summit.services.embargo import Body

POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def give(body: Body) -> Response:
    """Return the answer that brings a file, piece by piece.

    A browser saves it under a name of ours, takes it for nothing else than it is said to be
    (`nosniff`), and were it made to show it would let it do nothing.
    """
    response = Response(body.pieces, content_type=body.media_type)
    response.content_length = body.size
    response.headers["Content-Disposition"] = f'attachment; filename="{body.name}"'
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
