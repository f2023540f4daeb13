"""Zones by other names."""

from __future__ import annotations

import pytest
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from summit.core.zone import NAMES
from summit.formats import zone_name
from summit.formats.zone_name import iana


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (' "europe/berlin" ', "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("Berlin", "Europe/Berlin"),
        ("Seoul", "Asia/Seoul"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Korea Standard Time", "Asia/Seoul"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "Europe/Berlin"),
        ("/example.org/20200101_1/America/Indiana/Knox", "America/Indiana/Knox"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern", "Europe/Amsterdam"),
        ("(GMT+09:00) Seoul", "Asia/Seoul"),
    ],
)
def test_names_that_are_known(words: str, name: str) -> None:
    assert iana(words) == name


@pytest.mark.parametrize("words", ["", " ", "Middle/Earth", "localtime", "Asia", "+09:00"])
def test_names_that_are_not(words: str) -> None:
    assert iana(words) is None


def test_every_name_leads_to_a_zone() -> None:
    assert set(zone_name._CALLED.values()) <= NAMES
    assert {iana(name) for name in WINDOWS_TO_OLSON} <= NAMES
    assert {iana(name) for name in NAMES} == NAMES
