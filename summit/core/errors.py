"""What can go wrong, in words of the summit.

An error is raised where it is known. Only `summit.web.errors` and `summit.cli` turn it
into a page, a status or an exit code. `Clash` stands beside the rules, in `summit.core.clash`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def sayable(values: Mapping[str, object]) -> dict[str, str | int]:
    """Return what is put into a message as words and whole numbers, which any language can say."""
    return {name: one if type(one) is int else str(one) for name, one in values.items()}


class SummitError(Exception):
    """Anything that the summit refuses, said so that its reader can act on it."""


class NotFound(SummitError):
    """There is no such thing, or none that this reader may know of."""

    def __init__(self, noun: str, code: str) -> None:
        super().__init__(f"There is no {noun} “{code}”.")
        self.noun = noun
        self.code = code


class NotAllowed(SummitError):
    """This actor may not do this."""


class Invalid(SummitError):
    """A value cannot be taken; `where` names the field or line that holds it.

    What changes in a message that readers see stands in `values`, so that it can be translated:
    `Invalid("%(most)s are the most.", most=10)`.
    """

    def __init__(self, message: str, where: str = "", **values: object) -> None:
        self.wording, self.values = message, sayable(values)
        self.message = message % self.values if values else message
        self.where = where
        super().__init__(f"{where}: {self.message}" if where else self.message)


class Problems(SummitError):
    """Several values cannot be taken: all that is wrong with what somebody filled in."""

    def __init__(self, found: Iterable[Invalid]) -> None:
        self.found = tuple(found)
        super().__init__("\n".join(map(str, self.found)))

    @property
    def by_field(self) -> dict[str, str]:
        """The first message of each field, by its name."""
        return {one.where: one.message for one in reversed(self.found)}


class Unproved(SummitError):
    """A second factor has to be proved first, or once more."""


class Unavailable(SummitError):
    """What is needed cannot be reached at this moment; trying again later helps."""


class Stale(SummitError):
    """Somebody else changed the same thing in the meantime; `things` are called "noun/code"."""

    def __init__(self, message: str, things: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.things = things


class TooMany(SummitError):
    """This was asked for too often; `seconds` from now it can be asked for again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"This was tried too often; try again in {seconds} seconds.")
        self.seconds = seconds
