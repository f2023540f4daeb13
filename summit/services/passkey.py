"""Passkeys: made by a browser for an account, and answered with when it proves itself."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from summit.core.errors import Invalid, TooMany
from summit.core.factor import Kind
from summit.core.role import Actor, Verb, allow
from summit.db.base import db, reading
from summit.db.factor import FactorRow
from summit.formats import passkey
from summit.formats.passkey import Home, Passkey, Question
from summit.services import factor, limit
from summit.services.deed import Deed
from summit.services.factor import Proof


def ask_new(proof: Proof, at: Home) -> Question:
    """Return what asks a browser to make a passkey at the site `at`."""
    with factor.changing(proof) as (work, row):
        factor.ensure_fresh(work, proof.visit)
        factor.ensure_room(work, row.id)
        return passkey.ask_new(at, row.id, row.address, row.name, _known(work.session, row.id))


def add(proof: Proof, at: Home, question: Question, answer: str, name: str) -> tuple[str, ...]:
    """Take the passkey that a browser made, called `name`; raise `Invalid`.

    Return new recovery codes where there were none.
    """
    made = passkey.read_new(at, question.challenge, answer)
    with factor.changing(proof) as (work, row):
        factor.ensure_fresh(work, proof.visit)
        factor.ensure_room(work, row.id)
        _answered(work, question)
        if work.session.scalar(_with(made.credential)) is not None:
            raise Invalid("The passkey was not taken. Try again, or choose another way.", "answer")
        work.session.add(
            FactorRow(
                account_id=row.id,
                kind=Kind.PASSKEY,
                name=name,
                credential=made.credential,
                public_key=made.public_key,
                sign_count=made.sign_count,
                created_at=proof.now,
                confirmed_at=proof.now,
            )
        )
        return factor.added(work, row, proof, Kind.PASSKEY)


def ask_proof(actor: Actor, at: Home) -> Question:
    """Return what asks a browser to prove that it has a passkey of `actor`."""
    owner = actor.account or 0
    allow(actor, Verb.SEE, "", owner)
    with reading(db.engine) as session:
        return passkey.ask_proof(at, _known(session, owner))


def prove(proof: Proof, at: Home, question: Question, answer: str) -> None:
    """Prove a second factor by a browser's answer; raise `Invalid`."""
    credential = passkey.credential(answer)
    with factor.changing(proof) as (work, row):
        kept = work.session.scalar(
            _with(credential).where(FactorRow.account_id == proof.actor.account)
        )
        if kept is None or kept.public_key is None:
            raise Invalid("The passkey was not taken. Try again, or choose another way.", "answer")
        known = Passkey(credential, kept.public_key, kept.sign_count or 0)
        kept.sign_count = passkey.read_proof(at, question.challenge, answer, known)
        kept.used_at = proof.now
        _answered(work, question)
        factor.prove_visit(work, proof)
        work.note(f"account/{row.id}", after={"proved": Kind.PASSKEY.value})


def _answered(work: Deed, question: Question) -> None:
    """Note that a question was answered: an answer that is heard twice proves nothing."""
    try:
        limit.take(work, "challenge", sha256(question.challenge).hexdigest())
    except TooMany:
        raise Invalid(
            "The passkey was not taken. Try again, or choose another way.", "answer"
        ) from None


def _known(session: Session, owner: int) -> list[bytes]:
    query = select(FactorRow.credential).where(
        FactorRow.account_id == owner,
        FactorRow.kind == Kind.PASSKEY,
    )
    return [one for one in session.scalars(query.order_by(FactorRow.id)) if one is not None]


def _with(credential: bytes) -> Select[FactorRow]:
    return select(FactorRow).where(FactorRow.credential == credential)
