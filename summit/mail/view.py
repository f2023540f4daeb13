"""What the templates of mail see of a letter: finished words and addresses, all on one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from summit.core import campaign
from summit.core.campaign import Block, Piece
from summit.core.letter import Letter, Occasion
from summit.core.text import Text, clean_line
from summit.core.zone import local_date, utc
from summit.core.zone import zone as known_zone
from summit.language import direction, full_date, translations
from summit.when import Local, dated, local

UNGREETED = frozenset({Occasion.CONFIRM, Occasion.ENTER, Occasion.INVITED, Occasion.OFFICE})
"""Letters that may reach somebody who never came here: they hold nothing that was typed."""

_LONGEST_NAME = 80
_LINKING = re.compile(r"[:/\\@<>]|\w[.。]\w{2,}|\bwww\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """A time in words, on the reader's clock and on the host's, which is "" where it is the same.

    `mine` is "Tue 2 June 2020, 15:00–16:30 Budapest (UTC+2)", `short` as in a subject:
    "Tue 2 Jun, 15:00 Budapest", and `clock` "15:00 Budapest".
    """

    mine: str
    host: str
    short: str
    clock: str


@dataclass(frozen=True, slots=True)
class Item:
    """A session in a letter; `kind` and `before` say what became of it, where that is told."""

    title: str
    address: str
    when: Span
    kind: str = ""
    before: Span | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """A session in the reader's calendar, in finished lines.

    `times` are on the clocks of the office, the host and the world, `lines` what is to be done
    in it, `before` when it was, where it has moved, `short` the time as in a subject.
    """

    title: str
    times: tuple[str, ...]
    lines: tuple[str, ...]
    before: tuple[str, ...]
    short: str


@dataclass(frozen=True, slots=True)
class View:
    """A letter as its templates see it.

    `subject` and `blocks` are what organizers wrote themselves, in the language `wording`.
    `link` is the one address to click, `home` the summit's, `stop` where reminders are turned
    off or "". `day` is the reader's date of the first session. `place` is one in a queue. `done` is
    what was done with a password ("set", "changed" or "removed") or a second factor; `at` is when.
    `number` is that of a draft.
    """

    language: str
    direction: str
    summit: str
    home: str
    name: str
    link: str
    items: tuple[Item, ...]
    day: str
    place: int | None
    until: Span | None
    done: str
    at: Span | None
    stop: str
    subject: str = ""
    blocks: tuple[Block, ...] = ()
    wording: str = ""
    city: str = ""
    appointment: Appointment | None = None
    number: int = 0

    @property
    def item(self) -> Item:
        """The first session, or the only one."""
        return self.items[0]


def view(letter: Letter, base: str, stop: str = "") -> View:
    """Return what `letter` says, with addresses below `base`; raise where it lacks something."""
    data, to = letter.data, letter.to
    told: Mapping[str, Any] = data.get("summit", {})
    reader = _Reader(to.language, to.zone, told.get("zone", to.zone))
    # Who is invited may be so before the summit has a page.
    has_page = letter.summit and letter.occasion not in (Occasion.INVITED, Occasion.OFFICE)
    home = f"{base}/{letter.summit}/" if has_page else f"{base}/"
    given = [data["session"]] if "session" in data else data.get("sessions", [])
    items = [reader.item(one, home) for one in given]
    items += [reader.change(one, home) for one in data.get("changes", [])]
    title = reader.say(told["title"]) if "title" in told else "Summit"
    name = "" if letter.occasion in UNGREETED else greeted(to.name)
    subject, written = _written(data, reader, name, title, home)
    return View(
        language=to.language,
        direction=direction(to.language),
        summit=title,
        home=home,
        name=name,
        link=_address(base, data["path"]) if "path" in data else _default(items, home),
        items=tuple(items),
        day=reader.day(given[0]["starts"]) if given else "",
        place=int(data["place"]) if data.get("place") is not None else None,
        until=reader.moment(data["until"]) if data.get("until") else None,
        done=str(data.get("done", "")),
        at=reader.moment(data["at"]) if data.get("at") else None,
        stop=stop,
        subject=subject,
        blocks=written,
        wording=data.get("words", {}).get("language", to.language),
        city=reader.say(data["city"]) if "city" in data else "",
        appointment=_appointment(data, reader),
        number=int(data.get("number", 0)),
    )


def _appointment(data: Mapping[str, Any], reader: _Reader) -> Appointment | None:
    """Return what the letter tells of a session in its reader's calendar, if it does."""
    if "said" not in data:
        return None
    kept, said = data["appointment"], data["said"]
    return Appointment(
        title=reader.say(kept["title"]),
        times=tuple(said["times"]),
        lines=tuple(said["lines"]),
        before=tuple(said["before"]),
        short=reader.span(kept["starts"], kept["ends"]).short,
    )


def _written(
    data: Mapping[str, Any], reader: _Reader, name: str, title: str, home: str
) -> tuple[str, tuple[Block, ...]]:
    """Return the subject and the text of a letter to many, with their places filled."""
    if "words" not in data:
        return "", ()
    named = {one["code"]: reader.item(one, home) for one in data.get("named", ())}

    def fill(place: str) -> Piece | None:
        kind, _, code = place.partition(":")
        match kind:
            case "name":
                return Piece(name or translations(reader.language).gettext("participant"))
            case "summit":
                return Piece(title)
            case "agenda":
                return Piece(f"{home}me", f"{home}me")
        item = named.get(code)
        if item is None:
            return None
        match kind:
            case "title":
                return Piece(item.title)
            case "when":
                return Piece(item.when.mine)
            case "link":
                return Piece(item.address, item.address)
        return None

    words = data["words"]
    return clean_line(campaign.filled(words["subject"], fill)), campaign.blocks(words["text"], fill)


def greeted(name: str) -> str:
    """Return a name as a letter repeats it, or "" for one that a mail program makes a link of.

    Whoever registers somebody else could write anything there.
    """
    words = clean_line(name)
    seen = unicodedata.normalize("NFKC", words)
    return "" if len(words) > _LONGEST_NAME or _LINKING.search(seen) else words


@dataclass(frozen=True, slots=True)
class _Reader:
    """How somebody reads: their language, their zone, and the host's zone."""

    language: str
    zone: str
    host: str

    def say(self, wordings: Mapping[str, str]) -> str:
        return clean_line(Text(wordings).say(self.language))

    def item(self, told: Mapping[str, Any], home: str) -> Item:
        return Item(
            title=self.say(told["title"]),
            address=f"{home}sessions/{told['code']}",
            when=self.span(told["starts"], told["ends"]),
        )

    def change(self, told: Mapping[str, Any], home: str) -> Item:
        item = self.item(told["session"], home)
        before = told.get("before")
        return Item(
            title=item.title,
            address=item.address,
            when=item.when,
            kind=str(told["kind"]),
            before=self.span(before["starts"], before["ends"]) if before else None,
        )

    def span(self, starts: str, ends: str) -> Span:
        first, last = _instant(starts), _instant(ends)
        return self._both(
            local(first, last, self.zone, self.language),
            local(first, last, self.host, self.language),
            is_span=True,
        )

    def moment(self, written: str) -> Span:
        at = _instant(written)
        return self._both(
            local(at, at, self.zone, self.language),
            local(at, at, self.host, self.language),
            is_span=False,
        )

    def day(self, written: str) -> str:
        day: date = local_date(_instant(written), known_zone(self.zone))
        return full_date(day, self.language)

    def _both(self, mine: Local, host: Local, *, is_span: bool) -> Span:
        gettext = translations(self.language).gettext
        clock = gettext("%(time)s %(place)s") % {"time": mine.starts, "place": mine.place}
        return Span(
            mine=self._whole(mine, is_span=is_span),
            host="" if mine.zone == host.zone else self._whole(host, is_span=is_span),
            short=gettext("%(date)s, %(time)s") % {"date": mine.short_date, "time": clock},
            clock=clock,
        )

    def _whole(self, there: Local, *, is_span: bool) -> str:
        """Return a time with its date: "Tue 2 June 2020, 22:00–23:30 Seoul (UTC+9)"."""
        if is_span:
            return dated(there, self.language)
        gettext = translations(self.language).gettext
        clock = gettext("%(time)s %(place)s") % {"time": there.starts, "place": there.where}
        return gettext("%(date)s, %(time)s") % {"date": there.full_date, "time": clock}


def _instant(written: str) -> datetime:
    return utc(datetime.fromisoformat(written))


def _address(base: str, path: str) -> str:
    """Return the address of a path of ours; raise `ValueError` for one that leads elsewhere."""
    if not path.startswith("/") or path.startswith("//") or not path.isprintable() or " " in path:
        raise ValueError(f"“{path}” is not a path of ours.")
    return base + path


def _default(items: list[Item], home: str) -> str:
    return items[0].address if len(items) == 1 else f"{home}agenda" if items else home
