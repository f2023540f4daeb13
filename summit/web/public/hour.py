"""Why a session is at its hour: what each other start would cost those who take part."""

from __future__ import annotations

from flask import request

from summit.web.alternative import why
from summit.web.page import open_summit, render, understand


def show(summit: str, code: str) -> str:
    """Show every start of a published session with its cost."""
    frame = open_summit(summit)
    release = frame.release
    session = release.session(code)
    day = request.args.get("day", "")
    if any(one.date.isoformat() == day for one in release.programme.days):
        understand("day")
    view = why(release.programme, session.code, day, frame.when, frame.reader.language)
    return render("public/hour.html", view)
