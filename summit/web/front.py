"""The front: answers what is published from finished bytes, before Flask is entered.

Whether an address is answered here is decided by its route (`summit.web.public.FINISHED`), never
by what comes out, so that no private page can be kept by mistake. Whatever is out of the
ordinary is handed on: another method, a host that is not ours, a precondition that seldom
comes. Whoever has entered reads the same bytes as everybody: public pages know nobody.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from itertools import count
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from flask import Flask, Request
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_date, parse_etags, remove_entity_headers

from summit.core.errors import Unavailable
from summit.language import NAMES
from summit.published.ready import Answer, Headers
from summit.web import caching, log, reader
from summit.web.page import ASKED, Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_ROOM = 8192
"""Requests that are remembered with what they ask for; when it is full, it starts anew."""

_LONGEST = 1024
"""Characters of the address and the headers of a request that is remembered."""

_NEVER = datetime.min.replace(tzinfo=UTC)
_CONDITIONS = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_RANGE",
    "HTTP_RANGE",
)


class Kind(Enum):
    """What a finished answer depends on besides its address, and whether it is compressed.

    A page speaks to a reader, whose zone and language may come from cookies and headers. A
    file depends on the `locale` of its address alone; a plain one is never compressed.
    """

    PAGE = "page"
    FILE = "file"
    PLAIN_FILE = "plain file"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks of the summit `code`; `key` is equal where the answer is.

    `packs` says whether the answer is compressed for who takes it.
    """

    code: str
    key: Hashable
    packs: bool


class Front:
    """The outermost WSGI layer: it answers from finished bytes if it can, else hands on.

    `logged` is the application with its access log, `bare` the same without. `finished` says
    which endpoints are answered here.
    """

    def __init__(
        self,
        app: Flask,
        *,
        logged: WSGIApplication,
        bare: WSGIApplication,
        finished: Mapping[str, Kind],
    ) -> None:
        self.app = app
        self.logged = logged
        self.bare = bare
        self.finished = finished
        self.urls = app.url_map.bind("")
        self._known: dict[Hashable, Asked | None] = {}
        self._process = token_hex(4)
        self._count = count()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        began = time.perf_counter()
        get = environ.get
        method = environ["REQUEST_METHOD"]
        if (host := get("HTTP_HOST", "")) != host.lower():  # the same host (RFC 9110 §4.2.3)
            environ["HTTP_HOST"] = host.lower()
        if method not in ("GET", "HEAD") or "HTTP_IF_MATCH" in environ:
            return self.logged(environ, start_response)
        raw = (
            get("PATH_INFO"),
            get("QUERY_STRING"),
            get("HTTP_HOST"),
            get("HTTP_COOKIE"),
            get("HTTP_ACCEPT_LANGUAGE"),
        )
        try:
            asked = self._known[raw]
        except KeyError:
            asked = self._learn(raw, environ)
        if asked is None or "HTTP_IF_UNMODIFIED_SINCE" in environ:
            return self.logged(environ, start_response)
        site: Site = self.app.extensions["summit"]
        try:
            published = site.board.shown(asked.code)
        except Unavailable:
            published = None
        if published is None:
            return self.logged(environ, start_response)
        now = site.clock.now()
        packed = asked.packs and _takes_brotli(get("HTTP_ACCEPT_ENCODING", ""))
        key = (asked.key, packed)
        answer = site.ready.get(key)
        if answer is None or not answer.holds(published, now):
            # One thread makes it; those that come meanwhile wait, and find it made.
            with site.ready.making(key):
                answer = site.ready.get(key)
                if answer is None or not answer.holds(published, now):
                    answer = self._make(environ, packed=packed)
                    if answer.published is not None:
                        site.ready.keep(key, answer)
        status, headers, body = answer.status, answer.headers, answer.body
        if answer.etag and _is_known(environ, answer):
            status, headers, body = "304 NOT MODIFIED", answer.unchanged, b""
        # Random once and then counted: to ask for randomness each time costs as much as the rest.
        request_id = f"{self._process}{next(self._count):08x}"
        if log.answers.is_on:
            line = log.beginning(method, environ.get("PATH_INFO", ""), status)
            log.answers.add(line, began, now, request_id)
        start_response(status, [*headers, ("X-Request-Id", request_id)])
        return [] if method == "HEAD" else [body]

    def _learn(self, raw: tuple[Any, ...], environ: WSGIEnvironment) -> Asked | None:
        """Return what a request asks for, None where it is to be handed on; and remember it."""
        asked = self._read(environ)
        if sum(len(part or "") for part in raw) <= _LONGEST:
            if len(self._known) >= _ROOM:
                self._known.clear()
            self._known[raw] = asked
        return asked

    def _read(self, environ: WSGIEnvironment) -> Asked | None:
        request = Request(environ)
        request.trusted_hosts = self.app.config["TRUSTED_HOSTS"]
        try:
            _ = request.host  # refuses one that is not ours
            endpoint, values = self.urls.match(request.path, "GET")
        except HTTPException:
            return None
        kind = self.finished.get(endpoint)
        if kind is None:
            return None
        words = request.args.get("locale", "")
        key: Hashable
        if kind is Kind.PAGE:
            # Where the zone is the host's, it is called nothing: the host may move.
            found = reader.resolve(request, "")
            query = tuple(
                (name, value) for name, value in request.args.items() if value and name in ASKED
            )
            key = (request.path, found.language, found.zone_name, found.origin, query)
        else:
            key = (request.path, words if words in NAMES else "")
        return Asked(values["summit"], key, kind is not Kind.PLAIN_FILE)

    def _make(self, environ: WSGIEnvironment, *, packed: bool) -> Answer:
        """Return the whole answer of the application, whatever the request has of it already."""
        inner = {name: value for name, value in environ.items() if name not in _CONDITIONS}
        inner["REQUEST_METHOD"] = "GET"
        inner["HTTP_ACCEPT_ENCODING"] = "br" if packed else ""
        status, headers, body = _collect(self.bare, inner)
        names = {name.lower(): value for name, value in headers}
        unchanged = list(headers)
        remove_entity_headers(unchanged)
        is_whole = status.startswith("200")
        keeping = caching.keeping(inner) if is_whole and "set-cookie" not in names else None
        return Answer(
            status=status,
            headers=headers,
            unchanged=unchanged,
            body=body,
            etag=names.get("etag", "") if is_whole else "",
            modified=parse_date(names.get("last-modified")),
            published=keeping.published if keeping else None,
            made=keeping.made if keeping else _NEVER,
            until=keeping.until if keeping else _NEVER,
            runs=keeping.runs if keeping else {},
        )


def _collect(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, Headers, bytes]:
    """Return what `app` answers, but for the instant that it wrote on it."""
    started: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers, *_: Any) -> Any:
        started.append((status, [one for one in headers if one[0].lower() != "date"]))
        return lambda _: None

    parts = app(environ, start)
    try:
        body = b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()
    status, headers = started[-1]
    return status, headers, body


@lru_cache(maxsize=256)
def _takes_brotli(accepted: str) -> bool:
    return caching.takes_brotli(accepted)


def _is_known(environ: WSGIEnvironment, answer: Answer) -> bool:
    """Whether the reader has this very answer already (RFC 9110 §13.2.2)."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return tags == answer.etag or parse_etags(tags).contains_weak(answer.etag.strip('"'))
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if since is None or answer.modified is None:
        return False
    moment = parse_date(since)
    return moment is not None and answer.modified <= moment
