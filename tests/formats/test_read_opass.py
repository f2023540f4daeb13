"""session.json as OPass shows it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from summit.core.exchange import Format, PersonRow, PlaceRow, Problem, Schedule, ZoneNeeded
from summit.core.programme import SessionKind
from summit.core.text import Text
from summit.formats.read import read
from tests.formats.exchange_values import octets, parts, person, place, problems, row, utc


def both(zh: str, en: str) -> Text:
    return Text({"zh": zh, "en": en})


def bilingual(title: Text, *fields: Any, **rest: Any) -> Any:
    found = row(*fields, **rest)
    return type(found)(
        **{name: getattr(found, name) for name in found.__slots__} | {"title": title}
    )


def test_opass() -> None:
    assert read(octets("opass.json"), None) == Schedule(
        format=Format.OPASS,
        languages=("zh", "en"),
        rooms=(PlaceRow("R0", both("國際會議廳", "Main hall")), PlaceRow("R1", both("R1", "R1"))),
        tracks=(
            PlaceRow("K", both("主題演講", "Keynote")),
            PlaceRow("Ev", both("活動", "Event")),
        ),
        people=(PersonRow("ad6ce6", both("王小明", "Wang Xiaoming")),),
        sessions=(
            bilingual(
                both("主題演講", "Keynote"),
                "session c4d370",
                "c4d370",
                "",
                utc(2022, 9, 4, 0, 30),
                30,
                room="R0",
                track="K",
                kind=SessionKind.TALK,
                wordings=Text({"zh": "歡迎"}),
                spoken=("zh",),
                parts=parts("ad6ce6"),
            ),
            bilingual(
                both("開幕", "開幕"),
                "session 57b7e8",
                "57b7e8",
                "",
                utc(2022, 9, 4, 1),
                60,
                room="R1",
                track="Ev",
                text="",
                parts=(),
            ),
        ),
        problems=(Problem("session 57b7e8", "gives no end; taken as 60 minutes long"),),
    )


def document(**session: Any) -> bytes:
    times = {"start": "2022-09-04T08:30:00+08:00", "end": "2022-09-04T09:00:00+08:00"}
    return json.dumps(
        {"sessions": [{"id": "a", "zh": {"title": "題"}, **times} | session]}
    ).encode()


def test_local_times_need_a_zone() -> None:
    file = document(start="2022-09-04T08:30:00", end="2022-09-04T09:00:00")
    with pytest.raises(ZoneNeeded):
        read(file, None)
    assert read(file, "Asia/Taipei").sessions[0].starts == utc(2022, 9, 4, 0, 30)


def test_what_is_referred_to_and_not_there() -> None:
    found = read(
        document(room="R9", type="X", speakers=["nobody", {"id": "b", "name": "Bo"}]), None
    )
    assert found.rooms == (place("R9", language="zh"),)
    assert found.tracks == (place("X", language="zh"),)
    assert found.people == (
        person("nobody", language="zh"),
        person("b", "Bo", language="zh"),
    )


def test_a_session_without_a_start_is_left_out() -> None:
    whole = json.loads(document())
    whole["sessions"].append({"id": "b", "start": "later"})
    whole["sessions"].append("c")
    found = read(json.dumps(whole).encode(), None)
    assert [one.code for one in found.sessions] == ["a"]
    assert problems(found) == [
        "session b: its start is not understood: “later” (left out)",
        "session 3: its start is not understood: “” (left out)",
    ]
