"""Pictures that are kept: once each, for those who may edit, shown to nobody by that alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.programme import Programme
from summit.core.role import GRANTS, Role, Verb, participant
from summit.db.base import db
from summit.db.picture import PictureRow
from summit.formats import picture as reader
from summit.formats import release_json
from summit.services import audit, edit, exchange, picture, programme, release
from summit.services.audit import Asked
from summit.services.exchange import Wishes
from tests.conftest import ACTOR, NOW
from tests.pictures import picture as made

CAC, DOMAIN = "cac2020", "summit.example"
WHO = "jared-diamond"


def count() -> int:
    found = db.session.scalar(select(func.count()).select_from(PictureRow)) or 0
    db.session.rollback()
    return found


def give(digest: str | None) -> None:
    def act(draft: Programme) -> Programme:
        found = next(one for one in draft.people if one.code == WHO)
        return edits.put(draft, Noun.SPEAKER, replace(found, picture=digest))

    edit.apply(ACTOR, CAC, "change", act, NOW, DOMAIN)


def given() -> str | None:
    draft = programme.draft(ACTOR, CAC)
    return next(one.picture for one in draft.people if one.code == WHO)


def test_a_picture_is_kept_once_in_each_size_and_noted_once(app: Flask) -> None:
    with app.app_context():
        octets = made()
        digest = picture.keep(ACTOR, CAC, octets, NOW)
        assert picture.keep(ACTOR, CAC, octets, NOW) == digest
        assert count() == 2
        found = reader.read(octets)
        assert digest == found.digest
        for size, part in found.sizes.items():
            assert picture.read(ACTOR, CAC, digest, size) == part
        lines = audit.log(ACTOR, CAC, Asked()).lines
        lines = [one for one in lines if one.thing == f"picture/{digest}"]
        assert len(lines) == 1


@pytest.mark.parametrize("role", Role)
def test_only_who_may_edit_keeps_one(app: Flask, role: Role) -> None:
    actor = participant(1, frozenset({(CAC, role)}))
    with app.app_context():
        if Verb.EDIT in GRANTS[role]:
            assert len(picture.keep(actor, CAC, made(), NOW)) == 64
        else:
            with pytest.raises(NotAllowed):
                picture.keep(actor, CAC, made(), NOW)
            assert count() == 0


def test_what_is_refused_leaves_nothing(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(Invalid):
            picture.keep(ACTOR, CAC, b"no picture", NOW)
        assert count() == 0
        for size in (128, 129, 2**70):
            with pytest.raises(NotFound):
                picture.read(ACTOR, CAC, "0" * 64, size)
        assert picture.is_kept(ACTOR, CAC, "0" * 64) is False


def test_a_picture_is_changed_taken_out_and_brought_back_as_any_edit(app: Flask) -> None:
    with app.app_context():
        one, two = (picture.keep(ACTOR, CAC, made(*size), NOW) for size in ((400, 400), (300, 500)))
        for digest in (one, two, None):
            give(digest)
            assert given() == digest
        for digest in (two, one, None):
            edit.undo(ACTOR, CAC, NOW, DOMAIN)
            assert given() == digest
        edit.redo(ACTOR, CAC, NOW, DOMAIN)
        assert given() == one


def test_a_release_holds_it_and_a_return_to_one_before_takes_it_out(app: Flask) -> None:
    with app.app_context():
        digest = picture.keep(ACTOR, CAC, made(), NOW)
        give(digest)
        assert release.publish(ACTOR, CAC, "", NOW).pictures == {digest}
        assert release.go_back(ACTOR, CAC, 1, "", NOW, DOMAIN).pictures == frozenset()
        assert given() is None
        assert release.go_back(ACTOR, CAC, 2, "", NOW, DOMAIN).pictures == {digest}


def test_a_file_that_knows_no_pictures_takes_none_away(app: Flask, cac2020: Programme) -> None:
    with app.app_context():
        before = release.draft(ACTOR, CAC, NOW)
        give(digest := picture.keep(ACTOR, CAC, made(), NOW))
        programme.load(ACTOR, cac2020, DOMAIN, NOW)
        assert given() == digest
        exchange.take(ACTOR, CAC, release_json.rewrite(before), DOMAIN, NOW, Wishes())
        assert given() == digest


def test_a_release_from_elsewhere_brings_no_picture_that_is_not_kept_here(app: Flask) -> None:
    with app.app_context():
        give(digest := picture.keep(ACTOR, CAC, made(), NOW))
        octets = release_json.rewrite(release.publish(ACTOR, CAC, "", NOW))
        assert digest.encode() in octets
        report = exchange.take(ACTOR, "other", octets, DOMAIN, NOW, Wishes(publish=True))
        assert report.release is not None
        assert report.release.pictures == frozenset()
        assert exchange.take(ACTOR, CAC, octets, DOMAIN, NOW, Wishes()).release is None
        assert given() == digest
