"""The page of a thematic area."""

from __future__ import annotations

from dataclasses import dataclass

from summit.core.programme import Area
from summit.web.page import open_summit, render
from summit.web.row import Row, hue, rows


@dataclass(frozen=True, slots=True)
class View:
    """An area with its sessions, and all areas to go on to."""

    area: Area
    hue: int
    rows: tuple[Row, ...]
    others: tuple[tuple[Area, int], ...]


def show(summit: str, code: str) -> str:
    """Show one area."""
    frame = open_summit(summit)
    release = frame.release
    area = release.area(code)
    sessions = [one for one in release.sessions if one.area == code]
    others = tuple((one, hue(release, one.code)) for one in release.programme.areas)
    return render("public/area.html", View(area, hue(release, code), rows(frame, sessions), others))
