"""An office's pages: what is one's own is there, another's is not."""

from __future__ import annotations

from flask import Flask

from summit.core.role import Role
from tests.offices import contact, enter
from tests.organizers import organizer
from tests.participants import person


def test_an_office_reads_its_own_page_and_no_other(app: Flask) -> None:
    london = enter(app, contact(app))
    assert london.get("/cac2020/office/london").status_code == 200
    assert london.get("/cac2020/office/budapest").status_code == 404
    assert london.get("/cac2020/office/nowhere").status_code == 404
    assert london.get("/cac2020/organize/").status_code == 404


def test_others_have_no_such_page(app: Flask) -> None:
    assert enter(app, person(app)).get("/cac2020/office/london").status_code == 404
    protocol = organizer(app, Role.PROTOCOL)
    assert enter(app, protocol).get("/cac2020/office/london").status_code == 200
    desk = organizer(app, Role.DESK, address="desk@organizers.example")
    assert enter(app, desk).get("/cac2020/office/london").status_code == 404
