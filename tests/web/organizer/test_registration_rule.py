"""How one registers, by its form."""

from __future__ import annotations

from flask import Flask

from summit.core.registration import QuestionKind, Rules
from summit.core.role import Role
from summit.services import registration
from tests.organizers import enter, organizer
from tests.web.organizer.forms import HOME, held, send, shown

PATH = f"{HOME}/settings/registration"


def rules(app: Flask) -> Rules:
    with app.app_context():
        return registration.rules("cac2020")


def test_kinds_questions_and_times(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    before = rules(app)
    form = shown(client, PATH) | {
        "opens.date": ["2020-05-01"],
        "opens.time": ["09:00"],
        "capacity": ["120"],
        "kinds.new.name.en": ["Night owls"],
        "kinds.new.needs_approval": ["yes"],
        "questions.new.name.en": ["Which meal?"],
        "questions.new.kind": ["choice"],
        "questions.new.kinds": ["night-owls"],
        "questions.new.options.en": ["Rice\nNoodles"],
        "questions.new.options.ko": ["밥\n국수"],
        "questions.new.options.code": ["\nramyeon"],
    }
    form["kinds.new.code"] = ["night-owls"]
    answer = send(client, PATH, form)
    assert answer.location == f"{PATH}?said=kept", answer.text
    found = rules(app)
    assert (found.kinds[:-1], found.questions[:-1]) == (before.kinds, before.questions)
    assert found.opens is not None
    assert (found.opens.isoformat(), found.capacity) == ("2020-05-01T00:00:00+00:00", 120)
    assert (found.kinds[-1].code, found.kinds[-1].needs_approval) == ("night-owls", True)
    asked = found.questions[-1]
    assert (asked.code, asked.kind, asked.kinds) == (
        "which-meal",
        QuestionKind.CHOICE,
        ("night-owls",),
    )
    assert [(one.code, dict(one.name)) for one in asked.options] == [
        ("rice", {"en": "Rice", "ko": "밥"}),
        ("ramyeon", {"en": "Noodles", "ko": "국수"}),
    ]
    form = shown(client, PATH)
    last = form["questions.row"][-1]
    send(client, PATH, form, do=f"questions:remove:{last}")
    assert rules(app).questions == before.questions


def test_rules_that_contradict_themselves(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    before = rules(app)
    for changes in (
        {"opens.date": "2020-05-02", "opens.time": "09:00"}
        | {"closes.date": "2020-05-01", "closes.time": "09:00"},
        {"questions.new.name.en": "What?", "questions.new.kind": "choice"},
        {"questions.new.name.en": "What?", "questions.new.kinds": "martians"},
        {"kinds.new.name.en": "What?", "kinds.new.code": "Not a code"},
        {"hold_minutes": "0"},
    ):
        form = shown(client, PATH) | {name: [value] for name, value in changes.items()}
        answer = client.post(PATH, data=form)
        assert (answer.status_code, rules(app)) == (400, before), changes


def test_a_second_editor_sees_both(app: Flask) -> None:
    first = enter(app, organizer(app, Role.EDITOR))
    second = enter(app, organizer(app, Role.EDITOR, address="jo@organizers.example"))
    mine = shown(second, PATH)
    send(first, PATH, shown(first, PATH), capacity="7")
    answer = send(second, PATH, mine, capacity="9")
    assert (answer.status_code, rules(app).capacity) == (409, 7)
    assert "<bdi>7</bdi>" in answer.text
    assert "<bdi>9</bdi>" in answer.text
    assert send(second, PATH, held(answer.text, PATH)).status_code == 303
    assert rules(app).capacity == 9
