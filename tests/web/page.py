"""Reads a page as its reader would: headings, links, times with their places. No CSS classes.

It is strict: a tag that is never closed, or closed in the wrong place, is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import parse_qs, parse_qsl, urlsplit
from xml.etree.ElementTree import Element, TreeBuilder

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CLOCK = re.compile(r"(\d\d:\d\d) ([^():]{1,40}) \((UTC[^)]*)\)")


class Clock(NamedTuple):
    """A time as it is written beside its place: "22:00", "Seoul", "UTC+9"."""

    instant: str
    time: str
    place: str
    offset: str

    def __str__(self) -> str:
        return f"{self.time} {self.place} ({self.offset})"


class Heading(NamedTuple):
    level: int
    words: str


class Link(NamedTuple):
    words: str
    address: str


@dataclass(frozen=True)
class Listed:
    """A session in a list: the headings it stands under, and what is said of it."""

    code: str
    under: tuple[str, ...]
    clocks: tuple[Clock, ...]
    words: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()
        self.open: list[str] = []
        self.doctype = ""

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl.lower()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>, line {self.getpos()[0]}"
        self.builder.end(self.open.pop())

    def handle_data(self, data: str) -> None:
        if self.open:
            self.builder.data(data)


def words(element: Element) -> str:
    """Return what an element says, with single spaces."""
    return " ".join("".join(element.itertext()).split())


class Page:
    """A page of HTML."""

    def __init__(self, html: str) -> None:
        reader = _Reader()
        reader.feed(html)
        reader.close()
        assert reader.open == [], f"never closed: {reader.open}"
        self.doctype = reader.doctype
        self.root = reader.builder.close()
        self.main = self.one("main")

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a tag whose attributes have these values."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            one for one in self.root.iter(tag) if all(one.get(k) == v for k, v in wanted.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """Return the only element of a tag with these attributes."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} × <{tag}> {attributes}"
        return found[0]

    @property
    def language(self) -> str:
        return self.root.get("lang", "")

    @property
    def title(self) -> str:
        title = self.root.find("head/title")
        assert title is not None
        assert len(title) == 0, "markup in the title"
        return words(title)

    @property
    def h1(self) -> str:
        return words(self.one("h1"))

    @property
    def headings(self) -> list[Heading]:
        return [Heading(int(e.tag[1]), words(e)) for e in self.root.iter() if e.tag in _HEADINGS]

    @property
    def links(self) -> list[Link]:
        return [Link(words(e), e.get("href", "")) for e in self.root.iter("a")]

    @property
    def statuses(self) -> list[str]:
        """What the page says of itself: its notices, hidden ones left out."""
        return [
            words(e)
            for e in self.root.iter()
            if e.get("role") in ("status", "note") and "hidden" not in e.attrib
        ]

    def link(self, text: str) -> str:
        """Return the address of the first link with these words."""
        return next(one.address for one in self.links if one.words == text)

    def clocks(self, instant: str = "", within: Element | None = None) -> list[Clock]:
        """Return the times that stand beside their places, of one instant if it is given."""
        found = _clocks(self.root if within is None else within)
        return [one for one in found if instant in ("", one.instant)]

    def listed(self) -> list[Listed]:
        """Return the sessions of a list in the order of the page, each with its headings."""
        under: dict[int, str] = {}
        found = []
        inside: set[Element] = set()
        for element in self.main.iter():
            if element.tag == "article":
                inside |= set(element.iter())
                codes = [
                    urlsplit(a.get("href", "")).path.rpartition("/sessions/")[2]
                    for a in element.iter("a")
                    if "/sessions/" in a.get("href", "") and "/me/" not in a.get("href", "")
                ]
                assert len(codes) == 1, codes
                headings = tuple(under[level] for level in sorted(under))
                clocks = tuple(_clocks(element))
                found.append(Listed(codes[0], headings, clocks, words(element)))
            elif element.tag in _HEADINGS and element not in inside:
                level = int(element.tag[1])
                under = {key: value for key, value in under.items() if key < level}
                under[level] = words(element)
        return found

    def ids(self) -> list[str]:
        return [one.get("id", "") for one in self.root.iter() if "id" in one.attrib]

    def forms(self, action: str) -> list[dict[str, list[str]]]:
        """Return, for each form with this action, the values that each of its fields offers."""
        found = []
        for form in self.all("form", action=action):
            fields: dict[str, list[str]] = {}
            for element in form.iter():
                if element.tag in ("input", "button") and (name := element.get("name")):
                    fields.setdefault(name, []).append(element.get("value", ""))
                if element.tag == "select":
                    values = [option.get("value", "") for option in element.iter("option")]
                    fields[element.get("name", "")] = values
            found.append(fields)
        return found


def _clocks(element: Element) -> Iterator[Clock]:
    """Yield each <time> that words of a place follow, as in "15:00 Budapest (UTC+2)"."""
    parts: list[str] = []
    marks: list[tuple[int, str]] = []

    def collect(one: Element) -> None:
        if one.tag == "time":
            marks.append((sum(map(len, parts)), one.get("datetime", "")))
        parts.append(one.text or "")
        for child in one:
            collect(child)
            parts.append(child.tail or "")

    collect(element)
    whole = "".join(parts)
    for at, instant in marks:
        if match := _CLOCK.match(" ".join(whole[at : at + 200].split())):
            yield Clock(instant, *match.groups())


def iso(moment: datetime) -> str:
    """Return an instant as <time datetime> has it."""
    return f"{moment:%Y-%m-%dT%H:%MZ}"


def query(address: str) -> dict[str, str]:
    """Return the query of an address, in which nothing may stand twice."""
    pairs = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    assert len(pairs) == len(dict(pairs)), address
    return dict(pairs)


def values(address: str, name: str) -> list[str]:
    """Return the values that an address gives for a name."""
    return parse_qs(urlsplit(address).query).get(name, [])
