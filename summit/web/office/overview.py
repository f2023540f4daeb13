"""The office's page: what comes next, all slots on the city's own clock, what is still needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import request
from werkzeug.wrappers import Response

from summit.core.errors import Invalid
from summit.core.office import Slot
from summit.core.reply import Reply, Standing
from summit.services import office, reply
from summit.web import auth, read, reader, wording
from summit.web.office.frame import OfficeFrame, open_office
from summit.web.page import render, site
from summit.web.read import Filled, Problems
from summit.web.way import go
from summit.when import Local, local

SAID = ("replied", "zone")


@dataclass(frozen=True, slots=True)
class Times:
    """A span on three clocks: the city's, the host's, and UTC."""

    own: Local
    host: Local
    utc: Local


@dataclass(frozen=True, slots=True)
class Entry:
    """A slot with its times, those of its turns, and what the office said to it.

    `reply` is None where nothing was said, `is_moved` where it was said to another time.
    """

    slot: Slot
    times: Times
    turns: tuple[Times, ...]
    reply: Reply | None
    is_moved: bool
    form: Filled


@dataclass(frozen=True, slots=True)
class View:
    """The office's page; `next` is the first slot that is not over."""

    entries: tuple[Entry, ...]
    next: Entry | None
    said: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class _Zone:
    """The zone that an office says is its own."""

    zone: str = read.text(most=64)


def show(summit: str, city: str) -> str:
    """Show what a government has at a summit."""
    said = request.args.get("said", "")
    return page(summit, city, said=said if said in SAID else "")


def confirm_zone(summit: str, city: str) -> Response | tuple[str, int]:
    """Keep that the clock which the office is shown is its own."""
    try:
        typed = read.form(_Zone)
        office.confirm_zone(auth.actor(), summit, city, typed.zone, site().clock.now())
    except Problems:
        return page(summit, city), 400
    except Invalid as error:
        return page(summit, city, wrong=wording.say(error)), 409
    return go(f"{reader.link('office.overview', summit=summit, city=city)}?said=zone")


def page(
    summit: str,
    city: str,
    *,
    said: str = "",
    wrong: str = "",
    forms: dict[tuple[str, str], Filled] | None = None,
) -> str:
    """Return the page, with the forms of replies as they were filled in."""
    opened = open_office(summit, city)
    replies = reply.of(opened.actor, summit, city)
    entries = tuple(
        _entry(opened, slot, replies.get(slot.key), (forms or {}).get(slot.key))
        for slot in opened.hall.slots
    )
    coming = (one for one in entries if one.slot.is_held and one.slot.session.ends > opened.now)
    return render("office/overview.html", View(entries, next(coming, None), said, wrong))


def _entry(opened: OfficeFrame, slot: Slot, said: Reply | None, typed: Filled | None) -> Entry:
    is_moved = said is not None and not said.holds(slot.session.starts)
    known = {
        "standing": said.standing.value if said and not is_moved else "",
        "reason": said.reason if said else "",
        "substitute": said.substitute if said else "",
        "substitute_post": said.substitute_post if said else "",
        "language": said.language if said else "",
        "mode": said.mode.value if said and said.mode else "",
    }
    return Entry(
        slot,
        _times(opened, slot.session.starts, slot.session.ends),
        tuple(_times(opened, one.starts, one.ends) for one in slot.turns),
        said if said and said.standing is not Standing.OPEN else None,
        is_moved,
        typed or read.filled(**known),
    )


def _times(opened: OfficeFrame, starts: datetime, ends: datetime) -> Times:
    language = opened.reader.language
    own, host, utc = (
        local(starts, ends, zone, language)
        for zone in (opened.city.zone, opened.release.summit.zone, "UTC")
    )
    return Times(own, host, utc)
