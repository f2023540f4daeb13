"""What all commands share: the installation they act on, the actor they act as, the errors."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import click
from dateutil.parser import isoparse
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from summit.clock import Clock
from summit.core.errors import Invalid, SummitError
from summit.core.role import Actor, operator
from summit.core.zone import comes_twice, from_local, offset_label, utc
from summit.core.zone import zone as known_zone
from summit.db.base import is_busy
from summit.language import zone_place
from summit.settings import BadSetting, Settings


@dataclass(frozen=True, slots=True)
class Shell:
    """Somebody at a shell: `open` opens the installation for as long as a command needs it."""

    open: Callable[[], AbstractContextManager[Settings]]
    clock: Clock

    @property
    def actor(self) -> Actor:
        """The person at the shell, by the name of their account."""
        try:
            return operator(f"shell:{pwd.getpwuid(os.getuid()).pw_name}")
        except KeyError:
            return operator(f"shell:{os.getuid()}")


pass_shell = click.make_pass_decorator(Shell)


class Commands(click.Group):
    """A group of commands that says what the summit refuses, and exits with 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error of the summit or its settings is a message, not a traceback."""
        try:
            return super().invoke(ctx)
        except (SummitError, BadSetting) as error:
            raise click.ClickException(str(error)) from error
        except SQLAlchemyError as error:
            if isinstance(error, DBAPIError) and is_busy(error):
                raise click.ClickException("Another process is writing; try again.") from error
            cause = str(getattr(error, "orig", None) or error).partition("\n")[0]
            advice = "Is it there, and upgraded (summit database upgrade)?"
            message = f"The database refuses: {cause}. {advice}"
            raise click.ClickException(message) from error


def instant(written: str, zone: str | None) -> datetime:
    """Return the instant that somebody wrote: with an offset, or as a wall clock in `zone`.

    Where clocks show it twice, the first is taken, and that is said. Raise `Invalid` where it
    is no time, or where it could be any time because no zone is named.
    """
    try:
        moment = isoparse(written.replace(" ", "T"))
    except ValueError:
        raise Invalid(f"“{written}” is not a time such as 2020-06-02T22:00.") from None
    if moment.tzinfo is not None:
        return utc(moment)
    if zone is None:
        raise Invalid(f"“{written}” names no zone: add --zone, or an offset as in 22:00+09:00.")
    found = from_local(moment, zone)
    if comes_twice(moment, zone):
        taken = offset_label(found, known_zone(zone))
        click.echo(
            f"{moment:%H:%M} comes twice that night; the first, {taken}, is taken.", err=True
        )
    return found


def written(moment: datetime) -> str:
    """Return an instant as commands print it, in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def local(moment: datetime, zone: str) -> str:
    """Return an instant as it is at the host's: "2020-06-02 22:00 Seoul (UTC+9)"."""
    return f"{moment.astimezone(known_zone(zone)):%Y-%m-%d %H:%M} {clock_of(moment, zone)}"


def clock_of(moment: datetime, zone: str) -> str:
    """Return whose clock is meant: "Seoul (UTC+9)"."""
    return f"{zone_place(zone, 'en')} ({offset_label(moment, known_zone(zone))})"


def counted(number: int, noun: str) -> str:
    """Return how many there are: "1 change", "2 changes"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
