"""Links that pass one session on: plain addresses, nothing that reports who looks at a page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A service's name and the address that opens its form, filled in."""

    name: str
    address: str


def share_links(words: str, page: str) -> tuple[ShareLink, ...]:
    """Return a link for each service; `words` say what and when, `page` is the address.

    The first one is mail (RFC 6068), which has no name of its own.
    """
    mail = {"subject": words, "body": page}
    return (
        ShareLink("", "mailto:?" + urlencode(mail, quote_via=quote)),
        ShareLink("WhatsApp", "https://wa.me/?" + urlencode({"text": f"{words} {page}"})),
        ShareLink("Telegram", "https://t.me/share/url?" + urlencode({"url": page, "text": words})),
        ShareLink(
            "LINE", "https://social-plugins.line.me/lineit/share?" + urlencode({"url": page})
        ),
        ShareLink(
            "Facebook", "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": page})
        ),
        ShareLink("X", "https://x.com/intent/post?" + urlencode({"text": words, "url": page})),
    )
