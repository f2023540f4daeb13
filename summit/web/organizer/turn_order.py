"""The order of turns in a session: by several rules side by side, and what each costs whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import request

from summit.core import edit as edits
from summit.core import order as orders
from summit.core.change import Noun
from summit.core.errors import Stale, SummitError
from summit.core.order import Bill, Order, Price, Rule
from summit.core.programme import Programme, Session
from summit.core.text import NOTHING, Text
from summit.core.turn import Turn
from summit.language import marked as _
from summit.services import programme
from summit.web import reader
from summit.web.burden import Legend, legend
from summit.web.organizer import form
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.editor import digest
from summit.web.organizer.field import first, said
from summit.web.organizer.thing import Answer
from summit.web.page import render
from summit.web.way import go
from summit.when import Local, local


@dataclass(frozen=True, slots=True)
class Column:
    """What the turns cost by one rule; `places` are the new places of turns, from 1 on."""

    rule: Rule
    bill: Bill
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A turn by one rule: its new place, its time on the clock of who has it, its price."""

    place: int
    clock: Local | None
    price: Price


@dataclass(frozen=True, slots=True)
class Line:
    """A turn by its present number, with what each rule makes of it; `host` is the chosen one's."""

    at: int
    turn: Turn
    who: Text
    city: Text
    cells: tuple[Cell, ...]
    host: Local
    stays: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page: the turns in the order of the rule that is chosen.

    `wish` is that order as the form sends it.
    """

    session: Session
    columns: tuple[Column, ...]
    chosen: Column
    lines: tuple[Line, ...]
    blocks: bool
    languages: tuple[str, ...]
    language: str
    has_blocks: bool
    is_changed: bool
    wish: str
    legend: Legend
    seen: str
    said: str = ""
    error: str = ""


def show(summit: str, code: str) -> str:
    """Show what the turns of a session cost, ordered by each rule."""
    frame = open_console(summit)
    view = _view(frame, code)
    return _page(replace(view, said="kept" if request.args.get("said") == "kept" else ""))


def keep(summit: str, code: str) -> Answer:
    """Put the turns into the order that was chosen."""
    frame, typed = open_console(summit), form.typed()
    wish = _numbers(first(typed, "order"))

    def act(draft: Programme) -> Programme:
        return edits.put(draft, Noun.SESSION, orders.ordered(edits.session(draft, code), wish))

    try:
        form.send(frame, "order turns", act, {f"{Noun.SESSION}/{code}": first(typed, "seen")})
    except Stale:
        told = said(_("Somebody else has changed this since you opened it."))
        return _page(replace(_view(frame, code), error=told)), 409
    except SummitError as error:
        return _page(
            replace(
                _view(frame, code),
                error=form.reason(error, programme.draft(frame.actor, frame.code)),
            )
        ), 400
    path = reader.link("organizer.turn_order", summit=summit, code=code)
    return go(f"{path}{'&' if '?' in path else '?'}said=kept")


def _numbers(words: str) -> Order:
    parts = words.split(",")
    return tuple(int(one) for one in parts if one.isascii() and one.isdigit() and len(one) < 5)


def _view(frame: Console, code: str) -> View:
    draft = programme.draft(frame.actor, frame.code)
    session = edits.session(draft, code)
    asked = request.args
    rule = Rule(asked["rule"]) if asked.get("rule") in set(Rule) else Rule.PRESENT
    languages = draft.summit.languages
    wanted = asked.get("names", "")
    language = wanted if wanted in languages else _usual(frame, languages)
    blocks = "blocks" in asked and "rule" in asked
    stays = orders.staying(draft, session.turns)
    if "rule" in asked:
        numbers = (one for some in asked.getlist("stays") for one in _numbers(some))
        stays = frozenset(one for one in numbers if one < len(session.turns))
    columns = _columns(draft, session, language, stays, _places(session), blocks=blocks)
    chosen = next((one for one in columns if one.rule is rule), columns[0])
    present = tuple(range(len(session.turns)))
    return View(
        session=session,
        columns=columns,
        chosen=chosen,
        lines=_lines(frame, draft, session, columns, chosen, stays),
        blocks=blocks,
        languages=languages,
        language=language,
        has_blocks=len({one.language for one in session.turns}) > 1,
        is_changed=chosen.bill.order != present,
        wish=",".join(map(str, chosen.bill.order)),
        legend=legend(draft.summit),
        seen=digest(session),
    )


def _usual(frame: Console, languages: tuple[str, ...]) -> str:
    """Return the language in which names are put in order where nobody chooses one."""
    return "en" if "en" in languages else languages[0] if languages else frame.reader.language


def _places(session: Session) -> Mapping[int, int]:
    """Return by what to order the turns by hand, by their present numbers; empty if by nothing.

    Places are typed beside those of the order that was shown. A turn that is moved up comes
    before the one whose place it takes, and one that is moved down after it.
    """
    count = len(session.turns)
    shown = _numbers(request.args.get("shown", ""))
    if sorted(shown) != list(range(count)):
        shown = tuple(range(count))
    found = {}
    for place, at in enumerate(shown, start=1):
        typed = _numbers(request.args.get(f"place.{at}", ""))
        wanted = typed[0] if typed else place
        found[at] = 2 * wanted + (wanted > place) - (wanted < place)
    return found if "shown" in request.args else {}


def _columns(
    draft: Programme,
    session: Session,
    language: str,
    stays: frozenset[int],
    places: Mapping[int, int],
    *,
    blocks: bool,
) -> tuple[Column, ...]:
    turns = session.turns
    clocks = orders.zones(draft, turns)
    found = {
        Rule.PRESENT: tuple(range(len(turns))),
        Rule.PROTOCOL: orders.protocol(draft, turns, stays, blocks=blocks),
        Rule.ALPHABET: orders.alphabetical(draft, turns, language, stays, blocks=blocks),
        Rule.KINDEST: orders.kindest(session, clocks, stays, draft.summit.scale, blocks=blocks),
    }
    if places:
        found[Rule.HAND] = orders.by_hand(turns, places, stays, blocks=blocks)
    return tuple(
        Column(
            rule,
            orders.bill(session, clocks, order, draft.summit.scale),
            tuple(order.index(at) + 1 for at in range(len(turns))),
        )
        for rule, order in found.items()
    )


def _lines(
    frame: Console,
    draft: Programme,
    session: Session,
    columns: tuple[Column, ...],
    chosen: Column,
    stays: frozenset[int],
) -> tuple[Line, ...]:
    language = frame.reader.language
    cities = {one.code: one for one in draft.governments}
    people = {one.code: one.name for one in draft.people}
    homes = orders.homes(draft, session.turns)

    def line(at: int) -> Line:
        turn, city = session.turns[at], cities.get(homes[at] or "")

        def clock(price: Price) -> Local | None:
            if city is None:
                return None
            return local(price.starts, price.ends, city.zone, language, city.name.say(language))

        price = chosen.bill.prices[at]
        return Line(
            at=at,
            turn=turn,
            who=people.get(turn.person or "", NOTHING),
            city=city.name if city else NOTHING,
            cells=tuple(
                Cell(one.places[at], clock(one.bill.prices[at]), one.bill.prices[at])
                for one in columns
            ),
            host=local(price.starts, price.ends, frame.desk.zone, language),
            stays=at in stays,
        )

    return tuple(map(line, chosen.bill.order))


def _page(view: View) -> str:
    return render("organizer/turn_order.html", view)
