"""Statements: handed in by offices, kept under an embargo, read by those who need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Rows

from summit.core.errors import Invalid
from summit.core.letter import Letter, Occasion
from summit.core.role import Actor, Verb
from summit.core.shape import ADDRESS
from summit.core.statement import (
    LARGEST,
    LONGEST_TEXT,
    MOST,
    Deadline,
    Deadlines,
    Delivery,
    Key,
    Material,
    Measure,
    Standing,
    measure,
)
from summit.core.text import clean, clean_line, is_language
from summit.db.base import insert_new
from summit.db.programme import SummitRow
from summit.db.statement import DeadlineRow, StatementRow, VersionRow
from summit.formats import attachment as file_format
from summit.formats.attachment import Kind
from summit.services import attachment, contact, deed, embargo, mail, notice
from summit.services.attachment import Staged
from summit.services.deed import Deed
from summit.services.embargo import Held, Line

_LONGEST_NAME = 255
_LONGEST_LINK = 2000
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Given:
    """What is handed in: a `file` with its `name`, or a `text`, or the `link` of a recording.

    `language` (BCP 47) is the one it is in, "" where its turn says that.
    """

    material: Material
    language: str = ""
    text: str = ""
    link: str = ""
    file: BinaryIO | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """What was given, once it has been looked through; `digest` is a SHA-256 in hex."""

    kind: Kind | None
    size: int
    digest: str
    measure: Measure | None
    text: str | None = None
    staged: Staged | None = None


def hand_in(
    actor: Actor,
    code: str,
    key: Key,
    given: Given,
    now: datetime,
    *,
    largest: int,
    may_publish: bool | None = None,
) -> int:
    """Hand something in for a speech, as the version that counts; return its number.

    `largest` are the octets that a recording may have, `may_publish` the leave to show it to
    everybody once it is delivered, None where that stays as it is. Raise `Invalid` for what
    cannot be taken, or is too late, and `NotFound` where there is no such speech.
    """
    with deed.look(actor, Verb.ANSWER, code, office=key.government) as (session, summit):
        _ensure_room(embargo.of(session, summit, now), key, given.material)
    read = _look_through(actor, code, key, given, now, largest)
    with deed.begin(actor, Verb.ANSWER, code, now, office=key.government) as work:
        held = embargo.of(work.session, work.summit(), now)
        held.open(key)
        row = _locked(work, held, key)
        _ensure_room(held, key, given.material)
        if may_publish is not None:
            row.may_publish = may_publish
        if read.staged:
            attachment.keep(work, read.staged)
        version = _add(work, held, row, given, read)
        after = {given.material.value: version.number, "size": read.size, "sha256": read.digest}
        work.note(key.thing, after={**after, "may_publish": row.may_publish})
        return version.number


def withdraw(actor: Actor, code: str, key: Key, material: Material, now: datetime) -> None:
    """Withdraw what counts of a material: a version with nothing in it, after all the others.

    Raise `Invalid` where nothing counts, or it was delivered.
    """
    with deed.begin(actor, Verb.ANSWER, code, now, office=key.government) as work:
        held = embargo.of(work.session, work.summit(), now)
        held.open(key, is_there=False)
        row = _locked(work, held, key)
        if held.statement(key).current(material) is None:
            raise Invalid("There is nothing to withdraw.")
        nothing = _Read(None, 0, "", None)
        version = _add(work, held, row, Given(material), nothing)
        version.is_withdrawal = True
        work.note(key.thing, after={material.value: version.number, "withdrawn": True})


def permit(actor: Actor, code: str, key: Key, may_publish: bool, now: datetime) -> None:
    """Let a statement be shown to everybody once it is delivered, or take that back at any time."""
    with deed.begin(actor, Verb.ANSWER, code, now, office=key.government) as work:
        held = embargo.of(work.session, work.summit(), now)
        row = _locked(work, held, key, is_new=False)
        before, row.may_publish = row.may_publish, may_publish
        if before != may_publish:
            work.note(key.thing, before={"may_publish": before}, after={"may_publish": may_publish})


def say(actor: Actor, code: str, key: Key, delivery: Delivery | None, now: datetime) -> None:
    """Say that a statement was delivered, or hold it back; with None the clock decides again."""
    with deed.begin(actor, Verb.GREET, code, now) as work:
        held = embargo.of(work.session, work.summit(), now)
        row = _locked(work, held, key, is_new=False)
        before, row.delivery = row.delivery, delivery
        row.delivery_by, row.delivery_at = actor.name, now
        work.note(key.thing, before={"delivery": before}, after={"delivery": delivery})


# --- deadlines -------------------------------------------------------------------------------


def deadlines(actor: Actor, code: str) -> Deadlines:
    """Return when statements are due, by session; "" stands for all that have no own deadline."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        return embargo.deadlines(session, summit)


def set_deadline(
    actor: Actor, code: str, session: str, deadline: Deadline | None, now: datetime
) -> None:
    """Say when the statements of a session are due, or of all with ""; None goes by all again."""
    with deed.begin(actor, Verb.GREET, code, now) as work:
        summit = work.summit()
        held = embargo.of(work.session, summit, now)
        if session:
            held.release.session(session)
        row = work.session.get(DeadlineRow, (summit.id, session))
        before = _written(Deadline(row.due_at)) if row else None
        if deadline is None:
            if row:
                work.session.delete(row)
        elif row:
            row.due_at = deadline.due
        else:
            work.session.add(DeadlineRow(summit_id=summit.id, session=session, due_at=deadline.due))
        work.note(
            f"statements/{session}".rstrip("/"),
            before=before,
            after=_written(deadline) if deadline else None,
        )


def _written(deadline: Deadline) -> Mapping[str, str | None]:
    return {"due": deadline.due.isoformat() if deadline.due else None}


# --- a letter to who has not handed in -------------------------------------------------------


def owing(actor: Actor, code: str, now: datetime) -> int:
    """Return how many letters `chase` would write."""
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        return len(_letters(session, summit, embargo.of(session, summit, now), now))


def chase(actor: Actor, code: str, count: int, now: datetime) -> int:
    """Write to each contact of the offices that owe a statement, once a day at most.

    Raise `Invalid` where the letters would not be `count` in number, as the page said; return
    how many were written.
    """
    with deed.begin(actor, Verb.GREET, code, now) as work:
        summit = work.summit()
        letters = _letters(work.session, summit, embargo.of(work.session, summit, now), now)
        if len(letters) != count:
            raise Invalid("Meanwhile the number of letters is another: look at it again.")
        for letter in letters:
            mail.post(work, letter)
        work.note("statements", after={"chased": count})
        return count


def _letters(session: Rows, summit: SummitRow, held: Held, now: datetime) -> list[Letter]:
    """Return a letter for each contact, with the sessions for which something is due still."""
    owed: dict[str, list[Line]] = {}
    for line in embargo.lines(held):
        if line.standing in (Standing.AWAITED, Standing.OVERDUE):
            owed.setdefault(line.key.government, []).append(line)
    letters = []
    for government, lines in owed.items():
        due = min(line.due for line in lines if line.due)
        sessions = dict.fromkeys(line.key.session for line in lines)
        data = {
            "summit": {"title": dict(summit.title), "zone": summit.zone},
            "city": dict(held.release.government(government).name),
            "sessions": [notice.told(held.release.session(one)) for one in sessions],
            "until": notice.instant(due),
            "path": f"/{summit.code}/office/{government}/statements",
        }
        for number, to in contact.reached(session, summit.id, government):
            once = f"statement/{summit.code}/{number}/{now.date().isoformat()}"
            letters.append(Letter(Occasion.STATEMENT, to, summit.code, data, once=once))
    return letters


# --- how it is kept --------------------------------------------------------------------------


def _ensure_room(held: Held, key: Key, material: Material) -> None:
    """Return if one more version can be handed in; raise `NotFound` and `Invalid`."""
    held.open(key)
    if held.statement(key).handed_in(material) >= MOST:
        raise Invalid("%(most)s versions are the most: ask the organizers.", most=MOST)


def _look_through(
    actor: Actor, code: str, key: Key, given: Given, now: datetime, largest: int
) -> _Read:
    """Return what was given once it is found fit, its file staged; raise `Invalid`."""
    if given.language and not is_language(given.language):
        raise Invalid("This is not the tag of a language.", "language")
    if sum(bool(one) for one in (given.file, given.text.strip(), given.link.strip())) > 1:
        raise Invalid("Give one of these: words, a link or a file.", "file")
    if given.file is not None:
        return _file(actor, code, key, given, now, largest)
    if given.material is Material.TEXT and given.text.strip():
        return _typed(given.text)
    if given.material is Material.RECORDING and given.link.strip():
        link = given.link.strip()
        if not (link.startswith("https://") and ADDRESS.fullmatch(link)):
            raise Invalid("A link to a recording begins with https://.", "link")
        return _Read(None, 0, sha256(link.encode()).hexdigest(), None)
    raise Invalid("There is nothing to hand in yet.", "file")


def _typed(words: str) -> _Read:
    text = clean(words)
    if len(text) > LONGEST_TEXT:
        raise Invalid("%(most)s characters are the most.", "text", most=LONGEST_TEXT)
    octets = text.encode()
    digest = sha256(octets).hexdigest()
    return _Read(None, len(octets), digest, measure(text), text)


def _file(actor: Actor, code: str, key: Key, given: Given, now: datetime, largest: int) -> _Read:
    file = given.file
    assert file is not None  # noqa: S101 (the caller has looked)
    most = LARGEST.get(given.material, largest)
    if file.seek(0, 2) > most:
        raise Invalid("This file is larger than %(size)s MB.", "file", size=most // _MEGABYTE)
    kind = file_format.inspect(file, given.material)
    words = file_format.words(file, kind) if given.material is Material.TEXT else None
    staged = attachment.stage(actor, Verb.ANSWER, code, key.government, file, now)
    if not words or len(words) > LONGEST_TEXT:
        return _Read(kind, staged.size, staged.digest, None, staged=staged)
    return _Read(kind, staged.size, staged.digest, measure(words), words, staged)


def _locked(work: Deed, held: Held, key: Key, *, is_new: bool = True) -> StatementRow:
    """Return the row of a statement, locked, and let `held` know what it says now.

    It is made where there is none, if it may be new; raise `NotFound` otherwise.
    """
    summit_id = held.summit.id
    name = {"session": key.session, "government": key.government, "person": key.person}
    if is_new:
        work.session.execute(
            insert_new(work.session, StatementRow).values(
                summit_id=summit_id, may_publish=False, **name
            )
        )
    row = work.session.scalar(
        select(StatementRow)
        .filter_by(summit_id=summit_id, **name)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise embargo.unknown(key)
    held.refresh(work.session)
    return row


def _add(work: Deed, held: Held, row: StatementRow, given: Given, read: _Read) -> VersionRow:
    last = work.session.scalar(
        select(func.max(VersionRow.number)).where(
            VersionRow.statement_id == row.id, VersionRow.material == given.material
        )
    )
    found = read.measure
    version = VersionRow(
        statement_id=row.id,
        material=given.material,
        number=(last or 0) + 1,
        at=work.now,
        moment=held.present,
        by=work.actor.name,
        on_behalf=(work.code, row.government) not in work.actor.offices,
        is_withdrawal=False,
        language=given.language,
        text=read.text,
        link="" if read.kind or read.text else given.link.strip()[:_LONGEST_LINK],
        attachment_id=read.staged.id if read.staged else None,
        name=clean_line(given.name)[:_LONGEST_NAME],
        extension=read.kind.extension if read.kind else "",
        media_type=read.kind.media_type if read.kind else "",
        size=read.size,
        digest=read.digest,
        words=found.words if found else None,
        signs=found.signs if found else None,
        seconds=found.seconds if found else None,
        rate=found.rate if found else None,
    )
    work.session.add(version)
    work.session.flush()
    return version
