"""The nouns that organizers edit: what each asks for, and what it is called.

One list of fields for each noun is all that tells its pages from those of the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from summit.core.change import Noun
from summit.core.clash import LONGEST
from summit.core.edit import FIELDS, KINDS, Thing
from summit.core.exchange import LONGEST_TEXT
from summit.core.place import GovernmentKind, Presence
from summit.core.programme import (
    Aspect,
    Programme,
    ProgrammeDay,
    SessionKind,
    Status,
    Visibility,
)
from summit.core.shape import LONGEST_SORT
from summit.core.text import Text
from summit.language import full_date
from summit.language import marked as _
from summit.web.organizer import choice
from summit.web.organizer.field import (
    Choice,
    Degrees,
    Field,
    Line,
    Lines,
    Number,
    Several,
    Tags,
    Tick,
    Words,
    said,
)
from summit.web.organizer.moment import Day, Hour, Moment, Zone
from summit.web.organizer.picture import Portrait


@dataclass(frozen=True, slots=True)
class Kind:
    """A noun: the endpoint of its list, what it is called, and its fields.

    `name` is the attribute that holds what a thing is called; `lead` says what it is for.
    """

    noun: Noun
    list: str
    many: str
    new: str
    fields: tuple[Field, ...]
    name: str = "name"
    lead: str = ""

    @property
    def title(self) -> str:
        """What things of this noun are called, in the reader's language."""
        return said(self.many)

    @property
    def about(self) -> str:
        """What they are for, in the reader's language."""
        return said(self.lead) if self.lead else ""

    @property
    def invitation(self) -> str:
        """The words by which a new one is begun, in the reader's language."""
        return said(self.new)

    @property
    def is_ordered(self) -> bool:
        """Whether organizers choose the order of its things."""
        return self.noun in (Noun.STAGE, Noun.AREA, Noun.CITY, Noun.SPEAKER)

    @property
    def is_single(self) -> bool:
        """Whether a programme has exactly one."""
        return self.noun is Noun.SUMMIT

    def things(self, programme: Programme) -> tuple[Any, ...]:
        """Return all things of this noun, in their order."""
        if self.is_single:
            return (programme.summit,)
        found: tuple[Any, ...] = getattr(programme, FIELDS[self.noun])
        return found

    @property
    def takes_files(self) -> bool:
        """Whether its form sends files, too."""
        return any(isinstance(one, Portrait) for one in self.fields)

    def find(self, programme: Programme, code: str) -> Any:
        """Return the thing with a code, or None."""
        return next((one for one in self.things(programme) if code_of(one) == code), None)

    def make(self, code: str, values: Mapping[str, Any]) -> Thing:
        """Return a new thing; the code of a day is its number."""
        key: dict[str, Any] = {"number": int(code)} if self.noun is Noun.DAY else {"code": code}
        made: Thing = KINDS[self.noun](**key, **values)
        return made

    def complete(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values of a form with what is made of the others where it is left empty."""
        if self.noun is Noun.SPEAKER and not values.get("sort") and "name" in values:
            return values | {"sort": values["name"].say("en")[:LONGEST_SORT]}
        return values

    def called(self, thing: Any, language: str) -> str:
        """Return what a thing is called, by its code where it has no name yet."""
        if isinstance(thing, ProgrammeDay):
            return full_date(thing.date, language)
        text: Text = getattr(thing, self.name)
        return text.say(language) or code_of(thing)


def code_of(thing: Any) -> str:
    """Return the code of a thing as it stands in addresses."""
    return str(thing.number) if isinstance(thing, ProgrammeDay) else str(thing.code)


_ILLUSTRATIVE = _("Invented for illustration")
_MARKDOWN = _("Markdown: an empty line between paragraphs, **bold**, *emphasis*, - lists, links.")

STAGE = Kind(
    Noun.STAGE,
    "stages",
    _("Stages"),
    _("Add a stage"),
    (
        Words("name", _("What it is called"), required=True),
        Words("place", _("Where it is"), _("A hall with its address, or the name of a studio.")),
    ),
    lead=_("One session at a time takes place on a stage. Agendas list them in this order."),
)
AREA = Kind(
    Noun.AREA,
    "areas",
    _("Areas"),
    _("Add an area"),
    (
        Words("name", _("What it is called"), required=True),
        Words("text", _("Text"), _MARKDOWN, most=LONGEST_TEXT, is_long=True),
    ),
    lead=_("The themes of the summit. The order gives each its colour."),
)
DAY = Kind(
    Noun.DAY,
    "days",
    _("Programme days"),
    _("New day"),
    (
        Day("date", _("Date at the host's"), required=True),
        Words("title", _("Title"), _("Optional, such as “Day of the mayors”.")),
    ),
    name="title",
    lead=_("A programme day begins at the day border of the host's date and ends at the next one."),
)
PERSON = Kind(
    Noun.SPEAKER,
    "people",
    _("People"),
    _("New person"),
    (
        Words(
            "name", _("Name"), _("In each script it is written in."), required=True, is_open=True
        ),
        Line(
            "sort",
            _("Sorted as"),
            _("Family name first, such as “Diamond, Jared”. Left empty, it is the name."),
            most=LONGEST_SORT,
        ),
        Lines("also", _("Other spellings"), _("One on each line; search finds them too.")),
        Words("office", _("Office")),
        Choice("government", _("Speaks for"), choices=choice.governments),
        Portrait(
            "picture",
            _("Portrait"),
            _("JPEG, PNG or WebP. It is cut square, and nothing but the picture is kept of it."),
        ),
        Tick("illustrative", _ILLUSTRATIVE),
    ),
    lead=_("Everybody whom the summit names."),
)
CITY = Kind(
    Noun.CITY,
    "cities",
    _("Governments"),
    _("New government"),
    (
        Words("name", _("What it is called"), required=True, is_open=True),
        Choice(
            "kind",
            _("Type"),
            required=True,
            choices=choice.members(GovernmentKind),
            kind=GovernmentKind,
        ),
        Choice("country", _("Country"), required=True, choices=choice.nations),
        Zone(
            "zone",
            _("Time zone"),
            _("Choose the place whose clocks it goes by: the nearest one in the same country."),
            required=True,
        ),
        Degrees(
            "latitude",
            _("Latitude"),
            _("Degrees, north is positive: 37.5665"),
            required=True,
            most=90,
        ),
        Degrees(
            "longitude",
            _("Longitude"),
            _("Degrees, east is positive: 126.978"),
            required=True,
            most=180,
        ),
        Choice(
            "presence",
            _("Presence"),
            required=True,
            choices=choice.members(Presence),
            kind=Presence,
        ),
        Tick("illustrative", _ILLUSTRATIVE),
    ),
    lead=_("Cities, states and provinces with the clock of the place that they govern from."),
)
SESSION = Kind(
    Noun.SESSION,
    "sessions",
    _("Sessions"),
    _("New session"),
    (
        Words("title", _("Title"), required=True),
        Choice(
            "kind",
            _("Type"),
            required=True,
            choices=choice.members(SessionKind),
            kind=SessionKind,
        ),
        Moment("starts", _("Starts"), required=True),
        Number("minutes", _("Minutes"), required=True, least=1, most=LONGEST),
        Choice("stage", _("Stage"), choices=choice.stages),
        Choice("area", _("Area"), choices=choice.areas),
        Choice(
            "status",
            _("Status"),
            _("One that waits for a slot stands in the tray of the grid, and is not published."),
            required=True,
            choices=choice.members(Status, [Status.WITHDRAWN]),
            kind=Status,
        ),
        Choice(
            "visibility",
            _("Who may know of it"),
            required=True,
            choices=choice.members(Visibility),
            kind=Visibility,
        ),
        Number("capacity", _("Seats"), _("Left empty, it is open to all."), least=0),
        Tags("spoken", _("Spoken languages"), _("Tags in a row, such as ko, en.")),
        Tags("interpreted", _("Interpreted into"), _("Tags in a row, such as en, fr.")),
        Words("text", _("Text"), _MARKDOWN, most=LONGEST_TEXT, is_long=True),
        Words("note", _("Note"), _("Shown beside the text. Markdown."), most=4000, is_long=True),
        Several(
            "illustrative",
            _ILLUSTRATIVE,
            _("What of it is not known, but made up to show how it will look."),
            choices=choice.members(Aspect),
            kind=Aspect,
        ),
    ),
    name="title",
    lead=_("All sessions of the working programme: published or not, cancelled and waiting too."),
)
SUMMIT = Kind(
    Noun.SUMMIT,
    "settings",
    _("Settings of the summit"),
    "",
    (
        Words("title", _("Title"), required=True),
        Words("slogan", _("Slogan")),
        Words("text", _("Text"), _MARKDOWN, most=LONGEST_TEXT, is_long=True),
        Words("host", _("Host of the summit")),
        Words("notice", _("Notice"), _("Stands at the foot of every page."), most=1000),
        Tags(
            "languages",
            _("Languages"),
            _("Tags in a row, such as en, ko. The first serves where no better is known."),
            required=True,
        ),
        Zone("zone", _("The host's time zone"), required=True),
        Hour(
            "day_border",
            _("Day border"),
            _("Until this time of the next date a session still counts to the day before."),
            required=True,
        ),
    ),
    name="title",
)

NOUNS: Mapping[str, Kind] = {
    one.noun.value: one for one in (SESSION, STAGE, AREA, DAY, PERSON, CITY, SUMMIT)
}
"""Every noun that has a form, by its name in addresses."""
