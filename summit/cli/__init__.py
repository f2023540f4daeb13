"""The command `summit`: the same verbs as the pages, for a shell."""

from __future__ import annotations

from summit.cli import (
    account,
    declaration,
    exchange,
    installation,
    mail,
    programme,
    registration,
    rehearsal,
    release,
    role,
)
from summit.cli.shell import Commands

commands = Commands(
    name="summit",
    help="Run a summit across every time zone. The settings are read from the environment.",
)
for command in (
    installation.demonstration,
    installation.serve,
    installation.database,
    programme.load,
    exchange.take,
    programme.session,
    release.check,
    release.publish,
    release.releases,
    rehearsal.rehearse,
    account.accounts,
    role.organizers,
    registration.registration,
    declaration.declarations,
    mail.worker,
    mail.mail,
):
    commands.add_command(command)
