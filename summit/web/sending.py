"""Sending files in: what is larger than a form is read from those alone who may load it."""

from __future__ import annotations

from flask import Flask, request

from summit.core.exchange import LARGEST_FILE
from summit.core.picture import LARGEST
from summit.core.role import Verb, may
from summit.web import auth

_AROUND = 64 * 1024
"""Octets that a form has around its file."""

_FORM = 4 * LARGEST
"""Octets of a form with a picture: one that is too large is read, to say so beside its field."""

_LARGER = {
    "organizer.send_file": (LARGEST_FILE + _AROUND, Verb.LOAD),
    "organizer.add_thing": (_FORM, Verb.EDIT),
    "organizer.keep_thing": (_FORM, Verb.EDIT),
}
"""How large a request may be, by endpoint, and the verb that its sender's role must stand for."""


def register(app: Flask) -> None:
    """Let `app` take files at those endpoints, before anything of a request is read."""

    @app.before_request
    def _allow() -> None:
        if request.method != "POST" or request.endpoint not in _LARGER:
            return
        most, verb = _LARGER[request.endpoint]
        if may(auth.actor(), verb, (request.view_args or {}).get("summit", "")):
            request.max_content_length = most
