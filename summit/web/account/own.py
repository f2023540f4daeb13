"""What every page of a participant needs: the frame in their zone, and what is theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import g

from summit.core.agenda import Agenda, Own, agenda
from summit.core.errors import NotFound
from summit.core.programme import Session
from summit.services import agenda as service
from summit.web.auth import account, actor
from summit.web.page import SummitFrame, open_summit
from summit.web.reader import Origin


@dataclass(frozen=True, slots=True)
class Desk:
    """A summit as one participant has it; `own` is None where they are not registered."""

    frame: SummitFrame
    own: Own | None

    @property
    def agenda(self) -> Agenda:
        """Their agenda, at the summit's present."""
        return agenda(
            self.frame.release.programme.sessions,
            self.own.picks if self.own else (),
            self.own.seats if self.own else (),
            self.frame.reader.zone,
            self.frame.now,
        )

    def session(self, code: str) -> Session:
        """Return a session that pages show, or one of theirs that has left the programme."""
        mine = {item.session.code: item.session for item in self.agenda.items}
        return mine[code] if code in mine else self.frame.release.session(code)


def open_desk(summit: str) -> Desk:
    """Return what the participant who asks has of a summit; raise `NotFound`.

    Where nothing else says in which zone they read, it is that of their account.
    """
    frame = open_summit(summit)
    known = account()
    if known and known.zone and frame.reader.origin is Origin.HOST:
        g.reader = replace(frame.reader, zone_name=known.zone, origin=Origin.CHOICE)
        g.frame = frame = SummitFrame(g.reader, frame.real, frame.published)
    return Desk(frame, service.mine(actor(), summit))


def registered(desk: Desk) -> Own:
    """Return what is theirs; raise `NotFound` where they are not registered."""
    if desk.own is None:
        raise NotFound("registration", desk.frame.release.summit.code)
    return desk.own
