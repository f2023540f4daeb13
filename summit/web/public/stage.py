"""The page of a stage."""

from __future__ import annotations

from dataclasses import dataclass

from summit.core.programme import Stage
from summit.web.page import open_summit, render
from summit.web.row import Row, rows


@dataclass(frozen=True, slots=True)
class View:
    """A stage with its sessions."""

    stage: Stage
    rows: tuple[Row, ...]


def show(summit: str, code: str) -> str:
    """Show one stage."""
    frame = open_summit(summit)
    release = frame.release
    stage = release.stage(code)
    sessions = [one for one in release.sessions if one.stage == code]
    return render("public/stage.html", View(stage, rows(frame, sessions)))
