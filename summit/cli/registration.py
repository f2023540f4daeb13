"""Commands for registration: its rules, and those who registered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from summit.cli.shell import Commands, Shell, counted, local, pass_shell, written
from summit.core.errors import Invalid
from summit.core.registration import Rules, State
from summit.core.seat import Availability
from summit.formats import registration_rules
from summit.services import programme, seat
from summit.services import registration as service


@click.group(cls=Commands)
def registration() -> None:
    """Say how one registers for a summit, and look after those who did."""


@registration.command("rules")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--summit", required=True, help="The code of the summit.")
@pass_shell
def set_rules(shell: Shell, file: Path, summit: str) -> None:
    """Take the rules of registration from the table `registration` of FILE (TOML)."""
    rules = registration_rules.read(file.read_bytes())
    if rules is None:
        raise Invalid("There is no table “registration” in this file.")
    with shell.open():
        changed = service.set_rules(shell.actor, summit, rules, shell.clock.now())
    click.echo("Done: it holds from now on." if changed else "Nothing changed.")


@registration.command()
@click.argument("summit")
@pass_shell
def show(shell: Shell, summit: str) -> None:
    """Say how one registers for SUMMIT, how many did, and how full its sessions are."""
    with shell.open():
        rules = service.rules(summit)
        zone = programme.draft(shell.actor, summit).summit.zone
        states = Counter(one.registration.state for one in service.listing(shell.actor, summit))
        seats = seat.availability(summit)
    for line in (*_told(rules, zone), *_counted(states, seats)):
        click.echo(line)


def _told(rules: Rules, zone: str) -> list[str]:
    if not rules.kinds:
        return ["Nobody can register: there are no rules."]
    limit = "no end" if rules.capacity is None else str(rules.capacity)
    lines = [
        f"opens     {_moment(rules.opens, zone)}",
        f"closes    {_moment(rules.closes, zone)}",
        f"places    {limit}",
        f"held      {counted(rules.hold_minutes, 'minute')} until it is confirmed",
    ]
    for kind in rules.kinds:
        needs = ", needs approval" if kind.needs_approval else ""
        lines.append(f"kind      {kind.code}: {kind.name.say('en')}{needs}")
    for question in rules.questions:
        needs = ", required" if question.is_required else ""
        lines.append(f"question  {question.code}: {question.name.say('en')}{needs}")
    return lines


def _moment(moment: datetime | None, zone: str) -> str:
    return "always" if moment is None else f"{local(moment, zone)}, {written(moment)}"


def _counted(states: Counter[State], seats: Mapping[str, Availability]) -> list[str]:
    lines = [f"people    {states[state]} {state}" for state in State if states[state]]
    for code, one in seats.items():
        full = f"{one.taken} of {one.capacity} taken, {one.waiting} waiting"
        lines.append(f"session   {code}: {full}")
    return lines


@registration.command("list")
@click.argument("summit")
@click.option("--state", "states", multiple=True, type=click.Choice([str(one) for one in State]))
@click.option("--kind", default="", help="The code of a kind of participants.")
@click.option("--words", default="", help="Words of the name, organization or address.")
@pass_shell
def listed(shell: Shell, summit: str, states: tuple[str, ...], kind: str, words: str) -> None:
    """List those who registered for SUMMIT, with the numbers that other commands take."""
    with shell.open():
        zone = programme.draft(shell.actor, summit).summit.zone
        wanted = [State(one) for one in states]
        found = service.listing(shell.actor, summit, states=wanted, kind=kind, words=words)
    for one in found:
        entry = one.registration
        when = local(entry.registered, zone) if entry.registered else ""
        who = f"{entry.name} <{one.address}>" + (
            f", {entry.organization}" if entry.organization else ""
        )
        click.echo(f"{entry.id:>6}  {entry.state:<11}  {entry.kind}  {who}  {when}")
    click.echo(f"{counted(len(found), 'registration')}.")


@registration.command()
@click.argument("summit")
@click.argument("number", type=int)
@pass_shell
def approve(shell: Shell, summit: str, number: int) -> None:
    """Let somebody take part who waits for that, or was refused."""
    with shell.open():
        state = service.approve(shell.actor, summit, number, shell.clock.now())
    click.echo(f"Registration {number} is {state}; a mail says so.")


@registration.command()
@click.argument("summit")
@click.argument("number", type=int)
@pass_shell
def refuse(shell: Shell, summit: str, number: int) -> None:
    """Refuse somebody who waits for approval; what was held for them goes on."""
    with shell.open():
        service.refuse(shell.actor, summit, number, shell.clock.now())
    click.echo(f"Registration {number} is refused; a mail says so.")


@registration.command()
@click.argument("summit")
@click.argument("number", type=int)
@pass_shell
def cancel(shell: Shell, summit: str, number: int) -> None:
    """Cancel somebody's registration; their seats go to those who wait."""
    with shell.open():
        changed = service.cancel(shell.actor, summit, shell.clock.now(), number)
    done = f"Registration {number} is cancelled; a mail says so."
    click.echo(done if changed else "Nothing changed.")


@registration.command()
@pass_shell
def sweep(shell: Shell) -> None:
    """Do at once what the worker does by and by: pass on offers, end what nobody confirmed."""
    with shell.open():
        seat.sweep(shell.clock.now())
    click.echo("Done.")
