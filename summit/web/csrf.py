"""Forgery: what changes something is asked for by a page of ours, never by another site's.

A form carries a token that belongs to the visit (Flask-WTF). Before that, what the browser says
of itself counts: where the request comes from (Sec-Fetch-Site), or at least its origin.
"""

from __future__ import annotations

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFProtect

from summit.web.page import site

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that change nothing (RFC 9110 §9.2.1)."""

WITHOUT_TOKEN = frozenset({"public.choose", "reminders.turn_off"})
"""Endpoints whose forms stand in pages that are the same for everybody, and so hold no token."""


def register(app: Flask) -> None:
    """Let `app` refuse what another site makes a browser ask for."""
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # `_refuse_others` calls it, after the cheaper question
        WTF_CSRF_TIME_LIMIT=None,  # a form is good for as long as the visit
        WTF_CSRF_SSL_STRICT=False,  # it wants a Referer; `is_from_here` asks for better
    )
    tokens = CSRFProtect(app)

    @app.before_request
    def _refuse_others() -> None:
        if request.method in SAFE or not request.endpoint:
            return
        if not is_from_here():
            abort(403)
        if request.endpoint not in WITHOUT_TOKEN:
            tokens.protect()


def is_from_here() -> bool:
    """Whether a page of ours asks, as far as the browser says where it comes from.

    A program that is no browser says nothing, and carries nobody's cookies by mistake.
    """
    fetched = request.headers.get("Sec-Fetch-Site", "same-origin")
    ours = (site().settings.url, request.host_url.rstrip("/"))
    return fetched in ("same-origin", "none") and request.headers.get("Origin", ours[0]) in ours
