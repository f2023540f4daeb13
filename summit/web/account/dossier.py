"""My data: all that is known of me, to see, to take away and to erase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Response as Answer
from flask import g, make_response, request
from werkzeug.wrappers import Response

from summit.core.account import Account
from summit.core.dossier import Dossier, Sheet, Value
from summit.core.errors import Invalid
from summit.core.text import Text
from summit.formats import dossier as files
from summit.language import full_date, translations
from summit.services import dossier, role
from summit.web import auth, read, reader
from summit.web.page import render, site
from summit.web.read import Filled, Problems
from summit.web.way import go
from summit.when import local


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet as it is read: each row as pairs of a column and the words that stand in it."""

    name: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page of what is known of somebody."""

    account: Account
    sheets: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """The page that asks once more before everything is erased; `counts` by sheet.

    `owns` are the summits, by code and title, that nobody else owns: they stand in the way.
    """

    account: Account
    form: Filled
    counts: dict[str, int]
    owns: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class _Agreed:
    """That somebody means it."""

    sure: bool = read.tick(required=True)


@auth.entered
def show() -> str:
    """Show all that is known of who is in, with its instants on their clock."""
    account = _account()
    sheets = tuple(_shown(one, account.zone, g.reader.language) for one in _mine().sheets)
    return render("account/data.html", View(account, sheets))


@auth.entered
def as_json() -> Answer:
    """Give it as JSON."""
    return _file(files.as_json(_mine()), "application/json", "json")


@auth.entered
def as_zip() -> Answer:
    """Give it as CSV files in a ZIP."""
    return _file(files.as_zip(_mine()), "application/zip", "zip")


@auth.fresh
def ask() -> str:
    """Ask once more before everything is erased."""
    return _question(Filled())


@auth.fresh
def erase() -> Response | tuple[str, int]:
    """Erase everything of who is in."""
    try:
        read.form(_Agreed)
    except Problems as problems:
        return _question(problems.filled), 400
    try:
        dossier.erase(auth.actor(), site().clock.now())
    except Invalid:  # nobody else owns a summit, which the page says
        return _question(Filled()), 400
    auth.forget()
    return go(reader.link("account.erased"))


def erased() -> str:
    """Say that it is done."""
    return render("account/erased.html")


def _question(form: Filled) -> str:
    account = _account()
    counts = {one.name: len(one.rows) for one in _mine().sheets}
    return render("account/erase.html", Question(account, form, counts, role.alone(auth.actor())))


def _account() -> Account:
    """Return who is in, whose zone is from now on that of the page."""
    account = auth.account()
    assert account is not None  # noqa: S101 (its callers let nobody else in)
    g.reader = reader.resolve(request, account.zone)
    return account


def _mine() -> Dossier:
    return dossier.read(auth.actor(), site().clock.now())


def _file(octets: bytes, kind: str, ending: str) -> Answer:
    response = make_response(octets)
    response.mimetype = kind
    response.headers["Content-Disposition"] = f'attachment; filename="my-summit.{ending}"'
    return response


def _shown(sheet: Sheet, zone: str, language: str) -> Shown:
    return Shown(
        sheet.name,
        tuple(
            tuple(
                (column, _words(value, zone, language))
                for column, value in zip(sheet.columns, row, strict=True)
                if value not in (None, "")
            )
            for row in sheet.rows
        ),
    )


def _words(value: Value, zone: str, language: str) -> str:
    if isinstance(value, datetime):
        here = local(value, value, zone, language)
        return f"{full_date(here.date, language)}, {here.label}"
    if isinstance(value, bool):
        gettext = translations(language).gettext
        return gettext("yes") if value else gettext("no")
    return str(value)
