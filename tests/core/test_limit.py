"""Limits: by whom tries are counted."""

from __future__ import annotations

import pytest

from summit.core.limit import KEPT, RULES, network


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("a host", ""),
    ],
)
def test_networks(address: str, counted: str) -> None:
    assert network(address) == counted


def test_attempts_are_kept_as_long_as_rules_look_back() -> None:
    assert max(rule.every for rule in RULES.values()) <= KEPT
