"""The releases: what was published when, and what each changed, in the reader's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Response, render_template

from summit.core.change import Change, Noun, What
from summit.core.errors import NotFound
from summit.core.release import Head, Release
from summit.core.turn import Edition, Standing
from summit.web.leaf import Leaf, leaf
from summit.web.page import SummitFrame, open_summit, render, site
from summit.web.reader import link
from summit.when import When

_ATOM_ENTRIES = 20
_MOST = 100
"""Sessions of a release on one page; changes that are seen before the others are unfolded."""


@dataclass(frozen=True, slots=True)
class HeadEntry:
    """A release in the list, with the reader's time of it."""

    head: Head
    when: When


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """A change with the reader's times before and after, where it has any.

    `edition` is that of a running order that came with it, `standing` how far that is decided.
    """

    change: Change
    before: When | None
    after: When | None
    address: str
    standing: Standing | None
    edition: Edition | None

    @property
    def is_removal(self) -> bool:
        """Whether the thing is no longer there, so that nothing can lead to it."""
        return What.REMOVED in self.change.what


@dataclass(frozen=True, slots=True)
class View:
    """The page of a release: its first changes, the `folded` ones, and one page of its agenda."""

    release: Release
    when: When
    changes: tuple[ChangeEntry, ...]
    folded: tuple[ChangeEntry, ...]
    agenda: Leaf
    is_newest: bool
    earlier: int | None
    later: int | None


@dataclass(frozen=True, slots=True)
class AtomEntry:
    """A release in the feed."""

    release: Release
    updated: str
    address: str
    when: When
    changes: tuple[ChangeEntry, ...]


def list_all(summit: str) -> str:
    """List the releases of a summit, newest first."""
    frame = open_summit(summit)
    entries = [
        HeadEntry(head, frame.when(head.published, head.published))
        for head in frame.published.heads
    ]
    return render("public/releases.html", entries)


def show(summit: str, number: int) -> str:
    """Show one release: its note, its hash, and what it changed."""
    frame = open_summit(summit)
    release = site().board.release(summit, number)
    newest = frame.release.number
    changes = _changes(frame, summit, release)
    return render(
        "public/release.html",
        View(
            release=release,
            when=frame.when(release.published, release.published),
            changes=changes[:_MOST],
            folded=changes[_MOST:],
            agenda=leaf(release.sessions, _MOST),
            is_newest=number == newest,
            earlier=number - 1 if number > 1 else None,
            later=number + 1 if number < newest else None,
        ),
    )


def atom(summit: str) -> Response:
    """Give the newest releases as an Atom feed (RFC 4287)."""
    frame = open_summit(summit)
    entries = []
    for head in frame.published.heads[:_ATOM_ENTRIES]:
        release = site().board.release(summit, head.number)
        entries.append(
            AtomEntry(
                release=release,
                updated=_rfc3339(head.published),
                address=frame.absolute(link("public.release", summit=summit, number=head.number)),
                when=frame.when(head.published, head.published),
                changes=_changes(frame, summit, release),
            )
        )
    body = render_template("public/releases.atom", view=entries, page=frame)
    return Response(body, mimetype="application/atom+xml")


def _rfc3339(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _changes(frame: SummitFrame, summit: str, release: Release) -> tuple[ChangeEntry, ...]:
    newest = frame.release
    known = {one.code: one for one in release.sessions}

    def entry(change: Change) -> ChangeEntry:
        before, after = (
            frame.when(slot.starts, slot.ends) if slot else None
            for slot in (change.before, change.after)
        )
        held = known.get(change.code) if change.noun is Noun.SESSION else None
        edition = held.edition if held and held.edition else None
        is_new = edition is not None and edition.release == release.number
        return ChangeEntry(
            change,
            before,
            after,
            _address(summit, newest, change),
            held.standing if held else None,
            edition if is_new else None,
        )

    return tuple(entry(change) for change in release.changes)


def _address(summit: str, newest: Release, change: Change) -> str:
    """Return the page of a changed thing, empty where it has none today."""
    find = {
        "session": newest.session,
        "speaker": newest.person,
        "city": newest.government,
        "area": newest.area,
        "stage": newest.stage,
    }.get(change.noun)
    if find is None:
        return ""
    try:
        find(change.code)
    except NotFound:
        return ""
    return link(f"public.{change.noun}", summit=summit, code=change.code)
