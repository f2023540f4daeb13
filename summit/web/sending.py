"""Sending files in: what is larger than a form is read from those alone who may load it."""

from __future__ import annotations

from flask import Flask, request

from summit.core.exchange import LARGEST_FILE
from summit.core.role import Verb, may
from summit.core.statement import LARGEST, LONGEST_TEXT
from summit.web import auth
from summit.web.page import site

_AROUND = 64 * 1024
"""Octets that a form has around its file."""


def register(app: Flask) -> None:
    """Let `app` take files at some endpoints, before anything of a request is read."""

    @app.before_request
    def _allow() -> None:
        if request.method != "POST":
            return
        named = request.view_args or {}
        summit, city = named.get("summit", ""), named.get("city", "")
        match request.endpoint:
            case "organizer.send_file" if may(auth.actor(), Verb.LOAD, summit):
                request.max_content_length = LARGEST_FILE + _AROUND
            case "office.hand_in" if may(auth.actor(), Verb.ANSWER, summit, office=city):
                most = max(*LARGEST.values(), site().settings.largest_recording)
                request.max_content_length = most + _AROUND + 4 * LONGEST_TEXT
