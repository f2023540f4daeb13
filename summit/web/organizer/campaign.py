"""Mail to many: drafted by language, looked at as its readers will, sent, followed, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Response as Letter
from flask import request
from werkzeug.wrappers import Response

from summit.core.campaign import LONGEST, Campaign, Words
from summit.core.errors import Invalid, NotFound, Problems, Stale
from summit.core.programme import Status
from summit.core.registration import Rules, State
from summit.core.release import Release
from summit.core.selection import Selection
from summit.core.text import Text
from summit.core.zone import from_local
from summit.language import language_name
from summit.services import campaign, mail, registration
from summit.services.campaign import Kept, Preview
from summit.services.mail import Trouble
from summit.web import auth, read, reader
from summit.web.organizer import selection, wording
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.sample import framed, frames
from summit.web.organizer.selection import Lists
from summit.web.page import render, site
from summit.web.read import Filled
from summit.web.way import go

Answer = Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Listing:
    """All campaigns of a summit, and its letters that are late or given up."""

    campaigns: tuple[Kept, ...]
    troubles: int


@dataclass(frozen=True, slots=True)
class View:
    """One campaign. It is new while `kept` is None; `preview` is there for a draft that is kept."""

    kept: Kept | None
    form: Filled
    selection: Selection
    rules: Rules
    lists: Lists
    states: tuple[State, ...]
    languages: tuple[tuple[str, str], ...]
    sessions: tuple[tuple[str, Text], ...]
    longest: Mapping[str, int]
    preview: Preview | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Troubles:
    """The letters of a summit that are late or given up."""

    letters: tuple[Trouble, ...]
    error: str = ""


def show(summit: str) -> str:
    """List the campaigns."""
    frame = open_console(summit)
    found = campaign.listing(frame.actor, summit)
    return render(
        "organizer/campaigns.html", Listing(found, len(mail.troubles(frame.actor, summit)))
    )


def ask(summit: str) -> str:
    """Show the form of a new campaign, to all who take part."""
    frame = open_console(summit)
    chosen = Selection(states=(State.CONFIRMED,))
    return _page(frame, None, read.filled(), chosen)


def make(summit: str) -> Answer:
    """Keep a new draft."""
    return _keep(summit, None)


def one(summit: str, number: int) -> str:
    """Show a campaign: a draft with its preview, or what became of its letters."""
    frame = open_console(summit)
    kept = campaign.one(frame.actor, summit, number)
    return _page(frame, kept, _form(kept), kept.campaign.selection)


def letter(summit: str, number: int, at: int) -> Letter:
    """Give the HTML of one of the letters that a draft shows, for its frame."""
    frame = open_console(summit)
    kept = campaign.one(frame.actor, summit, number)
    if kept.sent is not None:
        raise NotFound("letter", str(at))
    now, chosen = site().clock.now(), site().settings
    return framed(campaign.preview(frame.actor, summit, kept.campaign, now, chosen).samples, at)


def keep(summit: str, number: int) -> Answer:
    """Keep the changes of a draft."""
    return _keep(summit, number)


def send(summit: str, number: int) -> Answer:
    """Send a draft, at once or from a time of the host's clock on."""
    frame = open_console(summit)
    confirmed = _whole("confirmed")
    try:
        if not request.form.get("sure"):
            raise Invalid("Please tick this to go on.", "sure")
        due = _due(frame) if request.form.get("when") == "later" else None
        campaign.send(
            frame.actor,
            summit,
            number,
            confirmed,
            due,
            site().clock.now(),
            _whole("version"),
        )
    except (Invalid, Stale) as error:
        return _again(frame, number, error)
    return go(reader.link("organizer.campaign", summit=summit, number=number, said="sent"))


def cancel(summit: str, number: int) -> Answer:
    """Take back what is not sent yet."""
    frame = open_console(summit)
    try:
        taken = campaign.cancel(frame.actor, summit, number, site().clock.now())
    except Invalid as error:
        return _again(frame, number, error)
    return go(reader.link("organizer.campaign", summit=summit, number=number, taken=taken))


def drop(summit: str, number: int) -> Answer:
    """Throw a draft away."""
    frame = open_console(summit)
    try:
        campaign.drop(frame.actor, summit, number, site().clock.now())
    except Invalid as error:
        return _again(frame, number, error)
    return go(reader.link("organizer.campaigns", summit=summit))


def troubles(summit: str) -> str:
    """List the letters that are late or given up."""
    frame = open_console(summit)
    return render("organizer/troubles.html", Troubles(mail.troubles(frame.actor, summit)))


def resend(summit: str, number: int) -> Answer:
    """Send a letter once more that was given up."""
    frame = open_console(summit)
    try:
        mail.resend(frame.actor, number, site().clock.now(), summit)
    except Invalid as error:
        view = Troubles(mail.troubles(frame.actor, summit), wording.said(error))
        return render("organizer/troubles.html", view), 400
    return go(reader.link("organizer.troubles", summit=summit, said="sent"))


def _keep(summit: str, number: int | None) -> Answer:
    frame = open_console(summit)
    form, chosen = request.form, selection.asked(request.form)
    words = {
        tag: Words(read.clean(form.get(f"subject.{tag}", "")), _lines(f"text.{tag}"))
        for tag in frame.desk.languages
    }
    draft = Campaign(read.clean(form.get("name", "")), chosen, words)
    version = _whole("version") if number is not None else None
    try:
        number = campaign.keep(auth.actor(), summit, draft, site().clock.now(), number, version)
    except Problems as problems:
        kept = None if number is None else campaign.one(frame.actor, summit, number)
        return _page(frame, kept, read.again(wording.by_field(problems)), chosen), 400
    except (Invalid, Stale) as error:
        kept = None if number is None else campaign.one(frame.actor, summit, number)
        page = _page(frame, kept, read.again({}), chosen, wording.said(error))
        return page, 409
    return go(reader.link("organizer.campaign", summit=summit, number=number, said="kept"))


def _again(frame: Console, number: int, error: Invalid | Stale) -> Answer:
    kept = campaign.one(frame.actor, frame.code, number)
    chosen = kept.campaign.selection
    page = _page(frame, kept, _form(kept), chosen, wording.said(error))
    return page, 409 if isinstance(error, Stale) else 400


def _page(
    frame: Console, kept: Kept | None, form: Filled, chosen: Selection, error: str = ""
) -> str:
    release = _release(frame)
    language = frame.reader.language
    rules = registration.rules(frame.code)
    preview = None
    if kept is not None and kept.sent is None and not form.errors:
        now, chosen_settings = site().clock.now(), site().settings
        preview = campaign.preview(frame.actor, frame.code, kept.campaign, now, chosen_settings)
    view = View(
        kept=kept,
        form=form,
        selection=chosen,
        rules=rules,
        lists=selection.lists(frame, rules, release),
        states=tuple(State),
        languages=tuple((tag, language_name(tag, language)) for tag in frame.desk.languages),
        sessions=tuple(
            (one.code, one.title) for one in release.sessions if one.status is Status.SCHEDULED
        ),
        longest=LONGEST,
        preview=preview,
        error=error,
    )
    frames()
    return render("organizer/campaign.html", view)


def _release(frame: Console) -> Release:
    """Return the newest release; before the first there is nobody to write to."""
    release = selection.released(frame.code)
    if release is None:
        raise NotFound("release", "")
    return release


def _form(kept: Kept) -> Filled:
    values: dict[str, Any] = {"name": kept.campaign.name}
    for tag, one in kept.campaign.words.items():
        values |= {f"subject.{tag}": one.subject, f"text.{tag}": one.text}
    return read.filled(**values)


def _due(frame: Console) -> datetime:
    """Return the instant (UTC) at which the host's clock shows what was typed."""
    written = request.form.get("due", "")
    try:
        naive = datetime.strptime(written, "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
    except ValueError:
        raise Invalid("Please write a date and a time.", "due") from None
    if not 2000 < naive.year < 3000:
        raise Invalid("Please write a date and a time.", "due")
    return from_local(naive.replace(tzinfo=None), frame.desk.zone)


def _lines(name: str) -> str:
    return read.clean(request.form.get(name, ""), lines=True)


def _whole(name: str) -> int:
    value = request.form.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else -1
