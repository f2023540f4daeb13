"""The console's page of calendar invitations: listed, filtered, sent, sent again."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from flask import Flask

from summit.core.appointment_reply import Verdict
from summit.core.reply import Standing
from summit.core.role import Role
from summit.services import appointment_reply
from tests.conftest import ACTOR, NOW
from tests.offices import contact
from tests.organizers import enter, organizer
from tests.replies import calendar, mail
from tests.services.test_appointment import LONDON, leave, move, say, told
from tests.services.test_appointment_reply import uid

HERE = "/cac2020/organize/appointments"


def shown(html: str) -> str:
    """Return the words of a page's main part."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub("<[^>]*>", "", main.partition(">")[2])).split())


def test_before_anybody_is_asked_the_page_says_how_it_begins(app: Flask) -> None:
    client = enter(app, organizer(app, Role.PROTOCOL))
    page = shown(client.get(HERE).text)
    assert "No calendar was asked yet." in page
    assert "All calendars are up to date" in page


def test_an_organizer_asks_all_and_sees_what_left(app: Flask) -> None:
    contact(app)
    client = enter(app, organizer(app, Role.PROTOCOL))
    answer = client.post(HERE, data={"session": "mayoral-meeting"})
    assert (answer.status_code, answer.location) == (
        303,
        f"{HERE}?said=sent&session=mayoral-meeting",
    )
    page = shown(client.get(answer.location).text)
    assert "The invitations are on their way." in page
    assert "waits to leave" in page
    again = client.post(HERE, data={"session": "mayoral-meeting"})
    assert "said=nothing" in again.location
    with app.app_context():
        assert len(told()) == 1


def test_answers_are_shown_with_what_they_are_worth(app: Flask) -> None:
    with app.app_context():
        contact(app)
        say(Standing.CONFIRMED)
        leave()
        for sender in (LONDON, "mallory@evil.example"):
            lines = ("COMMENT:<script>alert(1)</script>",)
            octets = calendar("DECLINED", uid=uid(), attendee=f"mailto:{LONDON}", lines=lines)
            appointment_reply.take(ACTOR, mail(octets, sender), NOW + timedelta(days=3))
        came = appointment_reply.desk(ACTOR, "cac2020", NOW).came
        assert [one.verdict for one in came] == [Verdict.OTHER_SENDER, Verdict.COUNTED]
    client = enter(app, organizer(app, Role.PROTOCOL))
    html = client.get(HERE).text
    assert "<script>alert(1)" not in html
    page = shown(html)
    assert "Not from the invited address" in page
    assert f"in the name of {LONDON}" in page
    assert "mayoral-meeting" not in page
    assert "1 invitation" in shown(client.get(f"{HERE}?answer=declined").text)
    assert "0 invitations" in shown(client.get(f"{HERE}?answer=accepted").text)
    assert "0 invitations" in shown(client.get(f"{HERE}?city=budapest").text)
    assert "1 invitation" in shown(client.get(f"{HERE}?city=london").text)


def test_what_has_left_is_sent_again_and_what_has_not_is_not(app: Flask) -> None:
    with app.app_context():
        contact(app)
        say(Standing.CONFIRMED)
        number = appointment_reply.desk(ACTOR, "cac2020", NOW).told[0].id
    client = enter(app, organizer(app, Role.PROTOCOL))
    refused = client.post(f"{HERE}/{number}/resend")
    assert refused.status_code == 409
    assert "It has not left yet." in shown(refused.text)
    with app.app_context():
        leave()
    assert client.post(f"{HERE}/{number}/resend").location == f"{HERE}?said=again"
    assert client.post(f"{HERE}/{number + 1}/resend").status_code == 404


def test_publishing_says_which_calendars_will_be_told(app: Flask) -> None:
    with app.app_context():
        contact(app)
        say(Standing.CONFIRMED)
        leave()
        move()
    client = enter(app, organizer(app))
    page = shown(client.get("/cac2020/organize/publish").text)
    assert "1 calendar of an office would be told" in page
    assert "Told of a change: Mayoral Meeting (1)" in page
    assert "Publish release 2 and send 1 mail" in page
