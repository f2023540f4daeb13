"""The lists of what a programme holds, each searched, counted and put in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.errors import Invalid, NotFound
from summit.core.fold import fold
from summit.core.people import Person
from summit.core.place import Government
from summit.core.programme import Area, Programme, ProgrammeDay, Stage, day_of
from summit.core.text import Text
from summit.formats import label, markdown
from summit.language import country_name
from summit.web import reader
from summit.web.leaf import Leaf, leaf, page_of
from summit.web.organizer import form
from summit.web.organizer.console import open_console
from summit.web.organizer.field import Ground
from summit.web.organizer.noun import Kind, code_of
from summit.web.organizer.row import stepped
from summit.web.organizer.thing import address, address_of_new, kind_of
from summit.web.page import render
from summit.when import local

_SHORT = 120
_SAID = ("removed", "ordered")


@dataclass(frozen=True, slots=True)
class Line:
    """A thing in a list: what it is called in each language, what else is known of it.

    `uses` counts the sessions that name it.
    """

    code: str
    name: Text
    called: str
    address: str
    facts: tuple[str, ...]
    uses: int
    is_illustrative: bool


@dataclass(frozen=True, slots=True)
class View:
    """A list of one noun: `leaf` has the lines of one page of those that the words `q` find.

    There are `whole` in all; `query` is what the address asks for, without the page.
    """

    kind: Kind
    leaf: Leaf
    whole: int
    query: Mapping[str, str]
    q: str
    new: str
    said: str

    @property
    def is_ordered(self) -> bool:
        """Whether the order can be changed: a thing's neighbours have to be seen for that."""
        return self.kind.is_ordered and not self.q and self.whole > 1

    @property
    def is_first(self) -> bool:
        """Whether the list begins on this page."""
        return self.leaf.number == 1

    @property
    def is_last(self) -> bool:
        """Whether the list ends on this page."""
        return self.leaf.number == self.leaf.pages


def show(summit: str, noun: str) -> str:
    """List the things of a noun."""
    frame, kind = open_console(summit), kind_of(noun)
    ground = form.ground(frame)
    uses = _uses(kind, ground.programme)
    q = request.args.get("q", "")[:100].strip()
    wanted = fold(q)
    found = [
        one for one in kind.things(ground.programme) if not wanted or wanted in _known(kind, one)
    ]

    def line(one: Any) -> Line:
        return Line(
            code_of(one),
            getattr(one, kind.name),
            kind.called(one, ground.language),
            address(kind, code_of(one)),
            tuple(filter(None, _facts(one, ground))),
            uses[code_of(one)],
            getattr(one, "illustrative", False) is True,
        )

    said = request.args.get("said", "")
    view = View(
        kind,
        leaf(found).of(line),
        len(kind.things(ground.programme)),
        {"q": q} if q else {},
        q,
        address_of_new(kind),
        said if said in _SAID else "",
    )
    return render("organizer/things.html", view)


def order(summit: str, noun: str) -> Response:
    """Put one thing of a noun before its neighbour, or after the next one.

    It is shown where it stands then, which may be another page of the list.
    """
    frame, kind = open_console(summit), kind_of(noun)
    code, way = request.form.get("code", ""), request.form.get("way", "")
    if not kind.is_ordered:
        raise NotFound("order", noun)
    if way not in ("up", "down"):
        raise Invalid("An order is changed up or down.", "way")

    then: list[str] = []

    def act(draft: Programme) -> Programme:
        codes = [code_of(one) for one in kind.things(draft)]
        if code not in codes:
            raise NotFound(kind.noun, code)
        then[:] = stepped(codes, codes.index(code), way)
        return edits.order(draft, kind.noun, then)

    done = form.send(frame, "order", act, {})
    number = page_of(then.index(code))
    there = {"page": number} if number > 1 else {}
    path = reader.link(f"organizer.{kind.list}", summit=summit, **there)
    return form.go_on(path, "ordered", done, f"#row-{code}")


def _known(kind: Kind, one: Any) -> str:
    """Return all by which a thing of a list is found, folded."""
    texts = (getattr(one, name, Text()) for name in (kind.name, "place", "office"))
    words = [*(word for text in texts for word in text.values()), code_of(one)]
    words += getattr(one, "also", ())
    return "\n".join(fold(word) for word in words)


def _uses(kind: Kind, draft: Programme) -> Counter[str]:
    """Return in how many sessions each thing of a noun is named."""
    found: Counter[str] = Counter()
    for one in draft.sessions:
        match kind.noun:
            case Noun.STAGE:
                found[one.stage or ""] += 1
            case Noun.AREA:
                found[one.area or ""] += 1
            case Noun.SPEAKER:
                found.update(one.people)
            case Noun.CITY:
                found.update(one.governments)
            case _:
                day = day_of(draft, one.starts)
                found[str(day.number) if day else ""] += 1
    return found


def _facts(one: Any, ground: Ground) -> Iterator[str]:
    """Yield what a list says of a thing beside its name."""
    language = ground.language
    match one:
        case Stage():
            yield one.place.say(language)
        case Area():
            words = " ".join(markdown.plain(one.text.say(language)).split())
            yield words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()}…"
        case ProgrammeDay():
            yield one.title.say(language)
        case Person():
            yield one.office.say(language)
            cities = {city.code: city.name for city in ground.programme.governments}
            yield cities[one.government].say(language) if one.government in cities else ""
        case Government():
            yield label.name(one.kind, language)
            yield country_name(one.country, language)
            yield local(ground.now, ground.now, one.zone, language).where
            yield label.name(one.presence, language)
