"""Together: those who ask for the same at the same moment are served by one call.

In a rush all of them wait for one row, each until the commit before theirs is on the disk. So
whoever has the turn serves everybody who has come meanwhile, in one transaction with one commit.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

from summit.core.errors import SummitError

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Together(Generic[Question, Answer]):
    """Gives the questions that wait in this process to `serve`, which answers them in order.

    An answer that is an error is raised to who asked. There are never more questions than
    threads that ask.
    """

    def __init__(
        self, serve: Callable[[Sequence[Question]], Sequence[Answer | SummitError]]
    ) -> None:
        self._serve = serve
        self._turn = Lock()
        self._door = Lock()
        self._waiting: dict[Hashable, list[tuple[Question, Future[Answer]]]] = {}

    def ask(self, key: Hashable, question: Question) -> Answer:
        """Return the answer; only questions with the same `key` are served together."""
        mine: Future[Answer] = Future()
        with self._door:
            self._waiting.setdefault(key, []).append((question, mine))
        with self._turn:
            if not mine.done():
                with self._door:
                    asked = self._waiting.pop(key)
                self._answer(asked)
        return mine.result()

    def _answer(self, asked: Sequence[tuple[Question, Future[Answer]]]) -> None:
        try:
            answers = self._serve([question for question, _ in asked])
        except BaseException as error:
            if len(asked) > 1 and not isinstance(error, SummitError):
                for one in asked:  # one of them is to blame, and the others are not
                    self._answer([one])
                return
            for _, future in asked:
                future.set_exception(error)
            return
        for (_, future), answer in zip(asked, answers, strict=True):
            if isinstance(answer, SummitError):
                future.set_exception(answer)
            else:
                future.set_result(answer)
