"""What the hours of the working programme would cost, if it were published as it is."""

from __future__ import annotations

from flask import request

from summit.services import programme
from summit.web.burden import costs
from summit.web.organizer.console import open_console
from summit.web.page import render


def show(summit: str) -> str:
    """Show what the draft costs each city, person and region."""
    frame = open_console(summit)
    draft = programme.draft(frame.actor, summit)
    view = costs(draft, request.args.get("day", ""), frame.reader.language)
    return render("organizer/fairness.html", view)
