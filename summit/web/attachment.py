"""What offices handed in, given out: to be saved, and never to be shown or run in our name."""

from __future__ import annotations

from flask import Response, request

from summit.services.embargo import Body

POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def is_part() -> bool:
    """Whether a part of a file is asked for: to go on after a break, or to look somewhere in it."""
    return "Range" in request.headers


def give(body: Body) -> Response:
    """Return the answer that brings a file, or the part of it that is asked for, piece by piece.

    Parts are those of RFC 9110 §14. A browser saves it under a name of ours, takes it for nothing
    else than it is said to be (`nosniff`), and were it made to show it would let it do nothing.
    """
    response = Response(body.pieces, content_type=body.media_type, direct_passthrough=True)
    response.content_length = body.size
    response.headers["Content-Disposition"] = f'attachment; filename="{body.name}"'
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    response.set_etag(body.digest)
    response.make_conditional(request, accept_ranges=True, complete_length=body.size)
    return response
