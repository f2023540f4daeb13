"""To take part: the form, what comes of it, and what one may correct or take back later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request
from werkzeug.wrappers import Response

from summit.core.account import Account
from summit.core.errors import NotFound, Problems
from summit.core.programme import Session, Status
from summit.core.registration import LIVE, Registration, Rules
from summit.core.release import Release
from summit.core.reminder import Wish
from summit.core.seat import Availability
from summit.language import NAMES, canonical_zone, countries, language_name, translations
from summit.services import limit, registration, reminder, seat
from summit.web import auth, entry, read, reader, wording
from summit.web.page import SummitFrame, open_summit, render, site
from summit.web.read import Filled
from summit.web.reader import Origin
from summit.web.way import go
from summit.web.zone import choices
from summit.when import When

Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """A session with seats to take, and how many are left."""

    session: Session
    when: When
    seats: Availability


@dataclass(frozen=True, slots=True)
class Lists:
    """What the fields of a person offer."""

    governments: Choices
    countries: Choices
    languages: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Form:
    """The page of registration; `account` is who is in, `found` how their zone is known."""

    rules: Rules
    form: Filled
    lists: Lists
    zones: Choices
    mail: Choices
    seats: tuple[SeatChoice, ...]
    account: Account | None
    is_zone_found: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """The page of a registration that is not open: when it opens, or since when it is closed."""

    opens: When | None
    closed: When | None
    account: Account | None


@dataclass(frozen=True, slots=True)
class Mine:
    """The page of one's own registration."""

    rules: Rules
    registration: Registration
    registered: When | None
    form: Filled
    lists: Lists
    wishes: tuple[Wish, ...]
    is_quiet: bool
    said: str = ""


def show(summit: str) -> str | Response:
    """Show the form, or one's own registration where there is one already."""
    frame = open_summit(summit)
    if (mine := _mine(summit)) and mine.state in LIVE:
        return go(reader.link("account.registration", summit=summit))
    rules = registration.rules(summit)
    if not rules.is_open(frame.now):
        return render("account/closed.html", _closed(frame, rules))
    account = auth.account()
    wished = request.args.getlist("session")
    kinds = [one.code for one in rules.kinds]
    form = read.filled(
        name=account.name if account else "",
        zone=canonical_zone(account.zone if account else frame.reader.zone_name),
        language=account.language if account else frame.reader.language,
        kind=kinds[0] if len(kinds) == 1 else "",
        sessions=tuple(wished),
    )
    return render("account/register.html", _form(frame, rules, form))


def register(summit: str) -> Response | str | tuple[str, int]:
    """Register whoever sends the form; a visitor is told the same whoever they are."""
    frame = open_summit(summit)
    read.check_stamp()
    now, rules = site().clock.now(), registration.rules(summit)
    if not rules.is_open(frame.now):
        return render("account/closed.html", _closed(frame, rules)), 409
    limit.spend("register", auth.network(), now)
    try:
        outcome = registration.register(auth.actor(), summit, entry.typed(), now)
    except Problems as problems:
        return render(
            "account/register.html", _form(frame, rules, read.again(wording.by_field(problems)))
        ), 400
    if outcome.state is None:
        return go(reader.link("account.register_sent", summit=summit))
    return go(reader.link("account.registration", summit=summit, said="registered"))


def sent(summit: str) -> str:
    """Say that a mail is on its way: the same for every address."""
    open_summit(summit)
    return render("account/sent.html")


@auth.entered
def mine(summit: str) -> str | Response:
    """Show one's own registration."""
    frame = open_summit(summit)
    found = _mine(summit)
    if found is None or found.state not in LIVE:
        return go(reader.link("account.register", summit=summit))
    form = read.filled(
        name=found.name,
        organization=found.organization,
        government=found.government,
        country=found.country,
        languages=found.languages,
    )
    return _page(frame, found, form, request.args.get("said", ""))


@auth.entered
def correct(summit: str) -> Response | tuple[str, int]:
    """Correct what one has said of oneself."""
    frame = open_summit(summit)
    found = _mine(summit)
    if found is None:
        raise NotFound("registration", summit)
    try:
        registration.change(auth.actor(), summit, entry.correction(), site().clock.now())
    except Problems as problems:
        return _page(frame, found, read.again(wording.by_field(problems))), 400
    return go(reader.link("account.registration", summit=summit, said="kept"))


@auth.entered
def remind(summit: str) -> Response:
    """Choose what one is reminded of by mail."""
    open_summit(summit)
    asked = request.form.getlist("wishes")
    wishes = [one for one in Wish if one.value in asked]
    is_quiet = not request.form.get("news")
    reminder.choose(auth.actor(), summit, wishes, site().clock.now(), is_quiet=is_quiet)
    return go(reader.link("account.registration", summit=summit, said="kept"))


@auth.entered
def cancel(summit: str) -> Response:
    """Take one's registration back, with all seats that it has."""
    open_summit(summit)
    registration.cancel(auth.actor(), summit, site().clock.now())
    return go(reader.link("account.register_cancelled", summit=summit))


def cancelled(summit: str) -> str:
    """Say that a registration is taken back."""
    open_summit(summit)
    return render("account/cancelled.html")


def _mine(summit: str) -> Registration | None:
    return registration.of(auth.actor(), summit) if auth.account() else None


def _page(frame: SummitFrame, found: Registration, form: Filled, said: str = "") -> str:
    rules = registration.rules(found.summit)
    at = found.registered
    view = Mine(
        rules=rules,
        registration=found,
        registered=frame.when(at, at) if at else None,
        form=form,
        lists=_lists(frame.release, frame.reader.language, found.languages),
        wishes=reminder.wishes(auth.actor(), found.summit),
        is_quiet=reminder.is_quiet(auth.actor(), found.summit),
        said=said if said in ("kept", "registered") else "",
    )
    return render("account/registration.html", view)


def _form(frame: SummitFrame, rules: Rules, form: Filled) -> Form:
    account = auth.account()
    language, release = frame.reader.language, frame.release
    return Form(
        rules=rules,
        form=form,
        lists=_lists(release, language, ()),
        zones=choices(language, frame.now, form.value("zone")),
        mail=[("", list(NAMES.items()))],
        seats=_seats(frame, seat.availability(release.summit.code)),
        account=account,
        is_zone_found=account is not None or frame.reader.origin is not Origin.HOST,
    )


def _seats(frame: SummitFrame, seats: Mapping[str, Availability]) -> tuple[SeatChoice, ...]:
    """Return the sessions to come in which one can take a seat."""
    return tuple(
        SeatChoice(one, frame.when(one.starts, one.ends), seats[one.code])
        for one in frame.release.sessions
        if one.code in seats and one.status is Status.SCHEDULED and one.starts > frame.now
    )


def _lists(release: Release, language: str, own: tuple[str, ...]) -> Lists:
    """Return what the fields of a person offer; what is chosen already is among it."""
    gettext = translations(language).gettext
    governments = sorted(
        ((one.code, one.name.say(language)) for one in release.programme.governments),
        key=lambda one: one[1].casefold(),
    )
    spoken = {tag for one in release.sessions for tag in one.languages}
    tags = dict.fromkeys((*release.summit.languages, *sorted(spoken), *own))
    return Lists(
        governments=[
            ("", [("", gettext("None of these"))]),
            (gettext("Governments of the summit"), governments),
        ],
        countries=[("", [("", "—"), *countries(language)])],
        languages=[(tag, language_name(tag, language)) for tag in tags],
    )


def _closed(frame: SummitFrame, rules: Rules) -> Closed:
    def when(moment: datetime | None) -> When | None:
        return frame.when(moment, moment) if moment else None

    is_before = bool(rules.kinds and rules.opens and frame.now < rules.opens)
    is_after = bool(rules.kinds and rules.closes and rules.closes <= frame.now)
    return Closed(
        when(rules.opens if is_before else None),
        when(rules.closes if is_after else None),
        auth.account(),
    )
