"""Where, and in which language, a file is given out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where and in which language a file is given out; `base` is the summit's address."""

    base: str
    language: str

    @property
    def query(self) -> str:
        """What an address needs at its end so that it speaks this language."""
        return f"?locale={self.language}"

    def page(self, path: str) -> str:
        """Return the address of a page below the summit's, in this language."""
        return f"{self.base}{path}{self.query}"
