"""What a programme still lacks."""

from __future__ import annotations

from dataclasses import replace

from summit.core.need import Want, needs
from summit.core.programme import Programme, SessionKind, Status
from summit.core.text import NOTHING, Text


def wanted(programme: Programme) -> dict[Want, set[str]]:
    return {one.want: {code for code, _ in one.things} for one in needs(programme)}


def test_what_lacks_nothing_is_left_out(cac2020: Programme) -> None:
    before = wanted(cac2020)
    first = cac2020.sessions[0]
    bare = replace(first, streams=(), parts=(), turns=(), text=NOTHING, title=Text({"en": "One"}))
    for one, adds in (
        (bare, {Want.STREAM, Want.TEXT, Want.PEOPLE, Want.TRANSLATION}),
        (replace(bare, kind=SessionKind.BREAK), {Want.TRANSLATION}),
        (replace(bare, status=Status.CANCELLED), set()),
        (
            replace(bare, status=Status.UNSCHEDULED),
            {Want.SLOT, Want.STREAM, Want.TEXT, Want.PEOPLE, Want.TRANSLATION},
        ),
    ):
        found = wanted(replace(cac2020, sessions=(one, *cac2020.sessions[1:])))
        new = {want for want in found if first.code in found[want]}
        assert new == adds
    assert all(first.code not in codes for codes in before.values())


def test_a_government_wants_people_until_somebody_comes(cac2020: Programme) -> None:
    alone = replace(cac2020, people=(), sessions=())
    assert wanted(alone) == {Want.DELEGATES: {one.code for one in cac2020.governments}}
