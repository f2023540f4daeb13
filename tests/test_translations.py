"""The catalogues: whole, agreed and up to date with the messages in code and templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from summit.language import CATALOGUES, DEFAULT, NAMES, locale

ROOT = Path(__file__).parents[1]
OTHERS = [tag for tag in NAMES if tag != DEFAULT]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sd]")
_Id = str | tuple[str, ...]


@cache
def extracted() -> dict[_Id, list[str]]:
    """Return the messages that stand in the sources now, each with where."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[_Id, list[str]] = {}
    for name, line, message, *_ in extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS, directory_filter=_is_ours
    ):
        ours = tuple(message) if isinstance(message, tuple | list) else message
        found.setdefault(ours, []).append(f"{name}:{line}")
    return found


def _is_ours(folder: str) -> bool:
    return not Path(folder).name.startswith(".") and Path(folder).name not in (
        "node_modules",
        "tests",
        "static",
        "bench",
        "docs",
    )


@cache
def catalogue(tag: str) -> Catalog:
    file = CATALOGUES / str(locale(tag)) / "LC_MESSAGES" / "messages.po"
    assert file.is_file(), f"there is no catalogue for {tag}: {file.relative_to(ROOT)}"
    with file.open("rb") as octets:
        return read_po(octets, locale=str(locale(tag)), abort_invalid=True)


def messages(tag: str) -> Iterator[Message]:
    return (one for one in catalogue(tag) if one.id)


def forms(message: Message) -> tuple[str, ...]:
    """Return the wordings of a message: one, or one for each plural form."""
    said = message.string
    return tuple(said) if isinstance(said, tuple | list) else (said,)


def placeholders(words: str) -> set[str]:
    return {match[0] for match in _PLACEHOLDER.finditer(words.replace("%%", ""))}


def test_extraction_finds_code_and_templates() -> None:
    """The judge of the catalogues must itself see everything."""
    found = extracted()
    for message in (
        "There is no such page",
        "Moderator",
        "Agenda",
        "Online",
        ("+%(count)s day", "+%(count)s days"),
    ):
        assert message in found, message
    places = {place.rpartition(":")[0] for some in found.values() for place in some}
    for name in (
        "summit/web/errors.py",
        "summit/formats/label.py",
        "summit/formats/ical.py",
        "templates/layout.html",
        "templates/public/releases.atom",
    ):
        assert name in places, name


def test_no_message_is_computed() -> None:
    """A call of gettext with anything but a literal is never extracted."""
    call = re.compile(r"(?:\b_|gettext)\((?!\s*[\"'f)]|self|message|one)")
    for file in (ROOT / "templates").rglob("*"):
        if file.is_file():
            assert call.findall(file.read_text(encoding="utf-8")) == [], file


@pytest.mark.parametrize("tag", OTHERS)
def test_the_messages_are_those_of_the_sources(tag: str) -> None:
    found = {tuple(one.id) if isinstance(one.id, tuple | list) else one.id for one in messages(tag)}
    now = set(extracted())
    assert (sorted(map(str, now - found)), sorted(map(str, found - now))) == ([], [])


@pytest.mark.parametrize("tag", OTHERS)
def test_nothing_is_missing_or_uncertain(tag: str) -> None:
    assert [one.id for one in messages(tag) if not all(form.strip() for form in forms(one))] == []
    assert [one.id for one in messages(tag) if one.fuzzy] == []


@pytest.mark.parametrize("tag", OTHERS)
def test_placeholders_agree(tag: str) -> None:
    for one in messages(tag):
        ids = one.id if isinstance(one.id, tuple | list) else (one.id,)
        # A form for a single count may leave the number out, a plural form may not add one.
        wanted = set().union(*map(placeholders, ids))
        for form in forms(one):
            assert placeholders(form) == wanted, one.id


@pytest.mark.parametrize("tag", OTHERS)
def test_plural_forms_are_as_many_as_the_language_has(tag: str) -> None:
    count = catalogue(tag).num_plurals
    assert count == 1  # neither Korean nor Chinese tells one from many
    for one in messages(tag):
        assert len(forms(one)) == (count if one.pluralizable else 1), one.id


@pytest.mark.parametrize("tag", OTHERS)
def test_white_space_at_the_ends_agrees(tag: str) -> None:
    for one in messages(tag):
        for form in forms(one):
            assert form == form.strip() or one.id == ", ", one.id


@pytest.mark.parametrize("tag", OTHERS)
def test_no_markup_comes_in(tag: str) -> None:
    for one in messages(tag):
        for form in forms(one):
            assert not re.search(r"<[a-z/]", form), one.id
