"""Which pictures a programme shows, and what files leave of them."""

from __future__ import annotations

from summit.core import picture
from summit.core.programme import Programme
from tests.factories import person, programme

ONE, TWO = "1" * 64, "2" * 64
PICTURED = programme(people=(person("ada", picture=ONE), person("bo", picture=TWO), person("cy")))


def pictures(of: Programme) -> list[str | None]:
    return [one.picture for one in of.people]


def test_the_pictures_that_are_shown() -> None:
    assert picture.shown(PICTURED) == {ONE, TWO}
    assert picture.shown(programme()) == frozenset()


def test_only_those_that_are_kept_stay() -> None:
    assert pictures(picture.only(PICTURED, {TWO})) == [None, TWO, None]
    assert picture.only(PICTURED, {ONE, TWO, "3" * 64}) is PICTURED


def test_a_file_without_a_picture_takes_none_away() -> None:
    told = programme(people=(person("ada"), person("bo", picture=ONE), person("new")))
    assert pictures(picture.carried(told, PICTURED)) == [ONE, ONE, None]
    assert picture.carried(told, programme()) is told
