"""The runs of sessions as readers are shown them: read anew only where something was pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from summit.core import newcomer
from summit.core.run import Plan, Run
from summit.core.turn import Turn
from summit.db import run as table
from summit.db.run import Standing
from summit.formats import run as form

log = structlog.get_logger("summit")

Runs = Mapping[str, Run]
_SECOND = timedelta(seconds=1)


@dataclass
class Running:
    """Knows the runs of all summits, and gives the very same object for what is the same."""

    _standings: tuple[Standing, ...] = ()
    _runs: Mapping[str, Runs] = field(default_factory=dict)
    _kept: dict[Standing, Run] = field(default_factory=dict)

    def look(self, session: Session) -> Mapping[str, Runs]:
        """Return the runs of each summit by the uid of the session."""
        found = table.standings(session)
        if found != self._standings:
            self._runs = self._all(session, found)
            self._standings = found
        return self._runs

    def _all(self, session: Session, found: tuple[Standing, ...]) -> Mapping[str, Runs]:
        last: dict[tuple[str, str], Standing] = {}
        shown: dict[tuple[str, str], Standing] = {}
        for one in found:
            key = one.summit, one.uid
            if key not in last or one.changed > last[key].changed:
                last[key] = one
            if one.is_shown:
                shown[key] = one
        runs: dict[str, dict[str, Run]] = {}
        steps = _steps(session)
        kept: dict[Standing, Run] = {}
        for key, newest in last.items():
            one = shown.get(key, newest)
            run = self._kept.get(one)
            if run is None:
                run = self._read(session, one)
            if run is None:
                continue
            kept[one] = run
            # Calendars that were told of a rehearsal hear, once it is over, of the truth.
            changed = newest.changed if newest is one and one.is_shown else newest.changed + _SECOND
            told = steps.get(key, {})
            if (run.changed, run.steps) != (changed, told):
                run = kept[one] = replace(run, changed=changed, steps=told)
            runs.setdefault(one.summit, {})[one.uid] = run
        self._kept = kept
        return runs

    def _read(self, session: Session, one: Standing) -> Run | None:
        if not one.is_shown:
            return Run(Plan(one.changed, one.changed, ()), (), 0, one.changed)
        try:
            plan, acts = table.read(session, one.id)
            return Run(
                form.read_plan(plan), tuple(map(form.read_act, acts)), one.version, one.changed
            )
        except ValueError as error:
            # The session is shown as it was published, and all others as they are.
            log.error("unreadable run", summit=one.summit, uid=one.uid, exc_info=error)
            return None


def _steps(session: Session) -> dict[tuple[str, str], dict[str, int]]:
    """Return by summit and uid how often calendars were told of newcomers."""
    turns: dict[tuple[str, str], list[tuple[Turn, bool]]] = {}
    for code, uid, written, is_out in table.inserted(session):
        try:
            turn = form.read_act(written).turn
        except ValueError:
            continue  # told of where its run is read
        if turn:
            turns.setdefault((code, uid), []).append((turn, is_out))
    return {key: newcomer.steps(found) for key, found in turns.items()}
