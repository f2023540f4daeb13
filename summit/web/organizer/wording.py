"""What services refuse at the desk, in the reader's language."""

from __future__ import annotations

import re

from summit.core.errors import Invalid, Problems, SummitError
from summit.language import translations
from summit.web import reader

_NOTHING = re.compile(r"There is nothing that (\{.*\}) stands for\.")


def said(error: SummitError) -> str:
    """Return what a service refused, in the reader's language as far as it is known."""
    return _translated(error.message if isinstance(error, Invalid) else str(error))


def by_field(problems: Problems) -> dict[str, str]:
    """Return what is wrong with a form by its fields, in the reader's language."""
    found = {name: _translated(message) for name, message in problems.by_field.items()}
    told = problems.by_field.get("address", "")
    if told and told not in known():
        # What the library says of an address is long, and English.
        found["address"] = translations(reader.language()).gettext(
            "This is not an email address. One looks like name@example.org."
        )
    return found


def _translated(message: str) -> str:
    """Return a message in the reader's language, also one that names a place of a text."""
    gettext = translations(reader.language()).gettext
    if place := _NOTHING.fullmatch(message):
        return gettext("There is nothing that %(place)s stands for.") % {"place": place[1]}
    return known().get(message, message)


def known() -> dict[str, str]:
    """Return what is refused, as services say it and as readers do."""
    gettext = translations(reader.language()).gettext
    return {
        "This registration waits for nobody's approval.": gettext(
            "This registration waits for nobody's approval."
        ),
        "Somebody with this address is registered.": gettext(
            "Somebody with this address is registered."
        ),
        "Please choose as what they take part.": gettext("Please choose as what they take part."),
        "This registration has ended: there is nothing to confirm.": gettext(
            "This registration has ended: there is nothing to confirm."
        ),
        "This account is used elsewhere too: ask an operator to shut it.": gettext(
            "This account is used elsewhere too: ask an operator to shut it."
        ),
        "They neither have a seat in this session nor wait for one.": gettext(
            "They neither have a seat in this session nor wait for one."
        ),
        "They do not wait any more.": gettext("They do not wait any more."),
        "Their registration is not confirmed yet.": gettext(
            "Their registration is not confirmed yet."
        ),
        "This session is over, or does not take place.": gettext(
            "This session is over, or does not take place."
        ),
        "No seat is free. Say that it may be one above the capacity.": gettext(
            "No seat is free. Say that it may be one above the capacity."
        ),
        "Please say why: it stands in the log.": gettext("Please say why: it stands in the log."),
        "Please choose as what you take part.": gettext("Please choose as what they take part."),
        "Please tell us your name.": gettext("Please fill this in."),
        "This is too long.": gettext("This is too long."),
        "Please choose your time zone.": gettext("Please choose one of these."),
        "Please choose the language of your mail.": gettext("Please choose one of these."),
        "Please answer this.": gettext("Please fill this in."),
        "Please answer on one line.": gettext("Please answer on one line."),
        "Please choose one of these.": gettext("Please choose one of these."),
        "Please tick this, or leave it.": gettext("Please tick this, or leave it."),
        "One of these sessions has no seats to take.": gettext(
            "One of these sessions has no seats to take."
        ),
        "Without this we may not keep your registration.": gettext("Please tick this to go on."),
        "This government is none of the summit's.": gettext(
            "This government is none of the summit's."
        ),
        "Please choose a country of the list.": gettext("Please choose a country of the list."),
        "Please choose languages of the list.": gettext("Please choose languages of the list."),
        "Please fill this in.": gettext("Please fill this in."),
        "Please tick this to go on.": gettext("Please tick this to go on."),
        "Please write a date and a time.": gettext("Please write a date and a time."),
        "This time is over.": gettext("This time is over."),
        "Nobody is selected.": gettext("Nobody is selected."),
        "These are not as many any more: look at them again.": gettext(
            "These are not as many any more: look at them again."
        ),
        "There is nothing to take back.": gettext("There is nothing to take back."),
        "This is sent already.": gettext("This is sent already."),
        "Somebody else has changed this draft since: look at it again.": gettext(
            "Somebody else has changed this draft since: look at it again."
        ),
        "Please say how they agreed.": gettext("Please say how they agreed."),
        "Please write a whole number, 1 or more.": gettext(
            "Please write a whole number, 1 or more."
        ),
        "Somebody else has changed this session since: look at it again.": gettext(
            "Somebody else has changed this session since: look at it again."
        ),
        "Somebody else changed this in the meantime.": gettext(
            "Somebody else changed this in the meantime."
        ),
    }
