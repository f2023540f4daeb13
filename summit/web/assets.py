"""The front end as Vite built it: which hashed file each source became."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger("summit")


class Assets:
    """Reads Vite's manifest once; without a build, pages work unstyled."""

    def __init__(self, folder: Path, prefix: str) -> None:
        self.folder = folder
        self.prefix = prefix
        manifest = folder / ".vite" / "manifest.json"
        self.entries: dict[str, dict[str, Any]] = {}
        if manifest.exists():
            self.entries = json.loads(manifest.read_text(encoding="utf-8"))
        else:
            log.warning("no front end is built, pages are served without styles")

    def file(self, source: str) -> str:
        """Return the address of what `source` became, empty without a build."""
        entry = self.entries.get(source)
        return f"{self.prefix}{entry['file']}" if entry else ""

    def octets(self, source: str) -> bytes:
        """Return what `source` became, for an address of its own; nothing without a build."""
        entry = self.entries.get(source)
        return (self.folder / entry["file"]).read_bytes() if entry else b""

    def styles(self, source: str) -> list[str]:
        """Return the addresses of the style sheets that `source` imports."""
        return [self.prefix + name for name in self.entries.get(source, {}).get("css", ())]
