"""Which column of a sheet holds what, by the names in its heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from summit.core.exchange import LONGEST_LINE
from summit.formats import language_word, zone_name
from summit.formats.sheet_date import Cell, Row


class What(StrEnum):
    """What a column can hold."""

    CODE = "code"
    UID = "uid"
    STATUS = "status"
    DATE = "date"
    START = "start"
    END_DATE = "end date"
    END = "end"
    ZONE = "zone"
    OFFSET = "offset"
    MINUTES = "minutes"
    KIND = "kind"
    ROOM = "stage"
    ROOM_NAME = "stage name"
    TRACK = "area"
    TRACK_NAME = "area name"
    TITLE = "title"
    SUBTITLE = "subtitle"
    TEXT = "text"
    NOTE = "note"
    SPOKEN = "spoken"
    INTERPRETED = "interpreted"
    SPEAKERS = "speakers"
    MODERATORS = "moderators"
    OFFICE = "affiliation"
    CAPACITY = "capacity"


_CALLED = {
    What.CODE: "code, id, session id, session code, event id, talk id, key, slug, proposal id",
    What.UID: "uid, guid, uuid",
    What.STATUS: "status, state",
    What.DATE: "date, day, start date, session date, event date, datum, fecha, 날짜, 日期",
    What.START: "start, starts, start time, starts at, start at, begin, begins, beginning, from, "
    "time start, time, times, time slot, session start, start date time, start datetime, "
    "start date and time, date time, datetime, date and time, date & time, date/time, when, "
    "scheduled at, beginn, uhrzeit, début, inicio, 시작, 시작 시간, 開始, 開始時間, 开始时间",
    What.END_DATE: "end date, finish date",
    What.END: "end, ends, end time, ends at, end at, until, to, finish, time end, session end, "
    "end date time, end datetime, end date and time, ende, fin, 종료, 종료 시간, 結束, 結束時間",
    What.ZONE: "zone, timezone, time zone, tz, timezone name, iana zone, zeitzone",
    What.OFFSET: "offset, utc offset, gmt offset",
    What.MINUTES: "minutes, duration, length, duration minutes, length minutes, dauer, durée, "
    "scheduled duration, duración, mins, 길이, 時長",
    What.KIND: "kind, type, session type, format, session format, event type",
    What.ROOM: "stage, room, location, venue, place, hall, room name, session room, raum, ort, "
    "salle, sala, 장소, 무대, 場地, 地點",
    What.ROOM_NAME: "stage name",
    What.TRACK: "area, track, topic, theme, category, stream, session track, assigned track, "
    "track name, thema, 분야, 트랙, 主題",
    What.TRACK_NAME: "area name",
    What.TITLE: "title, session title, session, session name, talk, talk title, event title, "
    "event name, event, subject, presentation title, presentation, proposal title, paper title, "
    "name, titel, titre, título, 제목, 標題, 标题, 題目",
    What.SUBTITLE: "subtitle, tagline",
    What.TEXT: "text, description, abstract, details, summary, session description, content, "
    "beschreibung, descripción, 설명, 內容, 描述",
    What.NOTE: "note, notes, remark, remarks, comment, comments, 비고, 備註",
    What.SPOKEN: "spoken, language, languages, session language, sprache, langue, idioma, 언어, "
    "語言",
    What.INTERPRETED: "interpreted, interpretation, interpreting, interpreted into",
    What.SPEAKERS: "speakers, speaker, speaker name, speaker names, speakers names, presenter, "
    "presenters, persons, people, panelists, panellists, author, authors, referent, referenten, "
    "intervenants, ponentes, 연사, 발표자, 講者, 演講者",
    What.MODERATORS: "moderator, moderators, chair, chairs, session chair, facilitator",
    What.OFFICE: "affiliation, affiliations, organisation, organization, company, speaker title",
    What.CAPACITY: "capacity, seats, max attendees",
}
_EXACT = {
    name.strip(): (what, rank)
    for what, names in _CALLED.items()
    for rank, name in enumerate(names.split(","))
}
_WITHIN = (
    ("title", What.TITLE),
    ("speaker", What.SPEAKERS),
    ("presenter", What.SPEAKERS),
    ("abstract", What.TEXT),
    ("description", What.TEXT),
    ("language", What.SPOKEN),
    ("duration", What.MINUTES),
    ("room", What.ROOM),
    ("location", What.ROOM),
    ("track", What.TRACK),
    ("start date", What.DATE),
    ("end date", What.END_DATE),
    ("start", What.START),
    ("end", What.END),
    ("date", What.DATE),
)
_NOT_TAKEN = re.compile(
    r"\b(?:e-?mail|mail|phone|bio|biography|photo|picture|url|link|address|twitter|website|level|"
    r"owner|created|updated|utm)s?\b"
)
_SUFFIX = re.compile(
    r"(?P<base>.+?)\s*(?:[(\[（](?P<aside>[^()\[\]（）]*)[)\]）]|[_/:–-]\s*(?P<after>[^\s_/:–-]+))\s*"
)
_MANY = frozenset((What.SPEAKERS, What.MODERATORS, What.TEXT, What.TITLE, What.SUBTITLE, What.NOTE))
_OWN = frozenset(("code", "uid", "guid", "start (UTC)", "minutes", "illustrative"))
_ALL = frozenset((What.SPEAKERS, What.MODERATORS, What.OFFICE, What.TEXT))
_LIKELY = 1_000
_NUMBERED = re.compile(r"(.*\D)[\s_#-]*\d{1,2}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it stands (from 0 on), and the language or zone that its name says.

    `rank` tells how fitting its name is; the lowest fits best.
    """

    at: int
    name: str
    language: str = ""
    zone: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """The row that names the columns; `is_own` where they are those of our own sheets."""

    row: int
    columns: Mapping[What, tuple[Column, ...]] = field(default_factory=dict)
    width: int = 0
    is_own: bool = False

    def cells(self, row: Row, what: What) -> list[Cell]:
        """Return the cells of a row in the columns of one kind."""
        return [row[one.at] for one in self.columns.get(what, ()) if one.at < len(row)]

    def cell(self, row: Row, what: What) -> Cell:
        """Return the first of them, or nothing."""
        return next(iter(self.cells(row, what)), "")

    def has(self, what: What) -> bool:
        """Whether there is such a column."""
        return what in self.columns

    @property
    def is_enough(self) -> bool:
        """Whether it names what every session has: a title and a time."""
        return self.has(What.TITLE) and (self.has(What.START) or self.has(What.DATE))

    @property
    def weight(self) -> int:
        """How many columns are understood."""
        return sum(map(len, self.columns.values()))


def find(rows: Iterable[tuple[int, list[str]]]) -> Heading | None:
    """Return the heading: the first row that names a title and a time."""
    for number, cells in rows:
        heading = read(number, cells)
        if heading.is_enough:
            return heading
    return None


def read(number: int, cells: list[str]) -> Heading:
    """Return what a row says as a heading."""
    found: dict[What, list[Column]] = {}
    for at, cell in enumerate(cells):
        what, column = _column(at, cell)
        if what is not None:
            found.setdefault(what, []).append(column)
    _settle(found)
    columns = {what: _best(what, columns) for what, columns in found.items()}
    return Heading(number, columns, len(cells), _OWN.issubset(cells))


def _column(at: int, cell: str) -> tuple[What | None, Column]:
    name = " ".join(cell.split())[:LONGEST_LINE]
    folded = _folded(name)
    if exact := _exact(folded):
        return exact[0], Column(at, name, rank=exact[1])
    if (suffixed := _SUFFIX.fullmatch(name)) and (exact := _exact(_folded(suffixed["base"]))):
        aside = (suffixed["aside"] or suffixed["after"] or "").strip()
        what, rank = exact
        zone = (zone_name.iana(aside) or "") if what in (What.START, What.END) else ""
        return what, Column(at, name, "" if zone else _language(aside), zone, rank)
    if not _NOT_TAKEN.search(folded):
        for rank, (word, what) in enumerate(_WITHIN, start=_LIKELY):
            if re.search(rf"\b{word}s?\b", folded):
                return what, Column(at, name, rank=rank)
    return None, Column(at, name)


def _exact(folded: str) -> tuple[What, int] | None:
    """Return what a name means, with its rank; a number after it is left aside."""
    found = _EXACT.get(folded) or _EXACT.get(folded.removesuffix("s"))
    if found is None and (numbered := _NUMBERED.fullmatch(folded)):
        found = _EXACT.get(numbered[1].strip())
        return found if found and found[0] in _MANY else None
    return found


def _folded(name: str) -> str:
    """Return a name without case, marks and what stands between its words."""
    return " ".join(re.sub(r"[_\-./*:#()\[\]?!]+", " ", name.casefold()).split())


def _language(words: str) -> str:
    heard = language_word.hear(words)
    return heard.tags[0] if len(heard.tags) == 1 else ""


def _settle(found: dict[What, list[Column]]) -> None:
    """Take a summary for the title of a sheet that has no other one."""
    if What.TITLE not in found:
        summary = [one for one in found.get(What.TEXT, ()) if _folded(one.name) == "summary"]
        if summary:
            found[What.TITLE] = summary
            found[What.TEXT] = [one for one in found[What.TEXT] if one not in summary]


def _best(what: What, columns: list[Column]) -> tuple[Column, ...]:
    """Return the columns that count: one, or one for each language, or all that hold people.

    What says local times, which people edit, goes before what repeats them for a zone.
    """
    if what in _ALL:
        return tuple(columns)
    ranked = sorted(columns, key=lambda one: (bool(one.zone), one.rank, one.at))
    if what not in _MANY:
        return tuple(ranked[:1])
    return tuple({one.language: one for one in reversed(ranked)}.values())[::-1]
