"""Pictures in the forms of the console: sent in with what is typed, shown before anybody sees them.

A file is kept as soon as it is sent in, and the form goes on with the digest of its picture. So
an error elsewhere in the form does not lose it, and a browser need not send it twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Response, request

from summit.core.errors import Invalid
from summit.core.picture import LARGEST, MEDIA_TYPE
from summit.language import marked as _
from summit.services import picture
from summit.web.organizer import wording
from summit.web.organizer.console import Console, frame, open_console
from summit.web.organizer.field import Field, Ground, Typed, first, said
from summit.web.page import site
from summit.web.read import Unfit


@dataclass(frozen=True, slots=True)
class Portrait(Field):
    """A picture, by its digest; `name`.file sends another one in, `name`.none takes it out."""

    widget: ClassVar[str] = "picture"
    megabytes: ClassVar[int] = LARGEST // 2**20

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the digest."""
        return {self.name: (value or "",)}

    def read(self, typed: Typed, old: Any, ground: Ground) -> str | None:  # noqa: ARG002
        """Return the digest of a picture that is kept; as it was where nothing is said of it."""
        if first(typed, f"{self.name}.none"):
            return None
        found = first(typed, self.name)
        if not found or found == old:
            kept: str | None = old
            return kept
        shown = frame()
        if not picture.is_kept(shown.actor, shown.code, found):
            raise Unfit(said(_("Please send this picture once more.")))
        return found

    def say(self, value: Any, ground: Ground) -> tuple[str, ...]:  # noqa: ARG002
        """Return the beginning of the digest: two pictures are told apart by it."""
        return (str(value)[:12],) if value else ()


def sent(
    shown: Console, fields: Iterable[Field], typed: Typed
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Keep the pictures of a form; return what is typed with them, and what is wrong with them."""
    values, errors = dict(typed), {}
    for one in fields:
        given = request.files.get(f"{one.name}.file") if isinstance(one, Portrait) else None
        if given is None or not given.filename:
            continue
        try:
            octets = given.read(LARGEST + 1)
            digest = picture.keep(shown.actor, shown.code, octets, site().clock.now())
        except Invalid as error:
            errors[one.name] = wording.said(error)
        else:
            values[one.name] = (digest,)
            values.pop(f"{one.name}.none", None)
    return values, errors


def show(summit: str, digest: str, size: int) -> Response:
    """Give a picture to an organizer, published or not."""
    shown = open_console(summit)
    return Response(picture.read(shown.actor, summit, digest, size), content_type=MEDIA_TYPE)
