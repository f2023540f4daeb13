"""To prove a second factor: by a code, by a passkey, or by a recovery code."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime

from flask import Response as Answer
from flask import make_response, request, session
from werkzeug.wrappers import Response

from summit.core.errors import Invalid, NotFound
from summit.core.factor import ASKED_FOR, Factors
from summit.formats import passkey as passkeys
from summit.formats.passkey import Home, Question
from summit.services import factor, passkey
from summit.services.factor import Proof
from summit.web import auth, read, reader, wording
from summit.web.account.visit import own
from summit.web.page import render, site
from summit.web.read import Filled, Problems
from summit.web.way import go

_KEPT = "question"


@dataclass(frozen=True, slots=True)
class Asked:
    """The page that asks for a second factor, and from there goes on to our path `next`."""

    factors: Factors
    form: Filled
    next: str
    has_passkeys: bool


@dataclass(frozen=True, slots=True)
class _Code:
    """A code of an authenticator or of recovery, as it was typed."""

    code: str = read.text(most=100)
    next: str = read.text(least=0, most=2000)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a browser answers for a passkey, as JSON."""

    answer: str = read.text(most=100_000, secret=True)
    next: str = read.text(least=0, most=2000)


@auth.entered
def show() -> str | Response:
    """Ask for a second factor, or lead to where one is set up."""
    wanted = own(request.args.get("next", ""))
    if not factor.mine(auth.actor()).all:
        return go(reader.link("account.factors", next=wanted))
    return _page(Filled(), wanted)


@auth.entered
def by_code() -> Response | tuple[str, int]:
    """Take a code."""
    try:
        typed = read.form(_Code)
        who = auth.known_as("factor", str(auth.actor().account))
        factor.prove(proof(), typed.code, who)
    except Problems as problems:
        return _page(problems.filled, _wanted()), 400
    except Invalid as error:
        return _page(read.again({"code": wording.say(error)}), _wanted()), 403
    return go(own(typed.next))


@auth.entered
def ask() -> Answer:
    """Give what a browser is asked, to prove a passkey."""
    return keep("proof", passkey.ask_proof(auth.actor(), home()))


@auth.entered
def by_passkey() -> Response | tuple[str, int]:
    """Take the answer of a passkey."""
    try:
        typed = read.form(_Answer)
        passkey.prove(proof(), home(), kept("proof"), typed.answer)
    except Problems as problems:
        return _page(problems.filled, _wanted()), 403
    except Invalid as error:
        return _page(read.again({"answer": wording.say(error)}), _wanted()), 403
    return go(own(typed.next))


def proof() -> Proof:
    """Return who is in by which visit, now."""
    return Proof(auth.actor(), auth.this_visit() or 0, site().clock.now())


def home() -> Home:
    """Return the site that passkeys belong to; raise `NotFound` where there can be none."""
    found = passkeys.home(site().settings.url)
    if found is None:
        raise NotFound("passkey", "")
    return found


def has_home() -> bool:
    """Whether there can be passkeys: not at an address in numbers."""
    return passkeys.home(site().settings.url) is not None


def keep(what: str, question: Question) -> Answer:
    """Answer with what a browser is asked, and keep the challenge of it with the visit."""
    challenge = b64encode(question.challenge).decode()
    session[_KEPT] = [what, challenge, site().clock.now().isoformat()]
    response = make_response(question.options)
    response.mimetype = "application/json"
    return response


def kept(what: str) -> Question:
    """Return what this browser was asked; raise `Invalid` where that was not just now."""
    told, challenge, at = session.pop(_KEPT, ["", "", ""])
    if told != what or site().clock.now() - datetime.fromisoformat(at) > ASKED_FOR:
        raise Invalid("The passkey was not taken. Try again, or choose another way.", "answer")
    return Question("", b64decode(challenge))


def _page(form: Filled, wanted: str) -> str:
    view = Asked(factor.mine(auth.actor()), form, wanted, has_home())
    return render("account/prove.html", view)


def _wanted() -> str:
    return own(request.form.get("next", ""))
