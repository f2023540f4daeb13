"""How the local times of one file become instants, and where its offsets and zone disagree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from summit.core.exchange import ZoneNeeded
from summit.core.text import clean_line
from summit.core.zone import offset_label, utc, zone
from summit.formats import zone_name
from summit.formats.draft import Draft

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


class LocalTime:
    """The zones that count for a file: the one that it names, else the organizer's.

    `stated` are the words by which the file names its zone, `named` the IANA zone that the
    organizer named. Raise `Invalid` where that is no zone.
    """

    def __init__(self, draft: Draft, stated: str, named: str | None) -> None:
        self._draft = draft
        self.unknown = ""
        """A name of a zone in the file that is not known, for the error that asks for one."""
        self.zone = zone_name.iana(stated)
        self._place = zone(self.zone) if self.zone else None
        if named is not None:
            own = zone(named)
            if self._place is None:
                self._place = own
            elif self.zone != named:
                draft.note(
                    "file",
                    "its own zone %(zone)s governs its times, not %(named)s",
                    zone=self.zone,
                    named=named,
                )
        if stated.strip() and self.zone is None:
            self.unknown = clean_line(stated)[:100]
            draft.note("file", "“%(name)s” is no zone that is known", name=self.unknown)

    @property
    def place(self) -> tzinfo | None:
        """The zone that counts, if any."""
        return self._place

    @property
    def is_known(self) -> bool:
        """Whether local times can be understood."""
        return self._place is not None

    def instant(self, moment: datetime, where: str, place: tzinfo | None = None) -> datetime:
        """Return `moment` in UTC; a naive one is a local time, of `place` where that is given.

        A time that a change of clocks leaves out, or shows twice, is that of the offset before
        the change (RFC 5545 §3.3.5), and noted. Raise `ZoneNeeded` for a local time where no
        zone is known, and `Invalid` for a year that is not that of a summit.
        """
        if moment.tzinfo is not None:
            self._draft.offsets[offset_label(moment, moment.tzinfo)] = None
            return utc(moment)
        there = place or self._place
        if there is None:
            if self.unknown:
                message = "This file names a zone that is not known, “%(name)s”."
                raise ZoneNeeded(message, name=self.unknown)
            raise ZoneNeeded("This file does not say in which zone its times are.")
        local = moment.replace(tzinfo=there)
        found = utc(local)
        shown = found.astimezone(there)
        if shown.replace(tzinfo=None) != moment:
            self._draft.note(
                where,
                "%(moment)s does not exist in %(zone)s, where clocks are put forward; taken as "
                "%(shown)s",
                moment=f"{moment:%Y-%m-%d %H:%M}",
                zone=there,
                shown=f"{shown:%H:%M}",
            )
        elif local.replace(fold=1).utcoffset() != local.utcoffset():
            self._draft.note(
                where,
                "%(moment)s comes twice in %(zone)s; the first is taken",
                moment=f"{moment:%Y-%m-%d %H:%M}",
                zone=there,
            )
        return found

    def local(self, instant: datetime) -> datetime | None:
        """Return what clocks show at `instant`, naive, where a zone is known."""
        if self._place is None:
            return None
        return instant.astimezone(self._place).replace(tzinfo=None)

    def check(self, moment: datetime, clock: timedelta | None, where: str) -> None:
        """Note where the offset of `moment` is not that of the zone, or `clock` is neither's.

        `clock` is the local time that the file gives beside the moment. UTC is no offset of a
        place: beside it only the local time of the zone is right.
        """
        own = moment.utcoffset() or timedelta()
        place = self._place
        if place is None:
            if own and _differ(clock, moment):
                self._otherwise(where, clock, f"{moment:%H:%M}")
            return
        there = moment.astimezone(place)
        zones = there.utcoffset() or timedelta()
        if own and abs(own - zones) >= _MINUTE:  # offsets of old had seconds, which few can write
            label, right = f"{moment:%z}", offset_label(moment, place)
            self._draft.note(
                where,
                "the offset %(offset)s is not that of %(zone)s (%(right)s); taken as %(moment)s "
                "UTC",
                offset=f"{label[:3]}:{label[3:5]}",
                zone=place.key,
                right=right,
                moment=f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}",
            )
        elif _differ(clock, there):
            self._otherwise(where, clock, f"{there:%H:%M} in {place.key}")

    def _otherwise(self, where: str, clock: timedelta | None, taken: str) -> None:
        hours, rest = divmod((clock or timedelta()) // _MINUTE, 60)
        message = "the start says %(said)s, the date %(taken)s; the date is taken"
        self._draft.note(where, message, said=f"{hours:02}:{rest:02}", taken=taken)


def _differ(clock: timedelta | None, moment: datetime) -> bool:
    """Whether a local time, in minutes, is not that of `moment`."""
    shown = timedelta(hours=moment.hour, minutes=moment.minute)
    return clock is not None and clock % _DAY // _MINUTE != shown // _MINUTE
