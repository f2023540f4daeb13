"""Links that put one session into a web calendar.

Only Google documents its form (render?action=TEMPLATE); the others are as their own
buttons make them. All take instants in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from summit.core.programme import Session
from summit.core.text import clean_line, plain, without_addresses

_LONGEST = 600


@dataclass(frozen=True, slots=True)
class AddLink:
    """A web calendar's name and the address that opens its form, filled in."""

    name: str
    address: str


def add_links(session: Session, language: str, page: str) -> tuple[AddLink, ...]:
    """Return a link for each web calendar that is known to take one; `page` is the session's."""
    title = without_addresses(clean_line(session.title.say(language)))
    text = without_addresses(plain(session.text.say(language)))
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rpartition(" ")[0] + " …"
    details = f"{text}\n\n{page}".strip()
    basic = f"{session.starts:%Y%m%dT%H%M%SZ}", f"{session.ends:%Y%m%dT%H%M%SZ}"
    extended = f"{session.starts:%Y-%m-%dT%H:%M:%SZ}", f"{session.ends:%Y-%m-%dT%H:%M:%SZ}"
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": "/".join(basic),
        "details": details,
        "location": page,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title,
        "startdt": extended[0],
        "enddt": extended[1],
        "body": details,
        "location": page,
    }
    hours, minutes = divmod(session.minutes, 60)
    yahoo = {
        "v": "60",
        "title": title,
        "st": basic[0],
        "dur": f"{hours:02}{minutes:02}",
        "desc": details,
        "in_loc": page,
    }
    compose = "/calendar/0/deeplink/compose?" + urlencode(outlook)
    return (
        AddLink("Google", "https://calendar.google.com/calendar/render?" + urlencode(google)),
        AddLink("Outlook.com", "https://outlook.live.com" + compose),
        AddLink("Microsoft 365", "https://outlook.office.com" + compose),
        AddLink("Yahoo", "https://calendar.yahoo.com/?" + urlencode(yahoo)),
    )
