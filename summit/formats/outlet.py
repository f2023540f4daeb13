"""Where, and in which language, a file is given out."""

from __future__ import annotations

from dataclasses import dataclass

from summit.core.picture import SIZES


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

    def picture(self, digest: str | None) -> str:
        """Return the address of a picture in its largest size, "" for none."""
        return f"{self.base}/pictures/{digest}/{max(SIZES)}.jpg" if digest else ""
