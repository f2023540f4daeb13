"""Settings: what an operator can choose, read once from the environment."""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

_PACKAGE = Path(__file__).parent
_MAILBOX = re.compile(r"(?:[^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)")
STARTTLS = ("offered", "required", "never")
"""What SUMMIT_MAIL_URL may say of TLS on a connection that begins without."""

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class BadSetting(Exception):
    """A setting is missing or cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one installation; docs/operator.md explains each of them."""

    url: str
    database_url: str
    secret_key: str = field(repr=False)
    hosts: tuple[str, ...] = ()
    uid_domain: str = ""
    proxies: int = 0
    log_level: str = "info"
    demonstration: bool = False
    mail_url: str = field(default="", repr=False)
    mail_from: str = ""
    mail_reply_to: str = ""

    @property
    def outbox(self) -> str:
        """The path of the demonstration's outbox, which only who knows the key can guess."""
        digest = hmac.digest(self.secret_key.encode(), b"outbox", sha256)
        return f"/outbox/{digest.hex()[:32]}"

    @property
    def trusted_hosts(self) -> list[str]:
        """The host names that a request may be addressed to, without ports."""
        return [_host(self.url), *self.hosts, *(LOOPBACK if self.demonstration else ())]

    @property
    def is_secure(self) -> bool:
        """Whether readers reach the installation over TLS."""
        return self.url.startswith("https://")


VARIABLES = {
    "SUMMIT_URL": "The address at which readers reach it, such as https://summit.example.org.",
    "SUMMIT_DATABASE_URL": "The database, as SQLAlchemy writes it.",
    "SUMMIT_SECRET_KEY": "At least 32 random characters; signs what browsers keep.",
    "SUMMIT_HOSTS": "More host names that requests may be addressed to, separated by commas.",
    "SUMMIT_UID_DOMAIN": "The domain in the uids of calendar entries, fixed for ever.",
    "SUMMIT_PROXIES": "How many reverse proxies stand in front, whose headers are believed.",
    "SUMMIT_LOG_LEVEL": "debug, info, warning or error.",
    "SUMMIT_MAIL_URL": "Where mail is handed in: smtp://, smtps:// or file:///folder.",
    "SUMMIT_MAIL_FROM": "Whom mail is from, as in Summit <summit@example.org>.",
    "SUMMIT_MAIL_REPLY_TO": "Where answers to mail go, if not to SUMMIT_MAIL_FROM.",
    "SUMMIT_FOLDER": "Where the demonstration keeps its database and its secret key.",
    "SUMMIT_DEMONSTRATION": "1 for the demonstration, which makes up for missing settings.",
}
"""Every variable that is read, with its meaning in a line."""


def read(environment: Mapping[str, str]) -> Settings:
    """Return the settings that `environment` gives; raise `BadSetting`.

    The demonstration needs none: it keeps an SQLite file and a secret key of its own, made
    once, in SUMMIT_FOLDER.
    """
    demonstration = environment.get("SUMMIT_DEMONSTRATION", "") not in ("", "0")
    folder = Path(environment.get("SUMMIT_FOLDER", "instance")).absolute()
    # Names of hosts are the same in capitals (RFC 9110 §4.2.3), and browsers send small letters.
    url = environment.get("SUMMIT_URL", "").rstrip("/")
    url = url.lower() if _is_address(url) else url
    database = environment.get("SUMMIT_DATABASE_URL", "")
    key = environment.get("SUMMIT_SECRET_KEY", "")
    if demonstration:
        folder.mkdir(parents=True, exist_ok=True)
        url = url or "http://127.0.0.1:8000"
        database = database or f"sqlite:///{folder / 'summit.sqlite3'}"
        key = key or _own_key(folder / "secret-key")
    for name, value in (
        ("SUMMIT_URL", url),
        ("SUMMIT_DATABASE_URL", database),
        ("SUMMIT_SECRET_KEY", key),
    ):
        if not value:
            raise BadSetting(f"{name} is not set. {VARIABLES[name]}")
    if database.startswith("postgres") and not find_spec("psycopg"):
        raise BadSetting(
            "SUMMIT_DATABASE_URL names a PostgreSQL, for which the driver is missing. "
            "Install it: pip install 'summit[postgres]'"
        )
    if not _is_address(url):
        raise BadSetting(f"SUMMIT_URL is “{url}”. {VARIABLES['SUMMIT_URL']}")
    if len(key) < 32:
        raise BadSetting(f"SUMMIT_SECRET_KEY is too short. {VARIABLES['SUMMIT_SECRET_KEY']}")
    proxies = environment.get("SUMMIT_PROXIES") or "0"
    if not proxies.isdecimal():
        raise BadSetting(f"SUMMIT_PROXIES is “{proxies}”. {VARIABLES['SUMMIT_PROXIES']}")
    level = (environment.get("SUMMIT_LOG_LEVEL") or "info").lower()
    if level not in ("debug", "info", "warning", "error"):
        raise BadSetting(f"SUMMIT_LOG_LEVEL is “{level}”. {VARIABLES['SUMMIT_LOG_LEVEL']}")
    hosts = environment.get("SUMMIT_HOSTS", "").lower().split(",")
    mail = {name: environment.get(name, "").strip() for name in VARIABLES if "_MAIL_" in name}
    if demonstration:
        mail["SUMMIT_MAIL_FROM"] = mail["SUMMIT_MAIL_FROM"] or "summit@demonstration.example"
    if mail["SUMMIT_MAIL_URL"] and not _is_mail_server(mail["SUMMIT_MAIL_URL"]):
        # It may hold a password, so it is not repeated.
        raise BadSetting(f"SUMMIT_MAIL_URL is none. {VARIABLES['SUMMIT_MAIL_URL']}")
    for name in ("SUMMIT_MAIL_FROM", "SUMMIT_MAIL_REPLY_TO"):
        if mail[name] and not _MAILBOX.fullmatch(mail[name]):
            raise BadSetting(f"{name} is “{mail[name]}”. {VARIABLES[name]}")
    if mail["SUMMIT_MAIL_URL"] and not mail["SUMMIT_MAIL_FROM"]:
        raise BadSetting(f"SUMMIT_MAIL_FROM is not set. {VARIABLES['SUMMIT_MAIL_FROM']}")
    return Settings(
        url=url,
        database_url=re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", database),
        secret_key=key,
        hosts=tuple(host.strip() for host in hosts if host.strip()),
        uid_domain=environment.get("SUMMIT_UID_DOMAIN", "") or _host(url),
        proxies=int(proxies),
        log_level=level,
        demonstration=demonstration,
        mail_url=mail["SUMMIT_MAIL_URL"],
        mail_from=mail["SUMMIT_MAIL_FROM"],
        mail_reply_to=mail["SUMMIT_MAIL_REPLY_TO"],
    )


def folder(name: str) -> Path:
    """Return a top-level folder: inside the package in a wheel, beside it in a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def _is_address(url: str) -> bool:
    """Whether `url` names a host over HTTP, and no more than that."""
    try:
        parts = urlsplit(url)
        plain = not (parts.path or parts.query or parts.fragment or parts.username)
        plain = plain and parts.port != 0
    except ValueError:
        return False
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname)


def _is_mail_server(url: str) -> bool:
    """Whether `url` says where mail can be handed in."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme == "file":
        return parts.path.startswith("/") and not parts.netloc
    # A wish that nobody knows would be no wish at all, and TLS less sure than somebody thinks.
    wishes = ["", *(f"starttls={one}" for one in STARTTLS)]
    if parts.query not in (wishes if parts.scheme == "smtp" else [""]):
        return False
    if parts.path not in ("", "/") or parts.fragment:
        return False
    return parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and port != 0


def _host(url: str) -> str:
    """Return the host name of `url`, with the brackets of an IPv6 address."""
    host = urlsplit(url).hostname or ""
    return f"[{host}]" if ":" in host else host


def _own_key(file: Path) -> str:
    """Return the key in `file`, which is made at the first time, readable by its owner."""
    if not file.exists():
        # Written whole before it gets its name, which the first of several processes gives.
        with NamedTemporaryFile("w", dir=file.parent, encoding="ascii") as new:
            new.write(secrets.token_urlsafe(48))
            new.flush()
            with suppress(FileExistsError):
                os.link(new.name, file)
    return file.read_text(encoding="ascii").strip()
