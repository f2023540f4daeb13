"""What stands in a row within a session: its parts, its turns, its streams.

Each of them is one form of rows (`summit.web.organizer.row`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from flask import request

from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.clash import LONGEST
from summit.core.errors import Stale, SummitError
from summit.core.people import Mode, Part, Role
from summit.core.programme import Programme, Session
from summit.core.shape import ADDRESS
from summit.core.text import is_language
from summit.core.turn import Turn, TurnKind, clock
from summit.formats import thing as things
from summit.language import marked as _
from summit.services import stream
from summit.services.edit import Done
from summit.services.stream import Source
from summit.web import reader
from summit.web.organizer import choice, form
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.field import (
    Choice,
    Ground,
    Line,
    Number,
    Tick,
    Words,
    first,
    said,
)
from summit.web.organizer.row import Rows
from summit.web.organizer.thing import Answer
from summit.web.page import render, site
from summit.web.read import Filled, Unfit
from summit.when import Local, local


@dataclass(frozen=True, slots=True)
class Roster:
    """One kind of rows of a session: what all of them are called, and what they are for."""

    many: str
    lead: str
    rows: Rows

    @property
    def name(self) -> str:
        """The endpoint of its page."""
        return self.rows.name

    @property
    def title(self) -> str:
        """What all of them are called, in the reader's language."""
        return said(self.many)

    @property
    def about(self) -> str:
        """What they are for."""
        return said(self.lead)


@dataclass(frozen=True, slots=True)
class Pair:
    """What two versions have in the same place, where that differs."""

    place: int
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class View:
    """The page of a roster.

    `orders` are the numbers of its rows as they stand, `whens` the minutes of turns on the
    host's clock, `planned` their minutes together. `seen` is the digest of the session and
    `mark` that of its streams as their editor has them. Where there are `lines`, each row is
    folded into one of them, which opens to be edited.
    """

    roster: Roster
    session: Session
    title: str
    ground: Ground
    form: Filled
    orders: tuple[str, ...]
    whens: tuple[Local, ...]
    planned: int
    seen: str
    mark: str
    host: Local
    lines: tuple[str, ...] = ()
    said: str = ""
    is_stale: bool = False
    apart: tuple[Pair, ...] = ()

    @property
    def labels(self) -> dict[str, str]:
        """What each control is called, for the list of errors."""
        return self.roster.rows.labels(self.orders)


_FEW = 3
"""So many rows are shown with all their fields; more are folded into a line each."""


def tag(words: str) -> None:
    """Raise `Unfit` for what is no tag of a language."""
    if not is_language(words):
        message = said(_("“%(tag)s” is not the tag of a language, such as en or zh-Hant."))
        raise Unfit(message % {"tag": words})


def web_address(words: str) -> None:
    """Raise `Unfit` for what is no address of the web."""
    if not ADDRESS.fullmatch(words):
        raise Unfit(said(_("This is not an address such as https://watch.example/room.")))


_MODE = Choice("mode", _("How it comes"), choices=choice.members(Mode), kind=Mode)
_PERSON = Choice("person", _("Person"), choices=choice.people)
_GOVERNMENT = Choice("government", _("Government"), choices=choice.governments)
_ILLUSTRATIVE = Tick("illustrative", _("Invented for illustration"))
PARTS = Roster(
    _("People and governments"),
    _(
        "Who does what in this session, in the order in which readers see it. A part without a "
        "person stands for somebody whose name is not published."
    ),
    Rows(
        "parts",
        _("Add a part"),
        (
            Choice(
                "role",
                _("Role"),
                required=True,
                choices=choice.members(Role),
                kind=Role,
            ),
            _PERSON,
            _GOVERNMENT,
            _MODE,
            Words("office", _("Office"), _("As it is said in this session.")),
            _ILLUSTRATIVE,
        ),
        ("person", "government", "office."),
        Part,
        {"role": Role.SPEAKER.value},
    ),
)
TURNS = Roster(
    _("Turns"),
    _("The running order: each turn begins when the one before it ends."),
    Rows(
        "turns",
        _("Add a turn"),
        (
            Words("title", _("Title")),
            Number("minutes", _("Minutes"), required=True, least=1, most=LONGEST),
            Choice(
                "kind",
                _("Type"),
                required=True,
                choices=choice.members(TurnKind),
                kind=TurnKind,
            ),
            _PERSON,
            _GOVERNMENT,
            Line(
                "language", _("Language"), _("A tag, such as ko."), most=35, is_none=True, check=tag
            ),
            _MODE,
            _ILLUSTRATIVE,
        ),
        ("title.", "minutes", "person", "government"),
        Turn,
        {"kind": TurnKind.TALK.value},
    ),
)
STREAMS = Roster(
    _("Streams"),
    _(
        "The ways to watch. A private address is shown to nobody but editors: who may join is led "
        "there, near the session. It is in no release, no log, and is not brought back by undo."
    ),
    Rows(
        "streams",
        _("Add a stream"),
        (
            Line(
                "language",
                _("Language"),
                _("A tag, such as ko."),
                most=35,
                required=True,
                check=tag,
            ),
            Line("address", _("Address"), most=1998, is_none=True, check=web_address),
            Tick("is_public", _("Public: everybody may see the address")),
            Words("title", _("Title")),
        ),
        ("title.", "language", "address"),
        Source,
    ),
)
_ROSTERS = {one.rows.name: one for one in (PARTS, TURNS, STREAMS)}


def show(summit: str, code: str, name: str) -> str:
    """Show what stands in a row within a session."""
    frame = open_console(summit)
    ground = form.ground(frame)
    roster, session = _ROSTERS[name], edits.session(ground.programme, code)
    items = _items(frame, roster, session)
    filled = Filled(roster.rows.fill(items, ground))
    view = _view(roster, session, ground, filled, [str(at) for at in range(len(items))], items)
    word = request.args.get("said", "")
    lines = tuple(roster.rows.brief(one, ground) for one in items) if len(items) > _FEW else ()
    return _page(replace(view, lines=lines, said=word if word == "kept" else ""))


def keep(summit: str, code: str, name: str) -> Answer:
    """Keep the rows as they were filled in, and do what was asked for with one of them."""
    frame = open_console(summit)
    ground, typed = form.ground(frame), form.typed()
    roster, session = _ROSTERS[name], edits.session(ground.programme, code)
    orders, place = roster.rows.arranged(typed)
    items, errors = roster.rows.read(typed, orders, _items(frame, roster, session), ground)
    if "seen" not in typed:
        errors[""] = said(_("This form has lost what it began with; please look at it again."))
    view = _view(roster, session, ground, Filled(typed, errors), orders, items)
    view = replace(view, seen=first(typed, "seen"), mark=first(typed, "mark"))
    if errors:
        return _page(view), 400
    try:
        done = _send(frame, roster, session, items, view)
    except Stale:
        return _stale(frame, view, items), 409
    except SummitError as error:
        again = Filled(typed, {getattr(error, "where", ""): form.reason(error, ground.programme)})
        return _page(replace(view, form=again)), 400
    path = reader.link(f"organizer.{name}", summit=summit, code=code)
    anchor = "" if place is None else f"#{name}-{place}"
    return form.go_on(path, "kept", done, anchor)


def _items(frame: Console, roster: Roster, session: Session) -> tuple[Any, ...]:
    """Return what stands in the rows; private addresses for those alone who may change them."""
    if roster is STREAMS:
        return stream.sources(frame.actor, frame.code, session.code)
    found: tuple[Any, ...] = getattr(session, roster.name)
    return found


def _send(
    frame: Console, roster: Roster, session: Session, items: tuple[Any, ...], view: View
) -> Done:
    seen = {f"{Noun.SESSION}/{session.code}": view.seen}
    if roster is STREAMS:
        here = site()
        now, domain, mark = here.clock.now(), here.settings.uid_domain, view.mark
        code = session.code
        return stream.change(frame.actor, frame.code, code, items, now, domain, seen, mark)
    given: dict[str, Any] = {roster.name: items}

    def act(draft: Programme) -> Programme:
        old = edits.session(draft, session.code)
        return edits.put(draft, Noun.SESSION, replace(old, **given))

    return form.send(frame, roster.name, act, seen)


def _view(
    roster: Roster,
    session: Session,
    ground: Ground,
    filled: Filled,
    orders: Sequence[str],
    items: Sequence[Any],
) -> View:
    zone, language = ground.programme.summit.zone, ground.language
    turns = items if roster is TURNS else ()
    return View(
        roster,
        session,
        session.title.say(language) or session.code,
        ground,
        filled,
        tuple(orders),
        tuple(local(one.starts, one.ends, zone, language) for one in clock(session.starts, turns)),
        sum(one.minutes for one in turns),
        _digest(session),
        stream.mark(items) if roster is STREAMS else "",
        local(session.starts, session.ends, zone, language),
    )


def _stale(frame: Console, view: View, items: tuple[Any, ...]) -> str:
    """Return the form as it was filled in, beside what somebody else has made of the rows."""
    ground, roster = form.ground(frame), view.roster
    session = edits.session(ground.programme, view.session.code)
    theirs = _items(frame, roster, session)
    pairs = tuple(
        Pair(place, roster.rows.say(one, ground), roster.rows.say(mine, ground))
        for place, (one, mine) in enumerate(zip_longest(theirs, items), start=1)
        if one != mine
    )
    mark = stream.mark(theirs) if roster is STREAMS else ""
    again = replace(view, seen=_digest(session), mark=mark, is_stale=True, apart=pairs)
    return _page(again)


def _digest(session: Session) -> str:
    """Return the digest of a session as editors know it: without its stamp."""
    return things.digest(replace(session, stamp=None, former=(), edition=None))


def _page(view: View) -> str:
    return render("organizer/roster.html", view)
