"""Remarks: an office says something, organizers answer, and nobody reads what is not theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.remark import Standing
from summit.core.role import Role
from summit.services import remark
from tests.conftest import NOW
from tests.declarations import drafted, frozen, two
from tests.offices import contact
from tests.organizers import organizer

LATER = NOW + timedelta(hours=1)


def test_a_remark_and_its_answer_are_read_by_whom_they_are_for(app: Flask) -> None:
    first, _ = two(app)
    number = drafted(app, first, circulated=True)
    london, lima = contact(app), contact(app, "lima", "office@lima.example")
    with app.app_context():
        remark.say(london, "cac2020", "london", number, "p1", "Why?", NOW, is_shared=False)
        remark.say(london, "cac2020", "london", number, "", "Well done.", NOW, is_shared=True)
        every = remark.on(first, "cac2020", number)
        assert [(one.paragraph, one.author, one.is_shared) for one in every] == [
            ("p1", "Mina", False),
            ("", "Mina", True),
        ]
        assert remark.open_by_version(first, "cac2020") == {number: 2}
        done = remark.answer(first, "cac2020", every[0].id, Standing.DECLINED, "So.", LATER)
        assert (done.standing, done.answer, done.answered) == (Standing.DECLINED, "So.", LATER)
        assert remark.open_by_version(first, "cac2020") == {number: 1}
        assert remark.seen(london, "cac2020", "london", number) == (done, every[1])
        assert remark.seen(lima, "cac2020", "lima", number) == (every[1],)
        assert remark.version_of(first, "cac2020", done.id) == number


def test_a_remark_that_organizers_write_down_is_no_contacts(app: Flask) -> None:
    first, _ = two(app)
    number = drafted(app, first, circulated=True)
    with app.app_context():
        remark.say(first, "cac2020", "lima", number, "p2", "On the phone", NOW, is_shared=True)
        assert [one.author for one in remark.on(first, "cac2020", number)] == [""]


def test_nothing_is_said_to_what_is_not_open(app: Flask) -> None:
    first, _ = two(app)
    london = contact(app)
    number = drafted(app, first)
    with app.app_context():
        for version, paragraph in ((number, ""), (9, ""), (number, "p1")):
            with pytest.raises(NotFound):
                remark.say(
                    london, "cac2020", "london", version, paragraph, "x", NOW, is_shared=True
                )
    frozen(app, first, number)
    with app.app_context():
        with pytest.raises(Invalid, match="frozen"):
            remark.say(london, "cac2020", "london", number, "p1", "x", NOW, is_shared=True)
        with pytest.raises(NotFound):
            remark.say(london, "cac2020", "london", number, "p9", "x", NOW, is_shared=True)
        with pytest.raises(NotAllowed):
            remark.say(london, "cac2020", "lima", number, "p1", "x", NOW, is_shared=True)


def test_an_answer_is_one_of_three_with_words(app: Flask) -> None:
    first, _ = two(app)
    number = drafted(app, first, circulated=True)
    london = contact(app)
    editor = organizer(app, Role.EDITOR, address="editor@organizers.example")
    with app.app_context():
        remark.say(london, "cac2020", "london", number, "p1", "Why?", NOW, is_shared=True)
        (one,) = remark.on(first, "cac2020", number)
        for standing, words in ((Standing.OPEN, "x"), (Standing.NOTED, "  ")):
            with pytest.raises(Invalid):
                remark.answer(first, "cac2020", one.id, standing, words, NOW)
        with pytest.raises(NotFound):
            remark.answer(first, "cac2020", 99, Standing.NOTED, "x", NOW)
        with pytest.raises(NotFound):
            remark.version_of(first, "cac2020", 99)
        for act in (remark.on, remark.version_of):
            with pytest.raises(NotAllowed):
                act(editor, "cac2020", one.id)
