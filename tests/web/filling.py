"""The forms of a page, and what a stranger types into them: words and files that are hostile."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from summit.core.text import clean
from tests import attachments, pictures
from tests.web.page import Page

HOSTILE = (
    "=1+2\r\nBcc: evil@evil.example\r\n\r\n<script>evil()</script>\"'><img src=x onerror=evil()>"
    "</textarea></title><xss-evil>[x](javascript:evil()) {{7*191}}{%evil%}%(evil)s]]>-->"
    "\x00\x1b[31m\u202e\u2066\ufffe\u2028@SUM(evil)|" + "W" * 300
)
PLAIN = re.sub(r"[{}]", "", HOSTILE)
"""The same where braces stand for something."""

FORMATTED = {
    "code": "typed",
    "minutes": "5",
    "tag": "fr",
    "language": "fr",
    "zone": "Asia/Seoul",
    "address": "https://meet.example/typed",
    "latitude": "1.5",
    "longitude": "1.5",
}
"""What is typed into fields that take no words, by the last part of their names."""


@dataclass
class Form:
    """A form of a page: where it goes, what it holds, and the fields that take words.

    `typed` are those with the most characters that each takes, `files` those that take a file,
    with the kinds that they ask for.
    """

    action: str
    held: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def forms(html: str, path: str) -> Iterator[Form]:
    """Yield the forms of a page that change something and take words."""
    for element in Page(html).all("form"):
        if element.get("method", "").lower() != "post":
            continue
        form = Form(urlsplit(element.get("action") or path).path)
        for one in element.iter():
            name, kind = one.get("name", ""), one.get("type", "text")
            if not name or one.tag not in ("input", "textarea", "select", "button"):
                continue
            values = form.held.setdefault(name, [])
            if one.tag == "select":
                options = [it.get("value", "") for it in one.iter("option")]
                chosen = [
                    it.get("value", "") for it in one.iter("option") if "selected" in it.attrib
                ]
                values += chosen or [next((it for it in options if it), "")]
            elif one.tag == "textarea" or kind in ("text", "search", "url"):
                said = (one.text if one.tag == "textarea" else one.get("value")) or ""
                last = re.split(r"[.+]", name)[-1]
                is_asked = last != "code" or "required" in one.attrib
                values.append(said or (FORMATTED.get(last, "") if is_asked else ""))
                if last not in FORMATTED:
                    most = "5000" if one.tag == "textarea" else "200"
                    form.typed[name] = int(one.get("maxlength", most))
            elif kind == "file":
                form.files[name] = one.get("accept", "")
            elif kind in ("checkbox", "radio"):
                wanted = "checked" in one.attrib or ("required" in one.attrib and not values)
                values += [one.get("value", "on")] * (wanted or (kind == "radio" and not values))
            elif kind == "email":
                values.append(one.get("value") or f"{len(form.action)}@people.example")
            elif one.tag == "button":
                values += [one.get("value", "")] * (not values)
            else:
                last = re.split(r"[.+]", name)[-1]
                values.append(one.get("value") or FORMATTED.get(last, ""))
        if form.typed or form.files:
            yield form


def a_file(asked: str) -> tuple[io.BytesIO, str]:
    """Return a file of the kind that a field asks for, with the name that it is sent by."""
    makers = {
        "image/": (".jpg", pictures.picture),
        ".docx": (".docx", lambda: attachments.docx(escape(clean(PLAIN).replace("\ufffe", "")))),
        ".pptx": (".pptx", attachments.pptx),
        ".mp4": (".mp4", lambda: attachments.MP4),
    }
    for kind, (end, make) in makers.items():
        if kind in asked:
            return io.BytesIO(make()), PLAIN[40:90] + end
    return io.BytesIO(SHEET.encode()), f"{PLAIN[40:90]}.csv"


SHEET = (
    "title,start,minutes,stage,people\n"
    f"{PLAIN!r},2020-06-05 17:30,30,{PLAIN[:60]!r},{PLAIN[:60]!r}\n"
)
