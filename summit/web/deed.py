"""What was done in and for an office, in words: no field, no code, no digest.

Offices read it of themselves, organizers of every office.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from summit.core import tech_check
from summit.core.contact import Caution, Contact
from summit.core.people import Mode
from summit.core.programme import Programme
from summit.core.reply import Standing
from summit.core.statement import Material
from summit.formats import label
from summit.language import language_name, zone_place
from summit.services.audit import Line
from summit.web import reader
from summit.web.reader import gettext as _
from summit.when import Local, local

_Said = Mapping[str, Any]
_Words = tuple[str, ...]
"""What was done, and what more there is to say about it."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed: when, by whom, about what or whom, what it was, and its details.

    `instant` is `at` in UTC, `who` is "" for organizers whose account is gone or never was.
    """

    instant: datetime
    at: Local
    who: str
    about: str
    what: str
    details: _Words


def told(
    lines: Iterable[Line], contacts: Iterable[Contact], programme: Programme | None, zone: str
) -> tuple[Deed, ...]:
    """Return lines of the log of an office in words, with their times in `zone`.

    `contacts` are those of the office, also who has left; `programme` is what is published, None
    where nothing is.
    """
    names = {str(one.id): one.name for one in contacts}
    return tuple(_deed(one, names, programme, zone) for one in lines)


def _deed(line: Line, names: Mapping[str, str], programme: Programme | None, zone: str) -> Deed:
    kind, *where = line.thing.split("/")
    before, after = (one if isinstance(one, Mapping) else {} for one in (line.before, line.after))
    what, *details = _WORDS[kind](zone, before, after) if kind in _WORDS else ("",)
    about = names.get(where[0], "") if kind == "contact" else _about(programme, kind, where)
    at = local(line.at, line.at, zone, _language())
    return Deed(line.at, at, line.who, about, what, tuple(filter(None, details)))


def _about(programme: Programme | None, kind: str, where: list[str]) -> str:
    """Return what a deed was about: a session and a person, or what an office has one of."""
    if kind in ("reply", "statement"):
        language = _language()
        sessions = programme.sessions if programme else ()
        people = programme.people if programme else ()
        titles = {one.code: one.title.say(language) for one in sessions}
        names = {one.code: one.name.say(language) for one in people}
        session, person = (*where[1:3], "")[:2]
        return ", ".join(filter(None, (titles.get(session, session), names.get(person, ""))))
    return {
        "office": _("Our clock"),
        "tech-check": _("Tech check"),
        "signatory": _("Who signs"),
        "endorsement": _("Declaration"),
    }.get(kind, "")


def _contact(_zone: str, _before: _Said, after: _Said) -> _Words:
    if "domain" in after:
        cautions = (label.name(Caution(one), _language()) for one in after["cautions"])
        what = _("named, and sent a link") if after["is_sure"] else _("named, and waits for a yes")
        return (what, *cautions, after.get("note", ""))
    if after.get("approved"):
        return (_("let in, and sent a link"), after["note"])
    told = {
        ("entered", "link"): _("entered by their link"),
        ("entered", "let in"): _("let in"),
        ("link", "sent"): _("sent a new link"),
        ("link", "revoked"): _("their link was revoked"),
        ("removed", True): _("taken out"),
        ("feed", "made"): _("made an address for their calendar"),
        ("feed", "ended"): _("ended the address of their calendar"),
    }
    return tuple(words for pair, words in told.items() if pair in after.items())[:1] or ("",)


def _reply(zone: str, _before: _Said, after: _Said) -> _Words:
    language = _language()
    who = ", ".join(filter(None, (after.get("substitute"), after.get("substitute_post"))))
    hours = (_time(zone, one, other) for one, other in after.get("hours") or ())
    return (
        label.name(Standing(after["standing"]), language),
        who,
        after.get("reason", ""),
        *(_("would do: %(time)s") % {"time": one} for one in hours),
        language_name(after["language"], language) if after.get("language") else "",
        label.name(Mode(after["mode"]), language) if after.get("mode") else "",
    )


def _office(_zone: str, _before: _Said, after: _Said) -> _Words:
    return (_("confirmed: %(place)s") % {"place": zone_place(after["zone"], _language())},)


def _statement(_zone: str, _before: _Said, after: _Said) -> _Words:
    if "read" in after:
        return (_("read"),)
    if "delivery" in after:
        return (
            {
                "delivered": _("is over: it was delivered"),
                "held": _("holds: it was not delivered yet"),
            }.get(after["delivery"], _("ends with the turn, by the clock")),
        )
    for one in Material:
        if one.value in after:
            name = label.name(one, _language())
            version = _("version %(number)s") % {"number": after[one.value]}
            return (_("withdrawn") if after.get("withdrawn") else _("handed in"), name, version)
    if after.get("may_publish"):
        return (_("It will be shown to everybody once it is delivered."),)
    return (_("It will not be shown to the public."),)


def _tech_check(zone: str, before: _Said, after: _Said) -> _Words:
    if "outcome" in after:
        what = label.name(tech_check.Outcome(after["outcome"]), _language())
        return (what, after.get("note", ""))
    if "starts" not in after:
        return (_("given back"), _time(zone, before["starts"]) if "starts" in before else "")
    return (_("moved") if before else _("booked"), _time(zone, after["starts"]))


def _signatory(_zone: str, _before: _Said, after: _Said) -> _Words:
    if not after:
        return (_("nobody any more"),)
    return (_("named"), f"{after['name']}, {after['capacity']}")


def _endorsement(_zone: str, _before: _Said, after: _Said) -> _Words:
    if "written" in after:
        return (_("given in writing"), after["written"])
    return (_("endorsed") if after.get("endorsed") else _("withdrawn"),)


_WORDS: dict[str, Callable[[str, _Said, _Said], _Words]] = {
    "contact": _contact,
    "reply": _reply,
    "office": _office,
    "statement": _statement,
    "tech-check": _tech_check,
    "signatory": _signatory,
    "endorsement": _endorsement,
}


def _time(zone: str, starts: str, ends: str = "") -> str:
    """Return instants, as ISO 8601, on the city's clock: "Tue 2 Jun 16:00–18:00 London (UTC+1)"."""
    begins = datetime.fromisoformat(starts)
    over = datetime.fromisoformat(ends) if ends else begins
    one = local(begins, over, zone, _language())
    return f"{one.short_date} {one.starts}{f'–{one.until}' if ends else ''} {one.where}"


def _language() -> str:
    return reader.language()
