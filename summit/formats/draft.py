"""What a reader gathers from a file until it has seen all of it.

Some things show only at the end: in which language the words are, which identities come
twice, how long a session is that has no end. A `Draft` keeps what was gathered and makes
the `Schedule` of it, with a problem for whatever could not be taken as it stood.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import chain

from summit.core.clash import LONGEST
from summit.core.errors import Invalid, sayable
from summit.core.exchange import (
    LONGEST_CODE,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_PEOPLE,
    MOST_PROBLEMS,
    MOST_SESSIONS,
    DayRow,
    Format,
    Outcome,
    PartRow,
    PersonRow,
    PlaceRow,
    Problem,
    Schedule,
    SessionRow,
    ZoneNeeded,
    refused,
)
from summit.core.programme import SessionKind, Status
from summit.core.text import Text, clean, clean_line
from summit.formats import language_word, markup, phrase, vocabulary
from summit.formats.phrase import Words
from summit.formats.register import Register

NO_TITLE = "(no title)"
_ASSUMED = 60
_WITHIN = timedelta(hours=3)


@dataclass(slots=True)
class Entry:
    """One session as a file gives it: its texts may hold markup, its languages be words.

    `minutes` is None where the file gives no end; texts and languages are None where it is
    silent. Several texts, such as abstract and description, become paragraphs of one. The
    draft finds `spoken`, `interpreted` and the `unknown` words among languages by itself.
    """

    where: str
    starts: datetime
    minutes: int | None = None
    title: Words = ""
    code: str = ""
    uid: str | None = None
    room: str | None = None
    track: str | None = None
    kind: SessionKind | None = None
    texts: list[Words] | None = None
    note: Words | None = None
    unknown: list[str] = field(default_factory=list)
    languages: str | None = None
    interpreting: str | None = None
    spoken: tuple[str, ...] | None = None
    interpreted: tuple[str, ...] | None = None
    capacity: int | None = None
    status: Status | None = None
    parts: tuple[PartRow, ...] | None = None


class TooMuch(Invalid):
    """The whole file holds more than any programme does."""


class Draft:
    """The sessions, places, people and problems that a reader has found so far."""

    def __init__(self, kind: Format) -> None:
        self.format = kind
        self.title: Words = ""
        self.languages: tuple[str, ...] = ()
        self.is_bare = False
        """Whether the words are those of a programme of ours, free of markup."""
        self.offsets: dict[str, None] = {}
        """The distances from UTC in which times are written, in their order."""
        self.days: list[DayRow] = []
        self.day_border: time | None = None
        self.problems: list[Problem] = []
        self._rooms: dict[str, Words] = {}
        self._tracks: dict[str, Words] = {}
        self._people: dict[str, tuple[Words, Words]] = {}
        self._entries: list[Entry] = []
        self._met = self._named = 0

    def note(self, where: str, wording: str, **values: object) -> None:
        """Keep in mind what was taken otherwise than it stands, in words with `values`."""
        if len(self.problems) >= MOST_PROBLEMS:
            raise TooMuch(
                "More than %(most)s things are the matter with this file.",
                most=MOST_PROBLEMS,
            )
        self.problems.append(Problem(where, wording, values=sayable(values)))

    def leave_out(self, where: str, error: Invalid) -> None:
        """Keep in mind what was not taken, and why."""
        self._count()
        self.problems.append(refused(where, error))

    @contextmanager
    def row(self, where: str) -> Iterator[None]:
        """Read one row of the file, which is left out where it is `Invalid`.

        What is the matter with the whole file is raised.
        """
        try:
            yield
        except (ZoneNeeded, TooMuch):
            raise
        except Invalid as error:
            self.leave_out(where, error)

    def room(self, name: Words, key: str = "") -> str | None:
        """Return the key of a room, or None for one without a name."""
        return _place(self._rooms, self._line(name), key)

    def track(self, name: Words, key: str = "") -> str | None:
        """Return the key of a track, or None for one without a name."""
        return _place(self._tracks, self._line(name), key)

    def person(
        self, name: Words, identity: str = "", office: Words = "", where: str = ""
    ) -> str | None:
        """Return the key of somebody, or None without a name, which only our own files know.

        The same identity with another name is somebody else: nobody is merged silently.
        """
        self._named += 1
        if self._named > MOST_PEOPLE:
            raise TooMuch("This file names people more than %(most)s times.", most=MOST_PEOPLE)
        name = self._line(name)
        if not self.is_bare:
            name = phrase.without_address(name)
        shown = phrase.first(name)
        key = (clean_line(identity)[:LONGEST_CODE] if identity else "") or shown
        if not key or not (shown or self.is_bare):
            return None
        known = self._people.get(key)
        if known and phrase.folded(phrase.first(known[0])) != phrase.folded(shown):
            other = f"{key} {shown}"
            if other not in self._people:
                whose = phrase.first(known[0])
                self.note(
                    where,
                    "%(name)s has the identity %(key)s of %(other)s; taken as another",
                    name=shown,
                    key=key,
                    other=whose,
                )
            key, known = other, self._people.get(other)
        if known is None or (office and not known[1]):
            self._people[key] = (name, self._line(office))
        return key

    def add(self, entry: Entry) -> None:
        """Take a session, if one can be made of it."""
        self._count()
        if entry.starts.second or entry.starts.microsecond:
            self.note(
                entry.where,
                "starts at %(starts)s; the seconds are left out",
                starts=f"{entry.starts:%H:%M:%S}",
            )
        entry.starts = entry.starts.astimezone(UTC).replace(second=0, microsecond=0)
        if entry.minutes is not None and not 1 <= entry.minutes <= LONGEST:
            message = "lasts %(minutes)s minutes; a session lasts from 1 minute to 24 hours"
            values = {"minutes": entry.minutes}
            self.problems.append(Problem(entry.where, message, Outcome.LEFT_OUT, values))
            return
        self._title(entry)
        self._languages(entry)
        self._entries.append(entry)

    def schedule(self, zone: str | None) -> Schedule:
        """Return everything that was gathered; `zone` is the one that the file names."""
        self._lengths()
        entries = self._distinct()
        worded = Counter(tag for one in entries for tag in _tags(one))
        languages = self.languages or _ranked(worded, (one.spoken or () for one in entries))
        usual = next(iter(self.languages or (tag for tag, _ in worded.most_common())), "en")
        used = {part.key for one in entries for part in one.parts or ()}
        return Schedule(
            format=self.format,
            sessions=tuple(self._row(one, usual) for one in entries),
            title=phrase.said(self._line(self.title), usual),
            zone=zone,
            languages=languages,
            day_border=self.day_border,
            days=tuple(self.days),
            rooms=_places(self._rooms, {one.room for one in entries}, usual),
            tracks=_places(self._tracks, {one.track for one in entries}, usual),
            people=tuple(
                PersonRow(key, phrase.said(name, usual), phrase.said(office, usual))
                for key, (name, office) in self._people.items()
                if key in used
            ),
            problems=tuple(self.problems),
            offsets=tuple(self.offsets),
            is_ours=self.is_bare,
        )

    def _line(self, words: Words) -> Words:
        """Return words on one line each, without markup where there may be any."""
        return phrase.on_a_line(words, clean_line if self.is_bare else markup.line)

    def _count(self) -> None:
        self._met += 1
        if self._met > MOST_SESSIONS:
            raise TooMuch("This file holds more than %(most)s sessions.", most=MOST_SESSIONS)

    def _title(self, entry: Entry) -> None:
        """Clean the title, and take a word of cancelling out of it."""
        titles = {"": entry.title} if isinstance(entry.title, str) else dict(entry.title)
        cleaned = {}
        for tag, words in titles.items():
            one = clean_line(words) if self.is_bare else markup.line(words)
            if len(one) > LONGEST_LINE:
                self.note(
                    entry.where,
                    "the title is cut after %(most)s characters",
                    most=LONGEST_LINE,
                )
                one = one[:LONGEST_LINE]
            called_off = None if self.is_bare else vocabulary.without_cancelling(one)
            if called_off is not None:
                one = called_off
                if entry.status is None:
                    self.note(entry.where, "the title says that it is cancelled; so it is taken")
                entry.status = Status.CANCELLED
            cleaned[tag] = one
        if not any(cleaned.values()):
            self.note(entry.where, "has no title; taken as “%(title)s”", title=NO_TITLE)
            cleaned = {"": NO_TITLE}
        entry.title = cleaned

    def _languages(self, entry: Entry) -> None:
        """Take tags from the words for languages; keep in the note what names none."""
        entry.spoken = self._heard(entry, entry.languages)
        entry.interpreted = self._heard(entry, entry.interpreting)

    def _heard(self, entry: Entry, words: str | None) -> tuple[str, ...] | None:
        heard = language_word.hear(words or "")
        for one in heard.unknown:
            self.note(
                entry.where, "“%(words)s” is no language that is known; kept in the note", words=one
            )
            entry.unknown.append(one)
        return heard.tags or None

    def _lengths(self) -> None:
        """Let a session without an end last until the next one in its room, or for an hour."""
        endless = [one for one in self._entries if one.minutes is None]
        starts: dict[str | None, list[datetime]] = {}
        for one in sorted(self._entries if endless else (), key=lambda entry: entry.starts):
            starts.setdefault(one.room, []).append(one.starts)
        for one in endless:
            after = [_next(starts.get(room, []), one.starts) for room in {one.room, None}]
            near = [when for when in after if when and when <= one.starts + _WITHIN]
            if near:
                one.minutes = (min(near) - one.starts) // timedelta(minutes=1)
                self.note(one.where, "gives no end; taken until the next one in its room")
            else:
                one.minutes = _ASSUMED
                self.note(
                    one.where, "gives no end; taken as %(minutes)s minutes long", minutes=_ASSUMED
                )

    def _distinct(self) -> list[Entry]:
        """Return the sessions with an identity each, without those that say the same twice."""
        for one in self._entries:
            one.uid = clean_line(one.uid or "")[:LONGEST_CODE] or None
            one.code = clean_line(one.code)[:LONGEST_CODE]
        uids = Register(one.uid for one in self._entries if one.uid)
        codes = Register(one.code for one in self._entries if one.code)
        kept: list[Entry] = []
        said: dict[str, str] = {}
        for one in self._entries:
            if uids.repeats(one.uid) or codes.repeats(one.code):
                everything = repr(replace(one, where="", unknown=[]))
                if everything in said:
                    message, values = "says the same as %(there)s", {"there": said[everything]}
                    self.problems.append(Problem(one.where, message, Outcome.LEFT_OUT, values))
                    continue
                said[everything] = one.where
            if one.uid and (uid := uids.enter(one.uid)) != one.uid:
                self.note(one.where, "has an identity that came before; given %(uid)s", uid=uid)
                one.uid = uid
            given = one.code
            one.code = codes.enter(given or phrase.first(one.title)[:LONGEST_CODE])
            if given and one.code != given:
                self.note(one.where, "has a code that came before; given %(code)s", code=one.code)
            kept.append(one)
        return kept

    def _row(self, one: Entry, usual: str) -> SessionRow:
        own = one.spoken[0] if one.spoken and len(one.spoken) == 1 else usual
        bare = clean if self.is_bare else markup.plain
        text = (
            None if one.texts is None else self._cut(one.where, phrase.joined(one.texts, own, bare))
        )
        note = None
        if one.note is not None or one.unknown:
            notes = (one.note or "", *one.unknown)
            note = self._cut(one.where, phrase.joined(notes, own, bare))
        return SessionRow(
            where=one.where,
            code=one.code,
            title=phrase.said(one.title, own),
            starts=one.starts,
            minutes=one.minutes or _ASSUMED,
            uid=one.uid,
            room=one.room,
            track=one.track,
            kind=one.kind,
            text=text,
            note=note,
            spoken=one.spoken,
            interpreted=one.interpreted,
            capacity=one.capacity,
            status=one.status,
            parts=one.parts,
        )

    def _cut(self, where: str, wordings: Mapping[str, str]) -> Text:
        """Return a text that is not too long."""
        if any(len(words) > LONGEST_TEXT for words in wordings.values()):
            self.note(where, "a text is cut after %(most)s characters", most=LONGEST_TEXT)
        return Text({tag: words[:LONGEST_TEXT] for tag, words in wordings.items()})


def _next(moments: list[datetime], moment: datetime) -> datetime | None:
    """Return the first of the sorted `moments` after `moment`."""
    at = bisect_right(moments, moment)
    return moments[at] if at < len(moments) else None


def _tags(entry: Entry) -> Iterable[str]:
    """Return the languages in which an entry is surely worded."""
    if not isinstance(entry.title, str) and (said := [tag for tag in entry.title if tag]):
        return said
    return entry.spoken if entry.spoken and len(entry.spoken) == 1 else ()


def _ranked(worded: Counter[str], spoken: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the languages of a file, the most common first, then those that are only spoken."""
    ranked = [tag for tag, _ in worded.most_common()]
    known = {tag.partition("-")[0] for tag in ranked}
    for tag in dict.fromkeys(chain(*spoken)):
        if tag not in ranked and (tag.partition("-")[0] not in known):
            ranked.append(tag)
    return tuple(ranked)


def _place(table: dict[str, Words], name: Words, key: str) -> str | None:
    shown = phrase.first(name)
    key = clean_line(key)[:LONGEST_CODE] or shown
    if not shown:
        return key if key in table else None
    if phrase.folded(phrase.first(table.setdefault(key, name))) != phrase.folded(shown):
        key = f"{key} {shown}"
        table.setdefault(key, name)
    return key


def _places(
    table: Mapping[str, Words], used: Iterable[str | None], usual: str
) -> tuple[PlaceRow, ...]:
    """Return the places in which something takes place."""
    held = set(used)
    return tuple(
        PlaceRow(key, phrase.said(name, usual)) for key, name in table.items() if key in held
    )
