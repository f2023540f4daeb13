"""Who may do what."""

import pytest

from summit.core.errors import NotAllowed
from summit.core.role import VISITOR, Verb, allow, operator, participant

ANYBODY = {Verb.ENTER, Verb.REGISTER, Verb.VERIFY}
OWN = {Verb.ATTEND, Verb.SEE, Verb.KEEP}


@pytest.mark.parametrize("verb", Verb)
def test_an_operator_may_do_all(verb: Verb) -> None:
    allow(operator("shell"), verb, "cac2020")
    allow(operator("shell"), verb, "cac2020", owner=7)


@pytest.mark.parametrize("verb", [one for one in Verb if one not in ANYBODY])
def test_a_visitor_may_do_nothing_but_come_in(verb: Verb) -> None:
    for owner in (None, 7):
        with pytest.raises(NotAllowed, match=f"visitor may not {verb} cac2020"):
            allow(VISITOR, verb, "cac2020", owner)


@pytest.mark.parametrize("verb", [one for one in Verb if one not in ANYBODY])
def test_a_participant_may_do_what_is_about_themselves(verb: Verb) -> None:
    for owner in (None, 8) if verb in OWN else (None, 7, 8):
        with pytest.raises(NotAllowed, match=f"account:7 may not {verb} cac2020"):
            allow(participant(7), verb, "cac2020", owner)
    if verb in OWN:
        allow(participant(7), verb, "cac2020", owner=7)


@pytest.mark.parametrize("verb", sorted(ANYBODY))
def test_anybody_may_come_in(verb: Verb) -> None:
    allow(VISITOR, verb, "cac2020")
    allow(participant(7), verb, "cac2020")
