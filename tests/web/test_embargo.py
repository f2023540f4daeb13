"""A statement before its embargo is over: what each reader finds at every address there is."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select

from summit.core.role import Role
from summit.core.statement import Delivery, Key, Material
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.services import dossier, embargo, statement
from summit.services.statement import Given
from summit.web import attachment
from tests import attachments, offices, organizers
from tests.architecture.test_routes import READS, ROUTES
from tests.conftest import ACTOR, NOW, SetClock, browser
from tests.participants import enter, person

CAC = "cac2020"
KEY = Key("mayoral-meeting", "london", "sadiq-khan")
CANARY = "canary-3141592653"
VALUES = {
    "<summit>": CAC,
    "<code>": KEY.session,
    "<city>": KEY.government,
    "<noun>": "session",
    "<int:account>": "1",
    "<secret>": "none",
    "<kind>": "csv",
    "<roll>": "registrations",
    "<wish>": "tomorrow",
    "<seal>": "none",
    "<key>": "none",
    "<token>": "none",
    "<digest>": "none",
    "<int:size>": "128",
    "<int:at>": "1",
}


class Scene:
    """A statement of London that may be published, and everybody who may want to read it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.london = offices.contact(app)
        self.jakarta = offices.contact(app, "jakarta", "office@jakarta.example")
        self.staff = {
            role: organizers.organizer(app, role, address=f"{role}@organizers.example")
            for role in Role
        }
        with app.app_context():
            self.hand_in(Given(Material.RECORDING, link=f"https://films.example/{CANARY}-film"))
            slides = BytesIO(attachments.PDF)
            self.hand_in(Given(Material.SLIDES, file=slides, name=f"{CANARY}-name.pdf"))
            self.text = self.hand_in(Given(Material.TEXT, "en", f"Dear mayors, {CANARY}"))
            document = BytesIO(attachments.docx(f"Dear mayors, {CANARY}"))
            self.file = self.hand_in(Given(Material.TEXT, "en", file=document, name="a.docx"))
            found = {one.key: one for one in embargo.listing(ACTOR, CAC, NOW)}[KEY].speech
            assert found is not None
            self.over: datetime = found.ends
            db.session.remove()

    def hand_in(self, given: Given) -> int:
        statement.hand_in(self.london, CAC, KEY, given, NOW, largest=2**22, may_publish=True)
        line = {one.key: one for one in embargo.listing(ACTOR, CAC, NOW)}[KEY]
        return line.statement.versions[0].id

    def everybody(self) -> dict[str, FlaskClient]:
        """Return a browser for each reader, by what they are."""
        found = {str(role): enter(self.app, actor) for role, actor in self.staff.items()}
        found["london"] = enter(self.app, self.london)
        found["jakarta"] = enter(self.app, self.jakarta)
        found["participant"] = enter(self.app, person(self.app))
        found["visitor"] = browser(self.app)
        return found


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


NUMBER = "<int:number>"


def rules() -> list[str]:
    """Return the address of every page and file that there is, without the number of anything."""
    found = []
    for _, rule, methods, _ in ROUTES:
        if methods == READS:
            for part, value in VALUES.items():
                rule = rule.replace(part, value)
            assert "<" not in rule.replace(NUMBER, ""), f"give a value for {rule}"
            found.append(rule)
    return found


def shown(client: FlaskClient, address: str) -> bool:
    """Whether an answer holds the words of the statement, its link or the name of its file."""
    answer = client.get(address, query_string={"q": CANARY, "person": KEY.person})
    octets = answer.get_data()
    answer.close()
    assert answer.status_code < 500, address
    said = (f"mayors, {CANARY}", f"{CANARY}-film", f"{CANARY}-name")
    return any(one.encode() in octets for one in said) or (
        b"PK\x03\x04" in octets[:4] and ("statements" in address)
    )


FILE = {"/cac2020/office/london/statements/files/<int:number>"}
OWN = FILE | {"/cac2020/office/london/statements/mayoral-meeting"}
INTERPRETERS = {
    "/cac2020/organize/interpreting/mayoral-meeting",
    "/cac2020/organize/statements/files/<int:number>",
}
STAFF = {"/cac2020/organize/statements/files/<int:number>"}
PUBLIC = {"/cac2020/sessions/mayoral-meeting/statements", "/cac2020/statements/<int:number>"}


def found(scene: Scene, some: list[str]) -> dict[str, set[str]]:
    """Return at which of some addresses readers find the newest version.

    What other roles can open an owner can open too.
    """
    readers = scene.everybody()
    return {
        who: {one for one in some if shown(readers[who], one.replace(NUMBER, str(scene.file)))}
        for who in ("owner", "interpreter", "london", "jakarta", "visitor")
    }


def test_before_it_is_delivered_it_is_nowhere_else(scene: Scene) -> None:
    assert found(scene, rules()) == {
        "owner": set(),
        "interpreter": INTERPRETERS,
        "london": OWN,
        "jakarta": set(),
        "visitor": set(),
    }
    with scene.app.app_context():
        rows = db.session.execute(select(AuditRow.thing, AuditRow.before, AuditRow.after)).all()
        assert CANARY not in repr(rows)
        db.session.rollback()
        for actor in (scene.london, *scene.staff.values()):
            assert CANARY not in repr(dossier.read(actor, NOW))


def test_after_it_was_delivered(scene: Scene, clock: SetClock) -> None:
    clock.moment = scene.over
    assert found(scene, [one for one in rules() if "state" in one or "interp" in one]) == {
        "owner": STAFF | PUBLIC | FILE,
        "interpreter": INTERPRETERS | PUBLIC,
        "london": OWN | PUBLIC,
        "jakarta": PUBLIC,
        "visitor": PUBLIC,
    }


@pytest.mark.parametrize("said", [None, *Delivery])
@pytest.mark.parametrize("may_publish", [False, True])
def test_the_file_itself(
    scene: Scene, clock: SetClock, said: Delivery | None, may_publish: bool
) -> None:
    """Each version at each address of files, whatever organizers say and the office allows."""
    with scene.app.app_context():
        statement.permit(scene.london, CAC, KEY, may_publish, NOW)
        statement.say(scene.staff[Role.PROTOCOL], CAC, KEY, said, NOW)
        db.session.remove()
    readers = scene.everybody()
    for moment in (NOW, scene.over):
        clock.moment = moment
        is_over = said is Delivery.DELIVERED or (said is None and moment == scene.over)
        for number in (scene.text, scene.file):
            counts = number == scene.file
            statuses = {}
            for who, client in readers.items():
                for way in ("organize/statements/files", "statements"):
                    answer = client.get(f"/{CAC}/{way}/{number}")
                    statuses[who, way] = answer.status_code
                    answer.close()
            inside = {
                who for (who, way), code in statuses.items() if "files" in way and code == 200
            }
            outside = {
                who for (who, way), code in statuses.items() if way == "statements" and code == 200
            }
            assert inside == ({str(r) for r in Role} if is_over and counts else {"interpreter"})
            assert outside == (set(readers) if is_over and counts and may_publish else set())
            refused = {code for code in statuses.values() if code != 200}
            assert refused <= {303, 404}


def test_a_file_is_saved_and_never_shown(scene: Scene) -> None:
    readers = scene.everybody()
    for who, way in (("london", "office/london"), ("interpreter", "organize")):
        answer = readers[who].get(f"/{CAC}/{way}/statements/files/{scene.file}")
        assert answer.get_data() == attachments.docx(f"Dear mayors, {CANARY}")
        kept = {
            name: answer.headers[name]
            for name in (
                "Content-Disposition",
                "Content-Security-Policy",
                "X-Content-Type-Options",
                "Cache-Control",
                "Content-Length",
            )
        }
        assert kept == {
            "Content-Disposition": (
                'attachment; filename="mayoral-meeting-london-sadiq-khan-text-2.docx"'
            ),
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            "Content-Length": str(len(answer.get_data())),
        }


class TestParts:
    """A file of which a part is asked for (RFC 9110 §14): a recording is looked through so."""

    FILM = attachments.MP4 + b"\0\x28\0\0free" + bytes(range(256)) * 10_239 + b"\0" * 248

    @pytest.fixture
    def path(self, scene: Scene) -> str:
        with scene.app.app_context():
            film = Given(Material.RECORDING, file=BytesIO(self.FILM), name="film.mp4")
            number = scene.hand_in(film)
            db.session.remove()
        return f"/{CAC}/organize/statements/files/{number}"

    @pytest.fixture
    def interpreter(self, scene: Scene) -> FlaskClient:
        return scene.everybody()["interpreter"]

    @pytest.mark.parametrize(
        ("asked", "part"),
        [
            ("bytes=0-", (0, None)),
            ("bytes=0-1", (0, 2)),
            ("bytes=1048570-1048580", (1_048_570, 1_048_581)),  # over the border of two pieces
            ("bytes=2000000-", (2_000_000, None)),
            ("bytes=-10", (-10, None)),
            ("bytes=2097152-99999999", (2_097_152, None)),
        ],
    )
    def test_a_part_is_what_the_whole_has_there(
        self, interpreter: FlaskClient, path: str, asked: str, part: tuple[int, int | None]
    ) -> None:
        answer = interpreter.get(path, headers={"Range": asked})
        expected = self.FILM[slice(*part)]
        assert (answer.status_code, answer.get_data()) == (206, expected)
        first = range(len(self.FILM))[slice(*part)][0]
        assert answer.headers["Content-Range"] == (
            f"bytes {first}-{first + len(expected) - 1}/{len(self.FILM)}"
        )
        assert answer.content_length == len(expected)
        for name, value in (
            ("Accept-Ranges", "bytes"),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", attachment.POLICY),
        ):
            assert answer.headers[name] == value

    def test_the_whole_is_given_to_who_has_another_version(
        self, interpreter: FlaskClient, path: str
    ) -> None:
        whole = interpreter.get(path)
        assert (whole.status_code, whole.get_data()) == (200, self.FILM)
        etag = whole.headers["ETag"]
        assert etag == f'"{sha256(self.FILM).hexdigest()}"'
        for known, status in ((etag, 206), ('"another"', 200)):
            headers = {"Range": "bytes=5-9", "If-Range": known}
            with interpreter.get(path, headers=headers) as answer:
                assert answer.status_code == status
        with interpreter.get(path, headers={"If-None-Match": etag}) as answer:
            assert (answer.status_code, answer.get_data()) == (304, b"")

    def test_a_part_that_is_not_there_is_refused_with_the_length(
        self, interpreter: FlaskClient, path: str
    ) -> None:
        answer = interpreter.get(path, headers={"Range": f"bytes={len(self.FILM)}-"})
        assert answer.status_code == 416
        assert answer.headers["Content-Range"] == f"bytes */{len(self.FILM)}"

    def test_a_part_takes_what_the_whole_takes(self, scene: Scene, path: str) -> None:
        """Nobody reads under the embargo by asking for a part."""
        readers = scene.everybody()
        number = path.rpartition("/")[2]
        for way in ("organize/statements/files", "statements"):
            for who, client in readers.items():
                headers = {"Range": "bytes=0-9"}
                with client.get(f"/{CAC}/{way}/{number}", headers=headers) as answer:
                    is_one = (who, way) == ("interpreter", "organize/statements/files")
                    assert (answer.status_code == 206) is is_one

    def test_who_looks_through_it_is_written_down_once(
        self, scene: Scene, interpreter: FlaskClient, path: str, clock: SetClock
    ) -> None:
        def noted() -> int:
            with scene.app.app_context():
                query = select(AuditRow).where(AuditRow.thing.endswith("/recording/2"))
                found = [one.after for one in db.session.scalars(query)]
                db.session.remove()
            return found.count({"read": "as a file"})

        for asked in ("bytes=1-", "bytes=2000000-", "bytes=5-9"):
            interpreter.get(path, headers={"Range": asked}).close()
        assert noted() == 1
        interpreter.get(path).close()
        assert noted() == 2
        clock.moment += timedelta(minutes=61)
        interpreter.get(path, headers={"Range": "bytes=5-9"}).close()
        assert noted() == 3

    def test_a_far_part_is_read_from_where_it_is(self, interpreter: FlaskClient, path: str) -> None:
        """No piece before it is taken out of the database."""
        read: list[int] = []

        def count(_connection: Any, _cursor: Any, words: str, values: Any, *_: Any) -> None:
            if "FROM attachment_piece" in words:
                read.append(values["number_1"] if isinstance(values, dict) else values[1])

        event.listen(Engine, "before_cursor_execute", count)
        try:
            interpreter.get(path, headers={"Range": "bytes=2097160-2097170"}).get_data()
        finally:
            event.remove(Engine, "before_cursor_execute", count)
        assert set(read) == {2}
