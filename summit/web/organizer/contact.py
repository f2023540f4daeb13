"""Many contacts at once, as they stand in a spreadsheet: looked at by row first, then all named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import request

from summit.core.contact import Access, Contact
from summit.core.errors import Invalid, TooMany
from summit.core.fold import fold
from summit.core.text import clean_line
from summit.formats import paste
from summit.language import marked as _
from summit.services import account, contact, readiness
from summit.services.contact import Named, Naming, Person
from summit.web import invited, reader
from summit.web.organizer import wording
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.field import said
from summit.web.organizer.thing import Answer
from summit.web.page import render, site
from summit.web.way import go

HEADINGS = {
    "city": _("City"),
    "name": _("Name"),
    "post": _("What they are at the office"),
    "address": _("Email address"),
    "note": _("How you made sure"),
}
"""What the columns are called, by what they hold."""
_NEEDED = ("city", "name", "address")
_LONGEST = {"name": 200, "post": 200, "address": 320, "note": 500}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet by its number: what it says, and whom it would name or what is `wrong`."""

    number: int
    cells: dict[str, str]
    naming: Naming | None = None
    contact: Contact | None = None
    wrong: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether a link would go out at once."""
        return self.contact is not None and self.contact.is_active


@dataclass(frozen=True, slots=True)
class View:
    """The page: what was `pasted`, what its `rows` would do, and a `sheet` to fill in."""

    sheet: str
    pasted: str = ""
    rows: tuple[Row, ...] = ()
    problem: str = ""

    @property
    def links(self) -> int:
        """How many links go out at once."""
        return sum(one.is_sure for one in self.rows)

    @property
    def urgent(self) -> list[Row]:
        """The rows in the order in which they are looked at: wrong, waiting, sure."""
        return sorted(self.rows, key=lambda one: (not one.wrong, one.is_sure, one.number))

    @property
    def is_fit(self) -> bool:
        """Whether all of it can be done."""
        return bool(self.rows) and not any(one.wrong for one in self.rows)


def show(summit: str) -> str:
    """Show where a sheet is pasted, with one to begin with."""
    return _page(_view(open_console(summit)))


def name(summit: str) -> Answer:
    """Show what becomes of each row of a sheet; or, where that was seen, name all of them."""
    frame = open_console(summit)
    view = replace(_view(frame), pasted=request.form.get("paste", ""))
    now = site().clock.now()
    try:
        rows = tuple(_read(frame, paste.read(view.pasted)))
        if not rows:
            raise Invalid("No row names anybody: fill in names and addresses.")
        view = replace(view, rows=_foreseen(frame, rows))
        if not view.is_fit or request.form.get("do") != "apply":
            return _page(view), 400 if not view.is_fit else 200
        if request.form.get("links") != str(view.links):
            words = _("Meanwhile something else would become of these rows: look at them again.")
            return _page(replace(view, problem=said(words))), 409
        contact.name_all(frame.actor, summit, _namings(view.rows), now)
    except Invalid as error:
        return _page(replace(view, problem=wording.said(error))), 400
    except TooMany:
        return _page(replace(view, problem=invited.enough())), 429
    return go(f"{reader.link('organizer.offices', summit=summit)}?said=named")


def _view(frame: Console) -> View:
    """Return the page with a row for each government that nobody answers for yet."""
    headings = [*map(said, HEADINGS.values())]
    lines = readiness.read(frame.actor, frame.code, frame.real)
    language = reader.language()
    bare = (one for one in lines if all(who.access is Access.REMOVED for who in one.contacts))
    rows = [(one.government.name.say(language), "", "", "", "") for one in bare]
    return View(paste.write([headings, *rows]))


def _read(frame: Console, cells: Sequence[Sequence[str]]) -> Iterator[Row]:
    """Return the rows of a sheet with what is wrong in themselves; raise `Invalid`."""
    if not cells:
        raise Invalid("Paste the rows of a spreadsheet, with their heading.")
    places = _headed(cells[0])
    cities: dict[str, str] = {}
    for line in readiness.read(frame.actor, frame.code, frame.real):
        government = line.government
        for called in (government.code, *(words for _tag, words in government.name.items())):
            cities[fold(called)] = government.code
    for number, row in enumerate(cells[1:], 2):
        told = {one: clean_line(row[at]) for one, at in places.items() if at < len(row)}
        if any(told.get(one) for one in HEADINGS if one != "city"):
            yield _judged(Row(number, {one: told.get(one, "") for one in HEADINGS}), cities)


def _headed(heading: Sequence[str]) -> dict[str, int]:
    """Return where each column stands, in the reader's words or in English; raise `Invalid`."""
    known = {fold(words): one for one, words in HEADINGS.items()}
    known |= {fold(said(words)): one for one, words in HEADINGS.items()}
    known |= {one: one for one in HEADINGS}
    found: dict[str, int] = {}
    for at, cell in enumerate(heading):
        if column := known.get(fold(cell)):
            found.setdefault(column, at)
    missing = [said(HEADINGS[one]) for one in _NEEDED if one not in found]
    if missing:
        raise Invalid("The first row names no column “%(column)s”.", column=missing[0])
    return found


def _judged(row: Row, cities: dict[str, str]) -> Row:
    government = cities.get(fold(row.cells["city"]), "")
    if not government:
        return replace(row, wrong=said(_("No government of the programme is called so.")))
    for one, most in _LONGEST.items():
        if len(row.cells[one]) > most:
            return replace(row, wrong=said(_("One of its cells is too long.")))
    if not row.cells["name"]:
        return replace(row, wrong=said(_("The name is missing.")))
    try:
        address = account.address(row.cells["address"])
    except Invalid as error:
        return replace(row, wrong=wording.said(error))
    someone = Person(row.cells["name"], row.cells["post"], address)
    return replace(
        row, naming=Naming(government, someone, invited.counted(address), row.cells["note"])
    )


def _foreseen(frame: Console, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows with what would become of each if all were named now."""
    named = contact.name_all(frame.actor, frame.code, _namings(rows), site().clock.now(), dry=True)
    told = {id(one.naming): one for one in named}
    return tuple(_with(row, told[id(row.naming)]) if row.naming else row for row in rows)


def _with(row: Row, named: Named) -> Row:
    wrong = wording.said(named.wrong) if named.wrong else ""
    return replace(row, contact=named.contact, wrong=wrong)


def _namings(rows: tuple[Row, ...]) -> list[Naming]:
    return [one.naming for one in rows if one.naming]


def _page(view: View) -> str:
    return render("organizer/contacts.html", view)
