"""The declaration: drafted in versions, circulated, frozen, and released by two organizers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from summit.core import declaration, record
from summit.core.declaration import Paragraph, Step, Version, Words
from summit.core.endorsement import Declared
from summit.core.errors import Invalid, NotFound, Stale
from summit.core.letter import Letter, Occasion, Recipient
from summit.core.record import Act
from summit.core.role import Actor, Verb
from summit.core.text import clean_line
from summit.core.zone import utc
from summit.db import declaration as table
from summit.db.declaration import DeclarationRow
from summit.db.programme import SummitRow
from summit.services import contact, deed, mail, notice
from summit.services import record as records
from summit.services.deed import Deed

_LONGEST_NOTE = 500
_SHORT = 16


@dataclass(frozen=True, slots=True)
class Desk:
    """A summit's declaration as its reader may know it; `versions` come newest first."""

    versions: tuple[Version, ...]
    declared: Declared | None
    is_rehearsing: bool

    def version(self, number: int) -> Version:
        """Return a version; raise `NotFound`."""
        return _one(self.versions, number)

    def is_released(self, version: Version) -> bool:
        """Whether a version is public."""
        return bool(self.declared and self.declared.version(version.number))


def desk(actor: Actor, code: str) -> Desk:
    """Return the versions of a summit's declaration, working ones too, and what is public."""
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        return Desk(
            _versions(session, summit, tuple(Step)),
            declared(session, summit),
            summit.rehearsal_started is not None,
        )


def declared(session: Session, summit: SummitRow) -> Declared | None:
    """Return what is public of a summit's declaration, as its clock has it."""
    is_rehearsing = summit.rehearsal_started is not None
    return table.declared(session, summit.code, is_rehearsing=is_rehearsing)


def folder(actor: Actor, code: str, government: str) -> Desk:
    """Return what the office of a government reads of the declaration: no working version."""
    with deed.look(actor, Verb.ANSWER, code, office=government) as (session, summit):
        return Desk(
            _versions(session, summit, (Step.CIRCULATED, Step.FROZEN)),
            declared(session, summit),
            summit.rehearsal_started is not None,
        )


def begin(
    actor: Actor, code: str, now: datetime, words: Words, *, source: int | None = None
) -> int:
    """Begin a version, and return its number: with `words`, or as a copy of version `source`.

    There is one working version at a time. Raise `Invalid`, and `NotFound` for the source.
    """
    with deed.begin(actor, Verb.GREET, code, now) as work:
        summit = work.summit()
        versions = _versions(work.session, summit, tuple(Step))
        if any(one.step is Step.WORKING for one in versions):
            raise Invalid("There is a working version already: go on with that one.")
        if source is not None:
            words = _one(versions, source).words
        words = declaration.clean(words)
        number = len(versions) + 1
        work.session.add(
            DeclarationRow(
                summit_id=summit.id,
                number=number,
                step=Step.WORKING,
                title=words.title,
                paragraphs=_plain(words),
                is_illustrative=words.is_illustrative,
                note="",
                made_at=work.present(summit),
                made_by=actor.name,
                frozen_by="",
                digest="",
            )
        )
        work.note(f"declaration/{number}", after={"begun": True, "source": source})
        return number


def keep(
    actor: Actor, code: str, number: int, words: Words, note: str, seal: str, now: datetime
) -> None:
    """Give the working version other words. Paragraphs without a key are new ones.

    Raise `Stale` where the version is not the one with that `seal` any more, `Invalid`.
    """
    with deed.begin(actor, Verb.GREET, code, now) as work:
        summit = work.summit()
        row = _row(work, summit, number)
        before = table.version(row)
        if before.step is not Step.WORKING:
            raise Invalid("This version does not change any more: begin another one.")
        if sealed(before) != seal:
            raise Stale("Somebody else changed this in the meantime.")
        known = _keys(work.session, summit)
        paragraphs = []
        for one in filter(lambda one: one.text, words.paragraphs):
            key = one.key or declaration.next_key(known)
            known.add(key)
            paragraphs.append(Paragraph(key, one.text))
        kept = Words(words.title, tuple(paragraphs), words.is_illustrative)
        cleaned = declaration.clean(kept)
        row.title, row.paragraphs = cleaned.title, _plain(cleaned)
        row.is_illustrative = cleaned.is_illustrative
        row.note = clean_line(note)[:_LONGEST_NOTE]
        after = {"paragraphs": [one.key for one in cleaned.paragraphs], "seal": _digest(cleaned)}
        work.note(f"declaration/{number}", before={"seal": _digest(before.words)}, after=after)


def reached(actor: Actor, code: str) -> int:
    """Return how many letters `circulate` would write."""
    with deed.look(actor, Verb.GREET, code) as (session, summit):
        return len(_readers(session, summit))


def circulate(
    actor: Actor,
    code: str,
    number: int,
    now: datetime,
    *,
    seal: str | None = None,
    letters: int | None = None,
) -> None:
    """Show a working version to all offices, who may remark on it; it changes no more.

    Each contact who has entered is told by mail, without a word of the text. Raise `Stale` where
    it is not the one with that `seal` any more, and `Invalid`, also where they would not be told
    by that many `letters`, as the page said.
    """
    with deed.begin(actor, Verb.GREET, code, now) as work:
        summit = work.summit()
        row = _row(work, summit, number)
        if row.step is not Step.WORKING:
            raise Invalid("This version does not change any more: begin another one.")
        found = table.version(row)
        if seal is not None and sealed(found) != seal:
            raise Stale("Somebody else changed this in the meantime.")
        _refuse_empty(found.words)
        readers = _readers(work.session, summit)
        if letters not in (None, len(readers)):
            raise Invalid("Meanwhile the number of letters is another: look at it again.")
        row.step, row.circulated_at = Step.CIRCULATED, work.present(summit)
        mail.post_all(work, (_letter(work, summit, number, *reader) for reader in readers))
        after = {"step": Step.CIRCULATED.value, "letters": len(readers)}
        work.note(f"declaration/{number}", after=after)


def _readers(session: Session, summit: SummitRow) -> list[tuple[str, int, Recipient]]:
    """Return the contacts of all offices who have entered: of which government, who, and how."""
    return [
        (government, *reader)
        for government in contact.governments(session, summit.id)
        for reader in contact.reached(session, summit.id, government)
    ]


def _letter(
    work: Deed, summit: SummitRow, number: int, government: str, reader: int, to: Recipient
) -> Letter:
    """Return the letter that a draft is there, and not what is in it: mail is passed on."""
    data = {
        "summit": {"title": dict(summit.title), "zone": summit.zone},
        "city": dict(contact.city(work.session, summit.code, government)),
        "number": number,
        "at": notice.instant(work.now),
        "path": f"/{summit.code}/office/{government}/declaration/{number}",
    }
    once = f"draft/{summit.code}/{number}/{reader}"
    return Letter(Occasion.DRAFT, to, summit.code, data, once=once)


def freeze(
    actor: Actor, code: str, number: int, deadline: datetime | None, seal: str, now: datetime
) -> str:
    """Freeze a version for adoption, and return its digest. Another organizer may release it.

    What is endorsed after `deadline` will be late. The text has to be whole in every language
    that it is written in.
    """
    with deed.begin(actor, Verb.GREET, code, now) as work:
        summit = work.summit()
        row = _row(work, summit, number)
        found = table.version(row)
        if found.step is Step.FROZEN:
            raise Invalid("This version is frozen already.")
        if sealed(found) != seal:
            raise Stale("Somebody else changed this in the meantime.")
        _refuse_empty(found.words)
        if found.words.lacks(found.words.languages):
            raise Invalid("Say all of it in each of its languages first.")
        row.octets = declaration.octets(code, number, found.words)
        row.digest = record.digest(row.octets)
        row.step, row.frozen_at = Step.FROZEN, work.present(summit)
        row.frozen_by = actor.name
        row.deadline_at = None if deadline is None else _second(deadline)
        work.note(f"declaration/{number}", after={"step": Step.FROZEN.value, "digest": row.digest})
        return row.digest


def release(actor: Actor, code: str, number: int, digest: str, now: datetime) -> None:
    """Make a frozen version public; `digest` is that of the text which `actor` has looked at.

    Raise `Invalid` for who has frozen it: it takes two.
    """
    with deed.begin(actor, Verb.GREET, code, now) as work:
        row = _row(work, work.summit(), number)
        if row.step is not Step.FROZEN or row.digest != digest:
            raise Stale("Somebody else changed this in the meantime.")
        public = records.declared(work)
        if public and public.version(number):
            return  # pressed twice
        if row.frozen_by == actor.name:
            raise Invalid("Who has frozen a text does not release it: another organizer does.")
        if row.octets is None or record.digest(row.octets) != row.digest:
            raise Invalid("The text is not the one that was frozen: freeze another version.")
        deadline = record.written(row.deadline_at) if row.deadline_at else None
        title = dict(row.title)
        records.append(work, Act.RELEASE, digest, version=number, title=title, deadline=deadline)


def set_deadline(
    actor: Actor, code: str, number: int, deadline: datetime | None, now: datetime
) -> None:
    """Give a released text another deadline: what came before stays late or not as it was."""
    with deed.begin(actor, Verb.GREET, code, now) as work:
        row = _row(work, work.summit(), number)
        public = records.declared(work)
        found = public.version(number) if public else None
        if found is None:
            raise NotFound("declaration", str(number))
        wanted = None if deadline is None else _second(deadline)
        if wanted == found.deadline:
            return
        row.deadline_at = wanted
        words = None if wanted is None else record.written(wanted)
        records.append(work, Act.DEADLINE, found.digest, deadline=words)


def sealed(version: Version) -> str:
    """Return what names the words and the note of a version, so that a form knows it changed."""
    return f"{version.step.value}-{_digest(version.words, version.note)}"


def _digest(words: Words, note: str = "") -> str:
    octets = declaration.octets("", 0, words) + note.encode()
    return sha256(octets).hexdigest()[:_SHORT]


def _refuse_empty(words: Words) -> None:
    if not words.paragraphs:
        raise Invalid("Write a paragraph first.")


def _second(moment: datetime) -> datetime:
    return utc(moment).replace(microsecond=0)


def _plain(words: Words) -> list[tuple[str, dict[str, str]]]:
    return [(one.key, dict(one.text)) for one in words.paragraphs]


def _keys(session: Session, summit: SummitRow) -> set[str]:
    query = select(DeclarationRow.paragraphs).where(DeclarationRow.summit_id == summit.id)
    return {key for paragraphs in session.scalars(query) for key, _ in paragraphs}


def _versions(session: Session, summit: SummitRow, steps: Collection[Step]) -> tuple[Version, ...]:
    rows = session.scalars(
        select(DeclarationRow)
        .where(DeclarationRow.summit_id == summit.id, DeclarationRow.step.in_(tuple(steps)))
        .order_by(DeclarationRow.number.desc())
    )
    return tuple(table.version(row) for row in rows)


def _one(versions: Collection[Version], number: int) -> Version:
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotFound("declaration", str(number))
    return found


def _row(work: Deed, summit: SummitRow, number: int) -> DeclarationRow:
    row = work.session.scalar(
        select(DeclarationRow).where(
            DeclarationRow.summit_id == summit.id, DeclarationRow.number == number
        )
    )
    if row is None:
        raise NotFound("declaration", str(number))
    return row
