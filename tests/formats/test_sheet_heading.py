"""Columns by their names, as other programs and people call them."""

from __future__ import annotations

import pytest

from summit.formats.sheet_heading import What, read


def understood(names: str) -> dict[str, str]:
    """What is found in each column of a heading, by the column's name."""
    heading = read(0, names.split("|"))
    return {one.name: what for what, columns in heading.columns.items() for one in columns}


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        (
            "Subject|Start Date|Start Time|End Date|End Time|All Day Event|Location|Private",
            "title|date|start|end date|end||stage|",
        ),
        (
            "Event ID|Published|Event Start|Event End|Event Type|Event Title|Venue|Speakers",
            "code||start|end|kind|title|stage|speakers",
        ),
        (
            "*Date (M/D/Y)|*Time Start|*Time End|Tracks (Optional)|*Session Title|Room/Location",
            "date|start|end|area|title|stage",
        ),
        (
            "Session Id|Title|Owner|Owner Email|Session format|Language|Scheduled At|Room",
            "code|title|||kind|spoken|start|stage",
        ),
        (
            "ID|Proposal title|Session type|Track|Start|End|Room|Speaker names|Speaker emails",
            "code|title|kind|area|start|end|stage|speakers|",
        ),
        (
            "Session Date|Session Start Time|Session End Time|Talk|Track",
            "date|start|end|title|area",
        ),
        ("date|time|topic|title", "date|start|area|title"),
        ("When|What|Summary", "start||title"),
        ("Attendees|Weekend|Bio|Level|URL|Phone", "|||||"),
        ("제목|시작|종료|연사|날짜", "title|start|end|speakers|date"),
        ("標題|開始時間|結束時間|講者|語言", "title|start|end|speakers|spoken"),
        ("Titel|Beginn|Ende|Raum|Sprache", "title|start|end|stage|spoken"),
    ],
)
def test_names(names: str, columns: str) -> None:
    expected = zip(names.split("|"), columns.split("|"), strict=True)
    assert understood(names) == {name: what for name, what in expected if what}


def test_languages_and_zones_in_names() -> None:
    heading = read(0, ["title (ko)", "Title - English", "text_de", "Start (UTC)", "Start", "End"])
    assert [one.language for one in heading.columns[What.TITLE]] == ["ko", "en"]
    assert [one.language for one in heading.columns[What.TEXT]] == ["de"]
    assert [one.name for one in heading.columns[What.START]] == ["Start"]
    assert read(0, ["Start (Asia/Seoul)"]).columns[What.START][0].zone == "Asia/Seoul"


def test_a_heading_names_a_title_and_a_time() -> None:
    assert read(0, ["Title", "Date"]).is_enough
    assert not read(0, ["Title", "Room"]).is_enough
    assert not read(0, ["Start", "End"]).is_enough
