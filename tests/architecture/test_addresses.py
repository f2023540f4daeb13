"""No thing of a programme has a code that would hide its page behind another page of that word."""

from __future__ import annotations

from itertools import permutations

from flask import Flask
from werkzeug.routing import Rule

from summit.core.code import CODE
from summit.core.shape import RESERVED


def segments(rule: Rule) -> list[str]:
    return rule.rule.strip("/").split("/")


def hides(word: str, variable: str) -> bool:
    """Whether a fixed `word` of an address is what may stand for a `variable` of another."""
    before, is_variable, rest = variable.partition("<")
    name, _, after = rest.partition(">")
    if not is_variable or "<" in word or not (word.startswith(before) and word.endswith(after)):
        return False
    value = word[len(before) : len(word) - len(after)]
    return value.isdigit() if name.startswith("int:") else CODE.fullmatch(value) is not None


def collide(one: Rule, other: Rule) -> bool:
    """Whether an address of `other` leads to `one`, which has a word where `other` has a code."""
    mine, theirs = segments(one), segments(other)
    shared = (one.methods or set()) & (other.methods or set()) - {"OPTIONS"}
    if len(mine) != len(theirs) or not shared:
        return False
    pairs = list(zip(mine, theirs, strict=True))
    return all(
        word == variable or hides(word, variable) or hides(variable, word) or _both(word, variable)
        for word, variable in pairs
    ) and any(hides(word, variable) for word, variable in pairs)


def _both(one: str, other: str) -> bool:
    return "<" in one and "<" in other and one.rpartition(">")[2] == other.rpartition(">")[2]


def test_the_measure_knows_a_collision_when_it_sees_one() -> None:
    assert hides("new", "<code>")
    assert hides("new.ics", "<code>.ics")
    assert hides("7", "<int:number>")
    assert not hides("new", "<int:number>")
    assert not hides("new.ics", "<code>")
    assert not hides("_new", "<code>")
    new, one = Rule("/<summit>/sessions/new"), Rule("/<summit>/sessions/<code>")
    other = Rule("/<summit>/<noun>/first")
    for rule in (new, one, other):
        rule.methods = {"GET"}
    assert (collide(new, one), collide(one, new)) == (True, False)
    assert collide(other, one)
    assert collide(one, other)


def test_no_code_is_the_word_of_another_page(app: Flask) -> None:
    rules = [one for one in app.url_map.iter_rules() if segments(one)[0] == "<summit>"]
    assert [(a.rule, b.rule) for a, b in permutations(rules, 2) if collide(a, b)] == []


def test_no_summit_is_the_word_of_another_page(app: Flask) -> None:
    first = {segments(one)[0] for one in app.url_map.iter_rules()}
    words = {one for one in first if CODE.fullmatch(one)}
    assert words - RESERVED == set()
