"""What an office says to a slot: yes, no, somebody else, another time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from werkzeug.wrappers import Response

from summit.core.errors import Invalid
from summit.core.people import Mode
from summit.core.reply import Reply, Standing
from summit.core.zone import from_local
from summit.services import reply
from summit.web import auth, read, reader, wording
from summit.web.office import overview
from summit.web.office.frame import open_office
from summit.web.page import site
from summit.web.read import Problems, Unfit
from summit.web.reader import gettext as _
from summit.web.way import go

_FIELDS = ("standing", "reason", "substitute", "hours")
_CHOICES = tuple(one.value for one in Standing if one is not Standing.OPEN)


def _clock(words: str) -> str:
    """Return a date with a time, as ISO 8601 without a zone, or ""."""
    try:
        return datetime.fromisoformat(words).replace(tzinfo=None).isoformat() if words else ""
    except ValueError:
        raise Unfit(_("This is not a date with a time.")) from None


@dataclass(frozen=True, slots=True)
class _Replied:
    """A reply as it was filled in; `starts` is the time that was replied to, as ISO 8601.

    From `begins1` `until1`, and from `begins2` `until2`, are hours that would do instead, on the
    city's clock.
    """

    person: str = read.text(least=0, most=64)
    starts: str = read.text(most=40)
    standing: str = read.choice(_CHOICES)
    reason: str = read.text(least=0, most=2000, lines=True)
    substitute: str = read.text(least=0)
    substitute_post: str = read.text(least=0)
    begins1: str = read.text(least=0, most=40, then=_clock)
    until1: str = read.text(least=0, most=40, then=_clock)
    begins2: str = read.text(least=0, most=40, then=_clock)
    until2: str = read.text(least=0, most=40, then=_clock)
    language: str = read.text(least=0, most=35)
    mode: str = read.choice(tuple(one.value for one in Mode), optional=True)


def give(summit: str, city: str, code: str) -> Response | tuple[str, int]:
    """Keep what the office says to a slot."""
    key = (code, "")
    try:
        typed = read.form(_Replied)
        key = (code, typed.person)
        if halves := _halves(typed):
            return overview.page(summit, city, forms={key: read.again(halves)}), 400
        said = _reply(typed, open_office(summit, city).city.zone)
        reply.give(auth.actor(), summit, city, key, said, site().clock.now())
    except Problems as problems:
        key = (code, problems.filled.value("person"))
        return overview.page(summit, city, forms={key: problems.filled}), 400
    except Invalid as error:
        message = wording.say(error)
        if error.where not in _FIELDS:
            return overview.page(summit, city, wrong=message, forms={key: read.again({})}), 409
        return overview.page(summit, city, forms={key: read.again({error.where: message})}), 400
    return go(f"{reader.link('office.overview', summit=summit, city=city)}?said=replied#{code}")


def _halves(typed: _Replied) -> dict[str, str]:
    """Return what is wrong with hours of which one end is given, by the field that is empty."""
    pairs = (
        {"begins1": typed.begins1, "until1": typed.until1},
        {"begins2": typed.begins2, "until2": typed.until2},
    )
    if typed.standing != Standing.ANOTHER_TIME:
        return {}
    return {
        name: _("Please fill this in.")
        for pair in pairs
        if any(pair.values())
        for name, words in pair.items()
        if not words
    }


def _reply(typed: _Replied, zone: str) -> Reply:
    standing = Standing(typed.standing)
    asked = ((typed.begins1, typed.until1), (typed.begins2, typed.until2))
    hours = (
        tuple((_instant(one, zone), _instant(other, zone)) for one, other in asked if one and other)
        if standing is Standing.ANOTHER_TIME
        else ()
    )
    is_substituted = standing is Standing.SUBSTITUTED
    return Reply(
        standing=standing,
        starts=_known(typed.starts),
        reason=typed.reason,
        substitute=typed.substitute if is_substituted else "",
        substitute_post=typed.substitute_post if is_substituted else "",
        hours=hours,
        language=typed.language,
        mode=Mode(typed.mode) if typed.mode else None,
    )


def _known(written: str) -> datetime:
    """Return the instant that the page wrote into the form."""
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def _instant(words: str, zone: str) -> datetime:
    return from_local(datetime.fromisoformat(words), zone)
