"""Who organizes: the roles of each, and whether everybody needs a second factor."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from summit.core.errors import Invalid
from summit.core.invitation import Pending
from summit.core.role import GRANTS, Role, Verb, may
from summit.services import invitation, role
from summit.services.role import Organizer
from summit.web import auth, read, reader, wording
from summit.web.organizer.console import open_console
from summit.web.page import render, site
from summit.web.read import Filled, Problems
from summit.web.reader import gettext as _
from summit.web.way import go
from summit.when import Local, local

_SAID = ("invited", "sent", "withdrawn", "chosen", "removed", "needed", "free")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that nobody has answered, on the reader's clock."""

    pending: Pending
    expires: Local
    is_expired: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page of who organizes. `mine` is the account that reads it.

    `wrong` is the organizer whose roles could not be taken, with the reason in `why`.
    """

    organizers: tuple[Organizer, ...]
    invitations: tuple[Waiting, ...]
    roles: tuple[tuple[Role, str], ...]
    form: Filled
    mine: int
    wrong: int
    why: str
    said: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked once more before it is done: by the same form, with `sure` in it."""

    title: str
    text: str
    action: str
    kept: tuple[tuple[str, str], ...]
    button: str


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The roles of an organizer, as they were ticked; `remove` takes all of them."""

    roles: tuple[str, ...] = read.several(tuple(Role))
    remove: bool = read.tick()
    sure: bool = read.tick()


@dataclass(frozen=True, slots=True)
class _Switched:
    """Whether every organizer needs a second factor."""

    needs: str = read.choice(("yes", "no"))
    sure: bool = read.tick()


def show(summit: str) -> str:
    """Show who organizes the summit."""
    said = request.args.get("said", "")
    return page(summit, said=said if said in _SAID else "")


def choose(summit: str, account: int) -> Response | str | tuple[str, int]:
    """Let an organizer have exactly the roles that were ticked, or none and leave."""
    try:
        typed = read.form(_Chosen)
    except Problems:
        return page(summit, wrong=account, why=_("Please choose among these.")), 400
    roles = () if typed.remove else tuple(map(Role, typed.roles))
    if not roles and not typed.remove:
        return page(summit, wrong=account, why=_("Tick at least one, or remove them.")), 400
    actor = auth.actor()
    gives_up = account == actor.account and not any(Verb.INVITE in GRANTS[one] for one in roles)
    if gives_up and not typed.sure and not _is_last_owner(summit, account):
        return _ask(
            summit,
            _("Give up your own role?"),
            _("You will not be able to take it back: another owner would have to give it to you."),
            reader.link("organizer.choose_roles", summit=summit, account=account),
            (*(("roles", one) for one in roles), *((("remove", "yes"),) if typed.remove else ())),
            _("Give it up"),
        )
    try:
        role.choose(actor, summit, account, roles, site().clock.now())
    except Invalid as error:
        return page(summit, wrong=account, why=wording.say(error)), 400
    if account == actor.account and not roles:
        return go(reader.link("organizer.mine"))
    return _back(summit, "chosen" if roles else "removed", account if roles else None)


def switch(summit: str) -> Response | str | tuple[str, int]:
    """Say whether every organizer needs a second factor."""
    try:
        typed = read.form(_Switched)
    except Problems:
        return page(summit), 400
    needs = typed.needs == "yes"
    if needs and not typed.sure and not auth.has_factor():
        return _ask(
            summit,
            _("You have no second factor yourself"),
            _(
                "As soon as every organizer needs one, the console is closed to you too, until "
                "you have set one up. It takes a minute, and you are led there."
            ),
            reader.link("organizer.need_factor", summit=summit),
            (("needs", "yes"),),
            _("Go on, and set one up next"),
        )
    role.need_factor(auth.actor(), summit, needs, site().clock.now())
    return _back(summit, "needed" if needs else "free")


def page(
    summit: str,
    *,
    form: Filled | None = None,
    wrong: int = 0,
    why: str = "",
    said: str = "",
) -> str:
    """Return the page of who organizes, with the form of an invitation as it was filled in."""
    opened = open_console(summit)
    actor, now = opened.actor, opened.real
    pending = invitation.pending(actor, summit) if may(actor, Verb.INVITE, summit) else ()
    zone, language = opened.reader.zone_name, opened.reader.language
    waiting = tuple(
        Waiting(one, local(one.expires, one.expires, zone, language), one.expires <= now)
        for one in pending
    )
    view = View(
        role.organizers(actor, summit),
        waiting,
        tuple((one, _duty(one)) for one in Role),
        form or Filled(),
        actor.account or 0,
        wrong,
        why,
        said,
    )
    return render("organizer/organizers.html", view)


def _back(summit: str, said: str, account: int | None = None) -> Response:
    anchor = f"#organizer-{account}" if account else ""
    return go(f"{reader.link('organizer.organizers', summit=summit)}?said={said}{anchor}")


def _ask(
    summit: str,
    title: str,
    text: str,
    action: str,
    kept: tuple[tuple[str, str], ...],
    button: str,
) -> str:
    open_console(summit)
    return render("organizer/sure.html", Question(title, text, action, kept, button))


def _is_last_owner(summit: str, account: int) -> bool:
    """Whether nobody else owns the summit, so that giving it up is refused anyway."""
    found = role.organizers(auth.actor(), summit)
    return [one.account for one in found if Role.OWNER in one.roles] == [account]


def _duty(one: Role) -> str:
    """Return what a role is for, in a line."""
    return {
        Role.OWNER: _("all of it, and who organizes"),
        Role.EDITOR: _("the programme, its releases, imports, rehearsal"),
        Role.DESK: _("registrations and queues"),
        Role.PROTOCOL: _("governments and their offices"),
        Role.INTERPRETER: _("statements before they are delivered; the control room too"),
        Role.MAIL: _("letters to many"),
        Role.VIEWER: _("reads the working programme"),
    }[one]
