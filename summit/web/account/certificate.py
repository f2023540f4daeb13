"""Certificates of attendance: one's own, and the page on which anybody verifies one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request
from werkzeug.wrappers import Response as Answer

from summit.core.certificate import Attended, Certificate, read_code
from summit.core.errors import Invalid, NotFound
from summit.formats import certificate as pdf
from summit.services import certificate
from summit.services.certificate import Standing
from summit.web import auth, reader
from summit.web.page import SummitFrame, open_summit, render, site
from summit.web.way import go
from summit.when import When


@dataclass(frozen=True, slots=True)
class Row:
    """A session that was attended."""

    attended: Attended
    when: When


@dataclass(frozen=True, slots=True)
class Mine:
    """The page of one's own certificate; `over` is when the summit is."""

    standing: Standing
    rows: tuple[Row, ...]
    minutes: int
    over: When | None


@dataclass(frozen=True, slots=True)
class Verified:
    """The page that verifies: `asked` is a code as it was typed, `found` what it is of."""

    asked: str
    found: Certificate | None
    rows: tuple[Row, ...]


@auth.entered
def show(summit: str) -> str:
    """Show what somebody has attended, and from when on it is certified."""
    frame = open_summit(summit)
    standing = certificate.standing(auth.actor(), summit, site().clock.now())
    rows = _rows(frame, standing.attended)
    over = frame.when(standing.ends, standing.ends) if standing.ends else None
    minutes = sum(one.attended.minutes for one in rows)
    return render("account/certificate.html", Mine(standing, rows, minutes, over))


@auth.entered
def take(summit: str) -> Answer:
    """Give somebody their certificate as PDF; the first time, it is issued."""
    frame = open_summit(summit)
    try:
        found = certificate.issue(auth.actor(), summit, site().clock.now())
    except Invalid:
        return go(reader.link("account.certificate", summit=summit))
    address = f"{site().settings.url}/{summit}/certificates/{found.code}"
    shown = frame.reader
    octets = pdf.write(found, frame.release.summit, address, shown.zone_name, shown.language)
    name = f"{summit}-certificate.pdf"
    return Response(
        octets,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def ask(summit: str) -> str | Answer:
    """Show the page on which a code is typed, or go to what was typed."""
    open_summit(summit)
    if typed := read_code(request.args.get("code", "")):
        return go(reader.link("account.verify", summit=summit, code=typed))
    return render("account/verify.html", Verified("", None, ()))


def verify(summit: str, code: str) -> str | tuple[str, int]:
    """Show what a certificate says that is ours, or that none has this code."""
    frame = open_summit(summit)
    try:
        found = certificate.verify(summit, code)
    except NotFound:
        return render("account/verify.html", Verified(code, None, ())), 404
    return render("account/verify.html", Verified(code, found, _rows(frame, found.attended)))


def _rows(frame: SummitFrame, attended: tuple[Attended, ...]) -> tuple[Row, ...]:
    return tuple(Row(one, frame.when(one.starts, one.starts)) for one in attended)
