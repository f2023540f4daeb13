"""Every member of an enumeration that pages show has a name."""

from collections.abc import Callable
from enum import StrEnum

import pytest

from summit.core.change import What
from summit.core.contact import Access, Caution
from summit.core.people import Mode, Role
from summit.core.place import GovernmentKind
from summit.core.programme import Aspect, SessionKind
from summit.core.readiness import Mark, Step
from summit.core.reply import Standing
from summit.formats import label
from summit.language import NAMES


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (label.role_name, Role),
        (label.kind_name, SessionKind),
        (label.mode_name, Mode),
        (label.government_kind_name, GovernmentKind),
        (label.aspect_name, Aspect),
        (label.change_name, What),
        (label.access_name, Access),
        (label.caution_name, Caution),
        (label.standing_name, Standing),
        (label.step_name, Step),
        (label.mark_name, Mark),
    ],
)
def test_every_member_has_its_own_name(
    name: Callable[[StrEnum, str], str], kind: type[StrEnum]
) -> None:
    for language in NAMES:
        names = [name(member, language) for member in kind]
        assert all(names)
        assert len(set(names)) == len(names)
