"""How a long text will look, before it is kept."""

from __future__ import annotations

from flask import request

from summit.core.exchange import LONGEST_TEXT
from summit.formats import markdown
from summit.web.organizer.console import open_console


def show(summit: str) -> str:
    """Return the text `words` of a form as the HTML that readers will see."""
    open_console(summit)
    return markdown.html(request.form.get("words", "")[:LONGEST_TEXT], 3)
