"""The rules of registration: read from TOML, and kept as JSON."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec

from summit.core.code import CODE
from summit.core.errors import Invalid
from summit.core.registration import (
    HOLD_MINUTES,
    Option,
    ParticipantKind,
    Question,
    QuestionKind,
    Rules,
)
from summit.core.text import Text
from summit.formats import text
from summit.formats.toml_table import Table, load

_LONGEST_HOLD = 30 * 24 * 60


def read(octets: bytes) -> Rules | None:
    """Return the rules in the table `registration` of a TOML file, or None without one.

    It may be a whole programme, or hold nothing else. Raise `Invalid`, with the table and key,
    for anything that cannot be taken.
    """
    table = load(octets).table("registration")
    return None if table is None else _rules(table)


def _rules(table: Table) -> Rules:
    rules = Rules(
        kinds=tuple(_kind(one) for one in table.tables("kind")),
        questions=tuple(_question(one) for one in table.tables("question")),
        opens=table.moment("opens"),
        closes=table.moment("closes"),
        capacity=_number(table, "capacity", 0),
        hold_minutes=_number(table, "hold_minutes", 1) or HOLD_MINUTES,
        consent=table.text("consent", line=False),
    )
    table.end()
    check(rules, table.where)
    return rules


def check(rules: Rules, where: str = "") -> None:
    """Raise `Invalid` for rules that contradict themselves; `where` is what holds them."""

    def at(key: str) -> str:
        return f"{where}, {key}" if where else key

    if rules.hold_minutes > _LONGEST_HOLD:
        raise Invalid(
            "%(minutes)s is more than a month",
            at("hold_minutes"),
            minutes=rules.hold_minutes,
        )
    if rules.opens and rules.closes and rules.opens >= rules.closes:
        raise Invalid("it closes before it opens", where)
    _once((one.code for one in rules.kinds), at("kind"))
    _once((one.code for one in rules.questions), at("question"))
    known = {one.code for one in rules.kinds}
    for question in rules.questions:
        place = at(f"question {question.code}")
        if unknown := set(question.kinds) - known:
            raise Invalid(
                "“%(code)s” is no kind of participants", f"{place}, kinds", code=min(unknown)
            )
        if (question.kind is QuestionKind.CHOICE) != bool(question.options):
            raise Invalid("a choice has options, and nothing else has", f"{place}, option")
        _once((one.code for one in question.options), f"{place}, option")


def _kind(table: Table) -> ParticipantKind:
    return ParticipantKind(
        code=_code(table),
        name=_name(table),
        text=table.text("text", line=False),
        needs_approval=table.get("needs_approval", bool) or False,
    )


def _question(table: Table) -> Question:
    return Question(
        code=_code(table),
        name=_name(table),
        kind=table.maybe("kind", QuestionKind) or QuestionKind.LINE,
        options=tuple(Option(_code(one), _name(one)) for one in table.tables("option")),
        is_required=table.get("is_required", bool) or False,
        kinds=table.words("kinds"),
    )


def _code(table: Table) -> str:
    code = table.need("code", str)
    if not CODE.fullmatch(code):
        message = "a code is made of small letters, digits and hyphens, 64 at most"
        raise Invalid(message, table.at("code"))
    return code


def _name(table: Table) -> Text:
    name = table.text("name")
    if not name:
        raise Invalid("this is missing", table.at("name"))
    return name


def _number(table: Table, key: str, least: int) -> int | None:
    value = table.get(key, int)
    if value is not None and value < least:
        raise Invalid("%(value)s is less than %(least)s", table.at(key), value=value, least=least)
    return value


def _once(codes: Any, where: str) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise Invalid("“%(code)s” stands there twice", where, code=code)
        seen.add(code)


def write(rules: Rules) -> Any:
    """Return rules as plain JSON values."""
    return msgspec.json.decode(msgspec.json.encode(rules, enc_hook=text.encode))


def digest(rules: Rules) -> str:
    """Return a short name of what rules say: the start of a SHA-256, in hex."""
    octets = msgspec.json.encode(rules, enc_hook=text.encode, order="sorted")
    return sha256(octets).hexdigest()[:16]


def again(body: Any) -> Rules:
    """Return the rules that plain JSON values hold."""
    return msgspec.convert(body, Rules, dec_hook=text.again)
