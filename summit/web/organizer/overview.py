"""The overview of a summit: what an organizer looks at first in the morning."""

from __future__ import annotations

from dataclasses import dataclass

from summit.services import edit, release
from summit.services.release import Preview
from summit.web.organizer.console import open_console
from summit.web.page import render


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in the working programme, and what stands between it and its next release."""

    preview: Preview
    edits: tuple[edit.Head, ...]


def show(summit: str) -> str:
    """Show the overview."""
    frame = open_console(summit)
    view = Overview(release.preview(frame.actor, summit), edit.history(frame.actor, summit, 8))
    return render("organizer/overview.html", view)
