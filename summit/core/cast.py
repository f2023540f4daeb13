"""The parts of a session, where a file from elsewhere says who is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from summit.core.people import Part, Role

Told = tuple[str, Role | None]
"""The code of a person, and the role that the file says, if it says one."""


def join(
    old: tuple[Part, ...], told: Iterable[Told], governments: Mapping[str, str | None]
) -> tuple[Part, ...]:
    """Return the parts of a session in which there are those whom a file names, and no others.

    Somebody who is there already keeps what the file does not say, and so does whoever
    stands without a name, or for a government alone: files from elsewhere cannot say those. The
    order changes only where the file has another. `governments` tells for whom people speak.
    """
    roles: dict[str, list[Role | None]] = {}
    for person, role in told:
        if role not in roles.setdefault(person, []):
            roles[person].append(role)
    held: dict[str, list[Part]] = {}
    for part in old:
        if part.person:
            held.setdefault(part.person, []).append(part)
    new = {
        person: _parts(person, held.get(person, []), wanted, governments.get(person))
        for person, wanted in roles.items()
    }
    if list(new) != list(held):
        named = [part for parts in new.values() for part in parts]
        return (*named, *(part for part in old if not part.person))
    if all(new[person] == held[person] for person in new):
        return old
    result: list[Part] = []
    for part in old:
        result += new.pop(part.person, []) if part.person else [part]
    return tuple(result)


def _parts(
    person: str, held: list[Part], wanted: list[Role | None], government: str | None
) -> list[Part]:
    """Return the parts of one person: those held that are wanted, and new ones."""
    if held and None in wanted:
        return held
    said = [role for role in wanted if role] or [Role.SPEAKER]
    kept = [part for part in held if part.role in said]
    new = [role for role in said if role not in {part.role for part in held}]
    if not kept and len(held) == len(new) == 1:
        return [replace(held[0], role=new[0])]
    return [*kept, *(Part(role, person, government) for role in new)]
