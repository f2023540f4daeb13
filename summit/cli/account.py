"""Commands for accounts."""

from __future__ import annotations

import click

from summit.cli.shell import Shell, counted, pass_shell
from summit.services import account, factor


@click.group("account")
def accounts() -> None:
    """Shut and open accounts, and help who has lost a second factor."""


@accounts.command()
@click.argument("address")
@pass_shell
def disable(shell: Shell, address: str) -> None:
    """Shut the account of ADDRESS: its visits end, and nobody enters by it."""
    with shell.open():
        account.disable(shell.actor, address, shell.clock.now())
        click.echo("The account is shut.")


@accounts.command()
@click.argument("address")
@pass_shell
def enable(shell: Shell, address: str) -> None:
    """Open the account of ADDRESS again."""
    with shell.open():
        account.enable(shell.actor, address, shell.clock.now())
        click.echo("The account is open.")


@accounts.command("forget-factors")
@click.argument("address")
@pass_shell
def forget_factors(shell: Shell, address: str) -> None:
    """Take all second factors and recovery codes of ADDRESS away; its owner is told by mail."""
    with shell.open():
        count = factor.forget(shell.actor, address, shell.clock.now())
        click.echo(f"{counted(count, 'second factor')} forgotten.")
