"""The record of a declaration: written as part of a deed, read, and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from summit.core import record
from summit.core.endorsement import Declared
from summit.core.record import Act, Break, Link
from summit.core.role import Actor, Verb
from summit.db import declaration as table
from summit.db.audit import AuditRow
from summit.db.declaration import RecordRow
from summit.formats import record as record_file
from summit.services import deed
from summit.services.deed import Deed

_THING = "record/"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a record came to: how many entries, the hash of the last, and where it breaks."""

    entries: int
    head: str
    broken: Break | None


def append(work: Deed, act: Act, text: str, **members: Any) -> int:
    """Write the next entry of the summit of a deed, at its present; return its number.

    The row of the summit is locked first, so that no two entries follow on the same one.
    """
    summit = work.summit()
    chain = table.links(work.session, work.code)
    number = len(chain) + 1
    made = record.link(
        work.code,
        chain[-1] if chain else None,
        number,
        work.present(summit),
        act,
        text,
        is_rehearsal=summit.rehearsal_started is not None,
        **members,
    )
    work.session.add(
        RecordRow(summit_id=summit.id, number=number, octets=made.octets, digest=made.digest)
    )
    work.session.flush()
    # Who pressed stands in the log, not in the record, which is public.
    work.note(f"{_THING}{number}", after={"act": act.value, "hash": made.digest})
    work.announce()
    return number


def declared(work: Deed) -> Declared | None:
    """Return what is public of the declaration of the summit of a deed, as its clock has it."""
    is_rehearsing = work.summit().rehearsal_started is not None
    return table.declared(work.session, work.code, is_rehearsing=is_rehearsing)


def is_rehearsed(work: Deed, number: int) -> bool:
    """Whether an entry of the summit of a deed was written in a rehearsal."""
    chain = table.links(work.session, work.code)
    return bool(record.read(chain[number - 1].octets)["rehearsal"])


def check(actor: Actor, code: str, head: str = "") -> Checked:
    """Check the record of a summit in the database: each entry, each text, and the audit log.

    `head` is a hash that was noted before, or "". An entry that the log knows and the record
    has not is missing, and one that the log knows nothing of was put in by no deed; a text that
    was released has to have its hash still.
    """
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        chain = table.links(session, summit.code)
        texts = table.frozen(session, summit.code)
        lines = session.execute(
            select(AuditRow.thing, AuditRow.after).where(
                AuditRow.summit == code, AuditRow.thing.startswith(_THING)
            )
        )
        logged = {
            int(thing.removeprefix(_THING)): after["hash"]
            for thing, after in lines
            if thing.removeprefix(_THING).isdecimal() and after
        }
    broken = record.check(chain, head, code) or _changed(chain, texts) or _unlogged(chain, logged)
    return Checked(len(chain), chain[-1].digest if chain else "", broken)


def check_file(octets: bytes, head: str = "") -> Checked:
    """Check a public file of a record; raise `Invalid` where it is none."""
    texts, chain = record_file.read(octets)
    broken = record.check(chain, head) or _changed(chain, texts, is_file=True)
    return Checked(len(chain), chain[-1].digest if chain else "", broken)


def _changed(
    chain: Iterable[Link], texts: Mapping[str, bytes], *, is_file: bool = False
) -> Break | None:
    """Return the first entry that releases a text which is not there as it was released.

    A file has no texts that only a rehearsal has released.
    """
    for number, one in enumerate(chain, start=1):
        entry = record.read(one.octets)
        if entry["act"] != Act.RELEASE or (is_file and entry["rehearsal"]):
            continue
        found = texts.get(entry["text"])
        if found is None:
            return Break(number, "the text that it releases is missing")
        if record.digest(found) != entry["text"]:
            return Break(number, "the text that it releases has been changed")
    return None


def _unlogged(chain: tuple[Link, ...], logged: Mapping[int, str]) -> Break | None:
    """Return the first entry that is not what the audit log says it was."""
    for number, one in enumerate(chain, start=1):
        if number not in logged:
            return Break(number, "the log knows nothing of it")
        if one.digest != logged[number]:
            return Break(number, f"the log has another entry here, {logged[number]}")
    for number in sorted(logged):
        if number > len(chain):
            return Break(number, f"the log has an entry {logged[number]} here, which is missing")
    return None
