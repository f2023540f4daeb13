"""Those who ask at the same moment are served by one call."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from summit.core.errors import Invalid, SummitError, Unavailable
from summit.services.together import Together


class Served:
    """Doubles numbers, and waits in the first call until `gate` is open."""

    def __init__(self) -> None:
        self.begun, self.gate = Event(), Event()
        self.calls: list[list[int]] = []
        self.desk: Together[int, int] = Together(self.serve)

    def serve(self, asked: Sequence[int]) -> list[int | SummitError]:
        self.calls.append(list(asked))
        self.begun.set()
        assert self.gate.wait(10)
        if 13 in asked:
            raise ZeroDivisionError
        if 14 in asked:
            raise Unavailable("away")
        return [Invalid("odd") if one % 2 else one * 2 for one in asked]

    def ask(self, key: str, number: int) -> int | str:
        try:
            return self.desk.ask(key, number)
        except (SummitError, ZeroDivisionError) as error:
            return type(error).__name__

    def all(self, *numbers: int, key: str = "a") -> list[int | str]:
        """Ask for 0, and for all `numbers` while that is being served; return their answers."""
        with ThreadPoolExecutor(len(numbers) + 1) as pool:
            first = pool.submit(self.ask, "a", 0)
            assert self.begun.wait(10)
            asked = []
            for number in numbers:
                asked.append(pool.submit(self.ask, key, number))
                while sum(map(len, self.desk._waiting.values())) < len(asked):
                    pass
            self.gate.set()
            assert first.result() == 0
            return [one.result() for one in asked]


def test_who_comes_meanwhile_is_served_by_one_call() -> None:
    served = Served()
    assert served.all(2, 4, 6) == [4, 8, 12]
    assert served.calls == [[0], [2, 4, 6]]


def test_an_answer_that_is_an_error_is_raised_to_who_asked() -> None:
    served = Served()
    assert served.all(2, 3, 4) == [4, "Invalid", 8]
    assert served.calls == [[0], [2, 3, 4]]


def test_one_who_is_to_blame_spoils_it_for_nobody_else() -> None:
    served = Served()
    assert served.all(2, 13, 4) == [4, "ZeroDivisionError", 8]
    assert served.calls == [[0], [2, 13, 4], [2], [13], [4]]


def test_what_nobody_is_to_blame_for_is_told_to_all() -> None:
    served = Served()
    assert served.all(2, 14, 4) == ["Unavailable"] * 3
    assert served.calls == [[0], [2, 14, 4]]


def test_what_is_not_alike_is_served_apart() -> None:
    served = Served()
    assert served.all(2, 4, key="b") == [4, 8]
    assert served.calls == [[0], [2, 4]]
    assert served.desk._waiting == {}


def test_one_alone_is_raised_what_failed() -> None:
    served = Served()
    served.gate.set()
    with pytest.raises(ZeroDivisionError):
        served.desk.ask("a", 13)
