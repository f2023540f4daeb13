"""What an operator can choose."""

import stat
from pathlib import Path

import pytest

from summit.settings import VARIABLES, BadSetting, Settings, read

KEY = "k" * 32
GIVEN = {
    "SUMMIT_URL": "https://summit.example",
    "SUMMIT_DATABASE_URL": "sqlite:///x.sqlite3",
    "SUMMIT_SECRET_KEY": KEY,
}


def test_three_settings_are_enough() -> None:
    assert read(GIVEN) == Settings(
        url="https://summit.example",
        database_url="sqlite:///x.sqlite3",
        secret_key=KEY,
        uid_domain="summit.example",
    )


@pytest.mark.parametrize("name", GIVEN)
def test_none_of_the_three_may_be_missing(name: str) -> None:
    for environment in (
        {one: value for one, value in GIVEN.items() if one != name},
        {**GIVEN, name: ""},
    ):
        with pytest.raises(BadSetting, match=f"{name} is not set"):
            read(environment)


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("SUMMIT_URL", "https://a.example/", "url", "https://a.example"),
        ("SUMMIT_URL", "http://[::1]:8000", "trusted_hosts", ["[::1]"]),
        ("SUMMIT_URL", "https://a.example:8443", "trusted_hosts", ["a.example"]),
        ("SUMMIT_URL", "HTTPS://Summit.A.Example/", "url", "https://summit.a.example"),
        ("SUMMIT_HOSTS", "B.Example", "hosts", ("b.example",)),
        ("SUMMIT_URL", "http://a.example", "is_secure", False),
        ("SUMMIT_URL", "https://a.example", "is_secure", True),
        ("SUMMIT_URL", "https://a.example", "uid_domain", "a.example"),
        (
            "SUMMIT_DATABASE_URL",
            "postgresql://u@h/d",
            "database_url",
            "postgresql+psycopg://u@h/d",
        ),
        (
            "SUMMIT_DATABASE_URL",
            "postgresql+psycopg://h/d",
            "database_url",
            "postgresql+psycopg://h/d",
        ),
        ("SUMMIT_SECRET_KEY", "q" * 40, "secret_key", "q" * 40),
        ("SUMMIT_HOSTS", " a.example, ,b.example ", "hosts", ("a.example", "b.example")),
        ("SUMMIT_UID_DOMAIN", "uids.example", "uid_domain", "uids.example"),
        ("SUMMIT_PROXIES", "2", "proxies", 2),
        ("SUMMIT_LOG_LEVEL", "DEBUG", "log_level", "debug"),
        ("SUMMIT_DEMONSTRATION", "0", "demonstration", False),
    ],
)
def test_each_variable(name: str, value: str, field: str, expected: object) -> None:
    assert getattr(read({**GIVEN, name: value}), field) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SUMMIT_URL", "summit.example"),
        ("SUMMIT_URL", "ftp://summit.example"),
        ("SUMMIT_URL", "https://"),
        ("SUMMIT_URL", "http://[::1"),
        ("SUMMIT_URL", "https://a.example:port"),
        ("SUMMIT_URL", "https://me:secret@a.example"),
        ("SUMMIT_URL", "https://a.example/?x=1"),
        ("SUMMIT_SECRET_KEY", "k" * 31),
        ("SUMMIT_PROXIES", "-1"),
        ("SUMMIT_PROXIES", "one"),
        ("SUMMIT_LOG_LEVEL", "loud"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        read({**GIVEN, name: value})


def test_a_refused_key_is_not_printed() -> None:
    with pytest.raises(BadSetting) as refused:
        read({**GIVEN, "SUMMIT_SECRET_KEY": "short-secret"})
    assert "short-secret" not in str(refused.value)
    assert KEY not in repr(read(GIVEN))


def test_the_demonstration_makes_up_for_everything_once(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "instance"
    environment = {"SUMMIT_DEMONSTRATION": "1", "SUMMIT_FOLDER": str(folder)}
    first = read(environment)
    key = folder / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert first.secret_key == key.read_text()
    assert len(first.secret_key) >= 32
    assert read(environment) == first
    assert first.database_url == f"sqlite:///{folder}/summit.sqlite3"
    assert (first.url, first.demonstration) == ("http://127.0.0.1:8000", True)
    assert first.trusted_hosts == ["127.0.0.1", "127.0.0.1", "localhost", "[::1]"]
    other = read({**environment, "SUMMIT_FOLDER": str(tmp_path / "other")})
    assert other.secret_key != first.secret_key


def test_without_the_demonstration_nothing_is_made(tmp_path: Path) -> None:
    read({**GIVEN, "SUMMIT_FOLDER": str(tmp_path / "instance")})
    assert list(tmp_path.iterdir()) == []


def test_every_variable_has_a_meaning() -> None:
    asked: set[str] = set()

    class Environment(dict[str, str]):
        def get(self, name: str, *default: str) -> str:  # type: ignore[override]
            asked.add(name)
            return super().get(name, *default)

    read(Environment(GIVEN))
    assert asked == set(VARIABLES)


@pytest.mark.parametrize(
    "url",
    [
        "smtp://mail.example:25",
        "smtp://mail.example/?starttls=required",
        "smtps://u:p%40@mail.example",
        "file:///srv/mail",
    ],
)
def test_mail_is_handed_in_somewhere(url: str) -> None:
    found = read({**GIVEN, "SUMMIT_MAIL_URL": url, "SUMMIT_MAIL_FROM": "Summit <a@b.example>"})
    assert (found.mail_url, found.mail_from) == (url, "Summit <a@b.example>")
    with pytest.raises(BadSetting, match="SUMMIT_MAIL_FROM is not set"):
        read({**GIVEN, "SUMMIT_MAIL_URL": url})


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://:secret@",
        "file:x",
        "smtp://u:secret@mail.example?starttls=require",
        "smtp://u:secret@mail.example?tls=required",
        "smtps://u:secret@mail.example?starttls=never",
        "smtp://u:secret/word@mail.example",
        "smtp://u:secret#word@mail.example",
    ],
)
def test_what_is_no_mail_server_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(BadSetting, match="SUMMIT_MAIL_URL is none") as caught:
        read({**GIVEN, "SUMMIT_MAIL_URL": url, "SUMMIT_MAIL_FROM": "a@b.example"})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["SUMMIT_MAIL_FROM", "SUMMIT_MAIL_REPLY_TO"])
def test_mail_is_from_an_address(name: str) -> None:
    for wrong in ("nobody", "a b@c.example", "A <a@b.example>\r\nBcc: c@d.example", "a@b, c@d"):
        with pytest.raises(BadSetting, match=name):
            read({**GIVEN, name: wrong})


def test_the_outbox_has_an_address_that_follows_from_the_key() -> None:
    one, other = read(GIVEN), read({**GIVEN, "SUMMIT_SECRET_KEY": "x" * 32})
    assert one.outbox == read(GIVEN).outbox != other.outbox
    assert KEY not in one.outbox
