"""Streams: their private addresses are kept, and told to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core import edit as edits
from summit.core.errors import Invalid, NotAllowed, Stale
from summit.core.programme import Stream
from summit.core.role import Actor, Role, participant
from summit.core.text import Text
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.edit import EditRow
from summit.services import edit, programme, stream
from summit.services.stream import Source
from tests.conftest import ACTOR, NOW

CAC = "cac2020"
DOMAIN = "summit.example"
EDITOR = participant(1, frozenset({(CAC, Role.EDITOR)}))
VIEWER = participant(2, frozenset({(CAC, Role.VIEWER)}))
SECRET = "https://watch.example/secret-room"
OPEN = "https://watch.example/open"
PRIVATE = Source("ko", Text({"en": "Studio"}), SECRET)
PUBLIC = Source("en", Text(), OPEN, is_public=True)


def change(*sources: Source, actor: Actor = EDITOR, known: str | None = None) -> None:
    mark = stream.mark(stream.sources(EDITOR, CAC, "welfare")) if known is None else known
    stream.change(actor, CAC, "welfare", sources, NOW, DOMAIN, {}, mark)


def test_a_private_address_is_in_no_programme_and_no_log(app: Flask) -> None:
    with app.app_context():
        change(PRIVATE, PUBLIC)
        assert stream.sources(EDITOR, CAC, "welfare") == (PRIVATE, PUBLIC)
        draft = edits.session(programme.draft(ACTOR, CAC), "welfare")
        assert draft.streams == (
            Stream("ko", Text({"en": "Studio"}), None),
            Stream("en", Text(), OPEN),
        )
        audit: list[Any] = [
            (row.thing, row.before, row.after)
            for row in db.session.scalars(select(AuditRow).order_by(AuditRow.id))
        ]
        kept = [(row.before, row.after) for row in db.session.scalars(select(EditRow))]
        db.session.rollback()
        assert ("stream/welfare", None, {"private addresses changed": [0]}) in audit
        assert SECRET not in repr((audit, kept))


def test_only_a_private_address_may_change(app: Flask) -> None:
    with app.app_context():
        change(PRIVATE)
        change(Source("ko", PRIVATE.title, f"{SECRET}-2"))
        assert [one.address for one in stream.sources(EDITOR, CAC, "welfare")] == [f"{SECRET}-2"]
        assert len(edit.history(EDITOR, CAC)) == 1  # of the first; the second has no edit


def test_a_second_editor_is_told(app: Flask) -> None:
    with app.app_context():
        before = stream.mark(stream.sources(EDITOR, CAC, "welfare"))
        change(PRIVATE)
        with pytest.raises(Stale):
            change(PUBLIC, known=before)
        assert stream.sources(EDITOR, CAC, "welfare") == (PRIVATE,)


def test_undo_leaves_no_private_address_public(app: Flask) -> None:
    with app.app_context():
        change(PRIVATE)
        change(Source("ko", PRIVATE.title, SECRET, is_public=True))
        edit.undo(EDITOR, CAC, NOW, DOMAIN)
        assert edits.session(programme.draft(ACTOR, CAC), "welfare").streams[0].address is None


def test_a_viewer_sees_no_address(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(NotAllowed):
            stream.sources(VIEWER, CAC, "welfare")
        with pytest.raises(NotAllowed):
            change(PRIVATE, actor=VIEWER)


@pytest.mark.parametrize(
    "wrong",
    [
        Source("Korean!", Text()),
        Source("ko", Text(), "javascript:alert(1)"),
        Source("ko", Text(), None, is_public=True),
    ],
)
def test_what_is_no_way_is_refused(app: Flask, wrong: Source) -> None:
    with app.app_context(), pytest.raises(Invalid):
        change(wrong)
