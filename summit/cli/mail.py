"""The worker, which sends what the outbox holds, and commands to look after the outbox."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from mailbox import Error as MailboxError
from pathlib import Path

import click
import structlog
from sqlalchemy.exc import SQLAlchemyError

from summit.cli.shell import Commands, Shell, counted, pass_shell, written
from summit.clock import Clock
from summit.core.appointment_reply import LARGEST
from summit.core.errors import Invalid, SummitError, Unavailable
from summit.core.role import operator
from summit.db.base import db
from summit.mail import mailbox
from summit.mail.smtp import Away
from summit.services import (
    account,
    appointment_reply,
    attachment,
    invitation,
    office,
    reminder,
    seat,
    tech_check,
)
from summit.services import mail as outbox
from summit.services.appointment_reply import Outcome
from summit.services.letter import Office
from summit.services.mail import Posted

log = structlog.get_logger("summit")

Duty = Callable[[datetime], None]
DUTIES: tuple[Duty, ...] = (
    seat.sweep,
    reminder.remind,
    account.retain,
    invitation.retain,
    office.retain,
    tech_check.remind,
    attachment.sweep,
)
"""What is to be done from time to time, beside mail; each is given the real time."""

POLL = 0.5
"""Seconds between two looks for mail that is due."""

DUTIES_EVERY = 10.0
"""Seconds between two rounds of the duties."""

MAILBOX_EVERY = 60.0
"""Seconds between two looks into the mailbox that calendars answer to."""

LONGEST_PAUSE = 60.0
"""Seconds between two tries to reach a mail server or a database that is away, at most."""

WORKER = operator("worker")


class End:
    """Whether a process was told to end.

    It is set by a signal, which may come at any moment, so nothing of it is ever locked: the
    event of `threading` would be, while somebody waits for it.
    """

    def __init__(self) -> None:
        self._is_set = False

    def set(self) -> None:
        """Tell it to end."""
        self._is_set = True

    def is_set(self) -> bool:
        """Whether it was told."""
        return self._is_set

    def wait(self, seconds: float) -> None:
        """Wait until it is told, for some seconds at most."""
        until = time.monotonic() + seconds
        while not self._is_set and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))


@dataclass
class Worker:
    """Sends mail and does its duties by turns, until `over` is set or `is_over` says so."""

    office: Office
    clock: Clock
    duties: tuple[Duty, ...]
    over: End
    is_over: Callable[[], bool] = lambda: False
    fetch: Callable[[datetime], object] | None = None
    _away: dict[str, float] = field(default_factory=dict)

    def run(self) -> None:
        """Work until it is over; what is in hand is brought to its end."""
        chosen = self.office.chosen
        can_send = bool(chosen.mail_url) or chosen.demonstration
        if not can_send:
            log.warning("SUMMIT_MAIL_URL is not set: mail waits in the outbox")
        duties_at = mail_at = mailbox_at = time.monotonic()
        while not self.over.is_set() and not self.is_over():
            if time.monotonic() >= duties_at:
                for duty in self.duties:
                    self._do(duty)
                duties_at = time.monotonic() + DUTIES_EVERY
            if self.fetch and time.monotonic() >= mailbox_at:
                mailbox_at = time.monotonic() + max(MAILBOX_EVERY, self._read(self.fetch))
            if can_send and time.monotonic() >= mail_at:
                found = self._send()
                if found > 0:
                    continue
                mail_at = time.monotonic() - found
            self.over.wait(POLL)

    def drain(self) -> None:
        """Do the duties and send what is due, once; raise `Away`."""
        for duty in self.duties:
            duty(self.clock.now())
        if self.fetch:
            self.fetch(self.clock.now())
        while self.office.send():
            pass

    def _send(self) -> float:
        """Send some mail; return how much there was, or less than 0: seconds to wait, negated."""
        try:
            count = self.office.send()
        except Away as error:
            return -self._pause("mail server", error)
        except (SQLAlchemyError, Unavailable) as error:
            return -self._pause("database", error)
        if count:
            self._is_back("mail server")
        self._is_back("database")
        return count

    def _read(self, fetch: Callable[[datetime], object]) -> float:
        """Read what calendars answered; return for how many seconds to leave it in peace."""
        try:
            fetch(self.clock.now())
        except Away as error:
            return self._pause("mailbox", error)
        except (SQLAlchemyError, Unavailable) as error:
            return self._pause("database", error)
        self._is_back("mailbox")
        return 0.0

    def _do(self, duty: Duty) -> None:
        """Do a duty; if it fails, the others are done all the same."""
        try:
            duty(self.clock.now())
        except (SQLAlchemyError, Unavailable) as error:
            self._pause("database", error)
        except Exception as error:
            db.session.remove()
            log.error("duty failed", duty=getattr(duty, "__module__", ""), exc_info=error)

    def _pause(self, what: str, error: Exception) -> float:
        """Return for how many seconds to leave in peace what is away; say so the first time."""
        db.session.remove()
        if what not in self._away:
            cause = str(getattr(error, "orig", None) or error).partition("\n")[0]
            log.error(f"{what} away", error=cause)
        self._away[what] = min(self._away.get(what, 0.5) * 2, LONGEST_PAUSE)
        return self._away[what]

    def _is_back(self, what: str) -> None:
        if self._away.pop(what, None):
            log.info(f"{what} back")


@click.command()
@click.option("--once", is_flag=True, help="Send what is due, and end.")
@click.option("--beside", type=int, hidden=True, help="End with this process.")
@pass_shell
def worker(shell: Shell, once: bool, beside: int | None) -> None:
    """Send mail and reminders, until it is stopped; there may be several."""
    with _told_to_end() as over:
        _work(shell, over, once=once, beside=beside)


@contextmanager
def _told_to_end() -> Iterator[End]:
    """Give what is set when the process is told to end, and end it no more roughly than that."""
    over = End()
    former = [
        (number, signal.signal(number, lambda *_: over.set()))
        for number in (signal.SIGTERM, signal.SIGINT)
    ]
    try:
        yield over
    finally:
        for number, handler in former:
            signal.signal(number, handler)


def _work(shell: Shell, over: End, *, once: bool, beside: int | None) -> None:
    is_over: Callable[[], bool] = lambda: False  # noqa: E731
    if beside is not None:
        keeper = _again_and_again(beside, over)
        if keeper is None:
            return
        is_over = _gone(keeper)
    with shell.open() as settings:
        office = Office(WORKER, shell.clock, settings, lambda: over.is_set() or is_over())
        fetch = partial(appointment_reply.fetch, WORKER, settings)
        reads = fetch if settings.mailbox_url else None
        working = Worker(office, shell.clock, DUTIES, over, is_over, reads)
        if not once:
            working.run()
            return
        try:
            working.drain()
        except Away as error:
            raise SummitError(f"The mail server is away: {error}.") from error


def _again_and_again(parent: int, over: End) -> int | None:
    """Become a worker that is begun anew whenever it dies, while the process `parent` lives.

    Return, in the worker, the process that keeps it, and None there when all is over.
    """
    keeper = os.getpid()
    is_gone = _gone(parent)
    while not over.is_set() and not is_gone():
        child = os.fork()
        if not child:
            return keeper
        ended = 0
        while not ended:
            ended, _ = os.waitpid(child, os.WNOHANG)
            if over.is_set() or is_gone():
                os.kill(child, signal.SIGTERM)
                os.waitpid(child, 0)
                return None
            over.wait(POLL)
        over.wait(1)
    return None


def _gone(parent: int) -> Callable[[], bool]:
    """Return whether the process that began this one has ended."""
    return lambda: os.getppid() != parent


@click.group(cls=Commands)
def mail() -> None:
    """Look after the outbox."""


@mail.command("waiting")
@pass_shell
def waiting(shell: Shell) -> None:
    """List the letters that are to be sent."""
    with shell.open():
        _echo(outbox.waiting(shell.actor))


@mail.command("dead")
@pass_shell
def dead(shell: Shell) -> None:
    """List the letters that were given up."""
    with shell.open():
        _echo(outbox.dead(shell.actor))


@mail.command("resend")
@click.argument("number", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that were given up.")
@pass_shell
def resend(shell: Shell, number: tuple[int, ...], everything: bool) -> None:
    """Send letters that were given up as if they were new, by their NUMBER."""
    if everything == bool(number):
        raise Invalid("Give the numbers of letters, or --all.")
    with shell.open():
        numbers = number or [one.id for one in outbox.dead(shell.actor)]
        for one in numbers:
            outbox.resend(shell.actor, one, shell.clock.now())
        click.echo(f"{counted(len(numbers), 'letter')} to be sent again.")


@mail.command("read")
@click.argument("source", required=False, type=click.Path(allow_dash=True))
@pass_shell
def read(shell: Shell, source: str | None) -> None:
    """Read what calendars answered: from the mailbox of SUMMIT_MAILBOX_URL.

    Or from SOURCE: a file of one message or of many (mbox), a folder (Maildir), or - for a
    message on standard input, as mail servers pipe one.
    """
    with shell.open() as settings:
        actor, now = shell.actor, shell.clock.now()
        if source is None:
            if not settings.mailbox_url:
                raise Invalid("SUMMIT_MAILBOX_URL is not set; or name a file, a folder, or -.")
            try:
                found = appointment_reply.fetch(actor, settings, now)
            except Away as error:
                raise SummitError(f"The mailbox is away: {error}.") from error
        elif source == "-":
            octets = sys.stdin.buffer.read(LARGEST + 1)
            found = Counter([appointment_reply.take(actor, octets, now)])
        else:
            try:
                parts = mailbox.messages(Path(source), LARGEST)
                found = Counter(appointment_reply.take(actor, one, now) for one in parts)
            except (OSError, MailboxError) as error:
                raise Invalid(f"{source} cannot be read: {error}.") from error
        click.echo(f"{counted(found.total(), 'message')} read.")
        for outcome in Outcome:
            if found[outcome]:
                click.echo(f"  {outcome.value}: {found[outcome]}")


def _echo(letters: tuple[Posted, ...]) -> None:
    for one in letters:
        said = (
            f"{one.letter.occasion} to {one.letter.to.address}, {counted(one.tries, 'time')} tried"
        )
        click.echo(f"{one.id}  {written(one.written)}  {said}  {one.error}".rstrip())
