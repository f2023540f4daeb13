"""Commands for the working programme, which nobody sees until it is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from summit.cli.shell import Commands, Shell, counted, instant, pass_shell
from summit.core.errors import Invalid
from summit.core.role import Actor
from summit.core.text import Text
from summit.formats import read_programme, registration_rules
from summit.services import programme, registration

_Verb = Callable[[Actor, str, str, datetime], bool]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_shell
def load(shell: Shell, file: Path) -> None:
    """Load the working programme of a summit from FILE (TOML, see docs/operator.md)."""
    octets = file.read_bytes()
    found, rules = read_programme.read(octets), registration_rules.read(octets)
    with shell.open() as settings:
        now = shell.clock.now()
        changed = programme.load(shell.actor, found, settings.uid_domain, now)
        code = found.summit.code
        if rules is not None and registration.set_rules(shell.actor, code, rules, now):
            changed = (*changed, "registration")
    for thing in changed:
        click.echo(f"changed  {thing}")
    click.echo(f"{counted(len(changed), 'thing')} changed." if changed else "Nothing changed.")


@click.group(cls=Commands)
def session() -> None:
    """Change a session of the working programme."""


@session.command()
@click.argument("summit")
@click.argument("code")
@click.option("--starts", help="The new start, as in 2020-06-03T10:00.")
@click.option("--zone", help="The zone of that time, as in Asia/Seoul.")
@click.option("--minutes", type=int, help="The new length.")
@click.option("--stage", help="The code of the new stage.")
@pass_shell
def move(
    shell: Shell,
    summit: str,
    code: str,
    starts: str | None,
    zone: str | None,
    minutes: int | None,
    stage: str | None,
) -> None:
    """Put a session to another time, length or stage."""
    if starts is None and minutes is None and stage is None:
        raise Invalid("Say where to: --starts, --minutes or --stage.")
    moment = None if starts is None else instant(starts, zone)
    with shell.open():
        now = shell.clock.now()
        changed = programme.move(
            shell.actor, summit, code, now, starts=moment, minutes=minutes, stage=stage
        )
    _remind(summit, changed=changed)


@session.command()
@click.argument("summit")
@click.argument("code")
@click.option(
    "--title",
    "titles",
    multiple=True,
    required=True,
    metavar="LANGUAGE=TITLE",
    help="The new title in one language, as in en=Welcome; once for each language.",
)
@pass_shell
def rename(shell: Shell, summit: str, code: str, titles: tuple[str, ...]) -> None:
    """Give a session another title."""
    pairs = [title.partition("=") for title in titles]
    if not all(tag and words for tag, _, words in pairs):
        raise Invalid("Write a title as LANGUAGE=TITLE, such as en=Welcome.", "--title")
    with shell.open():
        text = Text({tag: words for tag, _, words in pairs})
        changed = programme.rename(shell.actor, summit, code, text, shell.clock.now())
    _remind(summit, changed=changed)


def _remind(summit: str, *, changed: bool) -> None:
    done = f"Done. Readers see it after: summit publish {summit} --note …"
    click.echo(done if changed else "Nothing changed.")


def _add(name: str, verb: _Verb, does: str) -> None:
    """Add a command for a verb that needs nothing but the session."""

    @session.command(name, help=does)
    @click.argument("summit")
    @click.argument("code")
    @pass_shell
    def command(shell: Shell, summit: str, code: str) -> None:
        with shell.open():
            changed = verb(shell.actor, summit, code, shell.clock.now())
        _remind(summit, changed=changed)


_add("cancel", programme.cancel, "Cancel a session; it stays on the agenda and says so.")
_add("restore", programme.restore, "Take a cancellation or a removal back.")
_add("remove", programme.remove, "Take a session off the programme.")
