"""The command `summit`, as somebody at a shell runs it on a folder of their own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from summit import cli, command
from summit.cli.shell import Shell
from summit.core.registration import Entry
from summit.core.role import VISITOR, Verb, operator
from summit.services import account, deed, registration
from tests.conftest import NOW, SetClock
from tests.mail.imap import Held, Mailbox, serving
from tests.replies import calendar, mail

Run = Callable[..., "Said"]


@dataclass(frozen=True)
class Said:
    code: int
    words: str

    @property
    def last(self) -> str:
        return self.words.strip().splitlines()[-1]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("SUMMIT_URL", "SUMMIT_DATABASE_URL", "SUMMIT_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SUMMIT_DEMONSTRATION", "1")
    monkeypatch.setenv("SUMMIT_FOLDER", str(tmp_path))
    monkeypatch.setenv("SUMMIT_LOG_LEVEL", "error")

    def run(*words: str) -> Said:
        done = CliRunner().invoke(cli.commands, words, obj=Shell(command._open, SetClock()))
        assert done.exception is None or isinstance(done.exception, SystemExit), done.output
        assert "Traceback" not in done.output
        return Said(done.exit_code, done.output)

    return run


@pytest.fixture
def ready(run: Run) -> Run:
    assert run("demonstration").code == 0
    return run


def test_the_demonstration_twice_keeps_what_is_there(ready: Run, tmp_path: Path) -> None:
    ready("session", "rename", "cac2020", "welfare", "--title", "en=Care")
    ready("publish", "cac2020", "--note", "Renamed")
    again = ready("demonstration")
    assert again.code == 0
    assert "http://127.0.0.1:8000/cac2020/" in again.words
    assert "Tue 2 June 2020, 21:30 Seoul (UTC+9)" in again.words
    assert len(ready("releases", "cac2020").words.splitlines()) == 2
    with sqlite3.connect(tmp_path / "summit.sqlite3") as connection:
        titles = connection.execute("SELECT title FROM session WHERE code = 'welfare'").fetchall()
    connection.close()
    assert "Care" in titles[0][0]


def test_load_check_publish_and_list(ready: Run) -> None:
    file = str(Path(cli.__file__).parents[1] / "programmes" / "cac2020.toml")
    assert ready("load", file).last == "Nothing changed."
    assert ready("check", "cac2020").last == "0 changes since release 1."
    ready("session", "move", "cac2020", "welfare", "--minutes", "95")
    checked = ready("check", "cac2020").words.splitlines()
    assert checked[-2:] == [
        "1 change since release 1.",
        "  session welfare: length, 2020-06-04 18:00–19:30 → 2020-06-04 18:00–19:35 Seoul (UTC+9)",
    ]
    done = ready("publish", "cac2020", "--note", "A little longer")
    assert done.words.splitlines()[0].startswith("Release 2 of cac2020, 2020-05-20 09:00 UTC, ")
    listed = ready("releases", "cac2020").words.splitlines()
    assert [line.split()[0] for line in listed] == ["2", "1"]
    assert listed[0].endswith("A little longer")


@pytest.mark.parametrize(
    ("words", "change"),
    [
        (
            ("move", "--starts", "2020-06-04T18:05", "--zone", "Asia/Seoul"),
            "moved, 2020-06-04 18:00–19:30 → 2020-06-04 18:05–19:35 Seoul (UTC+9)",
        ),
        (
            ("move", "--starts", "2020-06-04T09:05Z"),
            "moved, 2020-06-04 18:00–19:30 → 2020-06-04 18:05–19:35 Seoul (UTC+9)",
        ),
        (("rename", "--title", "en=Care", "--title", "ko=돌봄"), "renamed, “Welfare” → “Care”"),
        (("cancel",), "cancelled"),
        (("remove",), "removed, 2020-06-04 18:00–19:30 Seoul (UTC+9)"),
    ],
)
def test_a_session_is_changed_and_the_change_is_told(
    ready: Run, words: tuple[str, ...], change: str
) -> None:
    verb, *options = words
    done = ready("session", verb, "cac2020", "welfare", *options)
    assert done == Said(0, "Done. Readers see it after: summit publish cac2020 --note …\n")
    assert ready("check", "cac2020").last == f"  session welfare: {change}"


def test_what_changes_nothing_says_so(ready: Run) -> None:
    for words in (
        ("cancel",),
        ("move", "--minutes", "95"),
        ("rename", "--title", "en=Care"),
        ("remove",),
    ):
        verb, *options = words
        ready("session", verb, "cac2020", "welfare", *options)
        again = ready("session", verb, "cac2020", "welfare", *options)
        assert again == Said(0, "Nothing changed.\n"), verb


def test_a_removed_session_is_restored(ready: Run) -> None:
    ready("session", "remove", "cac2020", "welfare")
    assert ready("session", "restore", "cac2020", "welfare").code == 0
    assert ready("check", "cac2020").last == "0 changes since release 1."


def test_rehearse(ready: Run) -> None:
    assert ready("rehearse", "cac2020", "2020-06-03T08:00", "--zone", "Asia/Seoul").words == (
        "The clock of cac2020 shows 2020-06-03 08:00 Seoul (UTC+9), 2020-06-02 23:00 UTC, "
        "and runs on.\n"
    )
    assert ready("rehearse", "cac2020", "--off").words == "The rehearsal is over.\n"


WRONG = [
    (("publish", "cac2020", "--note", "x"), "Nothing has changed since release 1."),
    (("publish", "x", "--note", "x"), "There is no summit “x”."),
    (("check", "x"), "There is no summit “x”."),
    (("releases", "x"), "There is no summit “x”."),
    (("session", "cancel", "cac2020", "x"), "There is no session “x”."),
    (("session", "move", "cac2020", "welfare"), "Say where to: --starts, --minutes or --stage."),
    (
        ("session", "move", "cac2020", "welfare", "--starts", "2020-06-04T18:00"),
        "“2020-06-04T18:00” names no zone: add --zone, or an offset as in 22:00+09:00.",
    ),
    (
        ("session", "move", "cac2020", "welfare", "--starts", "soon", "--zone", "Asia/Seoul"),
        "“soon” is not a time such as 2020-06-02T22:00.",
    ),
    (
        ("session", "move", "cac2020", "welfare", "--starts", "2020-06-04T18:00", "--zone", "KST"),
        "“KST” is not the name of a time zone, such as Asia/Seoul.",
    ),
    (
        ("session", "move", "cac2020", "welfare", "--starts", "0001-01-01T00:00+09:00"),
        "1 is not the year of a summit.",
    ),
    (
        ("session", "move", "cac2020", "welfare", "--minutes", "9" * 30),
        f"{'9' * 30} minutes is no length for a session.",
    ),
    (
        ("session", "rename", "cac2020", "welfare", "--title", "Care"),
        "--title: Write a title as LANGUAGE=TITLE, such as en=Welcome.",
    ),
    (("rehearse", "cac2020"), "Give a moment, or --off to end the rehearsal."),
    (("load", __file__), "this is not a TOML file"),
]


def test_errors_are_a_sentence_and_exit_with_1(ready: Run) -> None:
    for words, sentence in WRONG:
        done = ready(*words)
        assert (done.code, done.words.startswith(f"Error: {sentence}")) == (1, True), done


def test_what_blocks_a_release_is_told(ready: Run) -> None:
    ready("session", "move", "cac2020", "welfare", "--minutes", "20")
    for words in (("check", "cac2020"), ("publish", "cac2020", "--note", "x")):
        done = ready(*words)
        assert done.code == 1
        assert "blocks: its turns are 70 minutes longer than the session (welfare)" in done.words


def test_a_database_that_was_never_upgraded_is_told(run: Run) -> None:
    done = run("check", "cac2020")
    assert done.code == 1
    assert "summit database upgrade" in " ".join(done.words.split())
    served = run("serve")
    assert (served.code, served.last) == (
        1,
        "Error: The database is not ready. Run: summit database upgrade",
    )
    assert run("database", "upgrade").code == 0
    assert run("check", "cac2020").last == "Error: There is no summit “cac2020”."
    assert run("database", "downgrade", "nonsense").code == 1
    assert run("database", "downgrade", "base").code == 0


def test_a_missing_setting_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUMMIT_DEMONSTRATION")
    done = run("check", "cac2020")
    assert done.code == 1
    assert done.last.startswith("Error: SUMMIT_URL is not set.")


def test_help_names_every_command(run: Run) -> None:
    words = run("--help").words
    assert [name for name in cli.commands.commands if f"  {name} " not in words] == []


def test_registration_is_shown_in_words(ready: Run) -> None:
    assert ready("registration", "show", "cac2020").words.splitlines() == [
        "opens     2020-05-01 09:00 Seoul (UTC+9), 2020-05-01 00:00 UTC",
        "closes    2020-06-05 23:59 Seoul (UTC+9), 2020-06-05 14:59 UTC",
        "places    no end",
        "held      1440 minutes until it is confirmed",
        "kind      official: City or government official",
        "kind      expert: Expert",
        "kind      press: Press, needs approval",
        "kind      civil-society: Civil society",
        "kind      citizen: Citizen",
        "question  access: Is there anything that you need in order to follow the sessions?",
        "people    1 confirmed",
        "session   diamond: 1 of 300 taken, 0 waiting",
        "session   innovation-ir: 0 of 40 taken, 0 waiting",
        "session   smart-city: 1 of 40 taken, 0 waiting",
    ]
    assert ready("registration", "list", "cac2020").last == "1 registration."
    assert ready("registration", "sweep").words == "Done.\n"


def test_registration_takes_rules_from_a_file(ready: Run, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text('[[registration.kind]]\ncode = "guest"\nname = {en = "Guest"}\n')
    words = ("registration", "rules", str(file), "--summit", "cac2020")
    assert ready(*words).words == "Done: it holds from now on.\n"
    assert ready(*words).words == "Nothing changed.\n"
    assert ready("registration", "show", "cac2020").words.splitlines()[:5] == [
        "opens     always",
        "closes    always",
        "places    no end",
        "held      1440 minutes until it is confirmed",
        "kind      guest: Guest",
    ]
    file.write_text("")
    assert "no table" in ready(*words).last


def test_registrations_are_looked_after(ready: Run) -> None:
    with command._open():
        said = Entry("press", "Ada Example", "ada@one.example", "Town", zone="UTC", consent=True)
        registration.register(VISITOR, "cac2020", said, NOW)
        with deed.begin(operator("tests"), Verb.ENTER, "", NOW) as work:
            row = account.found(work, "ada@one.example")
            assert row is not None
            registration.confirm_all(work, row)
    listed = ready("registration", "list", "cac2020", "--state", "pending", "--kind", "press")
    first, last = listed.words.splitlines()
    who = "Ada Example <ada@one.example>, Town"
    assert first.startswith(f"     2  pending      press  {who}  2020-06-02 ")
    assert first.endswith(" Seoul (UTC+9)")
    assert last == "1 registration."
    for verb, told in (
        ("refuse", "Registration 2 is refused; a mail says so."),
        ("approve", "Registration 2 is confirmed; a mail says so."),
        ("cancel", "Registration 2 is cancelled; a mail says so."),
        ("cancel", "Nothing changed."),
    ):
        assert ready("registration", verb, "cac2020", "2").last == told
    assert ready("registration", "approve", "cac2020", "3").code == 1


def test_dead_letters_are_listed_and_sent_again(ready: Run, tmp_path: Path) -> None:
    assert ready("worker", "--once").code == 0  # the letters of the demonstration's guest
    assert ready("mail", "waiting") == ready("mail", "dead") == Said(0, "")
    with sqlite3.connect(tmp_path / "summit.sqlite3") as connection:
        number = connection.execute(
            "INSERT INTO mail (summit, occasion, address, name, language, zone, data, message_id,"
            " created_at, due_at, attempts, error, failed_at) VALUES ('cac2020', 'refused',"
            " 'a@b.example', '', 'en', 'Asia/Seoul', '{}', 'one', '2020-05-20', '2020-05-20', 1,"
            " '550 no such user', '2020-05-20')"
        ).lastrowid
    connection.close()
    assert ready("mail", "dead").words == (
        f"{number}  2020-05-20 00:00 UTC  refused to a@b.example, 1 time tried  550 no such user\n"
    )
    assert ready("mail", "resend").last == "Error: Give the numbers of letters, or --all."
    assert ready("mail", "resend", "77").last == "Error: There is no letter “77”."
    assert ready("mail", "resend", "--all").words == "1 letter to be sent again.\n"
    assert ready("worker", "--once").code == 0
    assert ready("mail", "waiting") == ready("mail", "dead") == Said(0, "")


def test_what_calendars_answered_is_read_from_files_and_a_pipe(ready: Run, tmp_path: Path) -> None:
    assert ready("mail", "read").words == (
        "Error: SUMMIT_MAILBOX_URL is not set; or name a file, a folder, or -.\n"
    )
    file = tmp_path / "one.eml"
    file.write_bytes(mail(calendar()))
    said = ready("mail", "read", str(file))
    assert (said.code, said.words) == (0, "1 message read.\n  unknown: 1\n")
    assert ready("mail", "read", "-").words == "1 message read.\n  other: 1\n"
    assert ready("mail", "read", str(tmp_path / "nothing")).code == 1


def test_a_mailbox_is_read_as_the_settings_say(ready: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Mailbox([Held(mail(calendar())), Held(b"Subject: x\r\n\r\nx\r\n")])) as box:
        monkeypatch.setenv("SUMMIT_MAILBOX_URL", box.url)
        assert ready("mail", "read").words == "2 messages read.\n  other: 1\n  unknown: 1\n"
        assert ready("mail", "read").words == "0 messages read.\n"
        ready("worker", "--once")
        assert box.said.count("LOGIN") == 3
        monkeypatch.setenv("SUMMIT_MAILBOX_URL", box.url.replace("p%40ss", "wrong"))
        said = ready("mail", "read")
        assert (said.code, "wrong password" in said.words) == (1, True)
