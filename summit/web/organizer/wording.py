"""What services refuse at the desk: about somebody else, so in words to the organizer."""

from __future__ import annotations

from summit.core.errors import Invalid, Problems, SummitError
from summit.language import translations
from summit.web import reader, wording


def said(error: SummitError) -> str:
    """Return what a service refused, in the reader's language as far as it is known."""
    message = error.message if isinstance(error, Invalid) else str(error)
    return _to_organizers().get(message) or wording.say(error) or message


def by_field(problems: Problems) -> dict[str, str]:
    """Return what is wrong with a form by its fields, in the reader's language."""
    return {one.where: said(one) for one in reversed(problems.found)}


def _to_organizers() -> dict[str, str]:
    """Return what is said of oneself, as it is said to an organizer who speaks of another."""
    gettext = translations(reader.language()).gettext
    return {
        "Please choose as what you take part.": gettext("Please choose as what they take part."),
        "Please tell us your name.": gettext("Please fill this in."),
        "Please choose your time zone.": gettext("Please choose one of these."),
        "Please choose the language of your mail.": gettext("Please choose one of these."),
        "Please answer this.": gettext("Please fill this in."),
        "Without this we may not keep your registration.": gettext("Please tick this to go on."),
    }
