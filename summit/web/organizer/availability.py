"""When a person or a government can take part: windows, on the host's clock or on their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import request
from werkzeug.wrappers import Response

from summit.core.availability import Window
from summit.core.change import Noun
from summit.core.errors import Invalid, NotFound, Stale
from summit.core.people import Person
from summit.core.place import Government
from summit.core.programme import Programme
from summit.core.slot import borders
from summit.core.zone import from_local, local_date, zone
from summit.language import canonical_zone, short_date
from summit.language import marked as _
from summit.services import availability
from summit.services.availability import NOUNS
from summit.web import reader, wording
from summit.web.organizer import form
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.field import Ground, Typed, first, said
from summit.web.organizer.moment import Hour, Moment
from summit.web.organizer.noun import NOUNS as KINDS
from summit.web.organizer.noun import Kind
from summit.web.organizer.row import Rows
from summit.web.page import render, site
from summit.web.read import Filled
from summit.web.way import go
from summit.when import Local, local

Answer = str | Response | tuple[str, int]


ROWS = Rows(
    "windows",
    _("Add a window"),
    (Moment("begins", _("From"), required=True), Moment("ends", _("To"), required=True)),
    ("begins.", "ends."),
    Window,
)

DAILY = (
    Hour("daily_begins", _("From this hour")),
    Hour("daily_ends", _("To this hour"), _("At or before the first, it is on the next date.")),
)
"""The hours that are the same on each day of the summit."""


@dataclass(frozen=True, slots=True)
class Other:
    """A window as another clock shows it: "2 Jun 14:00", "3 Jun 02:00", "London (UTC+1)"."""

    starts: str
    ends: str
    where: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock on which windows can be typed: the zone's name, and how it is asked for."""

    zone: str
    words: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class View:
    """The windows of somebody; `whens` is what the other clock shows of each row, or None.

    `ground` is that of the clock that is chosen. `theirs` are the windows that somebody else
    has kept meanwhile, in plain words.
    """

    kind: Kind
    code: str
    title: str
    ground: Ground
    form: Filled
    orders: tuple[str, ...]
    whens: tuple[Other | None, ...]
    clocks: tuple[Clock, ...]
    action: str
    seen: str
    said: str = ""
    is_stale: bool = False
    theirs: tuple[str, ...] = ()

    @property
    def rows(self) -> Rows:
        """What a row asks for."""
        return ROWS

    @property
    def daily(self) -> tuple[Hour, ...]:
        """What is asked for hours that are the same every day."""
        return DAILY

    @property
    def labels(self) -> dict[str, str]:
        """What each control is called, for the list of errors."""
        return ROWS.labels(self.orders) | {one.name: one.words for one in DAILY}


@dataclass(frozen=True, slots=True)
class _Whose:
    """Somebody of a working programme with the clocks to speak of them on."""

    kind: Kind
    noun: Noun
    thing: Person | Government
    host: str
    own: str
    zone: str

    @property
    def clock(self) -> str:
        """The name of the clock that is chosen, in an address."""
        return "own" if self.zone == self.own != self.host else "host"

    @property
    def other(self) -> str:
        """The zone of the clock that is not chosen; the same where there is but one."""
        return self.host if self.zone == self.own else self.own


def show(summit: str, noun: str, code: str) -> str:
    """Show when somebody can take part."""
    frame = open_console(summit)
    ground = form.ground(frame)
    whose = _whose(ground.programme, noun, code, request.args.get("clock", ""))
    windows = _windows(frame, whose)
    return _page(frame, whose, ground, windows, request.args.get("said", ""))


def keep(summit: str, noun: str, code: str) -> Answer:
    """Keep the windows as they were filled in, and do what was asked for with one of them."""
    frame = open_console(summit)
    ground, typed = form.ground(frame), form.typed()
    whose = _whose(ground.programme, noun, code, first(typed, "clock"))
    there = _on(ground, whose.zone)
    old = _windows(frame, whose)
    orders, place = ROWS.arranged(typed)
    windows, errors = ROWS.read(typed, orders, old, there)
    for order, one in zip((*orders, "new"), windows, strict=False):
        if not errors and one.ends <= one.begins:
            errors[f"{ROWS.start(order)}ends"] = said(_("This is not after its beginning."))
    if first(typed, "do") == "daily":
        more, wrong = _daily(typed, ground, there)
        windows, errors = (*windows, *more), errors | wrong
    view = _view(frame, whose, there, Filled(typed, errors), tuple(orders), first(typed, "seen"))
    if errors:
        return render("organizer/availability.html", view), 400
    try:
        now = site().clock.now()
        availability.keep(frame.actor, summit, whose.noun, code, windows, now, view.seen)
    except Stale:
        theirs = _windows(frame, whose)
        again = replace(view, seen=availability.mark(theirs), is_stale=True)
        lines = tuple(ROWS.say(one, there) for one in theirs)
        return render("organizer/availability.html", replace(again, theirs=lines)), 409
    except Invalid as error:
        again = replace(view, form=Filled(typed, {"": wording.say(error)}))
        return render("organizer/availability.html", again), 400
    anchor = "" if place is None else f"#{ROWS.name}-{place}"
    path = _address(frame, whose, whose.clock)
    return go(f"{path}{'&' if '?' in path else '?'}said=kept{anchor}")


def _daily(
    typed: Typed, ground: Ground, there: Ground
) -> tuple[tuple[Window, ...], dict[str, str]]:
    """Return windows of the same hours on each of their dates on which the summit is.

    `ground` is the host's, `there` that of the clock on which the hours are.
    """
    values, errors = form.take(DAILY, typed, None, there)
    if errors:
        return (), errors
    summit, name = ground.programme.summit, there.programme.summit.zone
    begins, ends = values["daily_begins"], values["daily_ends"]
    dates = {
        local_date(moment, zone(name))
        for day in ground.programme.days
        for first_moment, last in [borders(summit, day)]
        for moment in (first_moment, last - timedelta(minutes=1))
    }
    try:
        found = tuple(
            Window(
                from_local(datetime.combine(one, begins), name),
                from_local(datetime.combine(one + timedelta(days=ends <= begins), ends), name),
            )
            for one in sorted(dates)
        )
    except Invalid:
        message = said(_("On one of the days clocks are put forward over one of these times."))
        return (), {"daily_begins": message}
    return found, {}


def _whose(programme: Programme, noun: str, code: str, clock: str) -> _Whose:
    """Return whom an address means; raise `NotFound`. Their own clock is the usual one."""
    if noun not in (Noun.SPEAKER, Noun.CITY):
        raise NotFound("noun", noun)
    kind = KINDS[noun]
    thing = kind.find(programme, code)
    if thing is None:
        raise NotFound(noun, code)
    zones = {one.code: one.zone for one in programme.governments}
    host = programme.summit.zone
    own = zones.get(code if noun == Noun.CITY else thing.government or "", host)
    if canonical_zone(own) == canonical_zone(host):
        own = host
    return _Whose(kind, Noun(noun), thing, host, own, host if clock == "host" else own)


def _windows(frame: Console, whose: _Whose) -> tuple[Window, ...]:
    found = availability.read(frame.actor, frame.code)
    return found.get((NOUNS[whose.noun], whose.thing.code), ())


def _on(ground: Ground, zone: str) -> Ground:
    """Return the ground of a form whose times are on the clock of a zone."""
    programme = ground.programme
    return replace(
        ground, programme=replace(programme, summit=replace(programme.summit, zone=zone))
    )


def _address(frame: Console, whose: _Whose, clock: str) -> str:
    return reader.link(
        "organizer.availability",
        summit=frame.code,
        noun=whose.noun.value,
        code=whose.thing.code,
        clock=clock,
    )


def _page(
    frame: Console, whose: _Whose, ground: Ground, windows: Sequence[Window], word: str
) -> str:
    there = _on(ground, whose.zone)
    orders = tuple(str(at) for at in range(len(windows)))
    filled = Filled(ROWS.fill(windows, there))
    view = _view(frame, whose, there, filled, orders, availability.mark(windows))
    whens = tuple(_other(one, whose, ground) for one in windows)
    said = word if word == "kept" else ""
    return render("organizer/availability.html", replace(view, whens=whens, said=said))


def _view(
    frame: Console,
    whose: _Whose,
    ground: Ground,
    filled: Filled,
    orders: tuple[str, ...],
    seen: str,
) -> View:
    code = whose.thing.code
    clocks = tuple(
        Clock(
            one,
            local(frame.now, frame.now, one, ground.language).where,
            _address(frame, whose, name),
            one == whose.zone,
        )
        for name, one in (("own", whose.own), ("host", whose.host))
    )
    return View(
        kind=whose.kind,
        code=code,
        title=whose.kind.called(whose.thing, ground.language),
        ground=ground,
        form=filled,
        orders=orders,
        whens=(None,) * len(orders),
        clocks=clocks if whose.own != whose.host else (),
        action=reader.link(
            "organizer.keep_availability", summit=frame.code, noun=whose.noun.value, code=code
        ),
        seen=seen,
    )


def _other(window: Window, whose: _Whose, ground: Ground) -> Other | None:
    """Return a window on the clock that is not chosen, None where there is but one."""
    if whose.own == whose.host:
        return None

    def at(one: Local) -> str:
        return f"{short_date(one.date, ground.language)} {one.starts}"

    begins, ends = (
        local(moment, moment, whose.other, ground.language)
        for moment in (window.begins, window.ends)
    )
    return Other(at(begins), at(ends), begins.where)
