"""How one registers: when, for how many, as what kinds of participants, asked which questions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from flask import request

from summit.core.code import CODE, Claims, slug
from summit.core.errors import Stale, SummitError
from summit.core.registration import Option, ParticipantKind, Question, QuestionKind, Rules
from summit.core.text import Text, clean_line
from summit.formats import registration_rules
from summit.language import marked as _
from summit.services import registration
from summit.web import read, reader
from summit.web.organizer import choice, form
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.field import (
    Choice,
    Field,
    Ground,
    Line,
    Number,
    Tick,
    Typed,
    Words,
    first,
    said,
    too_long,
)
from summit.web.organizer.form import Apart
from summit.web.organizer.moment import Moment
from summit.web.organizer.row import Rows
from summit.web.organizer.thing import Answer
from summit.web.page import render, site
from summit.web.read import Filled, Unfit
from summit.web.way import go

_LONGEST_HOLD = 30 * 24 * 60
_LONGEST = 4000


def code(words: str) -> None:
    """Raise `Unfit` for what cannot be a code."""
    if not CODE.fullmatch(words):
        message = _("A code is made of small letters, digits and hyphens, 64 at most.")
        raise Unfit(said(message))


@dataclass(frozen=True, slots=True)
class Options(Field):
    """The answers that a question offers: one on each line, in the same order in each language.

    Their codes, by which answers are kept, stand in a column of their own.
    """

    widget: ClassVar[str] = "options"

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:
        """Return the codes and the words of each language, a line for each answer."""
        options: tuple[Option, ...] = value or ()
        found: dict[str, tuple[str, ...]] = {
            f"{self.name}.code": ("\n".join(one.code for one in options),)
        }
        for tag in ground.programme.summit.languages:
            words = "\n".join(one.name.get(tag, "") for one in options)
            found[f"{self.name}.{tag}"] = (words,)
        return found

    def read(self, typed: Typed, old: Any, ground: Ground) -> tuple[Option, ...]:
        """Return the answers; one without a code is given one made of its words."""
        known: dict[str, Text] = {one.code: one.name for one in old or ()}
        codes = _lines(typed, f"{self.name}.code")
        tongues = {
            tag: _lines(typed, f"{self.name}.{tag}") for tag in ground.programme.summit.languages
        }
        claims, found = Claims(), []
        for at in range(max(len(codes), *(len(lines) for lines in tongues.values()))):
            words = {tag: lines[at] for tag, lines in tongues.items() if at < len(lines)}
            wanted = codes[at] if at < len(codes) else ""
            name = Text({**known.get(wanted, Text()), **words})
            if not name and not wanted:
                continue
            if not name:
                raise Unfit(said(_("An answer has words, on the line of its code.")))
            if wanted:
                code(wanted)
            if wanted in claims:
                raise Unfit(said(_("A code stands there twice.")))
            found.append(Option(claims.first(wanted or slug(name.say("en"), "answer")), name))
        return tuple(found)

    def say(self, value: Any, ground: Ground) -> tuple[str, ...]:
        """Return each answer in the reader's language."""
        return tuple(f"{one.code}: {one.name.say(ground.language)}" for one in value or ())


def _lines(typed: Typed, name: str) -> list[str]:
    """Return the lines of a control, empty ones between others too."""
    words = read.clean("." + first(typed, name).replace("\r\n", "\n"), lines=True)[1:]
    if len(words) > _LONGEST:
        raise too_long(_LONGEST)
    return [clean_line(line) for line in words.split("\n")]


@dataclass(frozen=True, slots=True)
class Codes(Field):
    """Codes in a row."""

    widget: ClassVar[str] = "line"
    most: ClassVar[int] = 1000

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the codes in a row."""
        return {self.name: (", ".join(value or ()),)}

    def read(self, typed: Typed, old: Any, ground: Ground) -> tuple[str, ...]:  # noqa: ARG002
        """Return the codes, once each."""
        words = self.typed(typed)[: self.most].replace(",", " ").split()
        for one in words:
            code(one)
        return tuple(dict.fromkeys(words))


FIELDS: tuple[Field, ...] = (
    Moment("opens", _("Opens"), _("Left empty, it is open from the first release on.")),
    Moment("closes", _("Closes"), _("Left empty, it stays open.")),
    Number("capacity", _("Places at the summit"), _("Left empty, there is room for all.")),
    Number(
        "hold_minutes",
        _("Minutes in which a registration is to be confirmed"),
        _("1440 are a day."),
        required=True,
        least=1,
        most=_LONGEST_HOLD,
    ),
    Words(
        "consent",
        _("What one consents to"),
        _("Left empty, nobody is asked for consent."),
        most=_LONGEST,
        is_long=True,
    ),
)
_CODE = Line("code", _("Code"), _("Left empty, it is made of the name."), most=64, check=code)
KINDS = Rows(
    "kinds",
    _("Add a kind of participants"),
    (
        Words("name", _("What it is called"), required=True),
        _CODE,
        Tick("needs_approval", _("An organizer lets each of them in")),
        Words("text", _("What is said of it"), most=_LONGEST),
    ),
    ("name.", "code"),
    ParticipantKind,
)
QUESTIONS = Rows(
    "questions",
    _("Add a question"),
    (
        Words("name", _("Question"), required=True),
        _CODE,
        Choice(
            "kind",
            _("How it is answered"),
            required=True,
            choices=choice.members(QuestionKind),
            kind=QuestionKind,
        ),
        Tick("is_required", _("It has to be answered")),
        Options("options", _("Answers to choose from"), _("One on each line.")),
        Codes(
            "kinds",
            _("Put to"),
            _("Codes of kinds of participants in a row; left empty, to all."),
        ),
    ),
    ("name.", "code"),
    Question,
    {"kind": QuestionKind.LINE.value},
)


@dataclass(frozen=True, slots=True)
class View:
    """The page of the rules; see `summit.web.organizer.thing.View`."""

    ground: Ground
    form: Filled
    kinds: tuple[str, ...]
    questions: tuple[str, ...]
    seen: str
    said: str = ""
    is_stale: bool = False
    theirs: tuple[Apart, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """What is asked for beside the rows."""
        return FIELDS

    @property
    def kind_rows(self) -> Rows:
        """The kinds of participants."""
        return KINDS

    @property
    def question_rows(self) -> Rows:
        """The questions."""
        return QUESTIONS

    @property
    def labels(self) -> dict[str, str]:
        """What each control is called, for the list of errors."""
        own = {one.name: one.words for one in FIELDS}
        return own | KINDS.labels(self.kinds) | QUESTIONS.labels(self.questions)


def show(summit: str) -> str:
    """Show how one registers."""
    frame = open_console(summit)
    ground, rules = form.ground(frame), registration.rules(summit)
    typed = form.fill(FIELDS, rules, ground)
    typed |= KINDS.fill(rules.kinds, ground) | QUESTIONS.fill(rules.questions, ground)
    word = request.args.get("said", "")
    return _page(
        View(
            ground,
            Filled(typed),
            tuple(str(at) for at in range(len(rules.kinds))),
            tuple(str(at) for at in range(len(rules.questions))),
            registration_rules.digest(rules),
            word if word in ("again", "back", "kept", "same") else "",
        )
    )


def keep(summit: str) -> Answer:
    """Keep what was changed of how one registers."""
    frame = open_console(summit)
    ground, typed, old = form.ground(frame), form.typed(), registration.rules(summit)
    kinds, kind_at = KINDS.arranged(typed)
    questions, question_at = QUESTIONS.arranged(typed)
    values, errors = form.take(FIELDS, typed, old, ground)
    found, wrong = KINDS.read(typed, kinds, old.kinds, ground)
    asked, more = QUESTIONS.read(typed, questions, old.questions, ground)
    errors |= wrong | more
    view = View(
        ground,
        Filled(typed, errors),
        tuple(kinds),
        tuple(questions),
        first(typed, "seen"),
    )
    if errors:
        return _page(view), 400
    new = Rules(kinds=_coded(found, "kind"), questions=_coded(asked, "question"), **values)
    try:
        now = site().clock.now()
        is_changed = registration.set_rules(frame.actor, summit, new, now, seen=view.seen)
    except Stale:
        return _stale(frame, view, new), 409
    except SummitError as error:
        why = form.reason(error, ground.programme)
        return _page(replace(view, form=Filled(typed, {"": why}))), 400
    anchor = "" if kind_at is None else f"#kinds-{kind_at}"
    anchor = anchor if question_at is None else f"#questions-{question_at}"
    word = "kept" if is_changed else "same"
    return go(f"{reader.link('organizer.registration_rules', summit=summit)}?said={word}{anchor}")


def _coded(items: tuple[Any, ...], noun: str) -> tuple[Any, ...]:
    """Return kinds or questions with a code each: a new one is given one made of its name."""
    claims = Claims(one.code for one in items if one.code)
    return tuple(
        one if one.code else replace(one, code=claims.first(slug(one.name.say("en"), noun)))
        for one in items
    )


def _stale(frame: Console, view: View, mine: Rules) -> str:
    """Return the form as it was filled in, beside what somebody else has made of the rules."""
    ground, theirs = form.ground(frame), registration.rules(frame.code)
    values = {one.name: getattr(mine, one.name) for one in FIELDS}
    differing = list(form.apart(FIELDS, theirs, values, ground))
    for rows, title in ((KINDS, _("Kinds of participants")), (QUESTIONS, _("Questions"))):
        one, other = getattr(theirs, rows.name), getattr(mine, rows.name)
        if one != other:
            both = (tuple(rows.say(item, ground) for item in some) for some in (one, other))
            differing.append(Apart(rows.name, said(title), *both))
    seen = registration_rules.digest(theirs)
    return _page(replace(view, seen=seen, is_stale=True, theirs=tuple(differing)))


def _page(view: View) -> str:
    return render("organizer/registration_rules.html", view)
