"""Where a file is given out: at the address of the settings, in the language of the request."""

from __future__ import annotations

from flask import request, url_for

from summit.formats.outlet import Outlet
from summit.language import DEFAULT, NAMES
from summit.web.page import site


def outlet(summit: str, language: str = "") -> Outlet:
    """Return where a file of `summit` is given out, in `language` or in what the address asks.

    The headers are not asked: a program polls with whatever it likes, and must get the same
    octets each time.
    """
    asked = language or request.args.get("locale", "")
    base = url_for("public.front", summit=summit).rstrip("/")
    return Outlet(site().settings.url + base, asked if asked in NAMES else DEFAULT)
