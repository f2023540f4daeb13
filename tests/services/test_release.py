"""Publishing."""

from datetime import timedelta

from flask import Flask

from summit.core.change import What
from summit.services import programme, release
from tests.conftest import ACTOR, NOW


def test_a_move_is_the_only_change(app: Flask) -> None:
    later = NOW + timedelta(hours=1)
    with app.app_context():
        programme.move(ACTOR, "cac2020", "welfare", later, minutes=120)
        done = release.publish(ACTOR, "cac2020", "Longer", later)
    assert [(one.code, one.what) for one in done.changes] == [("welfare", (What.LENGTH,))]
