"""Reading forms: what was typed becomes a frozen dataclass, or every error by its field at once.

@dataclass(frozen=True, slots=True)
class Asked:
    address: str = read.text(most=320, then=address)
    newsletter: bool = read.tick()

asked = read.form(Asked)    # raises Problems, which hold the form as it was filled in
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import request
from itsdangerous import BadSignature, URLSafeSerializer

from summit.core.errors import SummitError
from summit.web.page import site
from summit.web.reader import gettext as _

T = TypeVar("T")
_HOW = "read"
_STAMP = "stamp"
_FASTEST = timedelta(seconds=2)
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of words around, and make them read as others."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as somebody filled it in, for its page: what was typed, and errors by field."""

    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return what stands in a field, "" where nothing does."""
        return next(iter(self.typed.get(name, ())), "")

    def has(self, name: str, value: str) -> bool:
        """Whether a value of a field is chosen."""
        return value in self.typed.get(name, ())


class Problems(SummitError):
    """A form that cannot be taken; `filled` is what its page shows again."""

    def __init__(self, filled: Filled) -> None:
        super().__init__(" ".join(filled.errors.values()))
        self.filled = filled


class TooFast(SummitError):
    """A form came back faster than anybody writes."""


class Unfit(SummitError):
    """A field's value cannot be taken, said in the reader's language."""


def text(
    *,
    least: int = 1,
    most: int = 255,
    lines: bool = False,
    secret: bool = False,
    then: Callable[[str], Any] | None = None,
) -> Any:
    """Return a field of words, `least` to `most` characters long, on one line unless `lines`.

    Spaces around are taken off, marks that show otherwise than they are too, but nothing from
    what is `secret`. `then` makes the value of them; it raises `Unfit` in the reader's words.
    """

    def read(typed: tuple[str, ...]) -> Any:
        words = typed[0] if typed else ""
        if not secret:
            words = clean(words, lines=lines)
        if len(words) < least:
            raise Unfit(_("Please fill this in."))
        if len(words) > most:
            raise Unfit(_("This is too long: %(most)s characters at most.") % {"most": most})
        return then(words) if then else words

    return field(metadata={_HOW: read})


def choice(known: Collection[str], *, optional: bool = False) -> Any:
    """Return a field whose value is one of those `known`, or "" where it is `optional`."""

    def read(typed: tuple[str, ...]) -> str:
        value = typed[0] if typed else ""
        if value not in known and not (optional and not value):
            raise Unfit(_("Please choose one of these."))
        return value

    return field(metadata={_HOW: read})


def several(known: Collection[str]) -> Any:
    """Return a field of any number of those `known`, as a tuple."""

    def read(typed: tuple[str, ...]) -> tuple[str, ...]:
        if not set(typed) <= set(known):
            raise Unfit(_("Please choose among these."))
        return tuple(dict.fromkeys(typed))

    return field(metadata={_HOW: read})


def tick(*, required: bool = False) -> Any:
    """Return a field that is ticked or not, as a bool."""

    def read(typed: tuple[str, ...]) -> bool:
        if required and not any(typed):
            raise Unfit(_("Please tick this to go on."))
        return any(typed)

    return field(metadata={_HOW: read})


def form(kind: type[T]) -> T:
    """Return the form of this request as a `kind`; raise `Problems` with all of its errors."""
    typed = _typed()
    values, errors = {}, {}
    for one in dataclasses.fields(kind):  # type: ignore[arg-type]
        try:
            values[one.name] = one.metadata[_HOW](typed.get(one.name, ()))
        except Unfit as error:
            errors[one.name] = str(error)
    if errors:
        raise Problems(Filled(typed, errors))
    return kind(**values)


def again(errors: Mapping[str, str]) -> Filled:
    """Return the form of this request as it was typed, with errors that were found later."""
    return Filled(_typed(), errors)


def filled(**values: str | tuple[str, ...]) -> Filled:
    """Return a form that holds what is known already."""
    return Filled({name: (one,) if isinstance(one, str) else one for name, one in values.items()})


def stamp() -> str:
    """Return when a form was shown, signed, for its hidden field `stamp`."""
    return _signer().dumps(site().clock.now().isoformat())


def check_stamp() -> None:
    """Raise `TooFast` where the form of this request came back in under two seconds.

    Nobody writes that fast, and a program that fills in forms seldom waits. One without a
    stamp of ours was never shown.
    """
    try:
        shown = datetime.fromisoformat(_signer().loads(request.form.get(_STAMP, "")))
    except (BadSignature, ValueError, TypeError):
        raise TooFast from None
    if site().clock.now() - shown < _FASTEST:
        raise TooFast


def kept() -> list[tuple[str, str]]:
    """Return all that was typed, to be sent once more: but no secret, and no token."""
    return [
        (name, value)
        for name, values in _typed().items()
        for value in values
        if name != "csrf_token" and "password" not in name
    ]


def _typed() -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in request.form.lists()}


def clean(words: str, *, lines: bool = False) -> str:
    """Return words in NFC without what is not seen: control characters and turned directions."""
    words = unicodedata.normalize("NFC", words).replace("\r\n", "\n")
    words = "".join(
        one
        for one in words
        if one == "\n" or (unicodedata.category(one) != "Cc" and one not in _OVERRIDES)
    )
    return words.strip() if lines else " ".join(words.split())


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(site().settings.secret_key, salt="summit.stamp")
