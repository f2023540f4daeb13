"""Rows of the declaration: its versions, remarks on them, who signs, and its record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    LargeBinary,
    ScalarSelect,
    String,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from summit.core import declaration, endorsement, record
from summit.core.declaration import Paragraph, Step, Version, Words
from summit.core.endorsement import Declared
from summit.core.record import Link
from summit.core.remark import Standing
from summit.core.text import Text
from summit.db.base import Base, Choice
from summit.db.programme import SummitRow


class DeclarationRow(Base):
    """A version. `paragraphs` is a JSON list of [key, {language: words}].

    From its freezing on, `octets` are its canonical bytes and `digest` their SHA-256, in hex;
    nothing of what it says changes any more.
    """

    __tablename__ = "declaration"
    __table_args__ = (UniqueConstraint("summit_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    number: Mapped[int]
    step: Mapped[Step] = mapped_column(Choice(Step))
    title: Mapped[Text]
    paragraphs: Mapped[list[Any]] = mapped_column(JSON)
    is_illustrative: Mapped[bool]
    note: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(255))
    circulated_at: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]
    frozen_by: Mapped[str] = mapped_column(String(255))
    deadline_at: Mapped[datetime | None]
    octets: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))


class RemarkRow(Base):
    """What an office said of a paragraph of a version ("" for all of it), and the answer."""

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    declaration_id: Mapped[int] = mapped_column(
        ForeignKey("declaration.id", ondelete="CASCADE"), index=True
    )
    paragraph: Mapped[str] = mapped_column(String(16))
    government: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(255))
    words: Mapped[str]
    is_shared: Mapped[bool]
    written_at: Mapped[datetime]
    standing: Mapped[Standing] = mapped_column(Choice(Standing))
    answer: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(String(255))


class SignatoryRow(Base):
    """Who signs for a government, and the contact of its office who may press, if one may."""

    __tablename__ = "signatory"
    __table_args__ = (UniqueConstraint("summit_id", "government"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    government: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(255))
    capacity: Mapped[str] = mapped_column(String(255))
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contact.id", ondelete="SET NULL"), index=True
    )


class RecordRow(Base):
    """An entry of the record: its canonical bytes, and their hash. Only ever added."""

    __tablename__ = "record"
    __table_args__ = (UniqueConstraint("summit_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    number: Mapped[int]
    octets: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))


def version(row: DeclarationRow) -> Version:
    """Return the version that a row holds."""
    return Version(
        number=row.number,
        step=row.step,
        words=Words(
            row.title,
            tuple(Paragraph(key, Text.again(text)) for key, text in row.paragraphs),
            row.is_illustrative,
        ),
        note=row.note,
        made=row.made_at,
        circulated=row.circulated_at,
        frozen=row.frozen_at,
        frozen_by=row.frozen_by,
        digest=row.digest,
        deadline=row.deadline_at,
    )


def links(session: Session, code: str) -> tuple[Link, ...]:
    """Return the record of the summit `code`, from its first entry on."""
    rows = session.execute(
        select(RecordRow.octets, RecordRow.digest)
        .join(SummitRow, RecordRow.summit_id == SummitRow.id)
        .where(SummitRow.code == code)
        .order_by(RecordRow.number)
    )
    return tuple(Link(bytes(octets), digest) for octets, digest in rows)


def frozen(session: Session, code: str) -> Mapping[str, bytes]:
    """Return the bytes of the frozen texts of the summit `code`, by the digest beside them."""
    rows = session.execute(
        select(DeclarationRow.digest, DeclarationRow.octets)
        .join(SummitRow, DeclarationRow.summit_id == SummitRow.id)
        .where(SummitRow.code == code, DeclarationRow.octets.is_not(None))
    )
    return {digest: bytes(octets or b"") for digest, octets in rows}


def length() -> ScalarSelect[Any]:
    """Return the number of the last entry of a summit's record, as a part of a query of these."""
    query = select(func.max(RecordRow.number)).where(RecordRow.summit_id == SummitRow.id)
    return query.correlate(SummitRow).scalar_subquery()


def declared(session: Session, code: str, *, is_rehearsing: bool) -> Declared | None:
    """Return what is public of the declaration of the summit `code`, None where nothing is.

    What is not whole is left out: entries from the first that does not hold on, and texts
    whose bytes are not those that were released.
    """
    chain = links(session, code)
    broken = record.check(chain, summit=code)
    whole = chain[: broken.number - 1] if broken else chain
    texts = frozen(session, code)
    shown = tuple(
        one
        for one in endorsement.released(whole, is_rehearsing=is_rehearsing)
        if record.digest(texts.get(one.digest, b"")) == one.digest
    )
    if not shown:
        return None
    words = {one.digest: declaration.read(texts[one.digest]) for one in shown}
    return Declared(shown, words, chain, broken)
