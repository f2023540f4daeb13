"""A programme of any size, built from the real one."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources

from summit.core.programme import Programme, Stage
from summit.core.text import Text
from summit.formats import read_programme


def programme(sessions: int) -> Programme:
    """Return the CAC programme with copies of its sessions on more stages, `sessions` in all."""
    file = resources.files("summit").joinpath("programmes/cac2020.toml")
    real = read_programme.read(file.read_bytes())
    copies = []
    stages = []
    for number in range(-(-sessions // len(real.sessions))):
        stage = Stage(f"stage-{number}", Text({"en": f"Stage {number}"}))
        stages.append(stage)
        for session in real.sessions:
            # Nobody is in two places at once: the copies have no cast.
            copies.append(
                replace(
                    session,
                    code=f"{session.code}-{number}",
                    stage=stage.code,
                    parts=session.parts if not number else (),
                    turns=session.turns if not number else (),
                )
            )
    return replace(
        real,
        stages=tuple(stages),
        sessions=tuple(copies[:sessions]),
    )
