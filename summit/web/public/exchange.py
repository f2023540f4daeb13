"""The programme as data: a page that leads to every file, and the files themselves."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from flask import Response, request

from summit.core.release import Release
from summit.formats.export import EXPORTS, Export
from summit.language import DEFAULT
from summit.web.outlet import outlet
from summit.web.page import open_summit, render, site
from summit.when import When

_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class View:
    """The page that leads to the files: the release that they hold, and the reader's time of it."""

    release: Release
    published: When


def show(summit: str) -> str:
    """Show where the programme can be had as data, and what each file is for."""
    frame = open_summit(summit)
    release = frame.release
    published = frame.when(release.published, release.published)
    return render("public/exchange.html", View(release, published))


def schedule_xml(summit: str) -> Response:
    """Give the agenda as schedule.xml."""
    return _newest(summit, EXPORTS["schedule.xml"])


def schedule_json(summit: str) -> Response:
    """Give the agenda as schedule.json, version 1."""
    return _newest(summit, EXPORTS["schedule.json"])


def schedule_v2(summit: str) -> Response:
    """Give the agenda as schedule.json, version 2."""
    return _newest(summit, EXPORTS["schedule.v2.json"])


def sessions_csv(summit: str) -> Response:
    """Give the sessions as a sheet in CSV."""
    return _newest(summit, EXPORTS["sessions.csv"])


def sessions_xlsx(summit: str) -> Response:
    """Give the sessions as a workbook."""
    return _newest(summit, EXPORTS["sessions.xlsx"])


def newest_release(summit: str) -> Response:
    """Give the canonical JSON of the release that is shown."""
    return _newest(summit, EXPORTS["release.json"])


def release(summit: str, number: int) -> Response:
    """Give the canonical JSON of any release."""
    open_summit(summit)
    found = site().board.release(summit, number)
    return _answer(summit, found, EXPORTS["release.json"], f"release-{number}.json")


def json_file(summit: str, name: str, octets: bytes) -> Response:
    """Answer with a file of JSON, which is shown where it is opened."""
    response = Response(octets, content_type="application/json")
    response.headers["Content-Disposition"] = f"inline; filename={summit}-{name}"
    response.headers["Cache-Control"] = "public, no-cache"
    response.set_etag(sha256(octets).hexdigest())
    return response


def share(response: Response) -> Response:
    """Let scripts of other sites read what everybody may read (Fetch standard, CORS).

    Nothing of a reader comes in or goes out: no cookie is asked for, so "*" gives away nothing.
    """
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Content-Disposition"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
        response.headers["Access-Control-Max-Age"] = str(_DAY)
    return response


def _newest(summit: str, export: Export) -> Response:
    return _answer(summit, open_summit(summit).release, export, export.name)


def _answer(summit: str, release: Release, export: Export, name: str) -> Response:
    octets = export.write(release, outlet(summit, "" if export.speaks else DEFAULT))
    response = Response(octets, content_type=export.media_type)
    disposition = "attachment" if export.is_taken else "inline"
    response.headers["Content-Disposition"] = f"{disposition}; filename={summit}-{name}"
    response.headers["Cache-Control"] = "public, max-age=300"
    response.set_etag(sha256(octets).hexdigest())
    response.last_modified = release.published
    return response
