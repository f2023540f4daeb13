"""What an office hands in for its turns: texts, slides and recordings, each with its versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

from flask import Response as File
from flask import request
from werkzeug.wrappers import Response

from summit.core.errors import Invalid, NotFound
from summit.core.office import slots
from summit.core.statement import (
    LARGEST,
    LONGEST_TEXT,
    Key,
    Material,
    Version,
)
from summit.core.text import Text
from summit.core.turn import TurnKind
from summit.language import language_name
from summit.services import embargo, reply, statement
from summit.services.embargo import Line
from summit.services.statement import Given
from summit.web import attachment, auth, read, reader, wording
from summit.web.office.clock import Clocks, clocks
from summit.web.office.frame import OfficeFrame, open_office
from summit.web.page import render, site
from summit.web.read import Filled, Problems
from summit.web.way import go

SAID = ("handed-in", "withdrawn", "permitted", "not-permitted")
_MEGABYTE = 2**20
_SPOKEN = ("en", "ar", "zh-Hant", "zh-Hans", "fr", "ru", "es", "ko", "ja", "pt", "de", "id", "tr")
"""Languages that statements are often held in; the summit's own and the turn's come first."""

ENDS: Mapping[Material, str] = {
    Material.TEXT: ".txt,.docx,.pdf",
    Material.SLIDES: ".pdf,.pptx",
    Material.RECORDING: ".mp4,.webm",
}
"""What a browser offers to choose; what is sent is looked at in any case."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement in the list: its session, when it is held, and when it is due."""

    line: Line
    title: Text
    person: Text | None
    clocks: Clocks | None
    due: Clocks | None


@dataclass(frozen=True, slots=True)
class Listing:
    """All statements of an office."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One material of a statement: its form, what counts of it, and what is taken."""

    material: Material
    form: Filled
    current: Version | None
    versions: tuple[Version, ...]
    ends: str
    megabytes: int


@dataclass(frozen=True, slots=True)
class View:
    """One statement; `wrong` is why what was asked for cannot be done.

    `languages` are (tag, name). `longest` is how many characters a text may have.
    """

    entry: Entry
    sheets: tuple[Sheet, ...]
    languages: tuple[tuple[str, str], ...]
    longest: int
    said: str
    wrong: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a form of one material says; the words themselves may be of any length here."""

    material: str = read.choice(tuple(Material))
    person: str = read.text(least=0, most=64)
    language: str = read.text(least=0, most=35)
    link: str = read.text(least=0, most=2000)
    text: str = read.text(least=0, most=LONGEST_TEXT, lines=True)


@dataclass(frozen=True, slots=True)
class _Withdrawn:
    material: str = read.choice(tuple(Material))
    person: str = read.text(least=0, most=64)


@dataclass(frozen=True, slots=True)
class _Permitted:
    person: str = read.text(least=0, most=64)
    may_publish: bool = read.tick()


def show(summit: str, city: str) -> str:
    """List what is asked of the office, and what of it is in."""
    opened = open_office(summit, city)
    lines = embargo.office(opened.actor, summit, city, opened.real)
    return render("office/statements.html", Listing(tuple(_entry(opened, one) for one in lines)))


def one(summit: str, city: str, code: str) -> str:
    """Show one statement: its forms, and all its versions."""
    said = request.args.get("said", "")
    key = Key(code, city, request.args.get("person", ""))
    return _page(summit, key, said=said if said in SAID else "")


def hand_in(summit: str, city: str, code: str) -> Response | tuple[str, int]:
    """Take what is handed in, as the version that counts."""
    person = request.form.get("person", "")[:64]
    key = Key(code, city, person)
    material = _material()
    try:
        asked = read.form(_Asked)
        sent = request.files.get("file")
        is_sent = sent is not None and bool(sent.filename)
        given = Given(
            material,
            asked.language,
            asked.text,
            asked.link,
            cast(BinaryIO, sent.stream) if sent and is_sent else None,
            (sent.filename or "") if sent else "",
        )
        largest = site().settings.largest_recording
        now = site().clock.now()
        statement.hand_in(auth.actor(), summit, key, given, now, largest=largest)
    except Problems as problems:
        return _page(summit, key, forms={material: problems.filled}), 400
    except Invalid as error:
        if not error.where:
            return _page(summit, key, wrong=wording.say(error)), 409
        filled = read.again({error.where: wording.say(error)})
        return _page(summit, key, forms={material: filled}), 400
    return _back(summit, key, "handed-in", f"#{material.value}")


def withdraw(summit: str, city: str, code: str) -> Response | tuple[str, int]:
    """Withdraw what counts of a material."""
    key = Key(code, city, request.form.get("person", "")[:64])
    try:
        asked = read.form(_Withdrawn)
        material = Material(asked.material)
        statement.withdraw(auth.actor(), summit, key, material, site().clock.now())
    except Problems as problems:
        return _page(summit, key, wrong=str(problems)), 400
    except Invalid as error:
        return _page(summit, key, wrong=wording.say(error)), 409
    return _back(summit, key, "withdrawn", f"#{material.value}")


def permit(summit: str, city: str, code: str) -> Response | tuple[str, int]:
    """Let everybody read a statement once it is delivered, or take that back."""
    asked = read.form(_Permitted)
    key = Key(code, city, asked.person)
    statement.permit(auth.actor(), summit, key, asked.may_publish, site().clock.now())
    return _back(summit, key, "permitted" if asked.may_publish else "not-permitted", "#leave")


def file(summit: str, city: str, number: int) -> File:
    """Give a version as a file: to the office itself, and who else may read it by then."""
    open_office(summit, city)
    actor, now = auth.actor(), site().clock.now()
    known = embargo.office(actor, summit, city, now)
    if number not in {version.id for line in known for version in line.statement.versions}:
        raise NotFound("version", str(number))
    return attachment.give(embargo.read(actor, summit, number, now, is_part=attachment.is_part()))


def _material() -> Material:
    written = request.form.get("material", "")
    if written not in tuple(Material):
        raise Invalid("Please choose one of these.")
    return Material(written)


def _page(
    summit: str,
    key: Key,
    *,
    said: str = "",
    wrong: str = "",
    forms: Mapping[Material, Filled] | None = None,
) -> str:
    opened = open_office(summit, key.government)
    lines = embargo.office(opened.actor, summit, key.government, opened.real)
    line = next((each for each in lines if each.key == key), None)
    if line is None:
        raise embargo.unknown(key)
    entry = _entry(opened, line)
    said_to = reply.of(opened.actor, summit, key.government).get((key.session, key.person))
    language = said_to.language if said_to else ""
    typed = line.statement.current(Material.TEXT)
    words = ""
    if opened.is_own and typed and not typed.is_file and Material.TEXT not in (forms or {}):
        number = typed.id
        words = embargo.texts(opened.actor, summit, key.government, opened.real, (number,))[number]
    return render(
        "office/statement.html",
        View(
            entry=entry,
            sheets=tuple(
                _sheet(line, one, (forms or {}).get(one), words, language, is_own=opened.is_own)
                for one in Material
            ),
            languages=_languages(opened, line, language),
            longest=LONGEST_TEXT,
            said=said,
            wrong=wrong,
        ),
    )


def _sheet(
    line: Line,
    material: Material,
    form: Filled | None,
    words: str,
    language: str,
    *,
    is_own: bool,
) -> Sheet:
    """Return the sheet of a material; who helps an office finds nothing of it in the form.

    `language` is the one that the office said it speaks.
    """
    current = line.statement.current(material)
    planned = line.speech.language if line.speech else None
    known = {"language": (current.language if current else "") or language or planned or ""}
    if material is Material.TEXT:
        known["text"] = words
    if material is Material.RECORDING and current and is_own:
        known["link"] = current.link
    most = LARGEST.get(material, site().settings.largest_recording)
    return Sheet(
        material,
        form or read.filled(**known),
        current,
        tuple(one for one in line.statement.versions if one.material is material),
        ENDS[material] if most else "",
        most // _MEGABYTE,
    )


def _entry(opened: OfficeFrame, line: Line) -> Entry:
    titles = {one.code: one.title for one in opened.release.sessions}
    people = {one.code: one.name for one in opened.release.programme.people}
    return Entry(
        line,
        titles.get(line.key.session, Text({"en": line.key.session})),
        people.get(line.key.person),
        _spoken(opened, line),
        clocks(opened, line.due) if line.due else None,
    )


def _spoken(opened: OfficeFrame, line: Line) -> Clocks | None:
    """Return when it is spoken: as is expected now, or was, where the session is run."""
    if line.speech is None:
        return None
    runs = opened.runs(opened.release.sessions)
    found = slots(opened.release.programme, opened.city.code, runs, opened.now)
    own = [one for one in found if one.key == (line.key.session, line.key.person)]
    turns = [one for slot in own for one in slot.turns if one.turn.kind is not TurnKind.BREAK]
    if not turns:
        return clocks(opened, line.speech.starts, line.speech.ends)
    return clocks(opened, turns[0].starts, turns[-1].ends)


def _languages(opened: OfficeFrame, line: Line, language: str) -> tuple[tuple[str, str], ...]:
    session = {one.code: one for one in opened.release.sessions}.get(line.key.session)
    known = (
        language,
        (line.speech.language or "") if line.speech else "",
        *(session.languages if session else ()),
        *opened.release.summit.languages,
        *(one.language for one in line.statement.versions),
        *_SPOKEN,
    )
    tags = dict.fromkeys(one for one in known if one)
    return tuple((tag, language_name(tag, opened.reader.language)) for tag in tags)


def _back(summit: str, key: Key, said: str, place: str) -> Response:
    way = reader.link(
        "office.statement",
        summit=summit,
        city=key.government,
        code=key.session,
        said=said,
        **({"person": key.person} if key.person else {}),
    )
    return go(way + place)
