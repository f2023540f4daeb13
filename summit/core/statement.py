"""Statements: what a government hands in for its turn, when it is due, and who sees it when.

Until it is delivered a statement is under an embargo: its own office, the interpreters and the
control room see it, and nobody else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from summit.core.office import Slot, slots
from summit.core.people import Mode
from summit.core.release import Release
from summit.core.run import Minute, State
from summit.core.turn import TurnKind

LONGEST_TEXT = 100_000
"""Characters of a text that is typed or pasted: an hour and a half of speaking."""


class Material(StrEnum):
    """What is handed in: a text for the interpreters, slides, a recording.

    Each has versions of its own, of which the last counts.
    """

    TEXT = "text"
    SLIDES = "slides"
    RECORDING = "recording"


LARGEST: Mapping[Material, int] = {Material.TEXT: 20 * 2**20, Material.SLIDES: 100 * 2**20}
"""Octets of a file at most; how large a recording may be is a setting."""


MOST = 50
"""Versions of one material that a statement takes: nobody fills the database with them."""


class Delivery(StrEnum):
    """What organizers say of a statement, over the clock: it was delivered, or is held back."""

    DELIVERED = "delivered"
    HELD = "held"


class Standing(StrEnum):
    """Where a statement stands: in, in but late, awaited, overdue; FREE where none is asked for."""

    IN = "in"
    LATE = "late"
    AWAITED = "awaited"
    OVERDUE = "overdue"
    FREE = "free"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a statement is for: a session, and in it a government, and in that a person or ""."""

    session: str
    government: str
    person: str = ""

    @property
    def thing(self) -> str:
        """How the audit log calls the statement."""
        return "/".join(("statement", self.government, self.session, self.person)).rstrip("/")


@dataclass(frozen=True, slots=True)
class Speech:
    """A government's time to speak in a session.

    `minutes` is what its turns have together, None where the session has no turns for it: then
    it `starts` and `ends` with the session. `language` (BCP 47) and `mode` are its turn's.
    """

    key: Key
    starts: datetime
    ends: datetime
    minutes: int | None = None
    language: str | None = None
    mode: Mode | None = None


def speeches(release: Release) -> tuple[Speech, ...]:
    """Return every speech of a government in the sessions that take place, in order of time."""
    found = (
        speech
        for government in release.programme.governments
        for slot in slots(release.programme, government.code)
        if slot.is_held
        for speech in _speech(slot, government.code)
    )
    return tuple(sorted(found, key=lambda one: one.starts))


def _speech(slot: Slot, government: str) -> Iterator[Speech]:
    """Yield what is said in a slot; who only listens, or has a break, says nothing."""
    key = Key(slot.session.code, government, slot.person)
    turns = [one for one in slot.turns if one.turn.kind is not TurnKind.BREAK]
    parts = [one for one in slot.parts if one.speaks]
    if turns:
        yield Speech(
            key,
            turns[0].starts,
            turns[-1].ends,
            sum(one.turn.minutes for one in turns),
            turns[0].turn.language,
            turns[0].turn.mode,
        )
    elif parts:
        yield Speech(key, slot.session.starts, slot.session.ends, mode=parts[0].mode)


def spoken(key: Key, minutes: Iterable[Minute], home: Mapping[str, str | None]) -> datetime | None:
    """Return when a speech ended in a session that is run, None where it has not.

    `minutes` is how the session goes, `home` are the governments of the people. A speech without
    a turn of its own ends with the last turn of the session.
    """
    every = [one for one in minutes if one.turn.kind is not TurnKind.BREAK]
    own = [
        one
        for one in every
        if key.government in (one.turn.government, home.get(one.turn.person or ""))
        and key.person in ("", one.turn.person or key.person)
    ]
    if any(one.item.state is State.WAITING or one.item.state is State.ON for one in own or every):
        return None
    ends = [one.ends for one in own or every if one.item.state is State.DONE and one.ends]
    return max(ends, default=None)


# --- when it is due --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Deadline:
    """When statements are due; `due` is None where none is asked for."""

    due: datetime | None


EVERY = ""
"""The deadline of all sessions that have none of their own."""

Deadlines = Mapping[str, Deadline]
"""Deadlines by the codes of sessions."""


def due_in(deadlines: Deadlines, session: str) -> datetime | None:
    """Return when the statements of a session are due, None where none are asked for."""
    found = deadlines.get(session) or deadlines.get(EVERY)
    return found.due if found else None


@dataclass(frozen=True, slots=True)
class Version:
    """One handing in of a material: a file, or words, or a link.

    `at` is real time, as `moment` is what the summit's clock showed. `extension` is that of a
    file ("pdf"), "" without one; `name` is what its sender calls it. `digest` is the SHA-256 of
    the file or the words. A withdrawal is a version with nothing in it.
    """

    id: int
    material: Material
    number: int
    at: datetime
    moment: datetime
    by: str
    is_withdrawal: bool
    on_behalf: bool
    language: str
    name: str
    extension: str
    media_type: str
    size: int
    digest: str
    link: str
    measure: Measure | None

    @property
    def is_file(self) -> bool:
        """Whether there is a file of it."""
        return bool(self.extension)


@dataclass(frozen=True, slots=True)
class Statement:
    """All that was handed in for a speech, the newest version first, and what was said of it.

    `may_publish` is the office's leave to show it to everybody once it is delivered.
    """

    key: Key
    versions: tuple[Version, ...] = ()
    delivery: Delivery | None = None
    may_publish: bool = False

    def handed_in(self, material: Material) -> int:
        """Return how many versions there are of a material, without withdrawals."""
        return sum(one.material is material and not one.is_withdrawal for one in self.versions)

    def current(self, material: Material) -> Version | None:
        """Return the version of a material that counts, None where there is none."""
        found = next((one for one in self.versions if one.material is material), None)
        return None if found is None or found.is_withdrawal else found

    @property
    def counts(self) -> Version | None:
        """What makes the statement be in: its text, or else its recording."""
        return self.current(Material.TEXT) or self.current(Material.RECORDING)

    @property
    def now(self) -> tuple[Version, ...]:
        """What counts of each material."""
        found = (self.current(material) for material in Material)
        return tuple(one for one in found if one)


def standing(statement: Statement | None, due: datetime | None, present: datetime) -> Standing:
    """Return where a statement stands at `present`, an instant of the summit's clock."""
    version = statement.counts if statement else None
    if version is not None:
        return Standing.LATE if is_late(version, due) else Standing.IN
    if due is None:
        return Standing.FREE
    return Standing.OVERDUE if present > due else Standing.AWAITED


def is_late(version: Version, due: datetime | None) -> bool:
    """Whether a version came after its deadline, by the summit's clock."""
    return due is not None and version.moment > due


def is_delivered(speech: Speech | None, said: Delivery | None, present: datetime) -> bool:
    """Whether the embargo is over at `present`, an instant of the summit's clock.

    It is over with the end of the speech, unless organizers say otherwise. One that does not
    take place any more is never over by itself.
    """
    if said is not None:
        return said is Delivery.DELIVERED
    return speech is not None and speech.ends <= present


# --- how long it takes -----------------------------------------------------------------------

WORDS_A_MINUTE = 110
"""Words that interpreters can follow in a minute, when they are read out."""

SYLLABLES_A_MINUTE = {"Hangul": 220, "Han": 180, "Kana": 250}
"""The same for scripts that are counted by the sign: two thirds or so of everyday speech.

Where there are kana, the Han between them are Japanese and go by their rate.
"""

_GAP = re.compile(r"[\s/\u2012-\u2015]+")
_LETTER = re.compile(r"[^\W_]")
_SIGNS = re.compile(
    "(?P<Hangul>[\uac00-\ud7a3])|(?P<Kana>[\u3041-\u3096\u30a1-\u30fa])"
    "|(?P<Han>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f])"
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese and Khmer, which set no spaces between words."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How long a text is: its `words`, its `signs` where the script has no words, its seconds.

    `rate` is the one that most of it goes by, per minute.
    """

    words: int
    signs: int
    seconds: int
    rate: int

    @property
    def count(self) -> int:
        """Words and signs together."""
        return self.words + self.signs

    def fits(self, minutes: int | None) -> bool:
        """Whether it can be read out in so many minutes; it can where nobody says how many."""
        return minutes is None or self.seconds <= timedelta(minutes=minutes).total_seconds()


def measure(text: str) -> Measure | None:
    """Return how long it takes to read `text` out; None where its words cannot be told apart.

    Hangul syllables, Chinese characters and kana are counted one by one, all else by the word.
    """
    text = unicodedata.normalize("NFC", text)
    counts = dict.fromkeys(SYLLABLES_A_MINUTE, 0)
    for sign in _SIGNS.finditer(text):
        counts[sign.lastgroup or ""] += 1
    rest = _SIGNS.sub(" ", text)
    words = sum(1 for one in _GAP.split(rest) if _LETTER.search(one))
    signs = sum(counts.values())
    if len(_UNSPACED.findall(rest)) > len(text.strip()) / 4:
        return None
    rates = dict(SYLLABLES_A_MINUTE)
    if counts["Kana"]:
        rates["Han"] = rates["Kana"]
    minutes = words / WORDS_A_MINUTE + sum(counts[one] / rates[one] for one in counts)
    most = max(counts, key=lambda one: counts[one])
    return Measure(
        words, signs, round(minutes * 60), rates[most] if signs > words else WORDS_A_MINUTE
    )
