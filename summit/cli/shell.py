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
from sqlalchemy.exc import SQLAlchemyError

from summit.clock import Clock
from summit.core.errors import Invalid, SummitError
from summit.core.role import Actor, operator
from summit.core.zone import from_local, utc
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
            cause = str(getattr(error, "orig", None) or error).partition("\n")[0]
            advice = "Is it there, and upgraded (summit database upgrade)?"
            message = f"The database refuses: {cause}. {advice}"
            raise click.ClickException(message) from error


def instant(written: str, zone: str | None) -> datetime:
    """Return the instant that somebody wrote: with an offset, or as a wall clock in `zone`.

    Raise `Invalid` where it is no time, or where it could be any time because no zone is
    named.
    """
    try:
        moment = isoparse(written.replace(" ", "T"))
    except ValueError:
        raise Invalid(f"“{written}” is not a time such as 2020-06-02T22:00.") from None
    if moment.tzinfo is not None:
        return utc(moment)
    if zone is None:
        raise Invalid(f"“{written}” names no zone: add --zone, or an offset as in 22:00+09:00.")
    return from_local(moment, zone)


def written(moment: datetime) -> str:
    """Return an instant as commands print it, in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
