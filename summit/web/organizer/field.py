"""Fields: how what an organizer changes is shown, filled in and read, told by its kind.

A noun, or a small thing within another, lists its fields once. The page, the reading of the
form and the comparison of two versions are all made from that list:

    FIELDS = (Words("name", _("Name"), required=True), Number("capacity", _("Seats"), least=0))

A field may stand in a form as several controls: the words of one language are `name.en`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from summit.core.programme import Programme
from summit.core.shape import LARGEST
from summit.core.text import Text, clean_line, is_language
from summit.language import language_name, translations
from summit.language import marked as _
from summit.web import read, reader
from summit.web.read import Unfit

Typed = Mapping[str, tuple[str, ...]]
"""What stands in the controls of a form, by their names."""
Choices = list[tuple[str, list[tuple[str, str]]]]
"""What can be chosen, in groups: the group's name, and each value with its words."""


def said(message: str) -> str:
    """Return one of our own messages in the reader's language."""
    return translations(reader.language()).gettext(message)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form stands on: the working programme, the language of its reader, the present."""

    programme: Programme
    language: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Field(ABC):
    """One thing that is asked for: `name` is that of the attribute, `label` what it is called.

    `reach` says how wide it stands: "" in one column, "wide" across all of them.
    """

    name: str
    label: str
    help: str = ""
    required: bool = False
    reach: str = ""
    widget: ClassVar[str] = ""

    @property
    def words(self) -> str:
        """What it is called, in the reader's language."""
        return said(self.label)

    @property
    def advice(self) -> str:
        """What helps to fill it in, in the reader's language."""
        return said(self.help) if self.help else ""

    @abstractmethod
    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:
        """Return what stands in the controls for a value."""

    @abstractmethod
    def read(self, typed: Typed, old: Any, ground: Ground) -> Any:
        """Return the value that was filled in, where it was `old`; raise `Unfit`."""

    def say(self, value: Any, ground: Ground) -> tuple[str, ...]:
        """Return a value in lines of plain words, to compare it with another."""
        return tuple(
            f"{self.part(name)}{word}"
            for name, words in self.fill(value, ground).items()
            for word in words
            if word
        )

    def part(self, name: str) -> str:  # noqa: ARG002 (one that has several controls uses it)
        """Return what stands before the words of one control where there are several."""
        return ""

    def typed(self, typed: Typed) -> str:
        """Return what stands in the control that is called as the field is."""
        return first(typed, self.name)

    def missing(self) -> Unfit:
        """Return the error of a field that has to be filled in."""
        return Unfit(said(_("Please fill this in.")))


def first(typed: Typed, name: str) -> str:
    """Return what stands in a control, "" where nothing does."""
    return next(iter(typed.get(name, ())), "")


@dataclass(frozen=True, slots=True)
class Line(Field):
    """Words on one line; "" or, where that `is_none`, None without any."""

    most: int = 255
    is_none: bool = False
    check: Callable[[str], None] | None = None
    widget: ClassVar[str] = "line"

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the words."""
        return {self.name: (value or "",)}

    def read(self, typed: Typed, old: Any, ground: Ground) -> str | None:  # noqa: ARG002
        """Return the words, clean."""
        words = clean_line(read.clean(self.typed(typed)))
        if not words and self.required:
            raise self.missing()
        if len(words) > self.most:
            raise too_long(self.most)
        if words and self.check:
            self.check(words)
        return None if self.is_none and not words else words


@dataclass(frozen=True, slots=True)
class Lines(Field):
    """Any number of names, one on each line."""

    most: int = 255
    widget: ClassVar[str] = "lines"

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the names, a line for each."""
        return {self.name: ("\n".join(value or ()),)}

    def read(self, typed: Typed, old: Any, ground: Ground) -> tuple[str, ...]:  # noqa: ARG002
        """Return the names, once each."""
        lines = (clean_line(one) for one in read.clean(self.typed(typed), lines=True).split("\n"))
        found = tuple(dict.fromkeys(one for one in lines if one))
        if any(len(one) > self.most for one in found):
            raise too_long(self.most)
        return found


@dataclass(frozen=True, slots=True)
class Words(Field):
    """The same words in each language of the summit, side by side.

    `is_long` is a text in Markdown, of several paragraphs; `is_open` has room for one more
    language, as the name of a person may have its own script.
    """

    most: int = 255
    is_long: bool = False
    is_open: bool = False
    widget: ClassVar[str] = "words"

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:
        """Return the words of each language of the summit, and of what there is besides."""
        text: Text = value or Text()
        tags = dict.fromkeys((*ground.programme.summit.languages, *text))
        return {f"{self.name}.{tag}": (text.get(tag, ""),) for tag in tags}

    def read(self, typed: Typed, old: Any, ground: Ground) -> Text:
        """Return the words; those of a language that was not asked for stay."""
        known = dict.fromkeys((*ground.programme.summit.languages, *(old or ())))
        found = dict(old or {})
        for tag in known:
            if f"{self.name}.{tag}" in typed:
                found[tag] = self._words(first(typed, f"{self.name}.{tag}"))
        if self.is_open and (words := self._words(first(typed, f"{self.name}+words"))):
            tag = first(typed, f"{self.name}+tag").strip()
            if not is_language(tag):
                raise Unfit(said(_("Name the language by its tag, such as fr or zh-Hant.")))
            found[tag] = words
        text = Text(found)
        if self.required and not text:
            raise self.missing()
        return text

    def tags(self, typed: Typed, ground: Ground, start: str) -> tuple[str, ...]:
        """Return the languages of the controls of a form, whose names begin with `start`."""
        held = (name.removeprefix(start) for name in typed if name.startswith(start))
        tags = (*ground.programme.summit.languages, *filter(is_language, held))
        return tuple(dict.fromkeys(tags))

    def part(self, name: str) -> str:
        """Return the language of a control."""
        return f"{name.rpartition('.')[2]}: "

    def _words(self, words: str) -> str:
        cleaned = read.clean(words, lines=True) if self.is_long else clean_line(read.clean(words))
        if len(cleaned) > self.most:
            raise too_long(self.most)
        return cleaned


@dataclass(frozen=True, slots=True)
class Number(Field):
    """A whole number from `least` to `most`; None where it is left out and not required."""

    least: int = 0
    most: int = LARGEST
    unit: str = ""
    widget: ClassVar[str] = "number"

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the number, in digits."""
        return {self.name: ("" if value is None else str(value),)}

    def read(self, typed: Typed, old: Any, ground: Ground) -> int | None:  # noqa: ARG002
        """Return the number."""
        words = self.typed(typed).strip()
        if not words:
            if self.required:
                raise self.missing()
            return None
        if not (words.isascii() and words.isdigit() and len(words) <= 10):
            raise Unfit(said(_("Please give a whole number.")))
        if not self.least <= int(words) <= self.most:
            message = said(_("This is not between %(least)s and %(most)s."))
            raise Unfit(message % {"least": self.least, "most": self.most})
        return int(words)


@dataclass(frozen=True, slots=True)
class Degrees(Field):
    """An angle in degrees, from −`most` to `most`."""

    most: int = 180
    widget: ClassVar[str] = "degrees"

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the degrees."""
        return {self.name: ("" if value is None else f"{value:g}",)}

    def read(self, typed: Typed, old: Any, ground: Ground) -> float:  # noqa: ARG002
        """Return the degrees, as exactly as they were where nobody touched them."""
        words = self.typed(typed).strip().replace("\N{MINUS SIGN}", "-")
        if old is not None and words == f"{old:g}":
            return float(old)
        try:
            found = float(words[:20])
        except ValueError:
            found = float("nan")
        if not -self.most <= found <= self.most:
            message = said(_("This is not a number from −%(most)s to %(most)s."))
            raise Unfit(message % {"most": self.most})
        return found


@dataclass(frozen=True, slots=True)
class Choice(Field):
    """One of several; `kind` makes the value of what was chosen, None where nothing was."""

    choices: Callable[[Ground], Choices] = lambda _: []
    kind: Callable[[str], Any] = str
    widget: ClassVar[str] = "choice"

    def offered(self, ground: Ground) -> Choices:
        """Return what can be chosen, nothing first where that is possible."""
        none: Choices = [] if self.required else [("", [("", "—")])]
        return [*none, *self.choices(ground)]

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return what is chosen."""
        return {self.name: ("" if value is None else str(value),)}

    def read(self, typed: Typed, old: Any, ground: Ground) -> Any:  # noqa: ARG002
        """Return what was chosen."""
        value = self.typed(typed)
        if not value and not self.required:
            return None
        if all(value != one for _, group in self.choices(ground) for one, _ in group):
            raise Unfit(said(_("Please choose one of these.")))
        return self.kind(value)

    def say(self, value: Any, ground: Ground) -> tuple[str, ...]:
        """Return what the choice is called."""
        names = {one: words for _, group in self.choices(ground) for one, words in group}
        return () if value is None else (names.get(str(value), str(value)),)


@dataclass(frozen=True, slots=True)
class Several(Field):
    """Any number of those that are offered, in the order in which they are."""

    choices: Callable[[Ground], Choices] = lambda _: []
    kind: Callable[[str], Any] = str
    widget: ClassVar[str] = "several"

    def offered(self, ground: Ground) -> Choices:
        """Return what can be chosen."""
        return self.choices(ground)

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return what is chosen."""
        return {self.name: tuple(str(one) for one in value or ())}

    def read(self, typed: Typed, old: Any, ground: Ground) -> tuple[Any, ...]:
        """Return what was chosen; what it was before keeps its order."""
        chosen = set(typed.get(self.name, ()))
        offered = [one for _, group in self.choices(ground) for one, _ in group]
        if not chosen <= set(offered):
            raise Unfit(said(_("Please choose among these.")))
        order = dict.fromkeys((*(str(one) for one in old or ()), *offered))
        return tuple(self.kind(one) for one in order if one in chosen)

    def say(self, value: Any, ground: Ground) -> tuple[str, ...]:
        """Return what the choices are called."""
        names = {one: words for _, group in self.choices(ground) for one, words in group}
        return tuple(names.get(str(one), str(one)) for one in value or ())


@dataclass(frozen=True, slots=True)
class Tags(Field):
    """Languages (BCP 47), the first of them first, in one line: "ko, en"."""

    widget: ClassVar[str] = "line"
    most: ClassVar[int] = 400

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the tags in a row."""
        return {self.name: (", ".join(value or ()),)}

    def read(self, typed: Typed, old: Any, ground: Ground) -> tuple[str, ...]:  # noqa: ARG002
        """Return the tags, once each."""
        tags = tuple(dict.fromkeys(self.typed(typed)[: self.most].replace(",", " ").split()))
        for tag in tags:
            if not is_language(tag):
                message = said(_("“%(tag)s” is not the tag of a language, such as en or zh-Hant."))
                raise Unfit(message % {"tag": tag})
        if self.required and not tags:
            raise self.missing()
        return tags

    def say(self, value: Any, ground: Ground) -> tuple[str, ...]:
        """Return the names of the languages."""
        return tuple(language_name(tag, ground.language) for tag in value or ())


@dataclass(frozen=True, slots=True)
class Tick(Field):
    """Yes or no."""

    widget: ClassVar[str] = "tick"

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return whether it is ticked."""
        return {self.name: ("yes",) if value else ()}

    def read(self, typed: Typed, old: Any, ground: Ground) -> bool:  # noqa: ARG002
        """Return whether it is ticked."""
        return any(typed.get(self.name, ()))

    def say(self, value: Any, ground: Ground) -> tuple[str, ...]:  # noqa: ARG002
        """Return yes or no."""
        return (said(_("yes")) if value else said(_("no")),)


def too_long(most: int) -> Unfit:
    """Return the error of words that are longer than `most` characters."""
    return Unfit(said(_("This is too long: %(most)s characters at most.")) % {"most": most})
