"""The bounded store."""

from __future__ import annotations

from summit.published.kept import Kept


def test_what_was_asked_for_last_is_kept() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key.upper())

    kept: Kept[str] = Kept(2)
    assert [make(key) for key in "abacab"] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]
    assert len(kept) == 2
