"""The command for rehearsals."""

from __future__ import annotations

import click

from summit.cli.shell import Shell, instant, local, pass_shell, written
from summit.core.errors import Invalid
from summit.services import rehearsal


@click.command()
@click.argument("summit")
@click.argument("moment", required=False)
@click.option("--zone", help="The zone of the moment, as in Asia/Seoul.")
@click.option("--off", is_flag=True, help="End the rehearsal: the real time again.")
@pass_shell
def rehearse(shell: Shell, summit: str, moment: str | None, zone: str | None, off: bool) -> None:
    """Set the clock of SUMMIT to MOMENT, as in 2020-06-02T21:30; it runs on from there."""
    if off == (moment is not None):
        raise Invalid("Give a moment, or --off to end the rehearsal.")
    with shell.open():
        if moment is None:
            rehearsal.stop(shell.actor, summit, shell.clock.now())
            click.echo("The rehearsal is over.")
        else:
            target = instant(moment, zone)
            zone = rehearsal.start(shell.actor, summit, target, shell.clock.now())
            shown = f"{local(target, zone)}, {written(target)}"
            click.echo(f"The clock of {summit} shows {shown}, and runs on.")
