"""Who may do what."""

import pytest

from summit.core.errors import NotAllowed
from summit.core.role import VISITOR, Verb, allow, operator


@pytest.mark.parametrize("verb", Verb)
def test_an_operator_may_do_all_and_a_visitor_nothing(verb: Verb) -> None:
    allow(operator("shell"), verb, "cac2020")
    with pytest.raises(NotAllowed, match=f"visitor may not {verb} cac2020"):
        allow(VISITOR, verb, "cac2020")
