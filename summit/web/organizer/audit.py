"""The log: who changed what, before and after."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Response, request

from summit.core.zone import midnight, zone
from summit.language import translations
from summit.services import audit
from summit.services.audit import Asked, Log
from summit.web import leaf, read
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.roll import given
from summit.web.page import render

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class View:
    """A page of the log; `query` is what its address asks for, without the page."""

    log: Log
    asked: Asked
    query: Mapping[str, Any]


def show(summit: str) -> str:
    """Show the log, those lines that the address asks for."""
    frame = open_console(summit)
    asked = _asked(frame)
    names = ("actor", "verb", "q", "since", "until")
    query = {name: frame.asked[name] for name in names if name in frame.asked}
    return render(
        "organizer/log.html",
        View(audit.log(frame.actor, summit, asked, leaf.asked()), asked, query),
    )


def take(summit: str) -> Response:
    """Give the lines that the address asks for as CSV."""
    frame = open_console(summit)
    gettext = translations(frame.reader.language).gettext
    heads = [
        gettext("Time (UTC)"),
        gettext("Who"),
        gettext("Account"),
        gettext("Deed"),
        gettext("What"),
        gettext("Before"),
        gettext("After"),
    ]
    rows = [
        (
            f"{one.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            one.who,
            one.actor,
            one.verb,
            one.thing,
            _json(one.before),
            _json(one.after),
        )
        for one in audit.written(frame.actor, summit, _asked(frame))
    ]
    return given(frame, "log", "csv", heads, [*rows])


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _asked(frame: Console) -> Asked:
    def words(name: str) -> str:
        return read.clean(request.args.get(name, ""))[:_LONGEST]

    since, until = (_day(words(name)) for name in ("since", "until"))
    where = zone(frame.desk.zone)
    return Asked(
        actor=words("actor"),
        verb=words("verb"),
        words=words("q"),
        since=midnight(since, where) if since else None,
        until=midnight(until + timedelta(days=1), where) if until else None,
    )


def _day(written: str) -> date | None:
    """Return a date as forms send it, or None for what is none or far from any summit."""
    try:
        found = datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        return None
    return found if 1900 < found.year < 9000 else None
