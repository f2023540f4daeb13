"""What the hours of a summit cost: its own points, as a table of bands that cover the day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import request

from summit.core import edit as edits
from summit.core import scale
from summit.core.change import Noun
from summit.core.errors import Stale, SummitError
from summit.core.programme import Programme, Summit
from summit.core.scale import BANDS, MOST, Band
from summit.formats import thing as things
from summit.language import marked as _
from summit.services import programme
from summit.web import reader, wording
from summit.web.burden import hours
from summit.web.organizer import form
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.field import Typed, first, said
from summit.web.organizer.thing import Answer
from summit.web.page import render
from summit.web.read import Filled
from summit.web.way import go

_EMPTY = 3
"""So many empty rows stand below the bands."""
_MOST_ROWS = 48
_COLUMNS = ("begins", "ends", "points")
_CLOCK = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?")
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class View:
    """The table, its rows by their numbers in the form.

    `seen` is the digest of the summit as its editor has it. `dips` are pairs of bands, in
    words, of which the first is deeper in the night and costs less. `theirs` are the bands
    that somebody else has kept meanwhile.
    """

    form: Filled
    rows: tuple[int, ...]
    seen: str
    is_own: bool
    dips: tuple[tuple[str, str], ...] = ()
    said: str = ""
    is_stale: bool = False
    theirs: tuple[tuple[str, int], ...] = ()

    @property
    def labels(self) -> dict[str, str]:
        """What each control is called, for the list of errors."""
        words = {"begins": _("From"), "ends": _("To"), "points": _("Points")}
        row = said(_("Row %(number)s"))
        return {
            f"{name}.{at}": f"{row % {'number': at + 1}}, {said(words[name])}"
            for at in self.rows
            for name in _COLUMNS
        }


def show(summit: str) -> str:
    """Show what the hours cost."""
    frame = open_console(summit)
    own = programme.draft(frame.actor, summit).summit
    word = request.args.get("said", "")
    return _page(replace(_view(own), said=word if word in ("kept", "usual") else ""))


def keep(summit: str) -> Answer:
    """Keep the bands that were filled in, or go back to the usual ones."""
    frame, typed = open_console(summit), form.typed()
    own = programme.draft(frame.actor, summit).summit
    is_usual = first(typed, "do") == "usual"
    bands, errors = ((), {}) if is_usual else read(typed)
    view = replace(_again(typed, errors), is_own=bool(own.bands))
    if errors:
        return _page(view), 400

    def act(draft: Programme) -> Programme:
        return edits.put(draft, Noun.SUMMIT, replace(draft.summit, bands=bands))

    try:
        form.send(frame, "scale", act, {f"{Noun.SUMMIT}/{summit}": view.seen})
    except Stale:
        return _page(_stale(frame, view)), 409
    except SummitError as error:
        return _page(
            replace(
                view,
                form=Filled(typed, {"": form.reason(error, programme.draft(frame.actor, summit))}),
            )
        ), 400
    path = reader.link("organizer.scale", summit=summit)
    word = "kept" if bands else "usual"
    return go(f"{path}{'&' if '?' in path else '?'}said={word}")


def read(typed: Typed) -> tuple[tuple[Band, ...], dict[str, str]]:
    """Return the bands that a form holds, and the errors by its controls; empty rows are none."""
    errors: dict[str, str] = {}
    found: dict[int, Band] = {}
    for at in _rows(typed):
        words = {name: first(typed, f"{name}.{at}").strip() for name in _COLUMNS}
        if not any(words.values()):
            continue
        wrong = {name: _wrong(name, words[name]) for name in _COLUMNS}
        errors |= {f"{name}.{at}": error for name, error in wrong.items() if error}
        if not any(wrong.values()):
            found[at] = Band(
                _minutes(words["begins"]), _minutes(words["ends"]), int(words["points"])
            )
    rows, bands = tuple(found), tuple(found.values())
    if not errors:
        problems = scale.wrong(bands)
        errors = {
            f"{problem.where}.{rows[at]}": wording.say(problem)
            for at, problem in sorted(problems.items())
        }
    if not errors and not bands:
        errors[""] = said(
            _("Fill in bands that cover the whole day, or go back to the usual ones.")
        )
    return scale.whole(bands) if not errors else (), errors


def _rows(typed: Typed) -> tuple[int, ...]:
    """Return the numbers of the rows that a form holds."""
    known = (at for at in range(_MOST_ROWS + _EMPTY))
    return tuple(at for at in known if any(f"{name}.{at}" in typed for name in _COLUMNS))


def _wrong(name: str, words: str) -> str:
    """Return what is wrong with what stands in a control, "" where nothing is."""
    if not words:
        return said(_("Please fill this in."))
    if name == "points":
        if _NUMBER.fullmatch(words) and int(words) <= MOST:
            return ""
        return said(_("Points are whole numbers from 0 to %(most)s.")) % {"most": MOST}
    if _CLOCK.fullmatch(words):
        return ""
    return said(_("A time is written as 08:00 or 08:30, the end of the day as 24:00."))


def _minutes(words: str) -> int:
    hour, _colon, minute = words.partition(":")
    return 60 * int(hour) + int(minute or 0)


def _view(own: Summit) -> View:
    bands = own.bands or BANDS
    typed = _typed(bands)
    rows = tuple(range(len(bands) + _EMPTY))
    return View(Filled(typed), rows, things.digest(own), bool(own.bands), _dips(own))


def _typed(bands: Sequence[Band]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for at, one in enumerate(bands):
        found |= {
            f"begins.{at}": (scale.clock(one.begins),),
            f"ends.{at}": (scale.clock(one.ends),),
            f"points.{at}": (str(one.points),),
        }
    return found


def _dips(own: Summit) -> tuple[tuple[str, str], ...]:
    """Return each band that costs less than a milder one, both in words."""
    return tuple((_say(deeper), _say(milder)) for deeper, milder in scale.dips(own.scale))


def _say(band: Band) -> str:
    return f"{hours(band)} ({band.points})"


def _again(typed: Typed, errors: Mapping[str, str]) -> View:
    """Return the table as it was filled in."""
    rows = _rows(typed) or tuple(range(_EMPTY))
    return View(Filled(typed, errors), rows, first(typed, "seen"), is_own=False)


def _stale(frame: Console, view: View) -> View:
    """Return the table as it was filled in, beside what somebody else has made of it."""
    own = programme.draft(frame.actor, frame.code).summit
    theirs = tuple((hours(one), one.points) for one in own.scale.bands)
    return replace(
        view, seen=things.digest(own), is_own=bool(own.bands), is_stale=True, theirs=theirs
    )


def _page(view: View) -> str:
    return render("organizer/scale.html", view)
