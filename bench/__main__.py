"""Prints what Summit costs, each figure beside a baseline of the same run: `make bench`.

python -m bench [SESSIONS …]    the sizes to measure, 15, 400 and 1351 if none are given
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench import changing, endurance, reading, rush, search
from bench.site import Site

SIZES = (15, 400, 1351)
ENDURED = 400
"""The size at which many ask at once."""


def main(sizes: tuple[int, ...]) -> None:
    """Print all figures."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            site = Site(size, Path(folder))
            site.prepare()
            print(f"\n{size} sessions")
            for line in reading.lines(site):
                print(line, flush=True)
            print("  search: ms a call, and times a plain scan of the texts for the first word")
            for line in search.lines(size):
                print(line, flush=True)
            for line in changing.lines(site):
                print(line, flush=True)
            if size == ENDURED:
                for line in endurance.lines(site):
                    print(line, flush=True)
    rush.main(rush.KINDS)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
