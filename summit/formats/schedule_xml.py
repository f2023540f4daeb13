"""schedule.xml, as frab and its readers have it: giggity, EventFahrplan, Engelsystem and others.

Its schema (the XSD of c3voc) knows one language, no status and one list of people without
roles. So a cancelled session is left out rather than announced as if it took place, and the
text is in the language of the outlet. What the format can say is said exactly: the zone by
name, and with each time its offset.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from summit.core.release import Release
from summit.formats.outlet import Outlet
from summit.formats.timetable import Event, Timetable, Track, hours, watching
from summit.formats.wording import lines

_TRACK_SLUG = re.compile(r"[a-z][a-z0-9-]+")


def write(release: Release, outlet: Outlet) -> bytes:
    """Return the agenda of `release` as schedule.xml, in UTF-8."""
    table = Timetable(release, outlet, cancelled=False)
    root = Element("schedule")
    system = outlet.base.partition("://")[2].partition("/")[0]
    SubElement(root, "generator", name="Summit", system=system)
    _say(root, "url", outlet.page("/schedule.xml"))
    _say(root, "version", str(release.number))
    _conference(root, table)
    for day in table.days:
        node = SubElement(
            root,
            "day",
            index=str(day.number),
            date=day.date.isoformat(),
            start=day.begins.isoformat(),
            end=day.ends.isoformat(),
        )
        for room, events in table.by_room(day):
            place = SubElement(node, "room", name=room.name, guid=room.guid)
            for event in events:
                _event(place, event, outlet.language)
    indent(root, " ")
    octets: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return octets + b"\n"


def _conference(root: Element, table: Timetable) -> None:
    node = SubElement(root, "conference")
    days = table.days
    base = f"{table.outlet.base}/"
    for name, words in (
        ("acronym", table.acronym),
        ("title", table.title),
        ("start", days[0].date.isoformat()),
        ("end", days[-1].date.isoformat()),
        ("days", str(len(days))),
        ("timeslot_duration", hours(table.step)),
        ("base_url", base),
        ("url", table.outlet.page("/")),
        ("time_zone_name", table.summit.zone),
    ):
        _say(node, name, words)
    for track in table.tracks.values():
        SubElement(node, "track", _track(track)).text = track.name


def _track(track: Track) -> dict[str, str]:
    """Return the attributes of an area; a slug that the schema refuses is left out."""
    attributes = {"name": track.name}
    if track.colour:
        attributes["color"] = track.colour
    if _TRACK_SLUG.fullmatch(track.slug):
        attributes["slug"] = track.slug
    return attributes


def _event(place: Element, event: Event, language: str) -> None:
    session, own = event.session, event.identity
    node = SubElement(place, "event", id=str(own.number), guid=str(own.guid), code=own.code)
    for name, words in (
        ("date", event.starts.isoformat()),
        ("start", f"{event.starts:%H:%M}"),
        ("duration", event.duration),
        ("room", event.room.name),
        ("slug", event.slug),
        ("url", event.page),
        ("title", event.title),
        ("subtitle", ""),
        ("track", event.track.name if event.track else ""),
        ("type", session.kind.value),
        ("language", ", ".join(session.spoken)),
        ("abstract", lines(session.text, language)),
        ("description", lines(session.note, language)),
    ):
        _say(node, name, words)
    persons = SubElement(node, "persons")
    for speaker in event.speakers:
        attributes = {"id": str(speaker.number), "guid": speaker.guid}
        SubElement(persons, "person", attributes).text = speaker.name
    links = SubElement(node, "links")
    if session.streams:
        link = SubElement(links, "link", href=event.watch, type="web")
        link.text = watching(event, language)


def _say(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = words
