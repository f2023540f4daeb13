"""What a stranger types, kept by every form there is, and read in every place: nothing comes alive.

The forms are those that the pages have and the places those of the route map, so that a new
field or page is tried by itself.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from email import message_from_bytes, policy
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.clash import overrun
from summit.core.declaration import Paragraph, Words
from summit.core.programme import Programme
from summit.core.role import Actor, Role, Verb
from summit.core.statement import Delivery, Key, Material
from summit.core.tech_check import Series
from summit.core.text import Text, clean
from summit.services import (
    account,
    agenda,
    contact,
    deed,
    edit,
    picture,
    registration,
    release,
    statement,
    subscription,
    tech_check,
)
from summit.services.letter import Office
from summit.services.statement import Given
from summit.web.page import Site
from tests import pictures
from tests.architecture.test_routes import READS, ROUTES
from tests.conftest import ACTOR, NOW, SetClock, browser
from tests.declarations import drafted, entitle, released, two
from tests.formats.ical_rules import Profile, check_octets
from tests.organizers import organizer
from tests.participants import enter, person
from tests.seats import RULES
from tests.web.filling import HOSTILE, PLAIN, Form, a_file, forms

MOST = 2
"""So many pages of a route are looked at."""
SKIPPED = {
    "organizer.go_back": "it would take back what is tried here",
    "organizer.remove": "so would this",
    "account.erase_all": "and this",
    "account.leave": "who has left sees nothing",
}


UNSEEN = {
    "account.invitation": "only its mail has the address, and shows no words",
    "account.link": "only a mail has the address, and shows no words",
    "account.verify": "a certificate comes after the summit",
    "me.join": "a session is open for a quarter of an hour",
    "office.door": "only its mail has the address",
    "organizer.campaign_letter": "the outbox shows the same letter once it is sent",
    "organizer.publish_letter": "the outbox shows the same letter once it is sent",
    "organizer.return_letter": "the outbox shows the same letter once it is sent",
    "reminders.ask": "only a reminder has the address",
}
"""Pages to which no link leads in this walk."""
WORDLESS = {
    "account.choose_password": "words do not show that are kept as a digest",
    "account.add_passkey": "a device has to answer first",
    "office.endorse": "the beginning of a hash is typed",
    "organizer.name_contacts": "a sheet is pasted, whose columns these words are not",
    "organizer.keep_scale": "bands are hours and numbers",
    "organizer.open_tech_checks": "hours are filled in with them, which this walk does not know",
    "organizer.press": "a turn is inserted while its session is on",
}
"""Forms that keep none of the words in this walk."""


# --- what may not be ---------------------------------------------------------------------------


class Elements(HTMLParser):
    """The elements of some HTML, as a browser takes them, with what stands in them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


ADDRESSES = {"href", "src", "action", "formaction", "srcdoc", "data", "poster", "content"}


def alive(html: str) -> list[str]:
    """Return what of some HTML would come alive, though a stranger wrote it."""
    page = Elements(html)
    found = []
    for tag, given in page.found:
        if tag == "script" and "src" not in given and given.get("type") not in DATA:
            found.append("a script")
        if "evil" in tag or (tag == "img" and given.get("src") == "x"):
            found.append(tag)
        for name, value in given.items():
            plain = re.sub(r"[\x00-\x20]", "", value).lower()
            is_styled = name == "style" and ("evil" in value or "url(" in value)
            if name.startswith("on") or "evil" in name or is_styled:
                found.append(f"{tag} {name}")
            if name in ADDRESSES and plain.startswith(("javascript:", "vbscript:", "data:text")):
                found.append(f"{tag} {name}={value}")
    if "1337" in "".join(page.words):
        found.append("a template")
    return found


DATA = ("application/json", "application/ld+json")
CALENDARS = (Profile.FEED, Profile.PRIVATE, Profile.DOWNLOAD)


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would reckon with a cell: a number is none."""
    return cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(r"[+-][\d.:]+", cell)


def faults(kind: str, octets: bytes) -> list[str]:
    """Return what is wrong with an answer or a file of a kind (its media type)."""
    if kind == "text/html":
        return alive(octets.decode())
    if kind == "text/csv":
        rows = csv.reader(io.StringIO(octets.decode("utf-8-sig")))
        return [cell for row in rows for cell in row if is_formula(cell)]
    if kind == "text/calendar":
        wrong = [check_octets(octets, profile, backslashes=True) for profile in CALENDARS]
        return [str(one) for one in min(wrong, key=len)]
    if kind.endswith("json"):
        json.loads(octets)
        return []
    if kind.endswith("xml"):
        root = ET.fromstring(octets)
        atom = "{http://www.w3.org/2005/Atom}content"
        return [one for content in root.iter(atom) for one in alive(content.text or "")]
    if kind == "message/rfc822":
        return list(_letter_faults(octets))
    if kind == "application/zip" or kind.endswith("sheet"):
        return _zip_faults(octets)
    return []


def _letter_faults(octets: bytes) -> Iterator[str]:
    """Yield what is wrong with a letter: a header too many, or markup that lives."""
    letter = message_from_bytes(octets, policy=policy.default)
    names = Counter(name.lower() for name, _ in letter.items())
    yield from (name for name, count in names.items() if count > 1 or name in ("bcc", "cc"))
    for part in letter.walk():
        if part.get_content_type() == "text/html":
            yield from alive(part.get_content())


def _zip_faults(octets: bytes) -> list[str]:
    kinds = {"csv": "text/csv", "ics": "text/calendar", "json": "application/json"}
    found = []
    with zipfile.ZipFile(io.BytesIO(octets)) as files:
        for name in files.namelist():
            inside = files.read(name)
            if "worksheets/" in name and b"<f" in inside:
                found.append(f"a formula in {name}")
            if b"ddeLink" in inside or "externalLinks" in name:
                found.append(name)
            found += faults(kinds.get(re.split(r"[.+]", name)[-1], ""), inside)
    return found


def checked(answer: TestResponse) -> list[str]:
    """Return what is wrong with an answer, its headers too."""
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    for name, value in answer.headers:
        if "evil" in name.lower() or "\n" in value or "\r" in value:
            found.append(f"{name}: {value}")
    if answer.status_code == 200:
        found += faults(answer.mimetype, answer.data)
    elif answer.mimetype == "text/html":
        found += alive(answer.text)
    return found


# --- filling every form ------------------------------------------------------------------------


def keep(client: FlaskClient, form: Form) -> tuple[set[str], list[str]]:
    """Send a form with hostile words in every field that takes them.

    A field that refuses them, as one for an address does, is left as it was, and the rest is
    sent once more: in the end field by field. Return which were taken, and where that leads.
    """
    typed, files = dict.fromkeys(form.typed, HOSTILE), dict(form.files)
    while typed or files:
        answer = _send(client, form, typed, files)
        if answer.status_code in (200, 303):
            return {*typed, *files}, _ways(answer)
        wrong = {
            given.get("name", "")
            for _, given in Elements(answer.text).found
            if "aria-invalid" in given
        }
        if not wrong & {*typed, *files}:
            break
        files = {name: kind for name, kind in files.items() if name not in wrong}
        typed = {
            name: PLAIN if name in wrong else said
            for name, said in typed.items()
            if name not in wrong or said is HOSTILE
        }
    columns = {re.sub(r"\d+\.", "", name): name for name in typed}
    alone = (
        name
        for name in columns.values()
        if _send(client, form, {name: PLAIN}, form.files).status_code < 400
    )
    return set(alone), []


def _send(
    client: FlaskClient, form: Form, typed: dict[str, str], asked: dict[str, str]
) -> TestResponse:
    words = {name: [said[: form.typed[name]]] for name, said in typed.items()}
    clock = client.application.extensions["summit"].clock
    clock.moment += timedelta(seconds=5)  # nobody writes faster
    files = {name: a_file(kind) for name, kind in asked.items()}
    answer = client.post(form.action, data={**form.held, **words, **files})
    assert checked(answer) == [], form.action
    return answer


def _ways(answer: TestResponse) -> list[str]:
    """Return the addresses of ours that an answer leads to or shows."""
    shown = re.findall(r"https://summit\.example(/(?:review|feeds)/[\w.-]+)", answer.text)
    return [one for one in (*shown, answer.headers.get("Location")) if one]


# --- walking everywhere ------------------------------------------------------------------------

KEY = Key("mayoral-meeting", "london", "sadiq-khan")
OWN = f"{KEY.session}?person={KEY.person}"
SAID = clean(HOSTILE)
"""The words as a field keeps them."""
STARTS = (
    *("/", "/organize/", "/account/", "/cac2020/me", "/cac2020/me/registration"),
    *("/cac2020/register", "/cac2020/organize/", "/cac2020/agenda?view=grid", "/cac2020/now"),
    *("/cac2020/me/calendar", "/cac2020/organize/grid?day=4", "/cac2020/organize/search?q=evil"),
    *("/cac2020/organize/log?day=2020-05-01", "/cac2020/agenda?q=evil", "/organize/new"),
    *("/cac2020/sessions/mayoral-meeting/statements", "/cac2020/speakers/jared-diamond"),
    *("/cac2020/organize/things/speaker/jared-diamond", "/cac2020/office/london"),
    *("/cac2020/office/london/tech-check.ics", f"/cac2020/office/london/statements/{OWN}"),
)


@dataclass
class Walk:
    """Everything that links lead to, some pages of each route."""

    app: Flask
    client: FlaskClient
    seen: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, list[str]] = field(default_factory=dict)
    fields: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def endpoint(self, path: str, method: str = "GET") -> str:
        """Return the endpoint of an address, "" for none of ours."""
        try:
            return str(self.app.url_map.bind("summit.example").match(path, method)[0])
        except HTTPException:
            return ""

    def go(self, starts: tuple[str, ...], *, fill: bool = False) -> None:
        """Look at everything, and fill in every form on the way."""
        fixed = (one[1].replace("<summit>", "cac2020") for one in ROUTES if one[2] == READS)
        waiting = deque(dict.fromkeys([*starts, *(one for one in fixed if "<" not in one)]))
        known = set(waiting)
        while waiting:
            address = waiting.popleft()
            endpoint = self.endpoint(urlsplit(address).path)
            if not endpoint or len(self.seen[endpoint]) >= MOST:
                continue
            answer = self.client.get(address)
            if answer.status_code in (302, 303, 308):
                links = [answer.headers["Location"]]
            else:
                if answer.status_code == 200:
                    self.seen[endpoint].append(address)
                if found := checked(answer):
                    self.wrong[address] = found
                is_page = answer.mimetype == "text/html" and "<main" in answer.text
                links = list(_leading(answer.text)) if is_page else []
                if is_page and fill:
                    links += self.fill(answer.text, address)
            answer.close()
            ics = [urlsplit(one).path for one in links if urlsplit(one).path.endswith(".ics")]
            links += [one.replace(".ics", ".jcal") for one in ics]
            for split in map(urlsplit, links):
                link = split._replace(scheme="", netloc="", fragment="").geturl()
                if split.netloc in ("", "summit.example") and split.path and link not in known:
                    known.add(link)
                    waiting.append(link)

    def fill(self, html: str, address: str) -> list[str]:
        """Keep hostile words by the forms of a page; return where that leads."""
        found = []
        for form in forms(html, urlsplit(address).path):
            endpoint = self.endpoint(form.action, "POST")
            if endpoint and endpoint not in SKIPPED:
                taken, ways = keep(self.client, form)
                self.fields[endpoint] |= taken
                found += ways
        return found


def _leading(html: str) -> Iterator[str]:
    """Yield the addresses of links, frames, pictures and feeds of a page."""
    for tag, given in Elements(html).found:
        if tag in ("a", "img", "link", "iframe"):
            yield given.get("href") or given.get("src") or ""


@pytest.fixture
def shown(app: Flask) -> Iterator[Flask]:
    """The application as the demonstration, whose outbox shows the mail."""
    site: Site = app.extensions["summit"]
    settings = replace(site.settings, demonstration=True, mail_from="post@summit.example")
    app.extensions["summit"] = replace(site, settings=settings)
    yield app
    app.extensions["summit"] = replace(app.extensions["summit"], settings=site.settings)


@pytest.fixture
def owner(shown: Flask) -> FlaskClient:
    """An owner's browser: of somebody who is everything else too, so that they see all there is.

    They take part, have picked a session and made a feed; they are in the office of London, have
    handed in its statement, booked its check and may sign for it; and they interpret.
    """
    address = "mina@people.example"
    taking_part = person(shown, address)
    with shown.app_context():
        registration.set_rules(ACTOR, "cac2020", RULES, NOW)
        agenda.pick(taking_part, "cac2020", "diamond", NOW)
        subscription.subscribe(taking_part, "cac2020", "Phone", NOW)
        with deed.begin(ACTOR, Verb.ANSWER, "cac2020", NOW, office="london") as work:
            row = account.locked(work, taking_part.account or 0)
            contact.let_in(work, work.summit(), "london", row, SAID[:100])
    london = replace(taking_part, offices=frozenset({("cac2020", "london")}))
    _declare(shown, london)
    with shown.app_context():
        _hand_in(london)
        _book(london)
        _portray()
    actor = organizer(shown, Role.OWNER, Role.INTERPRETER, address=address)
    return enter(shown, actor)


def _declare(app: Flask, london: Actor) -> None:
    """Let there be public texts, a draft that offices see and one that they do not, all hostile."""
    first, second = two(app)
    words = Text({"en": SAID, "ko": SAID})
    text = Words(Text({"en": SAID[:200], "ko": SAID[:200]}), (Paragraph("p1", words),))
    for _ in range(2):
        released(app, first, second, text)
    entitle(app, first, london, person=SAID[:100], capacity=SAID[:100])
    drafted(app, first, text, circulated=True)
    drafted(app, first, text)


def _hand_in(london: Actor) -> None:
    for name in ("text", "file"):
        words = Given(Material.TEXT, "en", SAID)
        octets, called = a_file(".docx")
        file = Given(Material.TEXT, "en", file=octets, name=called)
        given = words if name == "text" else file
        statement.hand_in(london, "cac2020", KEY, given, NOW, largest=0, may_publish=True)


def _book(london: Actor) -> None:
    evening = Series(date(2020, 5, 28), time(16), time(18), 30, 1, SAID[:100], "Asia/Seoul")
    tech_check.open_series(ACTOR, "cac2020", evening, NOW)
    slot = tech_check.listing(ACTOR, "cac2020")[0][0].id
    tech_check.book(london, "cac2020", "london", slot, NOW)


def _portray() -> None:
    """Give somebody a picture."""
    digest = picture.keep(ACTOR, "cac2020", pictures.picture(), NOW)

    def give(draft: Programme) -> Programme:
        who = next(one for one in draft.people if one.code == "jared-diamond")
        return edits.put(draft, Noun.SPEAKER, replace(who, picture=digest))

    edit.apply(ACTOR, "cac2020", "change", give, NOW, "summit.example")


def fit(whole: Programme) -> Programme:
    """Return a programme in which the turns that were added have room."""
    sessions = (replace(one, minutes=one.minutes + max(0, overrun(one))) for one in whole.sessions)
    return replace(whole, sessions=tuple(sessions))


def test_nothing_that_is_typed_comes_alive(shown: Flask, owner: FlaskClient) -> None:
    filling, stranger = Walk(shown, owner), Walk(shown, browser(shown))
    stranger.go(STARTS, fill=True)
    filling.go(STARTS, fill=True)
    assert filling.wrong == stranger.wrong == {}
    later = NOW + timedelta(days=1)
    with shown.app_context():
        edit.apply(ACTOR, "cac2020", "fit", fit, later, "summit.example")
        statement.say(ACTOR, "cac2020", KEY, Delivery.DELIVERED, later)
        release.publish(ACTOR, "cac2020", HOSTILE, later)
        settings = shown.extensions["summit"].settings
        Office(ACTOR, SetClock(later + timedelta(hours=1)), settings).send()
    inside, outside = Walk(shown, owner), Walk(shown, browser(shown))
    inside.go((*STARTS, settings.outbox))
    outside.go((*STARTS, settings.outbox))
    assert inside.wrong == outside.wrong == {}
    walks = (filling, stranger, inside, outside)
    reads = {endpoint for endpoint, _, methods, _ in ROUTES if methods == READS}
    assert reads - {one for walk in walks for one in walk.seen} == set(UNSEEN)
    fields = filling.fields | stranger.fields
    assert {endpoint for endpoint, taken in fields.items() if not taken} == set(WORDLESS)
