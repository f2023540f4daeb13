"""Passkeys: what a browser is asked, and what its answer proves (WebAuthn Level 3 §7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address
from typing import TypeVar
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from summit.core.errors import Invalid

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Home:
    """The site that a passkey belongs to: its domain, and the origin that pages have."""

    domain: str
    origin: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a browser is asked, as the JSON of WebAuthn §5.1.8, and the challenge in it."""

    options: str
    challenge: bytes


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key of a device: its name among all, its public half (COSE), and how often it signed."""

    credential: bytes
    public_key: bytes
    sign_count: int


def home(url: str) -> Home | None:
    """Return the home of passkeys made at `url`; an address in numbers can have none (§5.1.3)."""
    host = urlsplit(url).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return Home(host, url)
    return None


def ask_new(at: Home, account: int, address: str, name: str, known: Iterable[bytes]) -> Question:
    """Return what asks a browser to make a passkey for an account, on no device of those known."""
    made = webauthn.generate_registration_options(
        rp_id=at.domain,
        rp_name="Summit",
        user_id=sha256(f"{at.domain} account {account}".encode()).digest(),
        user_name=address,
        user_display_name=name or address,
        exclude_credentials=_named(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return Question(webauthn.options_to_json(made), made.challenge)


def read_new(at: Home, challenge: bytes, answer: str) -> Passkey:
    """Return the passkey that a browser made; raise `Invalid`."""
    found = _tried(
        lambda: webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=at.domain,
            expected_origin=at.origin,
        )
    )
    return Passkey(found.credential_id, found.credential_public_key, found.sign_count)


def ask_proof(at: Home, known: Iterable[bytes]) -> Question:
    """Return what asks a browser to prove that it has one of the passkeys known."""
    made = webauthn.generate_authentication_options(
        rp_id=at.domain,
        allow_credentials=_named(known),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Question(webauthn.options_to_json(made), made.challenge)


def credential(answer: str) -> bytes:
    """Return which passkey a browser answers with; raise `Invalid`."""
    return _tried(lambda: parse_authentication_credential_json(answer)).raw_id


def read_proof(at: Home, challenge: bytes, answer: str, kept: Passkey) -> int:
    """Return how often the passkey has signed by now; raise `Invalid` where it proves nothing.

    A count that does not rise tells of a copy (§6.1.1) and proves nothing either.
    """
    found = _tried(
        lambda: webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=at.domain,
            expected_origin=at.origin,
            credential_public_key=kept.public_key,
            credential_current_sign_count=kept.sign_count,
        )
    )
    return found.new_sign_count


def _named(known: Iterable[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one) for one in known]


def _tried(read: Callable[[], T]) -> T:
    """Return what `read` does; whatever an answer breaks in the library is the answer's fault."""
    try:
        return read()
    except Exception as error:
        raise Invalid(
            "The passkey was not taken. Try again, or choose another way.", "answer"
        ) from error
