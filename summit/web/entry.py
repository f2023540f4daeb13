"""What is typed of somebody who registers: by themselves, or by the registration desk."""

from __future__ import annotations

from dataclasses import replace

from flask import request

from summit.core.registration import Correction, Entry
from summit.core.zone import NAMES as ZONES
from summit.language import NAMES
from summit.web import read

_ANSWER = "answers."


def typed() -> Entry:
    """Return what was typed; the rules of the summit say what is wrong with it."""
    form, said = request.form, correction()
    zone, language = form.get("zone", ""), form.get("language", "")
    return Entry(
        kind=form.get("kind", ""),
        name=said.name,
        address=form.get("address", ""),
        organization=said.organization,
        government=said.government,
        country=said.country,
        zone=zone if zone in ZONES else "",
        languages=said.languages,
        language=language if language in NAMES else "",
        answers={
            name.removeprefix(_ANSWER): value
            for name, value in form.items()
            if name.startswith(_ANSWER)
        },
        sessions=tuple(form.getlist("sessions")),
        consent=bool(form.get("consent")),
    )


def agreed() -> Entry:
    """Return what the desk typed of somebody, who has told it that they agree."""
    return replace(typed(), consent=True)


def correction() -> Correction:
    """Return what was typed of what can be corrected afterwards."""
    form = request.form
    return Correction(
        name=read.clean(form.get("name", "")),
        organization=read.clean(form.get("organization", "")),
        government=form.get("government", ""),
        country=form.get("country", ""),
        languages=tuple(form.getlist("languages")),
    )
