"""Limits: how often something may be tried, and by whom it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Rule:
    """That something may be tried `count` times in `every`."""

    count: int
    every: timedelta


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "password": Rule(10, timedelta(minutes=5)),
        "password-network": Rule(100, timedelta(minutes=5)),
        "link": Rule(10, timedelta(hours=1)),
        "link-network": Rule(300, timedelta(hours=1)),
        "register": Rule(3000, timedelta(hours=1)),
        "factor": Rule(10, timedelta(minutes=5)),
        "challenge": Rule(1, timedelta(days=1)),
        "invite": Rule(60, timedelta(hours=1)),
        "greet": Rule(300, timedelta(hours=1)),
        "invited": Rule(5, timedelta(days=1)),
    }
)
"""By kind: a password is counted by account and network, a link by address; others by network.

A code of a second factor is counted by account, an invitation by who invites and by who is
invited. What a passkey is asked is answered once.

A whole city hall may stand behind one network, and register in the hour that it opens. Fifty
governments may have two contacts each, all named in one hour by one organizer, and mended once.
"""

KEPT = timedelta(days=1)
"""For how long attempts are kept: longer than any rule looks back."""


def network(address: str) -> str:
    """Return the network that stands for one household: an IPv4 address, or a /64 of IPv6.

    A subscriber of IPv6 has at least a /64 (RFC 6177), so single addresses would limit nobody.
    What is no address is one network of its own.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((found, 64), strict=False))
    return str(found)
