"""What participants act on: a summit, its own clock, and its newest release, decoded once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import load_only

from summit.core.errors import NotFound
from summit.core.programme import Session, Status
from summit.core.release import Release
from summit.db.programme import SummitRow
from summit.db.release import ReleaseRow
from summit.formats import release_json
from summit.services.deed import Deed

_MOST = 8
"""Releases that a process keeps decoded."""
_COLUMNS = (SummitRow.code, SummitRow.rehearsal_moment, SummitRow.rehearsal_started)
"""What is needed of the row of a summit; its texts are in the release."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A summit as its participants see it at `present`, an instant of its own clock."""

    summit: SummitRow
    present: datetime
    release: Release

    def session(self, code: str) -> Session:
        """Return a session that takes place; raise `NotFound`."""
        session = self.release.session(code)
        if session.status is not Status.SCHEDULED:
            raise NotFound("session", code)
        return session


def shown(work: Deed, code: str | None = None) -> Shown:
    """Return what is shown of the summit of a deed, or of `code`; raise `NotFound`.

    It is one query. The row of the summit is not locked: no participant changes it.
    """
    code = work.code if code is None else code
    query = (
        select(SummitRow, ReleaseRow.id, ReleaseRow.digest)
        .join(ReleaseRow, ReleaseRow.summit_id == SummitRow.id)
        .where(SummitRow.code == code)
        .order_by(ReleaseRow.number.desc())
        .limit(1)
        .options(load_only(*_COLUMNS))
    )
    found = work.session.execute(query).first()
    if found is None:
        raise NotFound("summit", code)
    summit, number, digest = found
    return Shown(summit, work.present(summit), _kept.get(work.session, number, digest))


def newest(session: DatabaseSession, code: str) -> Release:
    """Return the newest release of the summit `code`; raise `NotFound`."""
    query = (
        select(ReleaseRow.id, ReleaseRow.digest)
        .join(SummitRow, ReleaseRow.summit_id == SummitRow.id)
        .where(SummitRow.code == code)
        .order_by(ReleaseRow.number.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    if found is None:
        raise NotFound("summit", code)
    return _kept.get(session, *found)


class _Kept:
    """Releases by their digest, which names their bytes in every database."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._releases: dict[str, Release] = {}

    def get(self, session: DatabaseSession, number: int, digest: str) -> Release:
        """Return the release in the row with the id `number`, whose digest is known."""
        found = self._releases.get(digest)
        if found is None:
            body = session.scalars(select(ReleaseRow.body).where(ReleaseRow.id == number)).one()
            found = release_json.read(bytes(body))
            with self._lock:
                if len(self._releases) >= _MOST:
                    del self._releases[next(iter(self._releases))]
                self._releases[digest] = found
        return found


_kept = _Kept()
