"""Errors as pages: the one place that turns what went wrong into a status and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, g, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from summit.core.errors import NotAllowed, NotFound, SummitError, TooMany, Unavailable
from summit.language import translations
from summit.web import read, reader, wording
from summit.web.log import masked
from summit.web.page import Frame, frame, open_summit
from summit.web.read import TooFast

log = structlog.get_logger("summit")


@dataclass(frozen=True, slots=True)
class View:
    """An error in words of the summit: what is the matter, and what can be done."""

    status: int
    title: str
    text: str
    back: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """What was sent too fast, to be sent once more to the same `path`."""

    path: str
    kept: list[tuple[str, str]]


def register(app: Flask, is_away: Callable[[Exception], bool]) -> None:
    """Make `app` answer every error with a page; `is_away` knows those of a database that is."""

    def failed(error: Exception) -> Response:
        return _unavailable(error) if is_away(error) else _failed(error)

    app.register_error_handler(SummitError, _refused)
    app.register_error_handler(TooFast, _too_fast)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, failed)


def _refused(error: SummitError) -> Response:
    if isinstance(error, NotFound):
        return _page(404)
    if isinstance(error, Unavailable):
        return _unavailable(error)
    if isinstance(error, TooMany):
        page = _page(429)
        page.headers["Retry-After"] = str(error.seconds)
        return page
    return _page(403 if isinstance(error, NotAllowed) else 400, wording.say(error))


def _unavailable(error: Exception) -> Response:
    log.error("unavailable", exc_info=error)
    page = _page(503)
    page.headers["Retry-After"] = "5"
    return page


def _too_fast(_error: TooFast) -> Response:
    """Let somebody send once more what came back faster than a person writes."""
    view = Again(request.path, read.kept())
    response = make_response(render_template("error/again.html", view=view, page=_frame()))
    response.status_code = 400
    response.headers["Cache-Control"] = "no-store"
    return response


def _forged(_error: CSRFError) -> Response:
    """Say that a form is no longer good, and lead back to the page that it stood on."""
    gettext = translations(reader.language()).gettext
    return _page(
        400,
        gettext(
            "The page was open for too long, or your browser keeps no cookies. Go back to it "
            "and send it once more."
        ),
        title=gettext("This form has expired"),
        back=_way_back(),
    )


def _way_back() -> str:
    """Return the page of ours that the reader comes from, or ""."""
    parts = urlsplit(request.referrer or "")
    if f"{parts.scheme}://{parts.netloc}" != request.host_url.rstrip("/"):
        return ""
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return path if reader.is_own_path(path) else ""


def _http(error: HTTPException) -> Response:
    response = error.get_response()
    if error.code is None or error.code < 400:
        return make_response(response)
    page = _page(error.code)
    for name in ("Allow", "Content-Range", "Retry-After"):
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
        429: (
            gettext("This was tried too often"),
            gettext("Please wait some minutes, and try again then."),
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


def _page(status: int, text: str = "", *, title: str = "", back: str = "") -> Response:
    """Return an error page, in the frame of the summit that the address names, if it can be."""
    usual, words = _words(status)
    view = View(status, title or usual, text or words, back)
    response = make_response(render_template("error/error.html", view=view, page=_frame()))
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
