"""Rolls to take along: registrations, seats and attendance, as CSV or XLSX."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response

from summit.core.errors import NotFound
from summit.core.zone import zone
from summit.formats import roll as sheet
from summit.formats.roll import Cell
from summit.language import translations
from summit.services import registration, roll
from summit.web.organizer import selection
from summit.web.organizer.console import Console, open_console
from summit.web.page import site
from summit.when import local

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Table = tuple[list[str], list[tuple[Cell, ...]]]


@dataclass(frozen=True, slots=True)
class _Words:
    """What the columns of rolls are called for the reader of a page."""

    frame: Console

    def __call__(self, message: str) -> str:
        return translations(self.frame.reader.language).gettext(message)

    def clock(self, name: str) -> str:
        """Return the name of a column of times with the place whose clock it is."""
        place = local(
            self.frame.now, self.frame.now, self.frame.desk.zone, self.frame.reader.language
        ).place
        return f"{name} ({place})"


def show(summit: str, roll: str, kind: str) -> Response:
    """Give a roll as a file."""
    frame = open_console(summit)
    if roll not in _TABLES or kind not in ("csv", "xlsx"):
        raise NotFound("roll", f"{roll}.{kind}")
    heads, rows = _TABLES[roll](frame, _Words(frame))
    _note(frame, roll, len(rows))
    return given(frame, roll, kind, heads, rows)


def given(
    frame: Console, name: str, kind: str, heads: list[str], rows: list[tuple[Cell, ...]]
) -> Response:
    """Return a table as a file to take along."""
    where = zone(frame.desk.zone)
    if kind == "csv":
        octets, media_type = sheet.write_csv(heads, rows, where), "text/csv; charset=utf-8"
    else:
        octets, media_type = sheet.write_xlsx(name, heads, rows, where), _XLSX
    response = Response(octets, content_type=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename={frame.code}-{name}.{kind}"
    return response


def _note(frame: Console, name: str, rows: int) -> None:
    roll.note(frame.actor, frame.code, name, rows, site().clock.now())


def _registrations(frame: Console, _: _Words) -> Table:
    language = frame.reader.language
    questions = registration.rules(frame.code).questions
    heads = [
        _("Number"),
        _("Name"),
        _("Address"),
        _("Organization"),
        _("Kind"),
        _("Status"),
        _("Government"),
        _("Country or territory"),
        _("Languages"),
        _("Mail in"),
        _("Time zone"),
        _.clock(_("Registered")),
        _.clock(_("Takes part since")),
        _("Seats"),
        _("Queues"),
        *(one.name.say(language) for one in questions),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            entry.id,
            entry.name,
            one.address,
            entry.organization,
            entry.kind,
            entry.state.value,
            entry.government,
            entry.country,
            ", ".join(entry.languages),
            one.language,
            one.zone,
            entry.registered,
            entry.confirmed,
            ", ".join(one.seats),
            ", ".join(one.queues),
            *(entry.answers.get(asked.code, "") for asked in questions),
        )
        for one in roll.registrations(frame.actor, frame.code)
        for entry in (one.registration,)
    ]
    return heads, rows


def _seats(frame: Console, _: _Words) -> Table:
    language = frame.reader.language
    titles = selection.titles(selection.released(frame.code))
    heads = [
        _("Session"),
        _("Title"),
        _("Number"),
        _("Name"),
        _("Organization"),
        _("Address"),
        _("Status"),
        _("Place"),
        _.clock(_("Asked")),
        _.clock(_("Changed")),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            one.session,
            titles[one.session].say(language) if one.session in titles else "",
            one.registration,
            one.name,
            one.organization,
            one.address,
            one.state.value,
            one.place,
            one.asked,
            one.changed,
        )
        for one in roll.seats(frame.actor, frame.code)
    ]
    return heads, rows


def _attendance(frame: Console, _: _Words) -> Table:
    language = frame.reader.language
    heads = [
        _("Number"),
        _("Name"),
        _("Organization"),
        _("Address"),
        _("Session"),
        _("Title"),
        _.clock(_("Joined")),
        _("Minutes"),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            one.registration,
            one.name,
            one.organization,
            one.address,
            one.attended.code,
            one.attended.title.say(language),
            one.joined,
            one.attended.minutes,
        )
        for one in roll.attendance(frame.actor, frame.code)
    ]
    return heads, rows


_TABLES: Mapping[str, Callable[[Console, _Words], Table]] = {
    "registrations": _registrations,
    "seats": _seats,
    "attendance": _attendance,
}
