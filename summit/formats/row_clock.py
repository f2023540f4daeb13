"""When the session of a row takes place: its columns of dates, times, zones and lengths together.

What people edit counts: date, start and end on the clocks of a place. Where a row also says an
offset, it tells which of two equal times is meant; where it cannot be that of the zone, the
offset counts, as everywhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from summit.core.errors import Invalid
from summit.core.zone import utc, zone
from summit.formats import sheet_date, zone_name
from summit.formats.draft import Draft
from summit.formats.local_time import LocalTime
from summit.formats.sheet_date import Dates, Row, When, words
from summit.formats.sheet_heading import Heading, What

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


class RowClock:
    """Reads the times of the rows of one sheet.

    Raise `Invalid` where its dates can be read in two ways.
    """

    def __init__(self, draft: Draft, heading: Heading, rows: list[Row], named: str | None) -> None:
        self._draft = draft
        self._heading = heading
        columns = (What.START, What.DATE, What.END, What.END_DATE)
        self._dates = Dates(
            cell for what in columns for row in rows for cell in heading.cells(row, what)
        )
        zones = Counter(words(heading.cell(row, What.ZONE)) for row in rows)
        del zones[""]
        starts = heading.columns.get(What.START, ())
        said = starts[0].zone if starts else ""
        self._place: tzinfo | None = zone(said) if said else None
        local = "" if self._place is None or self._place == zone("UTC") else said
        stated = next((name for name, _ in zones.most_common(1)), local)
        self._times = LocalTime(draft, stated, named)
        self._above: date | None = None

    @property
    def zone(self) -> str | None:
        """The IANA zone that the sheet names."""
        return self._times.zone

    def read(self, row: Row, where: str) -> tuple[datetime, int | None]:
        """Return when the session of a row begins (UTC), and for how many minutes it lasts.

        Raise `Invalid` where it says no time that is understood.
        """
        when = self._start(row, where)
        day, clock = when.date, when.clock
        if day is None or clock is None:
            if clock is not None:
                raise Invalid("gives no date")
            raise Invalid("gives no time of day" if day else "gives no start")
        local = datetime.combine(day, time()) + clock
        place = when.place or self._place or self._zone(row, local, where)
        starts = self._times.instant(local, where, place)
        return starts, self._minutes(row, when, local, starts, where)

    def _start(self, row: Row, where: str) -> When:
        """Return the date and the time of day; a date may stand in the row above only."""
        said = self._cell(row, What.START)
        day = said.date if said else None
        clock = said.clock if said else None
        if day is None or clock is None:
            beside = self._cell(row, What.DATE)
            day = day or (beside.date if beside else None)
            clock = clock if clock is not None else (beside.clock if beside else None)
        if day is None and clock is not None and self._above is not None:
            day = self._above
            self._draft.note(
                where, "gives no date; taken as that of the row above, %(day)s", day=day
            )
        self._above = day or self._above
        if clock is None and isinstance(self._heading.cell(row, What.START), date):
            clock = timedelta()  # a spreadsheet keeps midnight as a mere date
        return When(day, clock, said.place if said else None, said.until if said else None)

    def _cell(self, row: Row, what: What) -> When | None:
        cell = self._heading.cell(row, what)
        found = self._dates.read(cell)
        if found is None and words(cell) and what is not What.DATE:
            raise Invalid("“%(words)s” is not understood", f"column {what}", words=words(cell)[:40])
        return found

    def _zone(self, row: Row, local: datetime, where: str) -> tzinfo | None:
        """Return the place whose clocks show a time, as the row says it in columns of its own."""
        name = zone_name.iana(words(self._heading.cell(row, What.ZONE)))
        offset = sheet_date.place(words(self._heading.cell(row, What.OFFSET)))
        there = zone(name) if name else None
        if offset is None or there is None:
            return there or offset
        said = offset.utcoffset(None) or timedelta()
        # Offsets of old had seconds, which no sheet writes; so a minute is near enough.
        if all(abs(said - one) >= _MINUTE for one in _offsets(local, there)):
            message = "the offset %(offset)s is not that of %(name)s; the offset is taken"
            self._draft.note(where, message, offset=offset, name=name)
        return offset

    def _minutes(
        self, row: Row, when: When, local: datetime, starts: datetime, where: str
    ) -> int | None:
        """Return the length that the end says, else the one that stands there as such."""
        said = sheet_date.length(self._heading.cell(row, What.MINUTES))
        ends = self._end(row, when, local)
        if ends is None:
            return None if said is None else said // _MINUTE
        spans = [ends - local] if ends.tzinfo is None else [utc(ends) - starts]
        name = zone_name.iana(words(self._heading.cell(row, What.ZONE)))
        there = when.place or (zone(name) if name else self._place or self._times.place)
        if there is not None and ends.tzinfo is None:  # clocks may change in between
            spans = [utc(ends.replace(tzinfo=there, fold=fold)) - starts for fold in (0, 1)]
        if said is not None and any(abs(said - span) < _MINUTE for span in spans):
            return said // _MINUTE
        if said is not None:
            self._draft.note(
                where,
                "ends after %(span)s, and not %(said)s; the end is taken",
                span=spans[0],
                said=said,
            )
        return spans[0] // _MINUTE

    def _end(self, row: Row, when: When, local: datetime) -> datetime | None:
        """Return the end, local unless its cell says an offset, or None.

        A mere time of day that is not after the start's is of the next day.
        """
        said = self._cell(row, What.END)
        clock = said.clock if said else when.until
        if said is None and clock is None:
            return None
        if said is not None and said.date is None and said.place is not None:
            said = replace(said, place=None)  # an offset without a date is the start's
        beside = self._cell(row, What.END_DATE)
        day = (said.date if said else None) or (beside.date if beside else None)
        ends = datetime.combine(day or local.date(), time()) + (clock or timedelta())
        if said is not None and said.place is not None:
            return ends.replace(tzinfo=said.place)
        return ends + _DAY if day is None and ends <= local else ends


def _offsets(local: datetime, there: tzinfo) -> list[timedelta]:
    """Return the offsets that a zone may have at a local time: two where it comes twice."""
    moments = (local.replace(tzinfo=there, fold=fold) for fold in (0, 1))
    return [one.utcoffset() or timedelta() for one in moments]
