"""The command `summit`: the commands over the application of the environment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from summit import cli
from summit.app import from_environment
from summit.cli.shell import Shell
from summit.clock import SystemClock
from summit.db.base import db
from summit.settings import Settings


@contextmanager
def _open() -> Iterator[Settings]:
    """Open the installation that the environment describes, for as long as a command needs it."""
    app = from_environment()
    with app.app_context():
        try:
            yield app.extensions["summit"].settings
        finally:
            db.session.remove()
            db.engine.dispose()


def main() -> None:
    """Run the command `summit`."""
    cli.commands(obj=Shell(_open, SystemClock()), prog_name="summit")
