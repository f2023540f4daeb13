"""Every file: the zone and the offset in it, the same octets each time, and nothing private."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from summit.core.programme import Programme
from summit.core.text import Text
from summit.formats.export import EXPORTS, Export
from summit.formats.outlet import Outlet
from tests.factories import programme, released, session, stamp, text
from tests.formats.wild_agenda import stamped

EN, KO = (Outlet("https://summit.example/cac2020", language) for language in ("en", "ko"))
READABLE = [one for one in EXPORTS.values() if one.name != "sessions.xlsx"]


def name(export: Export) -> str:
    return export.name


@pytest.mark.parametrize("export", EXPORTS.values(), ids=name)
def test_a_file_follows_from_the_release_and_the_outlet(export: Export, cac2020: Programme) -> None:
    release = released(stamped(cac2020))
    first = export.write(release, EN)
    assert export.write(released(stamped(cac2020)), EN) == first
    assert (export.write(release, KO) != first) == export.speaks
    renamed = (replace(release.programme.sessions[0], title=text("New")),)
    programme_after = replace(release.programme, sessions=renamed + release.programme.sessions[1:])
    assert export.write(released(programme_after), EN) != first


@pytest.mark.parametrize("export", READABLE, ids=name)
def test_the_zone_is_named_and_times_have_an_offset(export: Export, cac2020: Programme) -> None:
    octets = export.write(released(stamped(cac2020)), EN)
    assert b"Asia/Seoul" in octets
    # The canonical JSON has all times in UTC.
    meeting = b"2020-06-02T13:00:00Z" if export.name == "release.json" else b"+09:00"
    assert meeting in octets


@pytest.mark.parametrize("export", READABLE, ids=name)
def test_mail_addresses_stay_inside(export: Export) -> None:
    """But for the canonical JSON, which is what was published, to the letter."""
    words = Text({"en": "Ask a.b@city.example, =1", "ko": "x@y.kr"})
    one = session(title=words, text=words, note=words, stamp=stamp(1))
    given_programme = programme(one)
    stages = tuple(replace(stage, name=words, place=words) for stage in given_programme.stages)
    areas = tuple(replace(area, name=words, text=words) for area in given_programme.areas)
    people = tuple(replace(who, name=words, office=words) for who in given_programme.people)
    release = released(replace(given_programme, stages=stages, areas=areas, people=people))
    octets = export.write(release, EN)
    uid = b"00000000-0000-0000-0000-000000000001@summit.example"
    found = octets.replace(uid, b"").count(b"@")
    assert (found == 0) == (export.name != "release.json")


def test_the_document_names_every_file_and_every_column(cac2020: Programme) -> None:
    document = (Path(__file__).parents[2] / "docs/formats.md").read_text(encoding="utf-8")
    for export in EXPORTS.values():
        assert f"`/{export.name}`" in document
        assert f"`{export.media_type.partition(';')[0]}`" in document or export.is_taken
    sheet = EXPORTS["sessions.csv"].write(released(stamped(cac2020)), EN).decode("utf-8-sig")
    columns = [
        re.sub(r"\((en|ko|zh-Hant)\)", "(xx)", one) for one in sheet.splitlines()[0].split(",")
    ]
    described = document.partition("same columns, cancelled sessions included:")[2]
    named = re.findall(r"`([^`]+)`", described.partition("`xx` stands")[0])
    assert named == list(dict.fromkeys(columns))


def test_the_canonical_json_has_the_hash_of_its_release(cac2020: Programme) -> None:
    release = released(stamped(cac2020))
    assert sha256(EXPORTS["release.json"].write(release, EN)).hexdigest() == release.digest
