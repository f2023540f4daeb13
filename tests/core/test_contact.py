"""Contacts: an address that is another's, or looks like it, is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.contact import Caution, cautions

LONDON = "mayor@london.gov.uk"
DOMAIN, ALIKE = Caution.NEW_DOMAIN, Caution.LOOKALIKE


@pytest.mark.parametrize(
    ("address", "noticed"),
    [
        ("press@london.gov.uk", ()),
        ("press@mayor.london.gov.uk", ()),
        ("MAYOR2@LONDON.GOV.UK", ()),
        ("mayor@budapest.hu", (DOMAIN,)),
        ("mayor@london-gov.uk", (DOMAIN, ALIKE)),
        ("mayor@londom.gov.uk", (DOMAIN, ALIKE)),
        ("mayor@londno.gov.uk", (DOMAIN, ALIKE)),
        ("mayor@lndon.gov.uk", (DOMAIN, ALIKE)),
        ("mayor@l0nd0n.gov.uk", (DOMAIN, ALIKE)),
        ("mayor@lоndon.gov.uk", (DOMAIN, ALIKE)),  # a Cyrillic o
        ("mayor@xn--lndon-jye.gov.uk", (DOMAIN, ALIKE)),  # the same, as DNS has it
        ("mayor@londongovuk.example", (DOMAIN, ALIKE)),
        ("mayor@london.gov.co", (DOMAIN, ALIKE)),
        ("mayor@london-city.org", (DOMAIN, ALIKE)),
        ("mayor@l0ndon.example", (DOMAIN, ALIKE)),
        ("mayor@mail.gov.uk", (DOMAIN,)),
        ("rnayor@london.gov.uk", (ALIKE,)),
        ("may0r@london.gov.uk", (ALIKE,)),
    ],
)
def test_what_is_noticed(address: str, noticed: tuple[Caution, ...]) -> None:
    assert cautions(address, [LONDON], [LONDON]) == noticed


def test_the_first_of_an_office_may_have_any_domain() -> None:
    assert cautions("office@budapest.example", [], [LONDON]) == ()
    assert cautions("office@lond0n.gov.uk", [], [LONDON]) == (ALIKE,)


def test_short_domains_are_alike_only_where_they_read_the_same() -> None:
    assert cautions("a@ab.kr", [], ["a@ac.kr"]) == ()
    assert cautions("a@0b.kr", [], ["a@ob.kr"]) == (ALIKE,)


def test_what_many_offices_are_called_makes_no_two_alike() -> None:
    known = ["a@protocol.bogota.gov.co", "b@office-lima.example", "c@mairie.ville.example"]
    for address in ("x@protocol.lima.gob.pe", "x@office-budapest.example", "x@mairie.odense.dk"):
        assert cautions(address, [], known) == ()
    assert cautions("x@protocol-bogota.example", [], known) == (ALIKE,)


WORD = st.text("abcdefgimnrvw0135", min_size=3, max_size=9)


@given(WORD, WORD, WORD)
def test_one_is_as_like_the_other_as_the_other_is_to_it(mine: str, theirs: str, local: str) -> None:
    one, other = f"{local}@{mine}.gov.uk", f"{local}@{theirs}.gov.uk"
    contained = mine != theirs and (mine in theirs or theirs in mine)
    if not contained:
        assert cautions(one, [], [other]) == cautions(other, [], [one])


@given(WORD, WORD, WORD)
def test_ones_own_subdomain_is_never_noticed(domain: str, below: str, local: str) -> None:
    known = f"{local}@{domain}.gov.uk"
    assert cautions(f"press@{below}.{domain}.gov.uk", [known], [known]) == ()
