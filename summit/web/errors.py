"""Errors as pages: the one place that turns what went wrong into a status and words."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from flask import Flask, Response, g, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from summit.core.errors import NotAllowed, NotFound, SummitError, Unavailable
from summit.language import translations
from summit.web import reader
from summit.web.log import masked
from summit.web.page import Frame, frame, open_summit

log = structlog.get_logger("summit")


@dataclass(frozen=True, slots=True)
class View:
    """An error in words of the summit: what is the matter, and what can be done."""

    status: int
    title: str
    text: str


def register(app: Flask) -> None:
    """Make `app` answer every error with a page."""
    app.register_error_handler(SummitError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def _refused(error: SummitError) -> Response:
    if isinstance(error, NotFound):
        return _page(404)
    if isinstance(error, Unavailable):
        log.error("unavailable", exc_info=error)
        page = _page(503)
        page.headers["Retry-After"] = "5"
        return page
    return _page(403 if isinstance(error, NotAllowed) else 400, str(error))


def _http(error: HTTPException) -> Response:
    response = error.get_response()
    if error.code is None or error.code < 400:
        return make_response(response)
    page = _page(error.code)
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            page.headers[name] = response.headers[name]
    return page


def _failed(error: Exception) -> Response:
    log.error("failed", path=masked(request.path), exc_info=error)
    return _page(500)


def _words(status: int) -> tuple[str, str]:
    gettext = translations(reader.language()).gettext
    known = {
        400: (
            gettext("This request cannot be read"),
            gettext("Something in the address or in the form is not as it should be."),
        ),
        403: (
            gettext("This is not open to you"),
            gettext("Go back to the page you came from and try it from there."),
        ),
        404: (
            gettext("There is no such page"),
            gettext("It may have been moved or withdrawn. The agenda lists everything there is."),
        ),
        405: (
            gettext("This page cannot do that"),
            gettext("Go back to the page you came from and try it from there."),
        ),
        413: (
            gettext("This is too large"),
            gettext("Send less at once, or ask the organizers for another way."),
        ),
        503: (
            gettext("We will be back in a moment"),
            gettext("Please try again in a minute. Nothing is lost."),
        ),
    }
    fallback = (
        gettext("Something went wrong here"),
        gettext("It is our fault, and it has been written down. Please try again."),
    )
    return known.get(status, known[400] if status < 500 else fallback)


def _page(status: int, text: str = "") -> Response:
    """Return an error page, in the frame of the summit that the address names, if it can be."""
    title, words = _words(status)
    response = make_response(
        render_template("error/error.html", view=View(status, title, text or words), page=_frame())
    )
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def _frame() -> Frame:
    """Return a frame that needs as little as possible to be there."""
    if "frame" in g:
        return frame()
    try:
        url_for("public.summits")  # fails for a host that is not ours: it has no addresses
        return open_summit(request.path.split("/")[1])
    except Exception:  # an error page must not fail on what made the page fail
        return frame()
