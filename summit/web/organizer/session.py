"""The sessions of the working programme in a list, filtered and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import request

from summit.core.fold import fold
from summit.core.programme import Programme, Session, Status, Visibility, day_of
from summit.core.text import Text
from summit.formats import label
from summit.language import marked as _
from summit.language import short_date
from summit.web.leaf import Leaf, leaf
from summit.web.organizer import form
from summit.web.organizer.console import open_console
from summit.web.organizer.field import Ground, said
from summit.web.organizer.noun import SESSION
from summit.web.organizer.thing import address, address_of_new
from summit.web.page import render
from summit.when import When


@dataclass(frozen=True, slots=True)
class Line:
    """A session in the list; `hue` is the number of its area's colour."""

    session: Session
    address: str
    when: When
    stage: Text
    area: Text
    hue: int
    names: int

    @property
    def is_placed(self) -> bool:
        """Whether it has a slot: what waits for one only once had a time."""
        return self.session.status is not Status.UNSCHEDULED


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow the list: its name, and each choice with how many sessions it has."""

    name: str
    words: str
    chosen: str
    choices: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class View:
    """The list: `leaf` has the lines of one page of those that are found, out of `whole` sessions.

    They are found by the words `q` and the filters; `query` is what the address asks for, without
    the page.
    """

    leaf: Leaf
    whole: int
    query: Mapping[str, str]
    q: str
    filters: tuple[Filter, ...]
    new: str
    said: str

    @property
    def is_narrowed(self) -> bool:
        """Whether some sessions may be left out."""
        return bool(self.q) or any(one.chosen for one in self.filters)


def show(summit: str) -> str:
    """List the sessions."""
    frame = open_console(summit)
    ground = form.ground(frame)
    draft = ground.programme
    q = request.args.get("q", "")[:100].strip()
    filters = tuple(_filters(ground))
    chosen = {one.name: one.chosen for one in filters if one.chosen}
    wanted = fold(q)
    traits = _traits(draft)
    names = {one.code: one.name for one in draft.people}
    hues = {area.code: at % 10 + 1 for at, area in enumerate(draft.areas)}
    stages = {one.code: one.name for one in draft.stages}
    areas = {one.code: one.name for one in draft.areas}

    def line(one: Session) -> Line:
        return Line(
            one,
            address(SESSION, one.code),
            frame.when(one.starts, one.ends),
            stages.get(one.stage or "", Text()),
            areas.get(one.area or "", Text()),
            hues.get(one.area or "", 0),
            len(one.people) + sum(part.speaks and not part.person for part in one.parts),
        )

    found = [
        one
        for one in draft.sessions
        if all(traits[name](one) == value for name, value in chosen.items())
        and (not wanted or wanted in _known(one, names))
    ]
    removed = "removed" if request.args.get("said") == "removed" else ""
    new = address_of_new(SESSION)
    query = ({"q": q} if q else {}) | chosen
    shown = leaf(found).of(line)
    view = View(shown, len(draft.sessions), query, q, filters, new, removed)
    return render("organizer/sessions.html", view)


def _traits(draft: Programme) -> dict[str, Callable[[Session], str]]:
    """Return by what each filter tells sessions apart; "-" is what has none."""

    def day(one: Session) -> str:
        if one.status is Status.UNSCHEDULED:
            return "-"
        found = day_of(draft, one.starts)
        return str(found.number) if found else "-"

    def state(one: Session) -> str:
        hidden = one.visibility is Visibility.ORGANIZERS and one.status is Status.SCHEDULED
        return Visibility.ORGANIZERS.value if hidden else one.status.value

    return {
        "day": day,
        "state": state,
        "stage": lambda one: one.stage or "-",
        "area": lambda one: one.area or "-",
    }


def _filters(ground: Ground) -> list[Filter]:
    draft, language = ground.programme, ground.language
    states = (Status.SCHEDULED, Status.CANCELLED, Status.UNSCHEDULED)
    choices = {
        "day": [(str(one.number), short_date(one.date, language)) for one in draft.days],
        "state": [
            *((one.value, label.name(one, language)) for one in states),
            (
                Visibility.ORGANIZERS.value,
                label.name(Visibility.ORGANIZERS, language),
            ),
        ],
        "stage": [(one.code, one.name.say(language)) for one in draft.stages],
        "area": [(one.code, one.name.say(language)) for one in draft.areas],
    }
    words = {"day": _("Day"), "state": _("Status"), "stage": _("Stage"), "area": _("Area")}
    found = []
    for name, trait in _traits(draft).items():
        counts = Counter(trait(one) for one in draft.sessions)
        offered = [*choices[name], *([("-", said(_("none")))] if counts["-"] else [])]
        known = {value for value, _words in offered}
        chosen = request.args.get(name, "")
        found.append(
            Filter(
                name,
                said(words[name]),
                chosen if chosen in known else "",
                tuple((value, called, counts[value]) for value, called in offered),
            )
        )
    return found


def _known(one: Session, names: dict[str, Text]) -> str:
    """Return all by which a session is found, folded."""
    words = [one.code, *one.title.values(), *(turn.title.say("") for turn in one.turns)]
    for code in one.people:
        words += names[code].values() if code in names else ()
    return "\n".join(fold(word) for word in words)
