"""Who may do what."""

import pytest

from summit.core.errors import NotAllowed
from summit.core.role import GRANTS, VISITOR, Role, Verb, allow, may, operator, participant

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


ORGANIZING = set(Verb) - ANYBODY - OWN - {Verb.FOUND}


def test_what_each_role_may_do() -> None:
    """The whole matrix, so that a new verb or role is placed by somebody who thinks of it."""
    editing = {Verb.LOAD, Verb.EDIT, Verb.CHECK, Verb.PUBLISH, Verb.REHEARSE, Verb.RUN}
    assert {role: set(verbs) for role, verbs in GRANTS.items()} == {
        Role.OWNER: ORGANIZING,
        Role.EDITOR: editing,
        Role.DESK: {Verb.CHECK, Verb.ADMIT},
        Role.PROTOCOL: {Verb.CHECK, Verb.GREET, Verb.ANSWER, Verb.RUN},
        Role.MAIL: {Verb.CHECK, Verb.SEND},
        Role.VIEWER: {Verb.CHECK},
    }


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verb", sorted(ORGANIZING))
def test_a_role_counts_in_its_summit_only(role: Role, verb: Verb) -> None:
    actor = participant(7, frozenset({("cac2020", role)}))
    assert may(actor, verb, "cac2020") is (verb in GRANTS[role])
    assert may(actor, verb, "other") is False
    assert may(actor, verb, "") is False


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verb", sorted(OWN))
def test_no_role_opens_what_is_somebody_elses_own(role: Role, verb: Verb) -> None:
    actor = participant(7, frozenset({("cac2020", role)}))
    assert may(actor, verb, "cac2020", owner=8) is False
    assert may(actor, verb, "cac2020", owner=7) is True


def test_who_owns_a_summit_may_found_another() -> None:
    assert may(participant(7, frozenset({("cac2020", Role.OWNER)})), Verb.FOUND, "new") is True
    assert may(participant(7, frozenset({("", Role.OWNER)})), Verb.FOUND, "new") is True
    assert may(participant(7, frozenset({("cac2020", Role.EDITOR)})), Verb.FOUND, "new") is False
    assert may(participant(7), Verb.FOUND, "new") is False


def test_roles_are_told_in_their_order() -> None:
    actor = participant(7, frozenset({("b", Role.MAIL), ("a", Role.VIEWER), ("b", Role.DESK)}))
    assert actor.roles_in("b") == (Role.DESK, Role.MAIL)
    assert actor.summits == ("a", "b")


def test_an_office_is_answered_for_by_its_own_contacts() -> None:
    actor = participant(7, offices=frozenset({("cac2020", "london")}))
    assert may(actor, Verb.ANSWER, "cac2020", office="london") is True
    assert may(actor, Verb.ANSWER, "cac2020", office="budapest") is False
    assert may(actor, Verb.ANSWER, "cac2020") is False
    assert may(actor, Verb.ANSWER, "other", office="london") is False
    assert {one for one in ORGANIZING if may(actor, one, "cac2020", office="london")} == {
        Verb.ANSWER
    }
