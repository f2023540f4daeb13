"""The command that takes files from elsewhere in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from summit.cli.release import told
from summit.cli.shell import Shell, local, pass_shell, written
from summit.core.change import Noun
from summit.core.clash import Finding, Level
from summit.core.errors import Invalid
from summit.core.exchange import LARGEST_FILE, Outcome, Problem
from summit.core.report import Report
from summit.services import exchange
from summit.services.exchange import Wishes

_OUR_OWN = re.compile(rb"^\s*\[summit\]\s*(?:#.*)?$", re.MULTILINE)
_MANY = 20
"""Lines that are alike, beyond which only some are printed."""
_SOME = 3
_VARYING = re.compile(r"“[^”]*”|[\w.:@+-]*\d[\w.:@+-]*")
"""What differs in messages that say the same of different rows."""
_PLURAL = {
    Noun.SESSION: "sessions",
    Noun.SPEAKER: "people",
    Noun.CITY: "cities",
    Noun.STAGE: "stages",
    Noun.AREA: "areas",
    Noun.DAY: "days",
}


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--summit", "code", required=True, help="The code of the summit, as in addresses.")
@click.option("--title", help="The title of a new summit, or another one.")
@click.option("--timezone", "zone", help="The zone of times that name none, as in Europe/Brussels.")
@click.option("--restore", is_flag=True, help="Bring back sessions of FILE that were removed.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--publish", is_flag=True, help="Publish a release with it at once.")
@click.option("--note", default="", help="What readers are told of that release.")
@click.option("--verbose", is_flag=True, help="Print every line, however many are alike.")
@pass_shell
def take(
    shell: Shell,
    file: str,
    code: str,
    title: str | None,
    zone: str | None,
    restore: bool,
    dry_run: bool,
    publish: bool,
    note: str,
    verbose: bool,
) -> None:
    """Take the sessions of FILE into a summit (docs/import.md says how, and from what formats).

    FILE may be - for the standard input.
    """
    if note and not publish:
        raise Invalid("A note is for a release: add --publish.", "--note")
    octets = _octets(file)
    wishes = Wishes(
        title=title, zone=zone, publish=publish, note=note, dry=dry_run, restore=restore
    )
    with shell.open() as settings:
        now = shell.clock.now()
        report = exchange.take(shell.actor, code, octets, settings.uid_domain, now, wishes)
    for line in _lines(report, publish=publish, every=verbose):
        click.echo(line)


def _octets(file: str) -> bytes:
    """Return what a file holds, no more of it than can be taken."""
    with click.open_file(file, "rb") as opened:
        octets: bytes = opened.read(LARGEST_FILE + 1)
    if _OUR_OWN.search(octets):
        name = "FILE" if file == "-" else Path(file).name
        raise Invalid(f"This is a programme as it is written here. Load it: summit load {name}")
    return octets


def _lines(report: Report, *, publish: bool, every: bool) -> Iterator[str]:
    """Yield what an organizer is told of a file."""
    summit = report.summit
    zone = summit.zone
    yield f"{report.format}: “{summit.title.say(summit.languages[0])}”, in {zone}"
    yield ""
    yield f"{'':12}{'new':>8}{'changed':>9}{'as before':>11}{'not in the file':>17}"
    for one in report.counts:
        if one.named or one.absent:
            noun = _PLURAL[one.noun]
            yield f"{noun:12}{one.new:>8}{one.changed:>9}{one.same:>11}{one.absent:>17}"
    for outcome, heading in ((Outcome.LEFT_OUT, "Left out"), (Outcome.NOTED, "Noted")):
        yield from _listed(heading, _problems(report.problems, outcome), every=every)
    yield from _listed(
        "Changes", [(change.noun, told(change, zone)) for change in report.changes], every=every
    )
    yield from _listed(
        "Not in the file, so as they were",
        [
            ("", f"  session {one.code}: “{one.title.say('en')}”, {local(one.starts, zone)}")
            for one in report.absent
        ],
        every=every,
    )
    yield from _listed("Rules that it breaks", _rules(report.findings, every=every), every=every)
    yield ""
    yield from _outcome(report, publish=publish)


def _problems(problems: Iterable[Problem], outcome: Outcome) -> list[tuple[str, str]]:
    """Return what is the matter with a file as lines, each after what makes it like others."""
    return [
        (_VARYING.sub("…", one.message), f"  {one.where}: {one.message}")
        for one in problems
        if one.outcome is outcome
    ]


def _rules(findings: Iterable[Finding], *, every: bool) -> list[tuple[str, str]]:
    """Return the rules that are broken as lines; of those that warn, how often, if often."""
    graver = [one for one in findings if one.level is not Level.WARNS]
    lines = [(one.rule.value, f"  {one}") for one in graver]
    warnings: dict[str, list[Finding]] = {}
    for one in findings:
        if one.level is Level.WARNS:
            warnings.setdefault(one.rule, []).append(one)
    for rule, some in warnings.items():
        if every or len(some) <= _SOME:
            lines += [(rule, f"  {one}") for one in some]
        else:
            lines.append((rule, f"  {len(some)} × warns: {some[0].message}, and the like"))
    return lines


def _listed(heading: str, lines: list[tuple[str, str]], *, every: bool) -> Iterator[str]:
    """Yield lines under a heading; of many that are alike, by what stands before them, some."""
    if not lines:
        return
    yield ""
    yield f"{heading} ({len(lines)}):"
    alike: dict[str, list[str]] = {}
    for kind, line in lines:
        alike.setdefault(kind, []).append(line)
    for some in alike.values():
        shown = some if every or len(some) <= _MANY else some[:_SOME]
        yield from shown
        if len(some) > len(shown):
            yield f"  … and {len(some) - len(shown)} more like these (--verbose)"


def _outcome(report: Report, *, publish: bool) -> Iterator[str]:
    """Yield what became of it all."""
    code, done = report.summit.code, report.release
    if done:
        heading = f"Release {done.number} of {code}, {written(done.published)}, {done.digest}"
        yield f"{heading}, as it was published elsewhere" if report.is_moved else heading
    elif publish:
        yield f"Nothing has changed since release {report.last}, so there is no new one."
    elif not report.has_changed:
        yield "Nothing changed."
    elif not report.is_dry:
        yield f"Done. Readers see it after: summit publish {code} --note …"
        if any(one.level is not Level.WARNS for one in report.findings):
            yield "What blocks has to be mended before, or published as the file has it: --publish."
    if report.is_dry:
        yield "This was a dry run: nothing was written."
