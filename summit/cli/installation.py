"""Commands for the installation: the demonstration, the server, the database."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from importlib import resources

import click

from summit.cli.shell import Commands, Shell, pass_shell
from summit.core.errors import Invalid
from summit.core.role import Actor, Role, operator
from summit.formats import declaration, read_programme, registration_rules
from summit.services import declaration as declarations
from summit.services import (
    guest,
    installation,
    programme,
    registration,
    rehearsal,
    release,
    role,
    schema,
)

DEMONSTRATION = "cac2020"
REHEARSAL = datetime(2020, 6, 2, 12, 30, tzinfo=UTC)
"""Half an hour before the Mayoral Meeting: 21:30 in Seoul."""

GUEST_ZONE = "Europe/Budapest"
"""Where the guest of the demonstration lives."""


ORGANIZER = "organizer@summit.example"
"""Who organizes the demonstration."""

OFFICE, OFFICE_ZONE = "london", "Europe/London"
"""Whose office somebody answers for in the demonstration, and on which clock."""

_PATIENCE = 3
"""Seconds that a server's process may take to end what it is answering."""

_WORKER = "from summit.command import main; main()"
_SERVER = "import summit.app; from granian.cli import entrypoint; entrypoint()"
"""The application is loaded before its processes are forked, so one that dies is soon replaced."""


@click.command()
@pass_shell
def demonstration(shell: Shell) -> None:
    """Prepare the demonstration: the CAC Global Summit 2020, its clock on the second evening.

    What is in the database stays; only the rehearsal clock starts anew.
    """
    octets = resources.files("summit").joinpath(f"programmes/{DEMONSTRATION}.toml").read_bytes()
    with shell.open() as settings:
        schema.upgrade()
        now = shell.clock.now()
        if not programme.exists(shell.actor, DEMONSTRATION):
            programme.load(shell.actor, read_programme.read(octets), settings.uid_domain, now)
        rules = registration_rules.read(octets)
        if rules is not None and not registration.rules(DEMONSTRATION).kinds:
            registration.set_rules(shell.actor, DEMONSTRATION, rules, now)
        if not release.preview(shell.actor, DEMONSTRATION).last:
            release.publish(shell.actor, DEMONSTRATION, "The programme as first published.", now)
        rehearsal.start(shell.actor, DEMONSTRATION, REHEARSAL, now)
        _declare(shell.actor, octets, now)
        click.echo(f"The CAC Global Summit 2020:  {settings.url}/{DEMONSTRATION}/")
        click.echo("Its clock starts at:         Tue 2 June 2020, 21:30 Seoul (UTC+9)")
        guest_path = guest.invite(DEMONSTRATION, GUEST_ZONE, now)
        organizer = role.add(shell.actor, ORGANIZER, DEMONSTRATION, (Role.OWNER,), now)
        click.echo(f"As a participant, once:      {settings.url}{guest_path}")
        office_path = guest.answer(shell.actor, DEMONSTRATION, OFFICE, OFFICE_ZONE, now)
        click.echo(f"The office of London, once:  {settings.url}{office_path}")
        click.echo(f"As an organizer, once:       {settings.url}{organizer}")
        click.echo(f"The mail it would send:      {settings.url}{settings.outbox}")


def _declare(actor: Actor, octets: bytes, now: datetime) -> None:
    """Release the illustrative text of the demonstration, where there is no declaration yet."""
    found = declaration.read(octets)
    if found is None or declarations.desk(actor, DEMONSTRATION).versions:
        return
    number = declarations.begin(actor, DEMONSTRATION, now, found.words)
    seal = declarations.sealed(declarations.desk(actor, DEMONSTRATION).version(number))
    digest = declarations.freeze(actor, DEMONSTRATION, number, found.deadline, seal, now)
    declarations.release(operator("demonstration"), DEMONSTRATION, number, digest, now)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port to listen on.",
)
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1), help="How many processes."
)
@click.option(
    "--threads",
    default=4,
    show_default=True,
    type=click.IntRange(1),
    help="How many threads in each.",
)
@click.option("--with-worker", is_flag=True, help="Send mail too: run a worker beside.")
@pass_shell
def serve(
    shell: Shell, host: str, port: int, workers: int, threads: int, with_worker: bool
) -> None:
    """Serve the installation."""
    with shell.open():
        if path := installation.missing_file():
            raise Invalid(
                f"There is no database at {path}. Is SUMMIT_DATABASE_URL right? "
                "To make a new one, run: summit database upgrade"
            )
        if not installation.is_ready():
            raise Invalid("The database is not ready. Run: summit database upgrade")
    address = _free(host, port)
    click.echo(f"Listening on {address}, port {port}.")
    # Fewer arenas, soon given back: two thirds of the memory where large pages are made (glibc).
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    os.environ.setdefault("MALLOC_TRIM_THRESHOLD_", "131072")
    options = {
        "--host": address,
        "--port": port,
        "--interface": "wsgi",
        "--workers": workers,
        "--blocking-threads": threads,
        # A worker that is told twice to end, as by Ctrl-C and by its server, may never do so.
        "--workers-kill-timeout": _PATIENCE,
    }
    words = [f"{name}={value}" for name, value in options.items()]
    if with_worker:
        # It ends with this process, which goes on as the server.
        command = (sys.executable, "-c", _WORKER, "worker", "--beside", str(os.getpid()))
        subprocess.Popen(command)  # noqa: S603 (nothing of it comes from outside)
    # The server takes the place of this command, whose modules it does not need.
    os.execv(  # noqa: S606 (no shell, and nothing of it comes from outside)
        sys.executable,
        [
            *(sys.executable, "-c", _SERVER, "--factory", "--respawn-failed-workers", "--no-log"),
            *words,
            "summit.app:from_environment",
        ],
    )


def _free(host: str, port: int) -> str:
    """Return the IP address of `host`; raise `Invalid` where nobody can listen there.

    The server shares its port among its processes, and would share it with another server.
    """
    try:
        first, *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, place = first
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place)
    except OSError as error:
        raise Invalid(f"Nothing can listen on {host}, port {port}: {error.strerror}.") from error
    return str(place[0])


@click.group(cls=Commands)
def database() -> None:
    """Look after the schema of the database."""


@database.command()
@pass_shell
def upgrade(shell: Shell) -> None:
    """Bring the schema up to this version of the code."""
    with shell.open():
        schema.upgrade()


@database.command()
@click.argument("revision")
@pass_shell
def downgrade(shell: Shell, revision: str) -> None:
    """Take the schema back to REVISION ("base" empties the database)."""
    with shell.open():
        schema.downgrade(revision)


@database.command("migration")
@click.argument("message")
@pass_shell
def new(shell: Shell, message: str) -> None:
    """Write a migration with what the models have and the database has not."""
    with shell.open():
        schema.make(message)
