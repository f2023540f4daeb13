"""What the week's hours cost those who come: public, since fairness was promised."""

from __future__ import annotations

from flask import request

from summit.web.burden import costs
from summit.web.page import open_summit, render, understand


def show(summit: str) -> str:
    """Show what the published programme costs each city, person and region."""
    frame = open_summit(summit)
    day = request.args.get("day", "")
    programme = frame.release.programme
    if any(one.date.isoformat() == day for one in programme.days):
        understand("day")
    return render("public/fairness.html", costs(programme, day, frame.reader.language))
