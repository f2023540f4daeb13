"""The rehearsal: the clock of the summit set to a moment, by a list of them or by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from werkzeug.wrappers import Response

from summit.core.errors import Invalid
from summit.core.letter import REMINDERS
from summit.core.programme import Programme, Status, day_of
from summit.core.zone import from_local, utc
from summit.services import programme, rehearsal
from summit.web import read
from summit.web.organizer.console import Console, open_console
from summit.web.page import render
from summit.web.read import Filled
from summit.web.reader import gettext as _
from summit.web.reader import link
from summit.web.way import go
from summit.when import local

_BEFORE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class View:
    """What the clock can be set to; `presets` are groups of (instant, words).

    `held` is how many letters wait for the end, `dropped` how many are then forgotten.
    """

    form: Filled
    presets: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    held: int
    dropped: int


@dataclass(frozen=True, slots=True)
class _ByHand:
    date: str = read.text(most=10)
    time: str = read.text(most=5)


def show(summit: str) -> str:
    """Show what the clock shows, and what it can be set to."""
    frame = open_console(summit)
    there = local(frame.now, frame.now, frame.desk.zone, frame.reader.language)
    form = read.filled(date=there.date.isoformat(), time=there.starts)
    return _page(frame, form)


def start(summit: str) -> Response | tuple[str, int]:
    """Set the clock to a moment of the list, or to one that was typed."""
    frame = open_console(summit)
    try:
        preset = read.form(_Preset).preset
        moment = utc(datetime.fromisoformat(preset)) if preset else _typed(frame.desk.zone)
        rehearsal.start(frame.actor, summit, moment, frame.real)
    except read.Problems as problems:
        return _page(frame, problems.filled), 400
    except (Invalid, ValueError):
        wrong = _("There is no such moment at the host's: write it as 2020-06-02 and 21:30.")
        return _page(frame, read.again({"date": wrong})), 400
    return go(link("organizer.rehearsal", summit=summit))


def stop(summit: str) -> Response:
    """Give the summit the real time back."""
    frame = open_console(summit)
    rehearsal.stop(frame.actor, summit, frame.real)
    return go(link("organizer.rehearsal", summit=summit))


@dataclass(frozen=True, slots=True)
class _Preset:
    preset: str = read.text(least=0, most=40)


def _typed(zone: str) -> datetime:
    asked = read.form(_ByHand)
    return from_local(datetime.fromisoformat(f"{asked.date}T{asked.time}"), zone)


def _page(frame: Console, form: Filled) -> str:
    held = rehearsal.held(frame.actor, frame.code)
    return render(
        "organizer/rehearsal.html",
        View(
            form=form,
            presets=_presets(frame, programme.draft(frame.actor, frame.code)),
            held=sum(count for kind, count in held.items() if kind not in REMINDERS),
            dropped=sum(count for kind, count in held.items() if kind in REMINDERS),
        ),
    )


def _presets(
    frame: Console, found: Programme
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the opening of each day, and five minutes before each session."""
    language = frame.reader.language
    openings: dict[int, tuple[str, str]] = {}
    before = []
    for one in found.sessions:
        if one.status is not Status.SCHEDULED:
            continue
        clock = local(one.starts, one.starts, frame.desk.zone, language)
        day = day_of(found, one.starts)
        words = f"{clock.short_date}, {clock.starts} · {one.title.say(language)}"
        before.append(((one.starts - _BEFORE).isoformat(), words))
        if day is not None and day.number not in openings:
            number = _("Day %(number)s") % {"number": day.number}
            words = f"{number} · {clock.short_date}, {clock.starts}"
            openings[day.number] = (one.starts.isoformat(), words)
    return (
        (_("The opening of a day"), tuple(openings.values())),
        (_("Five minutes before a session"), tuple(before)),
    )
