"""A selection as conditions on registrations, which are joined with their accounts."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Select, select

from summit.core.seat import TAKES, SeatState
from summit.core.selection import Place, Selection
from summit.db.account import AccountRow
from summit.db.registration import RegistrationRow
from summit.db.seat import SeatingRow, SeatRow


def conditions(summit_id: int, selection: Selection) -> tuple[ColumnElement[bool], ...]:
    """Return what holds of the registrations of a summit that are selected."""
    return (RegistrationRow.summit_id == summit_id, *_asked(selection))


def _asked(selection: Selection) -> Iterator[ColumnElement[bool]]:
    if selection.states:
        yield RegistrationRow.state.in_(selection.states)
    for column, value in (
        (RegistrationRow.kind, selection.kind),
        (RegistrationRow.country, selection.country),
        (RegistrationRow.government, selection.government),
        (AccountRow.language, selection.language),
    ):
        if value:
            yield column == value
    if selection.words:
        yield (
            RegistrationRow.name.icontains(selection.words, autoescape=True)
            | RegistrationRow.organization.icontains(selection.words, autoescape=True)
            | AccountRow.address.icontains(selection.words, autoescape=True)
        )
    if selection.session or selection.place:
        yield RegistrationRow.id.in_(_placed(selection))


def _placed(selection: Selection) -> Select[int]:
    states = {
        None: (*TAKES, SeatState.WAITING),
        Place.SEAT: tuple(TAKES),
        Place.QUEUE: (SeatState.WAITING,),
    }[selection.place]
    query = (
        select(SeatRow.registration_id)
        .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
        .where(SeatRow.state.in_(states))
    )
    if selection.session:
        return query.where(SeatingRow.session == selection.session)
    return query.where(SeatingRow.session != "")
