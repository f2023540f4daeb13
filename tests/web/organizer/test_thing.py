"""Things of the programme by their forms: added, changed, put in order, removed, told of others."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from summit.core import edit as edits
from summit.core.place import Presence
from summit.core.programme import Programme, Status
from summit.core.role import Role
from summit.services import edit, programme
from tests.conftest import ACTOR, NOW
from tests.organizers import enter, organizer
from tests.web.hostile import STRINGS
from tests.web.organizer.forms import HOME, held, send, shown, way

EVIL = "<script>evil()</script>"


def draft(app: Flask) -> Programme:
    with app.app_context():
        return programme.draft(ACTOR, "cac2020")


@pytest.mark.parametrize(
    "path",
    [
        "/sessions/welfare",
        "/things/stage/main-studio",
        "/things/area/climate",
        "/things/day/1",
        "/things/speaker/jared-diamond",
        "/things/city/budapest",
        "/settings",
        "/settings/registration",
        "/sessions/mayoral-meeting/parts",
        "/sessions/mayoral-meeting/turns",
        "/sessions/mayoral-meeting/streams",
    ],
)
def test_a_form_that_is_sent_as_it_came_changes_nothing(app: Flask, path: str) -> None:
    actor = organizer(app, Role.EDITOR)
    client = enter(app, actor)
    before = draft(app)
    answer = send(client, HOME + path, shown(client, HOME + path))
    assert answer.status_code == 303, answer.text
    assert draft(app) == before
    with app.app_context():
        assert edit.history(actor, "cac2020") == ()


def test_a_session_is_changed_in_each_language(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/sessions/welfare"
    answer = send(
        client,
        path,
        shown(client, path),
        title__en="Care",
        title__ko="돌봄",
        starts__time="19:15",
        status="unscheduled",
        spoken="ko, en",
        text__en="**Long**",
    )
    assert way(answer) == f"{path}?said=kept"
    found = edits.session(draft(app), "welfare")
    assert (found.title["en"], found.title["ko"], found.text["en"]) == ("Care", "돌봄", "**Long**")
    assert (found.starts.strftime("%H:%M"), found.status) == ("10:15", Status.UNSCHEDULED)
    assert found.spoken == ("ko", "en")


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_lost(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/sessions/welfare"
    before = draft(app)
    answer = send(
        client,
        path,
        shown(client, path),
        title__en="Kept words",
        minutes="many",
        stage="nowhere",
        spoken="Klingon!",
        starts__date="someday",
    )
    assert answer.status_code == 400
    for message in (
        "Minutes: Please give a whole number.",
        "Stage: Please choose one of these.",
        "is not the tag of a language",
        "Please give a date such as 2020-06-02.",
    ):
        assert message in answer.text
    assert held(answer.text, path)["title.en"] == ["Kept words"]
    assert draft(app) == before


def test_a_second_editor_sees_both_versions_and_takes_what_they_like(app: Flask) -> None:
    first = enter(app, organizer(app, Role.EDITOR))
    second = enter(app, organizer(app, Role.EDITOR, address="jo@organizers.example"))
    path = f"{HOME}/sessions/welfare"
    mine, theirs = shown(second, path), shown(first, path)
    assert send(first, path, theirs, title__en="Theirs", minutes="45").status_code == 303
    answer = send(second, path, mine, title__en="Mine", capacity="9")
    assert answer.status_code == 409
    assert "Somebody else has changed this since you opened it" in answer.text
    assert ("en: Theirs" in answer.text, "en: Mine" in answer.text) == (True, True)
    again = held(answer.text, path)
    assert (again["title.en"], again["minutes"], again["capacity"]) == (["Mine"], ["90"], ["9"])
    assert send(second, path, again, theirs=["minutes"]).status_code == 303
    found = edits.session(draft(app), "welfare")
    assert (found.title["en"], found.minutes, found.capacity) == ("Mine", 45, 9)


def test_what_was_removed_meanwhile_is_not_lost(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    send(client, f"{HOME}/new/stage", {}, name__en="Small hall")
    path = f"{HOME}/things/stage/small-hall"
    form = shown(client, path)
    assert send(client, f"{path}/remove", shown(client, f"{path}/remove")).status_code == 303
    answer = send(client, path, form, name__en="Great hall")
    assert (answer.status_code, "They have removed it" in answer.text) == (409, True)
    assert send(client, path, held(answer.text, path)).status_code == 303
    assert [one.name["en"] for one in draft(app).stages][-1] == "Great hall"


def test_a_code_is_made_of_the_name_and_stays(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    new = f"{HOME}/new-session"
    form = shown(client, new)
    wanted = {"title__en": "Care & Hope", "starts__date": "2020-06-03", "starts__time": "07:00"}
    assert way(send(client, new, form, **wanted)) == f"{HOME}/sessions/care-hope?said=added"
    assert way(send(client, new, form, **wanted)) == f"{HOME}/sessions/care-hope-2?said=added"
    taken = send(client, new, form, **wanted, code="care-hope")
    assert (taken.status_code, "This code is taken already." in taken.text) == (400, True)
    for code in ("welfare", "Not a code"):
        assert send(client, new, form, **wanted, code=code).status_code == 400
    send(
        client, f"{HOME}/sessions/care-hope", shown(client, f"{HOME}/sessions/care-hope"), code="x"
    )
    assert edits.session(draft(app), "care-hope").title["en"] == "Care & Hope"


def test_a_removed_session_keeps_its_code_to_itself(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/things/session/welfare/remove"
    assert way(send(client, path, shown(client, path))) == f"{HOME}/sessions?said=removed"
    new = f"{HOME}/new-session"
    answer = send(client, new, shown(client, new), title__en="Welfare", starts__date="2020-06-04")
    assert way(answer) == f"{HOME}/sessions/welfare-2?said=added"


def test_days_people_and_governments_are_added(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    new = f"{HOME}/new/day"
    assert way(send(client, new, shown(client, new), date="2020-06-06")) == (
        f"{HOME}/things/day/6?said=added"
    )
    new = f"{HOME}/new/city"
    city = {"name__en": "Testville", "country": "KR", "zone": "Asia/Seoul", "latitude": "37.5"}
    answer = send(client, new, shown(client, new), **city, longitude="200", kind="city")
    assert (answer.status_code, "from −180 to 180" in answer.text) == (400, True)
    answer = send(client, new, shown(client, new), **city, longitude="-127", kind="city")
    assert way(answer) == f"{HOME}/things/city/testville?said=added"
    assert draft(app).governments[-1].presence is Presence.LISTED
    new = f"{HOME}/new/speaker"
    form = shown(client, new) | {"name+tag": ["fr"], "name+words": ["Amélie Essai"]}
    answer = send(client, new, form, name__en="Amy Test", government="testville", also="A\nB\nA")
    assert way(answer) == f"{HOME}/things/speaker/amy-test?said=added"
    found = draft(app).people[-1]
    assert (dict(found.name), found.sort) == ({"en": "Amy Test", "fr": "Amélie Essai"}, "Amy Test")
    assert (found.government, found.also) == ("testville", ("A", "B"))
    answer = client.get(f"{HOME}/things/city/testville/remove")
    assert f"{HOME}/things/speaker/amy-test" in answer.text
    assert 'type="submit">Remove' not in answer.text
    refused = client.post(f"{HOME}/things/city/testville/remove", data={"seen": "x"})
    assert refused.status_code == 409


def test_nobodys_clock_or_country_is_guessed(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    new = f"{HOME}/new/city"
    answer = send(client, new, shown(client, new), name__en="Testville", kind="city")
    wrong = set(re.findall(r'class="field-error" id="error-([\w-]+)"', answer.text))
    asked = set(re.findall(r'name="([\w.]+)"[^>]* required', answer.text))
    assert (answer.status_code, wrong) == (400, {"country", "zone", "latitude", "longitude"})
    assert asked == wrong


def test_what_is_needed_is_not_removed(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/things/area/climate/remove"
    page = client.get(path).text
    assert f'href="{HOME}/sessions/climate"' in page
    before = draft(app)
    assert client.post(path).status_code in (400, 409)
    assert draft(app) == before


def test_the_order_is_changed_by_a_button(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    before = [one.code for one in draft(app).areas]
    path = f"{HOME}/orders/area"
    assert client.post(path, data={"code": before[1], "way": "up"}).status_code == 303
    after = [one.code for one in draft(app).areas]
    assert after == [before[1], before[0], *before[2:]]
    assert client.post(path, data={"code": before[1], "way": "sideways"}).status_code == 400
    assert client.post(path, data={"code": "nothing", "way": "up"}).status_code == 404


def test_another_zone_is_kept_after_a_warning(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/settings"
    answer = send(client, path, shown(client, path), zone="Europe/Budapest")
    assert answer.status_code == 400
    assert "This changes the times of the whole summit" in answer.text
    assert draft(app).summit.zone == "Asia/Seoul"
    form = held(answer.text, path)
    assert send(client, path, form, sure="yes").status_code == 303
    assert draft(app).summit.zone == "Europe/Budapest"


def test_clocks_that_are_put_back_or_forward(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/settings"
    send(client, path, shown(client, path), zone="Europe/Budapest", sure="yes")
    path = f"{HOME}/sessions/welfare"
    gap = send(client, path, shown(client, path), starts__date="2020-03-29", starts__time="02:30")
    assert (gap.status_code, "clocks are put forward over it" in gap.text) == (400, True)
    double = send(
        client, path, shown(client, path), starts__date="2020-10-25", starts__time="02:30"
    )
    assert way(double) == f"{path}?said=twice"
    assert "That time comes twice that night" in client.get(double.location).text
    assert edits.session(draft(app), "welfare").starts.isoformat() == "2020-10-25T00:30:00+00:00"
    with app.app_context():  # the second of the two stays so where nobody touches it
        later = edits.session(draft(app), "welfare").starts.replace(hour=1)
        edit.apply(
            ACTOR,
            "cac2020",
            "move",
            lambda one: edits.move(one, "welfare", starts=later),
            NOW,
            "summit.example",
        )
    assert send(client, path, shown(client, path), minutes="30").status_code == 303
    assert edits.session(draft(app), "welfare").starts == later


def test_a_long_text_is_previewed_and_not_kept(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/sessions/welfare"
    before = draft(app)
    words = f"# Big\n\n**bold** {EVIL} [x](javascript:evil())"
    answer = send(client, path, shown(client, path), text__en=words, preview="text")
    assert answer.status_code == 200
    assert "<h3>Big</h3>" in answer.text
    assert "<strong>bold</strong>" in answer.text
    assert EVIL not in answer.text
    assert held(answer.text, path)["text.en"] == [words]
    assert draft(app) == before
    part = client.post(f"{HOME}/preview", data={"words": words}).text
    assert part.startswith("<h3>Big</h3>")
    assert EVIL not in part


@pytest.mark.parametrize("words", [*STRINGS, EVIL])
def test_hostile_words_do_nothing(app: Flask, words: str) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/sessions/welfare"
    form = shown(client, path)
    own = [one for one in form if one not in ("seen", "csrf_token")]
    said = [one for one in own if one.startswith(("title.", "text.", "note."))]
    for some in (own, said):
        answer = send(client, path, form | {name: [words] for name in some})
        assert answer.status_code in (303, 400), answer.status_code
    for other in ("/sessions", f"/search?q={'evil'}", "/sessions/welfare", "/tables/sessions"):
        page = client.get(HOME + other)
        assert (page.status_code, EVIL in page.text) == (200, False)
    for name in ("title.en", "name.en", "place.en", "code"):
        answer = send(client, f"{HOME}/new/stage", {"name.en": ["x"], name: [words]})
        assert answer.status_code in (303, 400), (name, answer.status_code)
    for other in ("/stages", "/stages?q=x"):
        page = client.get(HOME + other)
        assert (page.status_code, EVIL in page.text) == (200, False)


@pytest.mark.parametrize("language", ["en", "ko", "zh-Hant"])
def test_each_page_in_each_language(app: Flask, language: str) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    for path in (
        "/sessions",
        "/sessions?state=unscheduled&day=2&q=mayor",
        "/new-session",
        "/sessions/welfare",
        "/sessions/mayoral-meeting/turns",
        "/stages",
        "/areas?q=climate",
        "/days",
        "/people",
        "/cities",
        "/new/city",
        "/search?q=서울",
        "/settings",
        "/settings/registration",
        "/tables/people",
    ):
        mark = "&" if "?" in path else "?"
        answer = client.get(f"{HOME}{path}{mark}locale={language}")
        assert answer.status_code == 200, path
        assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize("code", ["new", "table", "order", "parts"])
def test_a_session_has_its_pages_whatever_its_code(app: Flask, code: str) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    send(
        client,
        f"{HOME}/new-session",
        shown(client, f"{HOME}/new-session"),
        code=code,
        title__en="X",
    )
    for page in ("", "/parts", "/turns", "/streams"):
        path = f"{HOME}/sessions/{code}{page}"
        assert held(client.get(path).text, path)
