"""The order of names in an alphabet, as readers of a language look them up.

Letters that a language has of its own stand where its alphabet has them; of other letters,
marks count only between names that are otherwise the same. Korean stands in the order of its
syllables, Chinese and Japanese characters in that of their radicals and strokes, which is how
Unicode numbers them (chapter 18.1 of its standard).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from summit.core.fold import fold

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_OWN: dict[str, str] = {
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
    "cs": "abcčdefghijklmnopqrřsštuvwxyzž",
    "da": "abcdefghijklmnopqrstuvwxyzæøå",
    "es": "abcdefghijklmnñopqrstuvwxyz",
    "et": "abcdefghijklmnopqrsšzžtuvwõäöüxy",
    "fi": "abcdefghijklmnopqrstuvwxyzåäö",
    "hr": "abcčćdđefghijklmnopqrsštuvwxyzž",
    "lt": "abcčdefghiyjklmnopqrsštuvwxzž",
    "lv": "abcčdefgģhijkķlļmnņopqrsštuvwxyzž",
    "nb": "abcdefghijklmnopqrstuvwxyzæøå",
    "no": "abcdefghijklmnopqrstuvwxyzæøå",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "ro": "aăâbcdefghiîjklmnopqrsștțuvwxyz",
    "sk": "aäbcčdefghijklmnoôpqrsštuvwxyzž",
    "sl": "abcčdefghijklmnopqrsštuvwxyzž",
    "sv": "abcdefghijklmnopqrstuvwxyzåäö",
    "tr": "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
    "vi": "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz",
}
"""The alphabets of languages that put letters of their own among those of Latin."""

Key = tuple[tuple[int, ...], str]


def key(words: str, language: str) -> Key:
    """Return what sorts `words` as readers of a language (BCP 47) look them up."""
    composed = unicodedata.normalize("NFC", words).strip()
    own = _OWN.get(language.partition("-")[0].lower(), _LATIN)
    return tuple(_place(one, own) for one in _lower(composed, own)), composed


def _lower(words: str, own: str) -> str:
    # The capital of ı is I, and that of i is İ, in alphabets that have both.
    if "ı" in own:
        words = words.replace("I", "ı").replace("İ", "i")
    return words.casefold()


@lru_cache(maxsize=4096)
def _place(letter: str, own: str) -> int:
    """Return where a letter stands: what is no letter before all, then digits, then letters."""
    if letter in own:
        return 200 + own.index(letter)
    plain = fold(letter)
    if plain and plain[0] in own:
        return 200 + own.index(plain[0])
    if letter.isdigit():
        return 100 + unicodedata.digit(letter, 0)
    return 1000 + ord(letter) if letter.isalpha() else 0
