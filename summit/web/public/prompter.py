"""The prompter: what whoever speaks needs to see from afar, the minutes that are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from summit.core.programme import Session
from summit.core.run import order, turn_on
from summit.web.page import open_summit, render, show_minute
from summit.web.public.session import TurnEntry, turn_entry


@dataclass(frozen=True, slots=True)
class View:
    """The turn that is on and the next one; `due` is when the first should end.

    `left` are the minutes until then, begun ones too; less than 0 where it runs over.
    """

    session: Session
    turn: TurnEntry | None
    coming: TurnEntry | None
    due: datetime | None
    left: int


def show(summit: str, code: str) -> str:
    """Show who speaks in a session, and for how long still."""
    frame = open_summit(summit)
    show_minute()
    session = frame.release.session(code)
    run = frame.run(code)
    on, coming = turn_on(session, run, frame.now)
    due = None
    if on:
        # As at the last press: what runs over does not put its own end off.
        due = next(one.ends for one in order(session, run) if one.item.key == on.item.key)
    return render(
        "public/prompter.html",
        View(
            session=session,
            turn=turn_entry(frame, session, on) if on else None,
            coming=turn_entry(frame, session, coming) if coming else None,
            due=due,
            left=-int((frame.now - due).total_seconds() // 60) if due else 0,
        ),
    )
