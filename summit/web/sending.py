"""Sending files in: what is larger than a form is read from those alone who may send it."""

from __future__ import annotations

from flask import Flask, request

from summit.core import picture, statement
from summit.core.exchange import LARGEST_FILE
from summit.core.role import Verb, may
from summit.web import auth
from summit.web.page import site

_AROUND = 64 * 1024
"""Octets that a form has around its file."""

_FORM = 4 * picture.LARGEST
"""Octets of a form with a picture: one that is too large is read, to say so beside its field."""

_LARGER = {
    "organizer.send_file": (LARGEST_FILE + _AROUND, Verb.LOAD),
    "organizer.add_thing": (_FORM, Verb.EDIT),
    "organizer.keep_thing": (_FORM, Verb.EDIT),
}
"""How large a request may be, by endpoint, and the verb that its sender's role must stand for."""


def register(app: Flask) -> None:
    """Let `app` take files at some endpoints, before anything of a request is read."""

    @app.before_request
    def _allow() -> None:
        if request.method != "POST":
            return
        named = request.view_args or {}
        summit, city = named.get("summit", ""), named.get("city", "")
        if request.endpoint == "office.hand_in":
            if may(auth.actor(), Verb.ANSWER, summit, office=city):
                request.max_content_length = _handed_in()
        elif request.endpoint in _LARGER:
            most, verb = _LARGER[request.endpoint]
            if may(auth.actor(), verb, summit):
                request.max_content_length = most


def _handed_in() -> int:
    """Return how large what an office hands in may be: its largest file, and words beside it."""
    most = max(*statement.LARGEST.values(), site().settings.largest_recording)
    return most + _AROUND + 4 * statement.LONGEST_TEXT
