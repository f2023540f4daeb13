"""Commands for the declaration: its record is checked here, also without an installation."""

from __future__ import annotations

from pathlib import Path

import click

from summit.cli.shell import Commands, Shell, pass_shell
from summit.core.errors import Invalid
from summit.core.text import clean_line
from summit.formats.record import LARGEST
from summit.services import record


@click.group("declaration", cls=Commands)
def declarations() -> None:
    """Look after the declaration of a summit."""


@declarations.command()
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
@click.option("--summit", "code", help="Check the record in the database of this summit instead.")
@click.option("--head", default="", help="A hash of the record that was noted before.")
@pass_shell
def verify(shell: Shell, file: str | None, code: str | None, head: str) -> None:
    """Check a record: every hash, every text, and that nothing is missing before --head.

    FILE is a record as /<summit>/declaration/record.json gives it, or - for the standard
    input. Its first entry that does not hold is named, and the exit code is 1.
    """
    if (file is None) == (code is None):
        raise Invalid("Name a FILE or a --summit, one of the two.")
    if code is not None:
        with shell.open():
            found = record.check(shell.actor, code, head)
    else:
        found = record.check_file(_octets(file or "-"), head)
    if found.broken:
        where = f"Entry {found.broken.number} does not hold: {found.broken.reason}."
        raise click.ClickException(clean_line(where))  # a file is anybody's, a terminal obeys
    if not found.entries:
        click.echo("The record is empty.")
        return
    click.echo(
        "1 entry, which holds." if found.entries == 1 else f"{found.entries} entries, all hold."
    )
    click.echo(f"The last has the hash {found.head}")


def _octets(file: str) -> bytes:
    with click.open_file(file, "rb") as opened:
        octets: bytes = opened.read(LARGEST + 1)
    if len(octets) > LARGEST:
        raise Invalid(f"{Path(file).name} is larger than a record.")
    return octets
