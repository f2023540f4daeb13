"""Reading a mailbox: over IMAP from a real socket, from files, from folders."""

from __future__ import annotations

import mailbox as standard
from pathlib import Path

import pytest

from summit.mail import mailbox
from summit.mail.mailbox import KEYWORD
from summit.mail.smtp import Away
from tests.mail.authority import certificates
from tests.mail.imap import Held, Mailbox, serving

ONE, TWO = b"Subject: one\r\n\r\none\r\n", b"Subject: two\r\n\r\ntwo\r\n"


def taken(box: Mailbox, largest: int = 1000) -> list[bytes]:
    found: list[bytes] = []
    assert mailbox.take(box.url, largest, found.append, seconds=2) == len(found)
    return found


def test_each_message_is_read_once_and_stays_as_people_left_it() -> None:
    with serving(Mailbox([Held(ONE), Held(TWO, {r"\Seen"})])) as box:
        assert taken(box) == [ONE, TWO]
        assert [one.flags for one in box.messages] == [{KEYWORD}, {r"\Seen", KEYWORD}]
        assert taken(box) == []
        box.messages.append(Held(ONE))
        assert taken(box) == [ONE]


def test_where_no_keywords_are_kept_what_is_read_is_seen() -> None:
    with serving(Mailbox([Held(ONE), Held(TWO, {r"\Seen"})], keeps=False)) as box:
        assert taken(box) == [ONE]
        assert box.messages[0].flags == {r"\Seen"}
        assert taken(box) == []


def test_of_a_large_message_no_more_is_fetched_than_shows_that_it_is() -> None:
    with serving(Mailbox([Held(ONE * 1000)])) as box:
        (found,) = taken(box, largest=100)
        assert len(found) == 101


def test_what_could_not_be_kept_is_read_again() -> None:
    def fail(octets: bytes) -> None:
        raise ZeroDivisionError

    with serving(Mailbox([Held(ONE)])) as box:
        with pytest.raises(ZeroDivisionError):
            mailbox.take(box.url, 1000, fail, seconds=2)
        assert taken(box) == [ONE]


def test_a_name_in_another_script_is_found() -> None:
    with serving(Mailbox([Held(ONE)], name="&wtzHpQ- &- x")) as box:
        box.url_name = "%EC%8B%9C%EC%9E%A5%20%26%20x"
        assert taken(box) == [ONE]
        box.url_name = "elsewhere"
        with pytest.raises(Away, match="no such mailbox"):
            taken(box)


@pytest.mark.parametrize("offers", [True, False])
def test_a_server_that_is_trusted_is_read_over_tls(
    offers: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates() / "authority.pem"))
    with serving(Mailbox([Held(ONE)], certificate="server", offers=offers)) as box:
        assert taken(box) == [ONE]
        assert ("STARTTLS" in box.said) is offers


@pytest.mark.parametrize("certificate", ["elsewhere", "expired"])
def test_a_server_that_is_not_trusted_hears_no_password(
    certificate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates() / "authority.pem"))
    with serving(Mailbox([Held(ONE)], certificate=certificate, offers=True)) as box:
        with pytest.raises(Away, match="not trusted"):
            taken(box)
        assert "LOGIN" not in box.said


def test_tls_that_is_demanded_and_not_offered_is_missed() -> None:
    with serving(Mailbox([Held(ONE)])) as box:
        with pytest.raises(Away, match="no TLS"):
            mailbox.take(f"{box.url}?starttls=required", 1000, print, seconds=2)
        assert "LOGIN" not in box.said


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE"])
@pytest.mark.parametrize("how", ["refuses", "hangs_at"])
def test_a_server_that_fails_is_away(command: str, how: str) -> None:
    with serving(Mailbox([Held(ONE)], **{how: command})) as box, pytest.raises(Away):
        mailbox.take(box.url, 1000, lambda octets: None, seconds=0.3)


def test_nobody_there_is_away() -> None:
    with pytest.raises(Away):
        mailbox.take("imap://127.0.0.1:9", 1000, print, seconds=1)


def test_files_and_folders_are_read_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(ONE)
    assert list(mailbox.messages(tmp_path / "one.eml", 1000)) == [ONE]
    assert list(mailbox.messages(tmp_path / "one.eml", 5)) == [ONE[:6]]
    many = standard.mbox(tmp_path / "many")
    folder = standard.Maildir(tmp_path / "folder")
    for octets in (ONE, TWO):
        many.add(octets.replace(b"\r\n", b"\n"))
        folder.add(octets.replace(b"\r\n", b"\n"))
    many.close()
    for source in ("many", "folder"):
        found = sorted(mailbox.messages(tmp_path / source, 1000))
        assert [one.split()[1] for one in found] == [b"one", b"two"]
        assert sorted(mailbox.messages(tmp_path / source, 1000)) == found
    with pytest.raises(OSError, match="nothing"):
        list(mailbox.messages(tmp_path / "nothing", 1000))
