"""The desk: those who registered, as a list and one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from summit.core.registration import LIVE, Rules, State
from summit.core.selection import Selection
from summit.core.text import Text
from summit.services import admission, registration
from summit.services.admission import File, Roll
from summit.web import leaf, read
from summit.web.organizer import selection
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.selection import Lists
from summit.web.page import render
from summit.web.read import Filled


@dataclass(frozen=True, slots=True)
class View:
    """The list of registrations; `query` is what its address asks for, without the page."""

    roll: Roll
    rules: Rules
    selection: Selection
    query: Mapping[str, Any]
    lists: Lists
    form: Filled
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class One:
    """The page of one registration; `error` says why a deed was refused."""

    file: File
    rules: Rules
    lists: Lists
    form: Filled
    titles: Mapping[str, Text]
    is_live: bool
    error: str = ""

    def answers(self) -> tuple[tuple[str | Text, str | Text], ...]:
        """Return what was answered: the question, and the answer or the option's name."""
        entry, found = self.file.registration, []
        known = {one.code: one for one in self.rules.questions}
        for code, answer in entry.answers.items():
            question = known.get(code)
            options = {one.code: one.name for one in question.options} if question else {}
            found.append((question.name if question else code, options.get(answer, answer)))
        return tuple(found)


def show(summit: str) -> str:
    """List registrations, those that the address selects."""
    frame = open_console(summit)
    chosen = selection.asked()
    rules = registration.rules(summit)
    roll = admission.roll(frame.actor, summit, chosen, leaf.asked())
    release = selection.released(summit)
    query = selection.query(chosen)
    view = View(
        roll=roll,
        rules=rules,
        selection=chosen,
        query=query,
        lists=selection.lists(frame, rules, release, roll.countries),
        form=read.filled(**query),
        states=tuple(one for one in State if roll.states.get(one)),
    )
    return render("organizer/registrations.html", view)


def one(summit: str, number: int) -> str:
    """Show one registration."""
    return page(open_console(summit), number)


def page(frame: Console, number: int, form: Filled | None = None, error: str = "") -> str:
    """Return the page of a registration, with what was typed there and what was refused."""
    file = admission.one(frame.actor, frame.code, number)
    rules, release = registration.rules(frame.code), selection.released(frame.code)
    entry = file.registration
    if form is None:
        form = read.filled(
            name=entry.name,
            organization=entry.organization,
            government=entry.government,
            country=entry.country,
            languages=entry.languages,
            kind=entry.kind,
        )
    view = One(
        file=file,
        rules=rules,
        lists=selection.lists(frame, rules, release, own=entry.languages),
        form=form,
        titles=selection.titles(release),
        is_live=entry.state in LIVE,
        error=error,
    )
    return render("organizer/registration.html", view)
