"""What our own calendars say of a session, and what of it is prose made for people.

Exact are identity, time, state, name, area and stage. The description is put together of
what the page of the session shows, so nothing of it is taken for its text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summit.formats import language_word
from summit.formats.component import Component
from summit.formats.draft import Entry
from summit.language import translations

_PRODUCT = re.compile(r"-//Summit//Summit Calendars//([A-Za-z0-9-]{2,35})")
_PAGE = re.compile(r"/sessions/([a-z0-9-]+)(?:[?#]|\Z)")


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """A calendar of ours, whose words are in `language`."""

    language: str

    def worded(self, words: str) -> dict[str, str]:
        """Return words under the language of the calendar."""
        return {self.language: words} if words else {}

    def room(self, event: Component) -> dict[str, str]:
        """Return the name of the stage: what follows "Online" in the place, before its address."""
        places = event.text("LOCATION").split(" · ")
        return self.worded(places[1]) if 1 < len(places) < 4 else {}

    def take(self, entry: Entry, event: Component) -> None:
        """Put into `entry` what the event says exactly, and nothing that is prose."""
        mark = translations(self.language).gettext("CANCELLED: %s").partition("%s")[0]
        entry.title = self.worded(event.text("SUMMARY").removeprefix(mark))
        entry.code = page[1] if (page := _PAGE.search(event.text("URL"))) else entry.code
        entry.kind = entry.texts = None


def recognise(calendars: list[Component]) -> OwnCalendar | None:
    """Return what is known of a calendar of ours, or None for another program's."""
    products = {one.text("PRODID") for one in calendars}
    found = _PRODUCT.fullmatch(products.pop()) if len(products) == 1 else None
    tag = language_word.tag(found[1]) if found else None
    return OwnCalendar(tag) if tag else None
