"""Addresses as a readable table, and a blueprint that answers at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint

View = Callable[..., Any]
Route = tuple[str, str, View]
"""An address, its endpoint and what answers there."""


def add(
    blueprint: Blueprint, reads: Iterable[Route], changes: Iterable[Route] = (), below: str = ""
) -> None:
    """Let `blueprint` answer at addresses below `below`: to GET by reading, to POST by changing."""
    for address, endpoint, view in reads:
        blueprint.add_url_rule(below + address, endpoint, view)
    for address, endpoint, view in changes:
        blueprint.add_url_rule(below + address, endpoint, view, methods=["POST"])
