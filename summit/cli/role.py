"""Commands for organizers."""

from __future__ import annotations

import click

from summit.cli.shell import Commands, Shell, pass_shell
from summit.core.role import Role
from summit.services import role


@click.group("organizer", cls=Commands)
def organizers() -> None:
    """Name who organizes summits."""


@organizers.command()
@click.argument("address")
@click.option("--summit", "code", help="The code of one summit. Without: all, and new ones.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([one.value for one in Role]),
    default=(Role.OWNER.value,),
    show_default=True,
    help="What they do there; may be given more than once.",
)
@pass_shell
def add(shell: Shell, address: str, code: str | None, roles: tuple[str, ...]) -> None:
    """Make the holder of ADDRESS an organizer, and print a link that lets them in once."""
    with shell.open() as settings:
        chosen = tuple(Role(one) for one in roles)
        path = role.add(shell.actor, address, code, chosen, shell.clock.now())
        click.echo("They are an organizer. This link lets them in, once, within a day:")
        click.echo(f"{settings.url}{path}")


@organizers.command("list")
@click.argument("code")
@pass_shell
def show(shell: Shell, code: str) -> None:
    """List who organizes the summit CODE."""
    with shell.open():
        for one in role.organizers(shell.actor, code):
            click.echo(f"{one.address}  {', '.join(one.roles)}")
