"""What is done to the working programme. Readers see none of it until it is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from summit.core import clash, shape
from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.errors import Invalid, NotFound
from summit.core.programme import Programme
from summit.core.role import Actor, Verb
from summit.core.text import Text, clean_line, is_language
from summit.core.zone import utc
from summit.db import snapshot
from summit.services import deed, edit


def load(actor: Actor, programme: Programme, uid_domain: str, now: datetime) -> tuple[str, ...]:
    """Make the working programme say what `programme` says; return what that changed.

    What `programme` does not name stays as it is, so loading the same twice changes
    nothing. Whether a session is cancelled, hidden or removed is not the file's to say: one
    that is there already stays so.

    Raise `Invalid` for a code that cannot be an address, and `Clash` for what no programme
    may hold.
    """
    shape.check_codes(programme)
    clash.refuse(programme)
    code = programme.summit.code
    with deed.begin(actor, Verb.LOAD, code, now) as work:
        changed = snapshot.write(work.session, programme, uid_domain, now)
        clash.refuse(snapshot.read(work.session, work.summit()))
        if changed:
            work.note(f"summit/{code}", after=list(changed))
        return changed


def exists(actor: Actor, code: str) -> bool:
    """Whether there is a summit `code`."""
    try:
        with deed.look(actor, Verb.CHECK, code):
            return True
    except NotFound:
        return False


def draft(actor: Actor, code: str) -> Programme:
    """Return the working programme of the summit `code`."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        return snapshot.read(session, summit)


def removed(actor: Actor, code: str) -> frozenset[str]:
    """Return the codes of sessions that were taken off: calendars may know them still."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        return frozenset(snapshot.removed(session, summit))


def move(
    actor: Actor,
    code: str,
    session: str,
    now: datetime,
    *,
    starts: datetime | None = None,
    minutes: int | None = None,
    stage: str | None = None,
) -> bool:
    """Put a session to another time (an instant), length or stage; return if that changed it."""
    if minutes is not None and not 0 < minutes <= clash.LONGEST:
        raise Invalid("%(minutes)s minutes is no length for a session.", minutes=minutes)
    start = None if starts is None else utc(starts)
    return _do(
        actor,
        code,
        "move",
        lambda draft: edits.move(draft, session, starts=start, minutes=minutes, stage=stage),
        now,
    )


def rename(actor: Actor, code: str, session: str, title: Text, now: datetime) -> bool:
    """Give a session another title in the languages of `title`; return if that changed it.

    The titles in other languages stay. Raise `Invalid` for a language that is none of the
    summit's.
    """
    for tag in title:
        if not is_language(tag):
            raise Invalid("“%(tag)s” is not the tag of a language, such as en or zh-Hant.", tag=tag)

    def act(draft: Programme) -> Programme:
        languages = draft.summit.languages
        if foreign := [tag for tag in title if tag not in languages]:
            message = "“%(foreign)s” is none of the summit's languages: %(some)s."
            raise Invalid(message, foreign=foreign[0], some=", ".join(languages))
        found = edits.session(draft, session)
        words = {tag: clean_line(title[tag]) for tag in title}
        renamed = replace(found, title=Text({**found.title, **words}))
        return edits.put(draft, Noun.SESSION, renamed)

    return _do(actor, code, "rename", act, now)


def cancel(actor: Actor, code: str, session: str, now: datetime) -> bool:
    """Cancel a session: it stays on the agenda and says so. Return if that changed it."""
    return _do(actor, code, "cancel", lambda draft: edits.cancel(draft, session), now)


def restore(actor: Actor, code: str, session: str, now: datetime) -> bool:
    """Take a cancellation or a removal back; return if there was one."""
    with deed.begin(actor, Verb.EDIT, code, now) as work:
        shelved = snapshot.shelved(work.session, work.summit())

        def act(draft: Programme) -> Programme:
            for one in shelved:
                if one.code == session:
                    return edits.restore(edits.put(draft, Noun.SESSION, one), session)
            return edits.restore(draft, session)

        return bool(edit.within(work, "restore", act, "").changed)


def remove(actor: Actor, code: str, session: str, now: datetime) -> bool:
    """Take a session off the programme, and return if it was on it; calendars are told."""

    def act(draft: Programme) -> Programme:
        is_there = any(one.code == session for one in draft.sessions)
        return edits.drop(draft, Noun.SESSION, session) if is_there else draft

    with deed.begin(actor, Verb.EDIT, code, now) as work:
        done = edit.within(work, "remove", act, "")
        if not done.changed and session not in snapshot.removed(work.session, work.summit()):
            raise NotFound("session", session)
        return bool(done.changed)


def _do(actor: Actor, code: str, what: str, act: edit.Act, now: datetime) -> bool:
    """Do an edit that makes no session, and return whether it changed anything."""
    return bool(edit.apply(actor, code, what, act, now, "").changed)
