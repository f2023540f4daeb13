"""The words of a calendar's entry: when and where it is, who is in it, what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from summit.core.calendar import Entry
from summit.core.people import Role
from summit.core.programme import Aspect, Status
from summit.core.seat import SeatState
from summit.core.text import Text, clean_line, plain, without_addresses
from summit.core.turn import TimedTurn
from summit.core.zone import days_later, offset_label, zone
from summit.formats import markdown
from summit.formats.label import labelled
from summit.formats.label import name as named
from summit.formats.outlet import Outlet
from summit.language import clock_time, full_date, language_name, translations, zone_place
from summit.when import on_clocks

_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Personal:
    """What an entry says to one person: their zone, an alarm, how their seat stands.

    `turns` are those of their government, whose office has a `page`.
    """

    zone: str
    alarm_minutes: int | None = None
    seat: SeatState | None = None
    turns: tuple[TimedTurn, ...] = ()
    page: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether they need not wait for a seat."""
        return self.seat in (None, SeatState.CONFIRMED)


def location(entry: Entry, language: str) -> str:
    """Return where an entry is, for people who may watch from anywhere."""
    online = translations(language).gettext("Online")
    places = (online, entry.stage.say(language), entry.place.say(language))
    return without_addresses(" · ".join(dict.fromkeys(clean_line(one) for one in places if one)))


def description(
    entry: Entry, outlet: Outlet, page: str, watch: str, own: Personal | None, *, gone: bool
) -> str:
    """Return the text of an entry, the host's time first, since the entry itself is in UTC."""
    paragraphs = (
        "\n".join(_when(entry, outlet.language, own, gone=gone)),
        "" if gone or not own else "\n".join(_own_turns(entry, own, outlet.language)),
        plain(markdown.plain(entry.text.say(outlet.language))),
        "\n".join(_people(entry.people, outlet.language)),
        "\n".join(_running_order(entry, outlet.language)),
        "\n".join(_languages(entry, outlet.language)),
        plain(markdown.plain(entry.note.say(outlet.language))),
        # Most programs do not show CONFERENCE, so the link to watch stands here too.
        page if gone or not entry.streams else watch,
    )
    return without_addresses("\n\n".join(part for part in paragraphs if part))


def _when(entry: Entry, language: str, own: Personal | None, *, gone: bool) -> Iterator[str]:
    gettext = translations(language).gettext
    yield _span(entry, entry.zone, language)
    if own and own.zone != entry.zone:
        yield _span(entry, own.zone, language)
    if entry.status is Status.CANCELLED:
        yield gettext("This session is cancelled.")
    elif gone:
        yield gettext("This session is no longer part of this calendar.")
    elif own and own.seat:
        yield _seat(own.seat, language)
    if Aspect.DAY in entry.illustrative or Aspect.START in entry.illustrative:
        yield gettext("The time is illustrative: the sources do not give it.")
    elif Aspect.LENGTH in entry.illustrative:
        yield gettext("The length is illustrative: the sources give the start only.")


def _seat(state: SeatState, language: str) -> str:
    gettext = translations(language).gettext
    words = {
        SeatState.CONFIRMED: gettext("You have a seat."),
        SeatState.HELD: gettext("A seat is held until you confirm your registration."),
        SeatState.OFFERED: gettext("A seat is offered to you: take it in your agenda."),
        SeatState.WAITING: gettext("You are in the queue for a seat."),
    }
    return words.get(state, "")


def _span(entry: Entry, zone_name: str, language: str) -> str:
    """Return the time of an entry on the clocks of a zone, named with its place."""
    where = zone(zone_name)
    starts = entry.starts.astimezone(where)
    span = f"{clock_time(starts, where)}\N{EN DASH}{clock_time(entry.ends, where)}"
    if later := days_later(entry.starts, entry.ends, where):
        ngettext = translations(language).ngettext
        span += " " + ngettext("+%(count)s day", "+%(count)s days", later) % {"count": later}
    offsets = dict.fromkeys(offset_label(one, where) for one in (entry.starts, entry.ends))
    date = full_date(starts.date(), language)
    return f"{date}, {span} {zone_place(zone_name, language)} ({' → '.join(offsets)})"


def _people(people: Iterable[tuple[Role, Text, Text]], language: str) -> Iterator[str]:
    """Yield a line for each named person, in the order of the programme."""
    for role, name, office in people:
        if name:
            words = [plain(name.say(language)), plain(office.say(language))]
            yield labelled(named(role, language), [word for word in words if word], language)


def _running_order(entry: Entry, language: str) -> Iterator[str]:
    gettext = translations(language).gettext
    where = zone(entry.zone)
    if entry.turns:
        place = f"{zone_place(entry.zone, language)} ({offset_label(entry.starts, where)})"
        heading = (
            gettext("Running order, illustrative, in %s")
            if Aspect.TURNS in entry.illustrative
            else gettext("Running order, in %s")
        )
        yield heading % place
    for minute, title in entry.turns:
        starts = entry.starts + timedelta(minutes=minute)
        yield f"{clock_time(starts, where)} {plain(title.say(language))}"


def _own_turns(entry: Entry, own: Personal, language: str) -> Iterator[str]:
    for one in own.turns:
        zones = tuple(dict.fromkeys((own.zone, entry.zone, "UTC")))
        clocks = on_clocks(one.starts, one.ends, entry.starts, zones, language)
        yield labelled(translations(language).gettext("Your turn"), [clocks], language)


def _languages(entry: Entry, language: str) -> Iterator[str]:
    gettext = translations(language).gettext
    for name, tags in (
        (gettext("Spoken"), entry.spoken),
        (gettext("Interpreted"), entry.interpreted),
    ):
        if tags:
            yield labelled(name, [language_name(tag, language) for tag in tags], language)


def unescaped(words: str) -> str:
    """Return words that need no escaping: some readers show the backslash (calendar names)."""
    return clean_line(re.sub(r"[,;\\]+", " ", without_addresses(plain(words))))


def short(words: str) -> str:
    """Return `words` cut to what the narrowest reader takes, in octets of UTF-8."""
    octets = words.encode()
    if len(octets) <= _LONGEST:
        return words
    return octets[: _LONGEST - 3].decode(errors="ignore").rstrip() + "…"
