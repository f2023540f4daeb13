"""The files that a summit's programme is given out as, each by the end of its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from summit.core.release import Release
from summit.formats import release_json, schedule_json, schedule_xml, sheet
from summit.formats.outlet import Outlet

XML = "application/vnd.c3voc.schedule+xml"
"""The registered media type of schedule.xml, by which giggity finds it in our pages."""

JSON = "application/json"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Export:
    """One file: its octets are a pure function of the release and of where it is given out.

    `speaks` where its words are in the language of the outlet, `is_taken` where it is a file
    for people to keep rather than one for programs to read.
    """

    name: str
    media_type: str
    write: Callable[[Release, Outlet], bytes]
    speaks: bool = False
    is_taken: bool = False


def _release(release: Release, _outlet: Outlet) -> bytes:
    return release_json.rewrite(release)


EXPORTS = {
    one.name: one
    for one in (
        Export("schedule.xml", f"{XML}; charset=utf-8", schedule_xml.write, speaks=True),
        Export("schedule.json", JSON, schedule_json.write_v1, speaks=True),
        Export("schedule.v2.json", JSON, schedule_json.write_v2, speaks=True),
        Export("sessions.csv", "text/csv; charset=utf-8", sheet.write_csv, is_taken=True),
        Export("sessions.xlsx", WORKBOOK, sheet.write_xlsx, is_taken=True),
        Export("release.json", JSON, _release),
    )
}
"""Every file, by the end of its address below the summit's."""
