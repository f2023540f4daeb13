"""Reading a programme: what is taken, and how an error names its table and key."""

import pytest

from summit.core.errors import Invalid
from summit.core.people import Role
from summit.core.programme import Aspect, Programme
from summit.core.scale import Band
from summit.formats.read_programme import read

HEAD = """
[summit]
code = "test"
zone = "Asia/Seoul"
languages = ["en", "ko"]
title = {en = "Test", ko = "시험"}
"""
SESSION = """
[[session]]
code = "one"
kind = "talk"
title = {en = "One"}
starts = 2020-06-02T22:00:00+09:00
minutes = 90
"""
CITY = """
[[government]]
code = "seoul"
name = {en = "Seoul"}
kind = "city"
country = "KR"
zone = "Asia/Seoul"
latitude = 37
longitude = 127.0
presence = "host"
"""
PERSON = '[[person]]\ncode = "ada"\nname = {en = "Ada"}\ngovernment = "seoul"\n'


def test_the_smallest_programme() -> None:
    found = read(f"{HEAD}{SESSION}".encode())
    (session,) = found.sessions
    assert found == Programme(found.summit, sessions=(session,))
    assert (found.summit.code, found.summit.languages) == ("test", ("en", "ko"))
    assert session.starts.isoformat() == "2020-06-02T13:00:00+00:00"


def test_a_part_speaks_for_the_city_of_its_person_and_counts() -> None:
    parts = '[[session.part]]\nrole = "panellist"\nperson = "ada"\ncount = 2\n'
    (session,) = read(f"{HEAD}{CITY}{PERSON}{SESSION}{parts}".encode()).sessions
    assert [(one.role, one.government) for one in session.parts] == [(Role.PANELLIST, "seoul")] * 2


def test_aspects_stand_in_their_own_order() -> None:
    (session,) = read(f'{HEAD}{SESSION}illustrative = ["length", "day"]'.encode()).sessions
    assert session.illustrative == (Aspect.DAY, Aspect.LENGTH)


def test_words_are_cleaned() -> None:
    spelling = f'{PERSON}sort = "A\\u0000da"\nalso = [" A\\u202eda "]\n'
    (person,) = read(f"{HEAD}{CITY}{spelling}".encode()).people
    assert (person.sort, person.also) == ("Ada", ("Ada",))


TURN = '[[session.turn]]\ntitle = {en = "T"}\nminutes = 5\nkind = "talk"\n'
WRONG = [
    ("summit = 1", "summit: “1” should be"),
    ("", "summit: this is missing"),
    (HEAD.replace('code = "test"', ""), "summit, code: this is missing"),
    (HEAD.replace('"Asia/Seoul"', "9"), "summit, zone: “9” should be"),
    (HEAD.replace('["en", "ko"]', "[1]"), "summit, languages: “1” should be"),
    (HEAD.replace('["en", "ko"]', "[]"), "summit, languages: this is missing"),
    (HEAD.replace('["en", "ko"]', '["<b>"]'), "summit, languages: “<b>” is not the tag"),
    (HEAD.replace('"시험"', "1"), "summit, title.ko: “1” should be words"),
    (HEAD.replace("ko =", '"x y" ='), "summit, title.x y: “x y” is not the tag"),
    (f"{HEAD}colour = 1", "summit: unknown: colour"),
    (f"stages = []\n{HEAD}", "unknown: stages"),
    (f"session = [1]\n{HEAD}", "session: “1” should be a table"),
    (f"{HEAD}[[day]]\nnumber = true\ndate = 2020-06-01", "day 1, number: “True” should be"),
    (f"{HEAD}[[day]]\nnumber = 1\ndate = 2020-06-01T00:00:00", "day 1, date: “2020"),
    (f"{HEAD}[[stage]]", "stage 1, code: this is missing"),
    (f'{HEAD}[[area]]\ncode = "x"\nnam = 1', "area x: unknown: nam"),
    (f"{HEAD}{CITY}".replace('"KR"', '"Korea"'), "government seoul, country: “Korea” is not"),
    (f"{HEAD}{CITY}".replace("= 37", "= nan"), "government seoul, latitude: nan is not"),
    (f"{HEAD}{CITY}".replace("127.0", "181"), "government seoul, longitude: 181.0 is not"),
    (f"{HEAD}{CITY}".replace('"host"', '"x"'), "government seoul, presence: “x” is none of"),
    (f"{HEAD}{SESSION}".replace("+09:00", ""), "session one, starts: 2020-06-02 22:00 names no"),
    (f"{HEAD}{SESSION}".replace("2020-06", "9999-06"), "session one, starts: 9999 is not the year"),
    (f"{HEAD}{SESSION}".replace("= 90", "= 90.0"), "session one, minutes: “90.0” should be"),
    (f"{HEAD}{SESSION}capacity = {10**20}", f"session one, capacity: {10**20} is too large"),
    (f"{HEAD}{SESSION}".replace('"talk"', '"x"'), "session one, kind: “x” is none of"),
    (f'{HEAD}{SESSION}illustrative = ["x"]', "session one, illustrative: “x” is none of"),
    (f"{HEAD}{SESSION}spoken = [1]", "session one, spoken: “1” should be"),
    (f"{HEAD}{SESSION}{TURN}language = 'Korean!'", "session one, turn 1, language: “Korean!”"),
    (f"{HEAD}{SESSION}{TURN}mode = 'x'", "session one, turn 1, mode: “x” is none of"),
    (f"{HEAD}{SESSION}[[session.part]]", "session one, part 1, role: this is missing"),
    (
        f"{HEAD}{SESSION}[[session.part]]\nrole = 'guest'\ncount = 0",
        "session one, part 1, count: 0 is not",
    ),
    (
        f"{HEAD}[[stream]]\nlanguage = 'en'\naddress = 'javascript:alert(1)'",
        "stream 1, address: “javascript",
    ),
    (f"{HEAD}[[stream]]\nlanguage = ''", "stream 1, language: “” is not the tag"),
    (f"{HEAD}[[stream]]", "stream 1, language: this is missing"),
]


@pytest.mark.parametrize(("words", "message"), WRONG)
def test_an_error_names_table_and_key(words: str, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(words.encode())
    assert str(refused.value)[: len(message)] == message


@pytest.mark.parametrize("octets", [b"\xff", b"=", b"[summit", b'a = "\x00"'])
def test_other_bytes_are_not_toml(octets: bytes) -> None:
    with pytest.raises(Invalid, match="this is not a TOML file"):
        read(octets)


def band(begins: str, ends: str, points: str) -> str:
    return f"[[summit.band]]\nfrom = {begins}\nto = {ends}\npoints = {points}\n"


def test_bands_are_a_scale_of_the_summits_own() -> None:
    assert read(HEAD.encode()).summit.bands == ()
    two = band('"08:30"', '"24:00"', "0") + band('"00:00"', '"08:30"', "9")
    assert read((HEAD + two).encode()).summit.bands == (Band(0, 510, 9), Band(510, 1440, 0))


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        (band('"00:00"', '"23:00"', "1"), "summit, band 1: No band covers 23:00 to 24:00."),
        (band('"0"', '"24:00"', "1"), "summit, band 1, from: this is not a time of day"),
        (band('"00:00"', '"24:00"', "1000"), "summit, band 1: Points are whole numbers"),
        (band('"00:00"', '"24:00"', "1") + "more = 1\n", "summit, band 1: unknown: more"),
    ],
)
def test_bands_that_are_none_are_refused(bands: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read((HEAD + bands).encode())
