"""Letters on their way: claimed from the outbox, put into words, handed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import parseaddr

import structlog

from summit.clock import Clock
from summit.core.appointment import Method, known
from summit.core.letter import APPOINTMENTS, Letter, Occasion
from summit.core.programme import Status
from summit.core.role import Actor
from summit.core.text import Text, clean_line, without_addresses
from summit.db.base import db, reading
from summit.formats import appointment, ical
from summit.formats.outlet import Outlet
from summit.mail import smtp
from summit.mail.compose import Composed, compose
from summit.mail.smtp import LIMITS, Away, Hand, Limits, Refused, Rejected
from summit.mail.view import greeted
from summit.services import mail, run
from summit.services.mail import Claimed
from summit.settings import Settings

log = structlog.get_logger("summit")

WITH_CALENDAR = frozenset({Occasion.SEAT_CONFIRMED})
"""The letters that bring the calendar file of their session: others would bring it again."""

MANY = 5
"""So many letters in a row that are refused for now tell of the server, and not of them."""

FRESH = timedelta(seconds=5)
"""How old a lease may be when a letter is handed over; an older one is renewed first."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who sends letters: `actor`, by `clock`, as `chosen`, until `is_over`."""

    actor: Actor
    clock: Clock
    chosen: Settings
    is_over: Callable[[], bool] = lambda: False
    limits: Limits = LIMITS

    def send(self) -> int:
        """Send some letters that are due; return how many were claimed.

        Raise `Away` where nobody reaches the mail server, or it takes nothing; the letters wait on.
        """
        # The mail of the demonstration goes no farther than its own outbox.
        is_kept_here = self.chosen.demonstration
        claimed = mail.claim(self.actor, self.clock.now(), held=is_kept_here)
        if not claimed:
            return 0
        left = list(claimed)
        refused: list[tuple[Claimed, Refused]] = []
        is_taken = False
        try:
            with smtp.opened(self.chosen, self.limits) as hand:
                began = self.clock.now()
                while left and hand.is_open and not self.is_over():
                    if self.clock.now() - began > FRESH:
                        began = self.clock.now()
                        held = mail.hold(self.actor, left, began)
                        left = [one for one in left if one.id in held]
                    if not left:
                        break
                    one = left.pop(0)
                    if error := self._send(one, hand):
                        refused.append((one, error))
                    else:
                        is_taken = True
                    if is_taken:
                        self._put_off(refused)
                    elif len(refused) == MANY:
                        self._put_back(refused)
                        raise Away(str(error))
        except Away as error:
            mail.release(self.actor, left, self.clock.now(), str(error))
            raise
        finally:
            self._put_off(refused)
        if left:
            mail.release(self.actor, left, self.clock.now())
        return len(claimed)

    def _put_off(self, refused: list[tuple[Claimed, Refused]]) -> None:
        """Try letters again later, each in its own time; none of them is left in `refused`."""
        while refused:
            one, error = refused.pop(0)
            mail.put_off(self.actor, one, self.clock.now(), str(error))

    def _put_back(self, refused: list[tuple[Claimed, Refused]]) -> None:
        """Try letters again soon: nothing is taken, whatever it is."""
        while refused:
            one, error = refused.pop(0)
            mail.put_back(self.actor, one, self.clock.now(), str(error))

    def _send(self, claimed: Claimed, hand: Hand) -> Refused | None:
        """Send one letter and note what became of it; no letter stands in another's way.

        Return why it was refused for now; that is noted by who knows how the others fared.
        """
        said = {"mail": claimed.id, "occasion": claimed.letter.occasion.value}
        composed = self._compose(claimed)
        if composed is None:
            return None
        try:
            hand.give(composed)
        except Refused as error:
            log.warning("mail refused", **said, tries=claimed.tries, error=_private(error))
            return error
        except Rejected as error:
            log.warning("mail rejected", **said, error=_private(error))
            mail.give_up(self.actor, claimed, self.clock.now(), str(error))
        else:
            log.info("mail sent", **said)
            body = composed.octets if self.chosen.demonstration else None
            mail.finish(self.actor, claimed, self.clock.now(), body=body)
        return None

    def _compose(self, claimed: Claimed) -> Composed | None:
        try:
            letter = self._with_calendar(appointed(claimed.letter, self.chosen))
            return compose(letter, claimed.message_id, claimed.written, self.chosen)
        except Exception as error:
            # Whatever is wrong with it, it is wrong with this letter alone.
            log.error("mail not composed", mail=claimed.id, error=_private(error))
            words = f"{type(error).__name__}: {error}"
            mail.give_up(self.actor, claimed, self.clock.now(), words)
            return None

    def _with_calendar(self, letter: Letter) -> Letter:
        """Return a letter about one session with its calendar file, as readers are shown it now."""
        if letter.occasion not in WITH_CALENDAR or letter.calendar is not None:
            return letter
        with reading(db.engine) as session:
            release, runs = run.shown(session, letter.summit)
        code = letter.data.get("session", {}).get("code")
        found = [one for one in release.sessions if one.code == code]
        if not found or found[0].status is not Status.SCHEDULED:
            return letter
        outlet = Outlet(f"{self.chosen.url}/{letter.summit}", letter.to.language)
        octets, _ = ical.download(release, found[0], outlet, runs)
        return replace(letter, calendar=octets)


def appointed(letter: Letter, chosen: Settings) -> Letter:
    """Return a letter about an appointment with its words, and the message to its calendar."""
    if letter.occasion not in APPOINTMENTS:
        return letter
    data, to = letter.data, letter.to
    one = known(data["appointment"])
    before = known(data["before"]) if data["before"] else None
    told = data["message"]
    is_over = letter.occasion is Occasion.APPOINTMENT_WITHDRAWN
    name, address = parseaddr(chosen.organizer)
    title = clean_line(Text(data["summit"]["title"]).say(to.language))
    message = appointment.Message(
        method=Method.CANCEL if is_over else Method.REQUEST,
        uid=told["uid"],
        sequence=told["sequence"],
        created=datetime.fromisoformat(told["created"]),
        sent=datetime.fromisoformat(told["sent"]),
        organizer=appointment.Mailbox(name or title, address),
        attendee=appointment.Mailbox(greeted(to.name), to.address),
        language=to.language,
        page=f"{chosen.url}{told['page']}",
    )
    said = {
        "times": appointment.times(one, to.language),
        "lines": appointment.lines(one, to.language),
        "before": appointment.times(before, to.language) if before else (),
    }
    calendar = appointment.write(one, message)
    return replace(letter, data={**data, "said": said}, calendar=calendar)


def _private(error: Exception) -> str:
    """Return what went wrong as logs may say it: servers like to repeat the address."""
    return without_addresses(f"{type(error).__name__}: {error}")
