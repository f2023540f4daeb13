"""What the page gives to the script of the grid: places, people, digests and words, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime, timedelta
from typing import Any

from summit.core.availability import Availability, gaps
from summit.core.clash import live
from summit.core.edit import bare
from summit.core.presence import spans
from summit.core.programme import Programme, ProgrammeDay, Session, Status
from summit.formats import thing
from summit.language import translations
from summit.when import local

_KEYS = {"person": "p", "government": "c"}
"""What the script calls people and governments, by the fields that name them."""


def digest(session: Session) -> str:
    """Return the digest of a session as an editor has it on the page."""
    return thing.digest(bare(session))


def data(
    language: str,
    programme: Programme,
    day: ProgrammeDay | None,
    begins: datetime,
    ends: datetime,
    drawn: Set[str],
    availability: Availability,
) -> Mapping[str, Any]:
    """Return what the browser needs to answer a hand at once: places, people, digests, words."""
    if day is None:
        return {}
    minute = timedelta(minutes=1)
    held = [
        one for one in programme.sessions if one.code in drawn or one.status is Status.UNSCHEDULED
    ]
    needed = {
        one.code: [
            f"{key}/{code}" for field, key in _KEYS.items() for code in sorted(live(one, field))
        ]
        for one in held
    }
    who = {code for some in needed.values() for code in some}
    away = {
        f"{_KEYS[field]}/{code}": [
            [(first - begins) // minute, -((begins - last) // minute)]
            for first, last in gaps(windows, begins, ends)
        ]
        for (field, code), windows in availability.items()
    }
    return {
        "day": day.number,
        "begins": begins.isoformat(),
        "minutes": (ends - begins) // minute,
        "zone": programme.summit.zone,
        "where": local(begins, begins, programme.summit.zone, language).where,
        "stages": {one.code: one.name.say(language) for one in programme.stages},
        "sessions": {
            one.code: {
                "at": (one.starts - begins) // minute,
                "minutes": one.minutes,
                "stage": one.stage or "",
                "status": one.status,
                "title": one.title.say(language) or one.code,
                "who": needed[one.code],
                "there": _there(one, away),
                "seen": digest(one),
            }
            for one in held
        },
        "away": {key: some for key, some in away.items() if key in who},
        "names": {
            key: found.say(language)
            for noun, things in (("p", programme.people), ("c", programme.governments))
            for key, found in ((f"{noun}/{one.code}", one.name) for one in things)
            if key in who
        },
        "words": _words(language),
    }


def _there(one: Session, away: Mapping[str, Any]) -> Mapping[str, list[list[int | None]]]:
    """Return when those are needed who cannot always come, in minutes from the start on.

    None is the end, which moves when a session is made longer.
    """
    minute, found = timedelta(minutes=1), {}
    for field, key in _KEYS.items():
        for code, needed in spans(one, field).items():
            if away.get(f"{key}/{code}"):
                found[f"{key}/{code}"] = [
                    [
                        (first - one.starts) // minute,
                        None if last == one.ends else (last - one.starts) // minute,
                    ]
                    for first, last in needed
                ]
    return found


def _words(language: str) -> Mapping[str, str]:
    """Return what the editor says, in the reader's language."""
    gettext = translations(language).gettext
    return {
        "at": gettext("{title}: {time}, {stage}"),
        "none": gettext("without a stage"),
        "taken": gettext("{stage} is taken then by “{title}”."),
        "busy": gettext("{who} is in “{title}” then."),
        "away": gettext("{who} is not available then."),
        "tray": gettext("{title}: without a slot"),
        "saved": gettext("Saved."),
        "saving": gettext("Saving …"),
        "back": gettext("Not saved, and put back: {reason}"),
        "failed": gettext("The server did not take it ({status}). Please load the page again."),
        "offline": gettext("The server cannot be reached."),
        "stale": gettext("See both versions"),
        "swap": gettext("Swap “{title}” with which? Go there and press S again, or Escape."),
        "swapped": gettext("“{title}” and “{other}” have changed places."),
        "shifted": gettext("“{title}” and what follows on {stage}: {minutes} minutes later."),
        "undone": gettext("Taken back."),
        "redone": gettext("Done again."),
        "left": gettext("Put back."),
    }
