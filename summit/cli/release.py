"""Commands for releases: check, publish, list."""

from __future__ import annotations

import click

from summit.cli.shell import Shell, pass_shell, written
from summit.core.change import Change
from summit.services import release


def _line(change: Change) -> str:
    what = ", ".join(change.what)
    return f"  {change.noun} {change.code}: {what}"


@click.command()
@click.argument("summit")
@pass_shell
def check(shell: Shell, summit: str) -> None:
    """Say what publishing SUMMIT now would change, and which rules its programme breaks."""
    with shell.open():
        preview = release.preview(shell.actor, summit)
    for finding in preview.findings:
        click.echo(str(finding))
    click.echo(f"{len(preview.changes)} changes since release {preview.last}.")
    for change in preview.changes:
        click.echo(_line(change))
    if preview.blockers:
        raise click.ClickException("It cannot be published as it is.")


@click.command()
@click.argument("summit")
@click.option("--note", required=True, help="What readers are told of this release.")
@pass_shell
def publish(shell: Shell, summit: str, note: str) -> None:
    """Publish the working programme of SUMMIT as its next release."""
    with shell.open():
        done = release.publish(shell.actor, summit, note, shell.clock.now())
    click.echo(f"Release {done.number} of {summit}, {written(done.published)}, {done.digest}")
    for change in done.changes:
        click.echo(_line(change))


@click.command()
@click.argument("summit")
@pass_shell
def releases(shell: Shell, summit: str) -> None:
    """List the releases of SUMMIT, newest first."""
    with shell.open():
        for head in release.history(shell.actor, summit):
            click.echo(f"{head.number:>4}  {written(head.published)}  {head.digest}  {head.note}")
