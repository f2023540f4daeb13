"""Files that are kept for good: cut into pieces on their way in, and read piece by piece.

A large file comes in by many short transactions, so that it holds up nobody who writes; it counts
once it is whole, and what never became whole is swept away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import BinaryIO, Self

from sqlalchemy import Engine, delete, select

from summit.core.errors import NotFound
from summit.core.role import Actor, Verb, operator
from summit.db.attachment import AttachmentRow, PieceRow
from summit.db.base import db, reading
from summit.services import deed
from summit.services.deed import Deed

PIECE = 2**20
"""Octets of a piece; only the last one has fewer."""

_AT_ONCE = 8
"""Pieces that one transaction writes."""

PATIENCE = timedelta(hours=6)
"""For how long a file may be on its way in."""

SWEEPER = operator("sweep")


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that is in, but that nothing refers to yet."""

    id: int
    size: int
    digest: str


def stage(
    actor: Actor, verb: Verb, code: str, office: str, file: BinaryIO, now: datetime
) -> Staged:
    """Take a file in, from its start to its end, for who may do `verb` to the summit `code`."""
    digest, size, number = sha256(), 0, 0
    with deed.begin(actor, verb, code, now, office=office) as work:
        row = AttachmentRow(size=0, digest="", begun_at=now, kept_at=None)
        work.session.add(row)
        work.session.flush()
        found = row.id
    file.seek(0)
    while some := _pieces(file):
        with deed.begin(actor, verb, code, now, office=office) as work:
            for octets in some:
                work.session.add(PieceRow(attachment_id=found, number=number, octets=octets))
                digest.update(octets)
                size, number = size + len(octets), number + 1
    return Staged(found, size, digest.hexdigest())


def keep(work: Deed, staged: Staged) -> None:
    """Keep a file that was staged, if the deed `work` succeeds."""
    row = work.session.get(AttachmentRow, staged.id, with_for_update=True)
    if row is None:
        raise NotFound("file", str(staged.id))
    row.size, row.digest, row.kept_at = staged.size, staged.digest, work.now


class Octets:
    """A kept file as it is read, piece by piece, from wherever its reader wishes to.

    No more than one piece is held at a time, and each is read in a transaction of its own: a slow
    reader holds none. `seek` and `tell` count octets, as those of a file do.
    """

    def __init__(self, engine: Engine, number: int) -> None:
        self._engine, self._number, self._at = engine, number, 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        number, within = divmod(self._at, PIECE)
        query = select(PieceRow.octets).where(
            PieceRow.attachment_id == self._number, PieceRow.number == number
        )
        with reading(self._engine) as session:
            found = session.scalar(query)
        piece = bytes(found or b"")[within:]
        if not piece:
            raise StopIteration
        self._at += len(piece)
        return piece

    def seekable(self) -> bool:
        """Whether it can be read from anywhere: it can."""
        return True

    def seek(self, at: int) -> int:
        """Go on from the octet `at`, counted from 0."""
        self._at = at
        return at

    def tell(self) -> int:
        """Return from which octet on it is read next."""
        return self._at


def engine() -> Engine:
    """Return the database that files are read from, also when the request is over."""
    return db.engine


def sweep(now: datetime) -> None:
    """Forget the files that never became whole; `now` is the real time."""
    late = (AttachmentRow.kept_at.is_(None)) & (AttachmentRow.begun_at < now - PATIENCE)
    with reading(db.engine) as session:
        found = session.scalars(select(AttachmentRow.id).where(late).limit(100)).all()
    for one in found:
        with deed.begin(SWEEPER, Verb.KEEP, "", now) as work:
            work.session.execute(
                delete(AttachmentRow).where(AttachmentRow.id == one, late),
                execution_options={"synchronize_session": False},
            )


def _pieces(file: BinaryIO) -> list[bytes]:
    found: list[bytes] = []
    while len(found) < _AT_ONCE and (piece := file.read(PIECE)):
        found.append(piece)
    return found
