"""What templates can say beside their view: translations, names of things, links, assets."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from flask import Flask

from summit.core.text import Text, Wording
from summit.formats import label, markdown
from summit.language import country_name, language_name, translations
from summit.web import read, reader
from summit.web.assets import Assets


def _gettext(message: str) -> str:
    return translations(reader.language()).gettext(message)


def _ngettext(one: str, many: str, count: int) -> str:
    return translations(reader.language()).ngettext(one, many, count)


def _wording(text: Text) -> Wording:
    return text.best(reader.language())


def _say(text: Text) -> str:
    return text.say(reader.language())


def _label(thing: StrEnum) -> str:
    """Return what a member of one of the summit's enumerations is called."""
    return label.name(thing, reader.language())


def _iso(moment: datetime) -> str:
    """Return an instant (UTC) for `<time datetime>` (HTML §4.5.14): "2020-06-02T13:00Z"."""
    return f"{moment.isoformat()[:16]}Z"


def _language_names(tags: tuple[str, ...]) -> str:
    """Return the names of some languages in a row."""
    return _in_a_row(tags, reader.language())


@lru_cache(maxsize=512)
def _in_a_row(tags: tuple[str, ...], language: str) -> str:
    words = (language_name(tag, language) for tag in tags)
    return translations(language).gettext(", ").join(words)


def register(app: Flask, assets: Assets) -> None:
    """Give the templates of `app` what they need."""
    environment = app.jinja_env
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True  # as babel.cfg extracts them
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        _gettext, _ngettext, newstyle=True
    )
    # Data in a page reads as itself; what could end its element is escaped in any case.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    environment.globals.update(
        link=reader.link, asset=assets.file, styles=assets.styles, stamp=read.stamp
    )
    environment.filters.update(
        wording=_wording,
        say=_say,
        label=_label,
        iso=_iso,
        markdown=markdown.html,
        language_name=lambda tag: language_name(tag, reader.language()),
        language_names=_language_names,
        country_name=lambda code: country_name(code, reader.language()),
    )
    # Templates end in .html or .atom; both hold what strangers typed.
    environment.autoescape = _is_markup


def _is_markup(name: str | None) -> bool:
    return name is None or not name.endswith(".txt")
