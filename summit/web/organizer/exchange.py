"""Files into a summit and out of it: a look at what one would change, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Response, request
from werkzeug.wrappers import Response as Answer

from summit.core.calendar import Scope, refresh
from summit.core.change import Change
from summit.core.clash import Clash, Level
from summit.core.errors import Invalid, NotFound
from summit.core.exchange import LARGEST_FILE, Outcome, Problem, ZoneNeeded
from summit.core.release import Head, Release
from summit.core.report import Report
from summit.core.role import Verb
from summit.core.zone import NAMES
from summit.formats import ical, jcal
from summit.formats.export import EXPORTS
from summit.language import DEFAULT
from summit.services import exchange, release, upload
from summit.services.exchange import Wishes
from summit.services.upload import Upload
from summit.web import read
from summit.web import zone as zones
from summit.web.organizer import change, problem
from summit.web.organizer.change import Entry, Naming, Some
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.form import reason
from summit.web.organizer.wording import said
from summit.web.outlet import outlet
from summit.web.page import render, site
from summit.web.read import Filled
from summit.web.reader import link
from summit.web.way import go

CALENDARS = {"agenda.ics": (ical.feed, "text/calendar; charset=utf-8")} | {
    "agenda.jcal": (jcal.feed, "application/calendar+json")
}
"""The whole agenda as calendars, by the ends of their addresses."""

FILES = (*EXPORTS, *CALENDARS)
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Asking:
    """The page on which a file is chosen."""

    form: Filled
    megabytes: int


@dataclass(frozen=True, slots=True)
class Said:
    """What is the matter, and where, in the reader's language."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Problems:
    """Some of what is the matter with a file, and how much more there is."""

    shown: tuple[Said, ...]
    more: int
    total: int


@dataclass(frozen=True, slots=True)
class Look:
    """What a file would change; `report` is None where it cannot be read as it is.

    `refusal` says why, in the words of the reader of the file; `wants_zone` where it helps to
    say in which zone its times are.
    """

    upload: Upload
    form: Filled
    zones: list[tuple[str, list[tuple[str, str]]]]
    report: Report | None
    refusal: str
    wants_zone: bool
    left_out: Problems
    noted: Problems
    changes: tuple[Entry, ...]
    more_changes: int
    blockers: Some
    warnings: Some
    may_publish: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    zone: str = read.choice(NAMES, optional=True)
    restore: bool = read.tick()
    publish: bool = read.tick()
    note: str = read.text(least=0, most=500)


@dataclass(frozen=True, slots=True)
class Exports:
    """The files that are given out, of the draft and of each release."""

    heads: tuple[Head, ...]
    files: tuple[str, ...]


def ask(summit: str) -> str:
    """Show the form by which a file is sent in."""
    open_console(summit)
    return render("organizer/import.html", Asking(read.filled(), LARGEST_FILE // _MEGABYTE))


def send(summit: str) -> Answer | tuple[str, int]:
    """Keep the file that was sent in, and go on to what it would change."""
    frame = open_console(summit)
    sent = request.files.get("file")
    octets = sent.read(LARGEST_FILE + 1) if sent else b""
    try:
        name = (sent.filename if sent else "") or ""
        number = upload.keep(frame.actor, summit, name, octets, frame.real)
    except Invalid as error:
        form = read.again({"file": said(error)})
        return render("organizer/import.html", Asking(form, LARGEST_FILE // _MEGABYTE)), 400
    return go(link("organizer.look", summit=summit, number=number))


def look(summit: str, number: int) -> str:
    """Show what a file would change; nothing is changed by it."""
    frame = open_console(summit)
    found = upload.read(frame.actor, summit, number, frame.real)
    zone = request.args.get("zone", "")
    restore = "yes" if request.args.get("restore") else ""
    return _page(frame, found, read.filled(zone=zone if zone in NAMES else "", restore=restore))


def take(summit: str, number: int) -> Answer | tuple[str, int]:
    """Take a file in, all of it or nothing, and go on to what it changed."""
    frame = open_console(summit)
    found = upload.read(frame.actor, summit, number, frame.real)
    try:
        asked = read.form(_Asked)
        wishes = Wishes(
            zone=asked.zone or None,
            publish=asked.publish,
            note=asked.note,
            restore=asked.restore,
        )
        done = _taken(frame, found, wishes)
    except read.Problems as problems:
        return _page(frame, found, problems.filled), 400
    except (Invalid, Clash):
        return _page(frame, found, read.again({})), 409
    upload.drop(frame.actor, summit, number, frame.real)
    if done.release:
        return go(link("organizer.release", summit=summit, number=done.release.number))
    return go(link("organizer.publish", summit=summit))


def exports(summit: str) -> str:
    """List the files that are given out."""
    frame = open_console(summit)
    heads = release.history(frame.actor, summit)
    return render("organizer/exports.html", Exports(heads, FILES))


def draft(summit: str, kind: str) -> Response:
    """Give the draft as a file, as it would be if it were published now."""
    frame = open_console(summit)
    return _file(frame, release.draft(frame.actor, summit, frame.real), kind, "draft")


def released(summit: str, number: int, kind: str) -> Response:
    """Give any release as a file."""
    frame = open_console(summit)
    return _file(frame, release.read(frame.actor, summit, number), kind, f"release-{number}")


def _taken(frame: Console, found: Upload, wishes: Wishes) -> Report:
    domain = site().settings.uid_domain
    return exchange.take(frame.actor, frame.code, found.octets, domain, frame.real, wishes)


def _page(frame: Console, found: Upload, form: Filled) -> str:
    wishes = Wishes(zone=form.value("zone") or None, restore=bool(form.value("restore")), dry=True)
    report, refusal, wants_zone = None, "", False
    try:
        report = _taken(frame, found, wishes)
    except Invalid as error:
        refusal, wants_zone = problem.refusal(error), isinstance(error, ZoneNeeded)
    except Clash as error:
        draft = release.draft(frame.actor, frame.code, frame.real).programme
        refusal = reason(error, draft)
    problems = report.problems if report else ()
    findings = report.findings if report else ()
    changes: tuple[Change, ...] = report.changes if report else ()
    graver = [one for one in findings if one.level is not Level.WARNS]
    lighter = [one for one in findings if one.level is Level.WARNS]
    working = release.draft(frame.actor, frame.code, frame.real).programme
    after = report.programme if report and report.programme else working
    return render(
        "organizer/look.html",
        Look(
            upload=found,
            form=form,
            zones=zones.choices(frame.reader.language, frame.now, frame.desk.zone),
            report=report,
            refusal=refusal,
            wants_zone=wants_zone,
            left_out=_some(problems, Outcome.LEFT_OUT),
            noted=_some(problems, Outcome.NOTED),
            changes=change.entries(frame, changes[: change.MOST], Naming((working, after)), {}),
            more_changes=max(0, len(changes) - change.MOST),
            blockers=change.broken(frame, graver, after),
            warnings=change.broken(frame, lighter, after),
            may_publish=frame.may(Verb.PUBLISH),
        ),
    )


def _some(problems: Iterable[Problem], outcome: Outcome) -> Problems:
    found = [one for one in problems if one.outcome is outcome]
    shown = tuple(Said(problem.place(one.where), problem.say(one)) for one in found[: change.MOST])
    return Problems(shown, max(0, len(found) - change.MOST), len(found))


def _file(frame: Console, found: Release, kind: str, name: str) -> Response:
    """Return a release as a file of some kind, to be kept; raise `NotFound`."""
    if kind in EXPORTS:
        export = EXPORTS[kind]
        where = outlet(frame.code, "" if export.speaks else DEFAULT)
        octets, media_type = export.write(found, where), export.media_type
    elif kind in CALENDARS:
        write, media_type = CALENDARS[kind]
        every = refresh(found.programme, frame.now)
        octets, _changed = write(found, Scope.AGENDA, "", outlet(frame.code), every)
    else:
        raise NotFound("file", kind)
    response = Response(octets, content_type=media_type)
    whole = f"{frame.code}-{name}-{kind}"
    response.headers["Content-Disposition"] = f"attachment; filename={whole}"
    return response
