"""A device that holds passkeys, for tests: what a browser would answer (WebAuthn §6, §7)."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

_PRESENT, _VERIFIED, _HAS_KEY = 0x01, 0x04, 0x40


def text(octets: bytes) -> str:
    """Return octets as WebAuthn writes them: base64url without padding."""
    return urlsafe_b64encode(octets).rstrip(b"=").decode()


def octets(words: str) -> bytes:
    return urlsafe_b64decode(words + "=" * (-len(words) % 4))


@dataclass
class Device:
    """One key, which signs for a site; `count` is how often it has."""

    credential: bytes = b"a credential of the tests"
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: str, origin: str) -> str:
        """Return what a browser answers that has made a passkey."""
        asked = json.loads(options)
        numbers = self.key.public_key().public_numbers()
        public = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        credential = len(self.credential).to_bytes(2, "big") + self.credential
        told = self._told(asked["rp"]["id"], _HAS_KEY) + bytes(16) + credential
        held = {"fmt": "none", "attStmt": {}, "authData": told + cbor2.dumps(public)}
        return self._answer(
            clientDataJSON=_client("webauthn.create", asked["challenge"], origin),
            attestationObject=cbor2.dumps(held),
        )

    def prove(self, options: str, origin: str) -> str:
        """Return what a browser answers that proves a passkey."""
        asked = json.loads(options)
        self.count += 1
        told = self._told(asked["rpId"])
        client = _client("webauthn.get", asked["challenge"], origin)
        signed = self.key.sign(told + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=told, signature=signed)

    def _told(self, domain: str, flags: int = 0) -> bytes:
        held = bytes([_PRESENT | _VERIFIED | flags])
        return sha256(domain.encode()).digest() + held + self.count.to_bytes(4, "big")

    def _answer(self, **response: bytes) -> str:
        name = text(self.credential)
        said = {key: text(value) for key, value in response.items()}
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "clientExtensionResults": {},
                "response": said,
            }
        )


def _client(kind: str, challenge: str, origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()
