"""Accounts from the shell."""

from __future__ import annotations

from tests.cli.test_commands import Run, ready, run  # noqa: F401 (fixtures)


def test_an_address_that_nobody_has(ready: Run) -> None:  # noqa: F811
    for verb in ("disable", "enable", "forget-factors"):
        said = ready("account", verb, "nobody@seoul.example")
        assert (said.code, said.last) == (1, "Error: There is no account “nobody@seoul.example”.")
        assert ready("account", verb, "no address").code == 1


def test_lost_factors_are_forgotten(ready: Run) -> None:  # noqa: F811
    ready("organizer", "add", "mina@organizers.example")
    said = ready("account", "forget-factors", "mina@organizers.example")
    assert (said.code, said.last) == (0, "0 second factors forgotten.")
