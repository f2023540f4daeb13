"""The declaration at an office: drafts to remark on, and the one press that endorses the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, request
from werkzeug.wrappers import Response

from summit.core.declaration import Step, Version
from summit.core.difference import Changed, compare
from summit.core.endorsement import Endorsement, Released, late, seal
from summit.core.errors import Invalid, NotFound, Stale
from summit.core.remark import Remark
from summit.core.text import Text
from summit.services import declaration, endorsement, remark
from summit.services.endorsement import CONFIRMED, Entitled
from summit.web import auth, read, wording
from summit.web.declaration import Said, spread
from summit.web.office.frame import OfficeFrame, open_office
from summit.web.page import render
from summit.web.read import Filled
from summit.web.reader import gettext as _
from summit.web.reader import link
from summit.web.way import go
from summit.when import When

Answer = Response | str | tuple[str, int]
_SAID = ("endorsed", "withdrawn", "remarked")


@dataclass(frozen=True, slots=True)
class Draft:
    """A version in the list."""

    version: Version
    circulated: When
    is_released: bool


@dataclass(frozen=True, slots=True)
class View:
    """The office's page of the declaration; `text` is what is public, None where nothing is."""

    text: Released | None
    own: Endorsement | None
    at: When | None
    deadline: When | None
    is_late: bool
    entitled: Entitled
    drafts: tuple[Draft, ...]
    form: Filled
    said: str
    problem: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A remark with the reader's times of it, and the name of its government."""

    remark: Remark
    place: Text
    written: When
    answered: When | None


@dataclass(frozen=True, slots=True)
class One:
    """A version to be read and remarked on; `changes` are those since the one `before` it."""

    version: Version
    said: tuple[Said, ...]
    remarks: Mapping[str, tuple[Noted, ...]]
    is_open: bool
    before: Version | None
    changes: tuple[Changed, ...]
    form: Filled
    at: str
    notice: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What somebody is asked once more before they endorse; `characters` are to be typed again.

    `seal` names what they are shown.
    """

    text: Released
    entitled: Entitled
    seal: str
    deadline: When | None
    is_late: bool
    said: tuple[Said, ...]
    characters: int
    form: Filled


def show(summit: str, city: str) -> str:
    """Show what is public, whether one's own city endorses it, and the drafts."""
    said = request.args.get("said", "")
    return _page(open_office(summit, city), said=said if said in _SAID else "")


def one(summit: str, city: str, number: int) -> str:
    """Show a version that was circulated, with the remarks that this office reads."""
    return _one(open_office(summit, city), number)


def say(summit: str, city: str, number: int) -> Answer:
    """Remark on a paragraph, or on all of a version."""
    opened = open_office(summit, city)
    paragraph = request.form.get("paragraph", "")
    words = request.form.get("words", "")
    is_shared = bool(request.form.get("shared"))
    try:
        remark.say(
            opened.actor, summit, city, number, paragraph, words, opened.real, is_shared=is_shared
        )
    except Invalid as error:
        form = read.again({"words": wording.say(error)})
        return _one(opened, number, form, paragraph), 400
    way = link("office.draft", summit=summit, city=city, number=number, said="remarked")
    return go(f"{way}#{paragraph or 'all'}")


def ask(summit: str, city: str) -> Answer:
    """Show what would be signed, in whose name and as what, before it is."""
    opened = open_office(summit, city)
    return _asked(opened, Filled())


def endorse(summit: str, city: str) -> Answer:
    """Endorse the text that was looked at."""
    opened = open_office(summit, city)
    if again := _enter_again(opened):
        return again
    digest = request.form.get("digest", "")
    typed = request.form.get("confirmation", "")
    sealed = request.form.get("seal", "")
    try:
        endorsement.endorse(opened.actor, summit, city, digest, typed, opened.real, sealed=sealed)
    except Invalid as error:
        return _asked(opened, read.again({error.where: wording.say(error)}), 400)
    except Stale as error:
        return _page(opened, problem=wording.say(error)), 409
    return go(link("office.declaration", summit=summit, city=city, said="endorsed"))


def withdraw(summit: str, city: str) -> Answer:
    """Take the endorsement back, by an act that is recorded."""
    opened = open_office(summit, city)
    if again := _enter_again(opened):
        return again
    digest = request.form.get("digest", "")
    reason = read.clean(request.form.get("reason", ""))
    try:
        endorsement.withdraw(opened.actor, summit, city, digest, reason, opened.real)
    except Invalid as error:
        form = read.again({error.where or "reason": wording.say(error)})
        return _page(opened, form=form), 400
    return go(link("office.declaration", summit=summit, city=city, said="withdrawn"))


def _enter_again(opened: OfficeFrame) -> Response | None:
    """Return the way to the entrance for who entered long ago: a browser was left open."""
    if auth.is_fresh():
        return None
    back = link("office.confirm", summit=opened.code, city=opened.city.code)
    response = redirect(link("account.enter", next=back, again="yes"), 303)
    response.headers["Cache-Control"] = "no-store"
    return response


def _asked(opened: OfficeFrame, form: Filled, status: int = 200) -> Answer:
    folder = declaration.folder(opened.actor, opened.code, opened.city.code)
    entitled = endorsement.own(opened.actor, opened.code, opened.city.code)
    declared = folder.declared
    signatory = entitled.signatory
    if declared is None or signatory is None or not entitled.is_mine:
        raise NotFound("declaration", "")
    if again := _enter_again(opened):
        return again
    text = declared.newest
    if text.by(opened.city.code):
        return go(link("office.declaration", summit=opened.code, city=opened.city.code))
    view = Confirmation(
        text=text,
        entitled=entitled,
        seal=seal(text, signatory),
        deadline=_when(opened, text),
        is_late=late(text.deadline, opened.now),
        said=spread(declared.words[text.digest], opened.reader.language),
        characters=CONFIRMED,
        form=form,
    )
    return render("office/endorse.html", view), status


def _page(
    opened: OfficeFrame, *, said: str = "", problem: str = "", form: Filled | None = None
) -> str:
    city = opened.city.code
    folder = declaration.folder(opened.actor, opened.code, city)
    text = folder.declared.newest if folder.declared else None
    own = text.by(city) if text else None
    drafts = tuple(
        Draft(one, opened.when(at, at), folder.is_released(one))
        for one in folder.versions
        if (at := one.circulated or one.frozen)
    )
    view = View(
        text=text,
        own=own,
        at=opened.when(own.at, own.at) if own else None,
        deadline=_when(opened, text) if text else None,
        is_late=bool(text and late(text.deadline, opened.now)),
        entitled=endorsement.own(opened.actor, opened.code, city),
        drafts=drafts,
        form=form or Filled(),
        said=said,
        problem=problem,
    )
    return render("office/declaration.html", view)


def _one(opened: OfficeFrame, number: int, form: Filled | None = None, at: str = "") -> str:
    city = opened.city.code
    folder = declaration.folder(opened.actor, opened.code, city)
    found = folder.version(number)
    names = {one.code: one.name for one in opened.release.programme.governments}
    remarks: dict[str, list[Noted]] = {}
    for one in remark.seen(opened.actor, opened.code, city, number):
        written = opened.when(one.written, one.written)
        answered = opened.when(one.answered, one.answered) if one.answered else None
        place = names.get(one.government, Text({"en": one.government}))
        remarks.setdefault(one.paragraph, []).append(Noted(one, place, written, answered))
    earlier = [one for one in folder.versions if one.number < number]
    before = earlier[0] if earlier else None
    told = _("Thank you: the organizers see it.")
    view = One(
        version=found,
        said=spread(found.words, opened.reader.language),
        remarks={key: tuple(some) for key, some in remarks.items()},
        is_open=found.step is Step.CIRCULATED,
        before=before,
        changes=compare(before.words, found.words) if before else (),
        form=form or Filled(),
        at=at,
        notice=told if request.args.get("said") == "remarked" else "",
    )
    return render("office/draft.html", view)


def _when(opened: OfficeFrame, text: Released) -> When | None:
    return opened.when(text.deadline, text.deadline) if text.deadline else None
