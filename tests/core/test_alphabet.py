"""Names in the order of alphabets."""

from __future__ import annotations

import pytest

from summit.core import alphabet


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("en", ["Ångström", "Ankara", "Bilbao", "Łódź", "London", "Odense", "São Paulo", "Zürich"]),
        ("sv", ["Stockholm", "Zürich", "Ångström", "Ängelholm", "Örebro"]),
        ("da", ["Aarhus", "Zürich", "Ærø", "Ørsted", "Ålborg"]),
        ("de", ["Aachen", "Ängelholm", "Bonn", "Österreich", "Ulm"]),
        ("es", ["Nápoles", "Nuuk", "Ñuble", "Oslo"]),
        ("tr", ["Isparta", "İstanbul", "İzmir", "Şanlıurfa", "Trabzon"]),
        ("cs", ["Cheb", "Čáslav", "Děčín", "Řím", "Šumperk", "Tábor"]),
        ("ko", ["가평", "강릉", "나주", "서울", "수원"]),
        ("zh-Hant", ["北京", "天津", "臺北", "首爾"]),
        ("en", ["New Delhi", "Newcastle"]),
        ("en", ["Area 9", "Area A"]),
    ],
)
def test_names_stand_where_readers_look(language: str, ordered: list[str]) -> None:
    found = sorted(set(ordered), key=lambda one: alphabet.key(one, language))
    assert found == ordered


def test_marks_tell_the_same_names_apart() -> None:
    assert alphabet.key("Cote", "en") != alphabet.key("Coté", "en")
    assert alphabet.key("Cote", "en")[0] == alphabet.key("Coté", "en")[0]
    assert alphabet.key("Cote\u0301", "en") == alphabet.key("Coté", "en")
