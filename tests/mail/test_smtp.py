"""TLS to a mail server: whom it trusts, and that nothing goes where it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask

from summit.mail.smtp import Away
from summit.services import mail
from tests.conftest import ACTOR, NOW, SetClock
from tests.mail.authority import certificates
from tests.mail.server import LOGIN, Server, running
from tests.services.test_letter import office, to
from tests.services.test_mail import post, row

USER = ":".join(quote(one, safe="") for one in LOGIN)
Trust = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def one_letter(app: Flask) -> Iterator[Flask]:
    """The application with a letter that waits."""
    with app.app_context():
        post(to("a@b.example"))
        yield app


@pytest.fixture
def trust(monkeypatch: pytest.MonkeyPatch) -> Trust:
    """What an operator does who has an authority of their own."""

    @contextmanager
    def trusting() -> Iterator[None]:
        with monkeypatch.context() as changed:
            changed.setenv("SSL_CERT_FILE", str(certificates() / "authority.pem"))
            yield

    return trusting


def smtps(server: Server, user: str = "", host: str = "127.0.0.1") -> str:
    return f"smtps://{user}{host}:{server.port}"


def smtp(server: Server, query: str = "", user: str = "", host: str = "127.0.0.1") -> str:
    return f"smtp://{user}{host}:{server.port}{query}"


def over_tls(certificate: str = "server") -> Server:
    return Server(certificate=certificate)


def starttls(certificate: str = "server") -> Server:
    return Server(certificate=certificate, offers=True)


@pytest.mark.parametrize("user", ["", f"{USER}@"])
@pytest.mark.parametrize(
    ("make", "address"),
    [
        (over_tls, smtps),
        (starttls, smtp),
        (starttls, lambda server, user: smtp(server, "?starttls=required", user)),
        (over_tls, lambda server, user: smtps(server, user, "localhost")),
    ],
)
def test_a_trusted_server_is_spoken_to_over_tls(
    one_letter: Flask,
    trust: Trust,
    make: Callable[..., Server],
    address: Callable[..., str],
    user: str,
) -> None:
    with trust(), running(make()) as server:
        assert office(one_letter, address(server, user=user)).send() == 1
    assert server.ways == [(True, bool(user))]
    assert server.taken == [f"<{row(1).message_id}@summit.example>"]


@pytest.mark.parametrize(("make", "address"), [(over_tls, smtps), (starttls, smtp)])
@pytest.mark.parametrize(
    ("certificate", "is_known", "why"),
    [
        ("server", False, "unable to get local issuer certificate"),
        ("expired", True, "certificate has expired"),
        ("elsewhere", True, "IP address mismatch, certificate is not valid for '127.0.0.1'."),
    ],
)
def test_one_that_is_not_trusted_gets_nothing_and_the_letter_waits(
    one_letter: Flask,
    trust: Trust,
    make: Callable[..., Server],
    address: Callable[..., str],
    certificate: str,
    is_known: bool,
    why: str,
) -> None:
    """Neither a letter nor the password; and all goes well once the certificate is right."""
    clock = SetClock()
    with running(make(certificate)) as server:
        url = address(server, user=f"{USER}@")
        with trust() if is_known else nullcontext():
            for _ in range(3):
                with pytest.raises(Away):
                    office(one_letter, url, clock).send()
        (waiting,) = mail.waiting(ACTOR)
        assert waiting.error == f"the certificate of the mail server is not trusted: {why}"
        assert (waiting.tries, waiting.due, server.taken) == (0, NOW, [])
    with trust(), running(make(), server.port) as mended:
        assert office(one_letter, url, clock).send() == 1
    assert mended.ways == [(True, True)]


def test_one_that_stays_untrusted_puts_its_letters_with_the_dead_ones(one_letter: Flask) -> None:
    clock = SetClock(NOW + timedelta(days=3, seconds=1))
    with running(over_tls()) as server, pytest.raises(Away):
        office(one_letter, smtps(server), clock).send()
    (dead,) = mail.dead(ACTOR)
    assert dead.error.startswith("the certificate of the mail server is not trusted: ")


@pytest.mark.parametrize(
    ("query", "user"),
    [("?starttls=required", ""), ("", f"{USER}@"), ("?starttls=never", f"{USER}@")],
)
def test_without_tls_where_it_is_wanted_nothing_is_said(
    one_letter: Flask, query: str, user: str
) -> None:
    why = (
        "a password is said over TLS only" if "never" in query else "the mail server offers no TLS"
    )
    with running(Server()) as server, pytest.raises(Away, match=why):
        office(one_letter, smtp(server, query, user)).send()
    assert [one.error for one in mail.waiting(ACTOR)] == [why]
    assert server.taken == []


def test_a_wrong_password_blames_no_letter(one_letter: Flask, trust: Trust) -> None:
    with trust(), running(starttls()) as server:
        with pytest.raises(Away, match="535 5\\.7\\.8 Authentication credentials invalid"):
            office(one_letter, smtp(server, user="user:wrong@")).send()
        assert row(1).attempts == 0
        assert office(one_letter, smtp(server, user=f"{USER}@")).send() == 1
