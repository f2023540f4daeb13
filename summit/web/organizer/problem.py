"""What is the matter with a file from elsewhere, in the language of the organizer who sent it.

Readers of files say it in English, in a process of their own, and give what changes in each
message apart; a test in tests/architecture holds that every message stands here.
"""

from __future__ import annotations

from collections.abc import Mapping

from summit.core.errors import Invalid
from summit.core.exchange import Problem
from summit.language import marked as _
from summit.language import translations
from summit.web import reader

MESSAGES = frozenset(
    (
        _("This file cannot be read; its reader failed (%(cause)s)."),
        _("Reading this file takes longer than %(seconds)s seconds."),
        _("Reading this file needs more memory than %(size)s MB."),
        _("This file says more than fits in %(size)s MB."),
        _("is marked %(secrecy)s"),
        _("its start is not understood: “%(words)s”"),
        _("takes whole days and gives no time"),
        _("gives no start"),
        _("“%(name)s” is no zone that is known"),
        _("its end is not understood: “%(words)s”"),
        _("its length is not understood: “%(words)s”"),
        _("repeats by a rule that is not unfolded (%(rule)s); taken once"),
        _("This file ends too early: END:%(name)s is missing. Fetch it anew."),
        _("this file nests its parts deeper than %(most)s"),
        _("its END:VEVENT is missing"),
        _("ends %(name)s, which never began"),
        _("This file has more than %(most)s lines."),
        _("more than %(most)s lines are no calendar's"),
        _("is no property: “%(words)s”"),
        _("is no property; taken as more of the text before"),
        _("not in UTF-8; read as Windows-1252"),
        _("holds quotes that are not doubled; please look at its texts"),
        _("this is not CSV: %(error)s"),
        _("This file ends within quotes: one is opened and never closed."),
        _("there are more than %(most)s columns"),
        _("This file has more than %(most)s rows."),
        _("More than %(most)s things are the matter with this file."),
        _("This file names people more than %(most)s times."),
        _("%(name)s has the identity %(key)s of %(other)s; taken as another"),
        _("starts at %(starts)s; the seconds are left out"),
        _("lasts %(minutes)s minutes; a session lasts from 1 minute to 24 hours"),
        _("This file holds more than %(most)s sessions."),
        _("has no title; taken as “%(title)s”"),
        _("the title is cut after %(most)s characters"),
        _("the title says that it is cancelled; so it is taken"),
        _("“%(words)s” is no language that is known; kept in the note"),
        _("gives no end; taken until the next one in its room"),
        _("gives no end; taken as %(minutes)s minutes long"),
        _("has an identity that came before; given %(uid)s"),
        _("has a code that came before; given %(code)s"),
        _("a text is cut after %(most)s characters"),
        _("not in %(encoding)s; read as Windows-1252"),
        _("This is not %(encoding)s, as its first octets say."),
        _("its date is not understood: “%(words)s”"),
        _("is called %(named)s, but begins on %(begins)s"),
        _("its state is %(state)s"),
        _("is filed under %(date)s, but begins %(starts)s UTC"),
        _("names the room %(own)s, but stands under %(room)s, which is taken"),
        _("its start is not understood: “%(date)s” “%(start)s”"),
        _("lasts %(span)s; the seconds are left out"),
        _("This file holds more values than a programme can have."),
        _("%(name)s is no number of JSON; taken as nothing"),
        _("this is not JSON: %(msg)s"),
        _("This file nests its values too deep, or holds a number too long."),
        _("gives the key “%(key)s” twice"),
        _("This file nests its values deeper than %(most)s."),
        _("its own zone %(zone)s governs its times, not %(named)s"),
        _("This file does not say in which zone its times are."),
        _(
            "%(moment)s does not exist in %(zone)s, where clocks are put forward; taken as "
            "%(shown)s"
        ),
        _("This file names a zone that is not known, “%(name)s”."),
        _("%(moment)s comes twice in %(zone)s; the first is taken"),
        _("the offset %(offset)s is not that of %(zone)s (%(right)s); taken as %(moment)s UTC"),
        _("the start says %(said)s, the date %(taken)s; the date is taken"),
        _("A cell begins with a quotation mark that is never closed."),
        _("There are more than %(most)s columns."),
        _("There are more than %(most)s rows."),
        _("This is a release, which is taken as a whole."),
        _("This looks like %(what)s. What can be read: %(readable)s."),
        _("This looks like an archive (ZIP) that holds %(some)s. What can be read: %(readable)s."),
        _(
            "This looks like text without a heading that names a title and a start "
            "(“%(words)s”). What can be read: %(readable)s."
        ),
        _(
            "This looks like XML with the outermost element “%(name)s”. What can be read: "
            "%(readable)s."
        ),
        _("This looks like JSON of another kind (%(some)s). What can be read: %(readable)s."),
        _("is no event, but something else"),
        _("This is XML called schedule, but it has neither a conference nor events."),
        _("this is not XML: %(error)s"),
        _("this is not well-formed XML: %(error)s"),
        _("holds characters that XML does not know; mended"),
        _("This file declares a document type or entities; such files are refused."),
        _("This file nests its elements deeper than %(most)s."),
        _("This file has more than %(most)s elements."),
        _("has no time yet"),
        _("the speaker %(identity)s is not in the file"),
        _("No row of this file names a title and a start, as a heading does."),
        _("No sheet of this workbook has a row that names a title and a start."),
        _("has more cells than the heading has names"),
        _("“%(name)s” ends where its cell was full; not taken"),
        _("gives no time of day"),
        _("gives no date"),
        _("gives no date; taken as that of the row above, %(day)s"),
        _("“%(words)s” is not understood"),
        _("the offset %(offset)s is not that of %(name)s; the offset is taken"),
        _("ends after %(span)s, and not %(said)s; the end is taken"),
        _(
            "“%(first)s” begins with the day and “%(second)s” with the month. Write all dates "
            "as 2020-06-02."
        ),
        _(
            "“%(date)s” can be read in two ways, and no other date tells which is meant. "
            "Write all dates as 2020-06-02."
        ),
        _("This archive is broken, or ends too early."),
        _("This archive holds more than %(most)s files."),
        _("This file unpacks to more than %(size)s MB."),
        _("This archive holds more than one kind of workbook."),
        _("This file is packed more than %(most)s times: a bomb, not a sheet."),
        _("A part of this workbook is no proper XML: %(error)s"),
        _("This archive is broken, packed in an unknown way, or protected."),
        _("This workbook cannot be read: %(error)s"),
        _("This workbook cannot be read."),
        _("This sheet cannot be read: %(error)s"),
        _("This sheet cannot be read."),
        _(
            "A cell lies too far out (%(place)s): a sheet may have %(rows)s rows and "
            "%(columns)s columns."
        ),
        _("A sheet of this workbook has a row %(place)s."),
        _("This workbook has more cells than a programme can have."),
        _("A sheet of this workbook has a cell %(place)s."),
        _("this is told at %(there)s already"),
        _("its uid is that of %(there)s, so it is known by its code alone"),
        _("its code “%(code)s” is that of %(there)s, too"),
        _("This file does not name a time zone; its times are at %(offsets)s."),
        _("This file does not name a time zone."),
        _("taken for the person of that name who is there already, %(code)s"),
        _("not surely one of the people of that name, so a new one: %(code)s"),
        _("the release is held in %(there)s, the summit in %(here)s"),
        _("it is withdrawn in the release; here it stays until it is removed"),
        _("it was removed from the programme, and stays so until it is restored"),
        _("it is no longer part of the programme; it stays until it is removed here (%(code)s)"),
        _("it starts within a minute, at %(starts)s"),
        _("%(minutes)s minutes is no length for a session"),
        _("it is no longer part of the programme"),
        _("it has no title"),
        _("%(seats)s is no number of seats"),
        _("“%(some)s” is not the tag of a language"),
        _("the file does not say who “%(key)s” is"),
        _("A summit lasts %(most)s days at most; this is %(first)s to %(last)s."),
        _("%(moment)s names no time zone."),
        _("%(year)s is not the year of a summit."),
        _("%(wall_clock)s does not exist in %(zone_name)s: clocks are put forward over it."),
        _("this is missing"),
        _("this is not a time of day such as 04:00"),
        _("“%(sort)s” cannot order a list"),
        _("this is not the digest of a picture"),
        _("“%(other)s” is not a name"),
        _("this is not plain text"),
        _("“%(country)s” is not a code such as KR"),
        _("%(degrees)s is not between −%(most)s and %(most)s"),
        _("“%(address)s” is not an address of the web"),
        _("“%(uid)s” is not a uid"),
        _("%(said)s is not a whole second"),
        _("%(number)s is not between 0 and %(largest)s"),
        _("“%(tag)s” is not the tag of a language"),
        _("the file has no stage “%(key)s”"),
        _("the file has no area “%(key)s”"),
    )
)
"""What is said of a file or of a row in it, as the readers of files say it."""

WORDS = frozenset(
    (
        _("a picture (PNG)"),
        _("a picture (JPEG)"),
        _("a picture (GIF)"),
        _("a PDF document"),
        _("a file packed with gzip: unpack it first"),
        _("an old Excel or Word file: save it as XLSX or CSV"),
        _("a database"),
        _("a program"),
        _("an OpenDocument file: save it as XLSX or CSV"),
        _("a Word document"),
        _("a program's own data"),
        _("a web page; perhaps the address asks to sign in"),
        _("a calendar in XML (xCal); take its iCalendar form"),
        _("Sessionize's list of speakers, which tells no times; take the view All"),
        _(
            "schedule.xml (frab, pretalx, Pentabarf), schedule.json, OPass and Sessionize JSON, "
            "iCalendar, CSV, XLSX, and a release of this platform"
        ),
    )
)
"""What a file may look like, and what can be read: the values that are words themselves."""

_PLACES = {
    "line": _("line %(name)s"),
    "row": _("row %(name)s"),
    "column": _("column %(name)s"),
    "event": _("event %(name)s"),
    "session": _("session %(name)s"),
    "day": _("day %(name)s"),
    "stage": _("stage %(name)s"),
    "area": _("area %(name)s"),
    "person": _("person %(name)s"),
    "government": _("government %(name)s"),
    "file": _("the file"),
    "summit": _("the summit"),
    "time": _("time zone"),
}
_FURTHER = " further lines"


def say(problem: Problem) -> str:
    """Return what is the matter, in the reader's language."""
    return told(problem.wording, problem.values)


def refusal(error: Invalid) -> str:
    """Return why a file cannot be taken, and where, in the reader's language."""
    words = told(error.wording, error.values)
    return f"{place(error.where)}: {words}" if error.where else words


def told(wording: str, values: Mapping[str, str | int]) -> str:
    """Return a message with its values in the reader's language."""
    words = translations(reader.language()).gettext(wording)
    return words % {name: _value(name, one) for name, one in values.items()} if values else words


def place(where: str) -> str:
    """Return the name of a place in a file ("row 7, column start") in the reader's language."""
    return ", ".join(map(_piece, where.split(", ")))


def _value(name: str, value: str | int) -> str | int:
    if value in WORDS:
        return translations(reader.language()).gettext(str(value))
    return place(str(value)) if name == "there" else value


def _piece(where: str) -> str:
    gettext = translations(reader.language()).gettext
    if where.endswith(_FURTHER):
        return gettext("%(count)s further lines") % {"count": where.removesuffix(_FURTHER)}
    noun, _between, name = where.partition(" ")
    wording = _PLACES.get(noun)
    return gettext(wording) % {"name": name} if wording else where
