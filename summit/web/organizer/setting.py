"""The settings of a summit: its words, its languages, its zone and day border."""

from __future__ import annotations

from summit.core.change import Noun
from summit.web.organizer import thing
from summit.web.organizer.thing import Answer


def show(summit: str) -> str:
    """Show the settings."""
    return thing.show(summit, summit, Noun.SUMMIT)


def keep(summit: str) -> Answer:
    """Keep what was changed of them."""
    return thing.keep(summit, summit, Noun.SUMMIT)
