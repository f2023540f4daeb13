"""The things of a programme: each added, changed and removed by a form.

All nouns go through here; what is particular to one is in `summit.web.organizer.noun`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.code import CODE, Claims, slug
from summit.core.errors import NotFound, Stale, SummitError
from summit.core.place import Presence
from summit.core.programme import Programme, Session, Summit, day_of
from summit.core.text import Text
from summit.core.zone import comes_twice
from summit.core.zone import zone as known_zone
from summit.formats import thing as things
from summit.language import marked as _
from summit.services import programme
from summit.services.edit import Done
from summit.web import reader
from summit.web.organizer import form, picture
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.field import Field, Ground, Typed, first, said
from summit.web.organizer.form import Apart
from summit.web.organizer.noun import NOUNS, Kind, code_of
from summit.web.page import render
from summit.web.read import Filled

Answer = str | Response | tuple[str, int]
_SAID = ("kept", "added", "removed", "twice")


@dataclass(frozen=True, slots=True)
class View:
    """The form of a thing; its `code` is "" while it is new.

    `seen` is the digest of the thing as its editor has it. Where somebody else changed it
    since, it `is_stale`; where they removed it, it `is_gone` too. `theirs` are the fields in
    which the two versions differ. `previewed` is the field whose text is shown as readers will
    see it. `shifts` says what another zone or day border changes.
    """

    kind: Kind
    code: str
    title: str
    ground: Ground
    form: Filled
    seen: str
    said: str = ""
    is_stale: bool = False
    is_gone: bool = False
    theirs: tuple[Apart, ...] = ()
    previewed: str = ""
    shifts: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """What is asked for."""
        return self.kind.fields

    @property
    def labels(self) -> dict[str, str]:
        """What each field is called, for the list of errors."""
        return {one.name: one.words for one in self.fields} | {"code": said(_("Code"))}

    @property
    def action(self) -> str:
        """The address that the form is sent to."""
        return address(self.kind, self.code) if self.code else address_of_new(self.kind)


def address(kind: Kind, code: str) -> str:
    """Return the address of the form of a thing."""
    summit = _summit()
    if kind.is_single:
        return reader.link("organizer.settings", summit=summit)
    if kind.noun is Noun.SESSION:
        return reader.link("organizer.session", summit=summit, code=code)
    return reader.link("organizer.thing", summit=summit, noun=kind.noun.value, code=code)


def address_of_new(kind: Kind) -> str:
    """Return the address of the form of a new thing."""
    summit = _summit()
    if kind.noun is Noun.SESSION:
        return reader.link("organizer.new_session", summit=summit)
    return reader.link("organizer.new_thing", summit=summit, noun=kind.noun.value)


def _summit() -> str:
    return str((request.view_args or {})["summit"])


def kind_of(noun: str) -> Kind:
    """Return the noun that an address names; raise `NotFound`."""
    if noun not in NOUNS or NOUNS[noun].is_single:
        raise NotFound("noun", noun)
    return NOUNS[noun]


# --- a new one -------------------------------------------------------------------------------


def ask(summit: str, noun: str) -> str:
    """Show the form of a new thing; the address may fill in some of it."""
    frame, kind = open_console(summit), kind_of(noun)
    ground = form.ground(frame)
    given = {name: (value,) for name, value in request.args.items()}
    return _page(View(kind, "", said(kind.new), ground, Filled(_usual(kind, ground) | given), ""))


def add(summit: str, noun: str) -> Answer:
    """Add a thing, under the code that was typed or one made of its name."""
    frame, kind = open_console(summit), kind_of(noun)
    ground = form.ground(frame)
    typed, unfit = picture.sent(frame, kind.fields, form.typed())
    view = View(kind, "", said(kind.new), ground, Filled(typed, unfit), "", previewed=_previewed())
    if view.previewed:
        return _page(view)
    values, errors = form.take(kind.fields, typed, None, ground)
    values, errors = kind.complete(values), errors | unfit
    code, wrong = _code(frame, kind, ground.programme, typed, values)
    if wrong:
        errors["code"] = wrong
    if errors:
        return _page(replace(view, form=Filled(typed, errors))), 400
    new = kind.make(code, values)
    key = edits.key(kind.noun, new)
    try:
        done = form.send(
            frame,
            "add",
            lambda draft: edits.put(draft, kind.noun, new),
            {key: things.digest(None)},
        )
    except Stale:
        errors = {"code": said(_("This code is taken already."))}
        return _page(replace(view, form=Filled(typed, errors))), 409
    except SummitError as error:
        why = form.reason(error, ground.programme)
        return _page(replace(view, form=Filled(typed, {"": why}))), 400
    return _go(address(kind, code), "added", new, None, ground, done)


def _usual(kind: Kind, ground: Ground) -> dict[str, tuple[str, ...]]:
    """Return what stands in the form of a new thing from the beginning."""
    if kind.noun is not Noun.SESSION:
        # A clock that nobody chose would be wrong without a word: both are asked for.
        return {"zone": ("",), "country": ("",), "presence": (Presence.LISTED.value,)}
    day = next((one.date.isoformat() for one in ground.programme.days), "")
    spoken = ", ".join(ground.programme.summit.languages[:1])
    return {
        "starts.date": (day,),
        "starts.time": ("09:00",),
        "minutes": ("60",),
        "spoken": (spoken,),
        "kind": ("talk",),
    }


def _code(
    frame: Console, kind: Kind, draft: Programme, typed: Typed, values: Mapping[str, Any]
) -> tuple[str, str]:
    """Return the code of a new thing, and what is wrong with it."""
    wanted = first(typed, "code").strip()
    taken = {code_of(one) for one in kind.things(draft)}
    if kind.noun is Noun.DAY:
        number = wanted or str(max((one.number for one in draft.days), default=0) + 1)
        if not (number.isascii() and number.isdigit() and 0 < int(number[:6]) < 10_000):
            return "", said(_("A day has a number, such as 1."))
        return str(int(number)), said(_("This code is taken already.")) if number in taken else ""
    if wanted in taken:
        return "", said(_("This code is taken already."))
    if wanted and not CODE.fullmatch(wanted):
        message = _("A code is made of small letters, digits and hyphens, 64 at most.")
        return "", said(message)
    if wanted or kind.name not in values:
        return wanted, ""
    if kind.noun is Noun.SESSION:
        taken |= programme.removed(frame.actor, frame.code)
    name: Text = values[kind.name]
    return Claims(taken).first(slug(name.say("en"), kind.noun.value)), ""


# --- one that is there -----------------------------------------------------------------------


def show(summit: str, code: str, noun: str) -> str:
    """Show the form of a thing."""
    frame = open_console(summit)
    kind = NOUNS[noun] if noun == Noun.SUMMIT else kind_of(noun)
    ground = form.ground(frame)
    found = kind.find(ground.programme, code)
    if found is None:
        raise NotFound(noun, code)
    return _page(_view(kind, found, ground))


def _view(kind: Kind, found: Any, ground: Ground) -> View:
    return View(
        kind,
        code_of(found),
        kind.called(found, ground.language),
        ground,
        Filled(form.fill(kind.fields, found, ground)),
        digest(kind, ground.programme, found),
        said=request.args.get("said", "") if request.args.get("said") in _SAID else "",
    )


def keep(summit: str, code: str, noun: str) -> Answer:
    """Keep what was changed of a thing.

    Where somebody else changed it since the form was opened, both versions are shown, nothing
    of either is lost, and each field that differs can be taken from theirs.
    """
    frame = open_console(summit)
    kind = NOUNS[noun] if noun == Noun.SUMMIT else kind_of(noun)
    ground = form.ground(frame)
    typed, unfit = picture.sent(frame, kind.fields, form.typed())
    old = kind.find(ground.programme, code)
    if old is None and "seen" not in typed:
        raise NotFound(noun, code)
    values, errors = form.take(kind.fields, typed, old, ground)
    values, errors = kind.complete(values), errors | unfit
    seen = first(typed, "seen")
    title = kind.called(old, ground.language) if old else code
    view = View(kind, code, title, ground, Filled(typed, errors), seen, previewed=_previewed())
    if view.previewed:
        return _page(replace(view, form=Filled(typed, unfit)))
    if errors:
        return _page(view), 400
    if old is not None:
        values |= {name: getattr(old, name) for name in typed.get("theirs", ()) if name in values}
    new = replace(old, **values) if old is not None else kind.make(code, values)
    if isinstance(new, Summit) and (shifts := _unsure(ground.programme, new, typed)):
        return _page(replace(view, shifts=shifts)), 400
    key = edits.key(kind.noun, new)
    try:
        done = form.send(
            frame, "change", lambda draft: edits.put(draft, kind.noun, new), {key: seen}
        )
    except Stale:
        return _stale(frame, view, values), 409
    except SummitError as error:
        why = form.reason(error, ground.programme)
        return _page(replace(view, form=Filled(typed, {"": why}))), 400
    return _go(address(kind, code), "kept", new, old, ground, done)


def _stale(frame: Console, view: View, values: Mapping[str, Any]) -> str:
    """Return the form as it was filled in, beside what somebody else has made of the thing."""
    kind, ground = view.kind, form.ground(frame)
    found = kind.find(ground.programme, view.code)
    differing = form.apart(kind.fields, found, values, ground) if found is not None else ()
    seen = digest(kind, ground.programme, found)
    again = replace(view, ground=ground, seen=seen, is_stale=True, is_gone=found is None)
    return _page(replace(again, theirs=differing))


def _unsure(draft: Programme, new: Summit, typed: Typed) -> tuple[str, ...]:
    """Return what another zone or day border would change, unless it was said to be meant."""
    old = draft.summit
    if (new.zone, new.day_border) == (old.zone, old.day_border) or first(typed, "sure"):
        return ()
    after = replace(draft, summit=new)
    moved = sum(day_of(draft, one.starts) != day_of(after, one.starts) for one in draft.sessions)
    found = [
        said(_("Sessions that then count to another day, or to none: %(count)s."))
        % {"count": moved}
    ]
    if new.zone != old.zone:
        count = len(draft.sessions)
        found.insert(
            0,
            said(
                _(
                    "All %(count)s sessions stay at the same instant, and the host's clock shows "
                    "another time for them."
                )
            )
            % {"count": count},
        )
    return tuple(found)


# --- what they share -------------------------------------------------------------------------


def digest(kind: Kind, draft: Programme, found: Any) -> str:
    """Return the digest of a thing as it is, or of there being none."""
    held = edits.things(draft)
    return things.digest(None if found is None else held[edits.key(kind.noun, found)])


def _previewed() -> str:
    return request.form.get("preview", "")


def _page(view: View) -> str:
    return render("organizer/thing.html", view)


def _go(path: str, word: str, new: Any, old: Any, ground: Ground, done: Done) -> Response:
    """Go on to a page that says what was done, and what was chosen of a time that comes twice."""
    zone = ground.programme.summit.zone
    if isinstance(new, Session) and (old is None or old.starts != new.starts):
        local = new.starts.astimezone(known_zone(zone)).replace(tzinfo=None)
        word = "twice" if comes_twice(local, zone) else word
    return form.go_on(path, word, done)
