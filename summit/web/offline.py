"""The script that shows one's agenda where there is no network, at an address of its own.

A service worker may look after the pages below its own address only, so it lies at the top.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app

offline = Blueprint("offline", __name__)


@offline.get("/sw.js")
def worker() -> Response:
    """Give the service worker; browsers look for a newer one by its octets."""
    response = Response(current_app.extensions["summit.worker"], mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    return response
