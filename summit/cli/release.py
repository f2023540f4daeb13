"""Commands for releases: check, publish, list."""

from __future__ import annotations

import click

from summit.cli.shell import Shell, clock_of, counted, pass_shell, written
from summit.core.change import Change, Slot, What
from summit.core.zone import zone as known_zone
from summit.services import release

_COMINGS = {What.ADDED, What.REMOVED}


def told(change: Change, zone: str) -> str:
    """Return a change in a line, with the times before and after at the host's."""
    line = f"  {change.noun} {change.code}: {', '.join(change.what)}"
    before, after = change.before, change.after
    if change.former:
        line += f", “{change.former.say('en')}” → “{change.title.say('en')}”"
    if before and after and (before.starts, before.ends) != (after.starts, after.ends):
        line += f", {_hours(before, zone)} → {_hours(after, zone)} {clock_of(after.starts, zone)}"
    elif not _COMINGS.isdisjoint(change.what) and (slot := after or before):
        line += f", {_hours(slot, zone)} {clock_of(slot.starts, zone)}"
    if before and after and before.stage != after.stage:
        line += f", {before.stage or 'no stage'} → {after.stage or 'no stage'}"
    return line


def _hours(slot: Slot, zone: str) -> str:
    starts, ends = (moment.astimezone(known_zone(zone)) for moment in (slot.starts, slot.ends))
    return f"{starts:%Y-%m-%d %H:%M}–{ends:%H:%M}"


def _since(number: int, last: int, sessions: int) -> str:
    """Return how much a release changes, or how much it begins with."""
    if last == 0:
        return f"The first release: {counted(sessions, 'session')}."
    return f"{counted(number, 'change')} since release {last}."


@click.command()
@click.argument("summit")
@pass_shell
def check(shell: Shell, summit: str) -> None:
    """Say what publishing SUMMIT now would change, and which rules its programme breaks."""
    with shell.open():
        preview = release.preview(shell.actor, summit)
    for finding in preview.findings:
        click.echo(str(finding))
    click.echo(_since(len(preview.changes), preview.last, preview.sessions))
    for change in preview.changes:
        click.echo(told(change, preview.zone))
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
    click.echo(_since(len(done.changes), done.number - 1, len(done.sessions)))
    for change in done.changes:
        click.echo(told(change, done.summit.zone))


@click.command()
@click.argument("summit")
@pass_shell
def releases(shell: Shell, summit: str) -> None:
    """List the releases of SUMMIT, newest first."""
    with shell.open():
        for head in release.history(shell.actor, summit):
            click.echo(f"{head.number:>4}  {written(head.published)}  {head.digest}  {head.note}")
