"""Every member of an enumeration that pages show has a name."""

from __future__ import annotations

from enum import StrEnum

import pytest

from summit.formats import label
from summit.language import NAMES


@pytest.mark.parametrize("kind", label.NAMES)
def test_every_member_has_its_own_name(kind: type[StrEnum]) -> None:
    assert list(label.NAMES[kind]) == list(kind)
    for language in NAMES:
        names = [label.name(member, language) for member in kind]
        assert all(names)
        assert len(set(names)) == len(names)
