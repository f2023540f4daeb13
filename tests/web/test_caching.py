"""Caching: validators that hold, compression only where it is wanted, no cookie on a page."""

from __future__ import annotations

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.services import programme, release
from tests.conftest import ACTOR, NOW, URL
from tests.web.addresses import ATOM, CALENDARS, DOWNLOAD, EVERYTHING, FILES, MACHINES, PAGES

PUBLIC = (*PAGES, *CALENDARS, DOWNLOAD, *FILES, ATOM)


@pytest.mark.parametrize("address", PUBLIC)
def test_nothing_public_sets_a_cookie(client: FlaskClient, address: str) -> None:
    client.set_cookie("tz", "Europe/Budapest", domain="summit.example")
    answer = client.get(address, query_string={"tz": "Asia/Kabul", "locale": "ko"})
    assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (200, [])


@pytest.mark.parametrize("address", [*PAGES, ATOM])
def test_pages_are_public_and_asked_for_each_time(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert {one.lower() for one in answer.vary} == {"cookie", "accept-language", "accept-encoding"}


@pytest.mark.parametrize("address", [*CALENDARS, DOWNLOAD])
def test_calendars_are_the_same_for_everybody(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Vary" not in answer.headers


@pytest.mark.parametrize("address", FILES)
def test_files_are_the_same_for_everybody(client: FlaskClient, address: str) -> None:
    """At most their packing differs."""
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert {one.lower() for one in answer.vary} <= {"accept-encoding"}


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("coding", ["identity", "br"])
def test_an_unchanged_page_is_not_sent_again(
    client: FlaskClient, address: str, coding: str
) -> None:
    accepted = {"Accept-Encoding": coding}
    first = client.get(address, headers=accepted)
    etag = first.headers["ETag"]
    for asked in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        again = client.get(address, headers={**accepted, "If-None-Match": asked})
        assert (again.status_code, again.data) == (304, b""), asked
        assert again.headers["ETag"] == etag
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert again.headers.get("Vary") == first.headers.get("Vary")
    other = client.get(address, headers={**accepted, "If-None-Match": '"x"'})
    assert (other.status_code, other.data) == (200, first.data)


@pytest.mark.parametrize("address", PAGES)
def test_each_reader_has_validators_of_their_own(client: FlaskClient, address: str) -> None:
    asked = ({}, {"tz": "Europe/Budapest"}, {"locale": "ko"}, {"tz": "Asia/Kabul"})
    etags = {client.get(address, query_string=one).headers["ETag"] for one in asked}
    assert len(etags) == len(asked)


def test_a_release_changes_the_validators(app: Flask, client: FlaskClient) -> None:
    addresses = ("/cac2020/agenda", "/cac2020/agenda.ics", ATOM, "/cac2020/releases")
    before = {address: client.get(address).headers["ETag"] for address in addresses}
    with app.app_context():
        programme.cancel(ACTOR, "cac2020", "climate", NOW)
        release.publish(ACTOR, "cac2020", "No climate", NOW)
    for address, etag in before.items():
        answer = client.get(address, headers={"If-None-Match": etag})
        assert (answer.status_code, answer.headers["ETag"] != etag) == (200, True), address


@pytest.mark.parametrize("address", EVERYTHING)
def test_head_is_get_without_its_body(client: FlaskClient, address: str) -> None:
    get, head = client.get(address), client.head(address)
    assert (head.status_code, head.data) == (get.status_code, b"")
    lasting = [
        {name: value for name, value in one.headers if name not in ("X-Request-Id", "Date")}
        for one in (get, head)
    ]
    assert lasting[0] == lasting[1]


@pytest.mark.parametrize("address", [*PAGES, ATOM])
@pytest.mark.parametrize("accepted", ["br", "gzip, deflate, br, zstd", "BR;q=0.1"])
def test_brotli_for_who_takes_it(client: FlaskClient, address: str, accepted: str) -> None:
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in plain.headers
    if len(plain.data) < 1024:
        assert packed.data == plain.data
        return
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Content-Length"] == str(len(packed.data))


@pytest.mark.parametrize("accepted", ["", "gzip", "br;q=0", "br;q=0, *", "*", "identity", "brx"])
def test_no_brotli_for_who_does_not(client: FlaskClient, accepted: str) -> None:
    answer = client.get("/cac2020/agenda", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize("address", [*CALENDARS, DOWNLOAD])
def test_calendars_are_never_compressed(client: FlaskClient, address: str) -> None:
    """T10: a calendar program that asks for it all the same is not sure to unpack it."""
    answer = client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize("address", MACHINES)
def test_what_operators_ask_is_kept_by_nobody(client: FlaskClient, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_the_only_summit_is_the_front_page(client: FlaskClient) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cac2020/")
    assert client.get("/?locale=ko").headers["Location"] == "/cac2020/?locale=ko"


def test_an_address_of_a_summit_ends_in_a_slash(client: FlaskClient) -> None:
    answer = client.get("/cac2020?tz=UTC")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{URL}/cac2020/?tz=UTC")
