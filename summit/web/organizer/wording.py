"""What services refuse at the desk: about somebody else, so in words to the organizer."""

from __future__ import annotations

from summit.core.errors import Invalid, Problems, SummitError
from summit.language import marked as _
from summit.language import translations
from summit.web import reader
from summit.web.organizer import problem

MESSAGES = frozenset(
    (
        _("%(minutes)s is more than a month"),
        _("it closes before it opens"),
        _("“%(code)s” is no kind of participants"),
        _("a choice has options, and nothing else has"),
        _("%(value)s is less than %(least)s"),
        _("“%(code)s” stands there twice"),
        _("Letter %(number)s was not given up."),
        _("%(minutes)s minutes is no length for a session."),
        _("“%(tag)s” is not the tag of a language, such as en or zh-Hant."),
        _("“%(foreign)s” is none of the summit's languages: %(some)s."),
        _("Nothing has changed since release %(last)s."),
        _("Release %(last)s says the same already."),
        _("What would be published is not what was shown any more. Look at it again."),
        _("An order is changed up or down."),
        _("Please tick this to go on."),
        _("Please write a date and a time."),
        _("Please write a whole number, 1 or more."),
        _("Somebody else has changed this session since: look at it again."),
        _("There is no row."),
        _("The first row has to name the columns, as the table above does."),
        _("Nothing is different."),
    )
)
"""What only organizers are told, beside what everybody is and what is said of files."""


def said(error: SummitError) -> str:
    """Return what a service refused, in the reader's language as far as it is known."""
    if not isinstance(error, Invalid):
        return problem.told(str(error), {})
    return _to_organizers().get(error.wording) or problem.told(error.wording, error.values)


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
