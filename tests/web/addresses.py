"""The addresses of the demonstration summit: one or more for every route that reads."""

from __future__ import annotations

from summit.core.programme import Programme

PAGES = (
    "/cac2020/",
    "/cac2020/agenda",
    "/cac2020/sessions/mayoral-meeting",
    "/cac2020/sessions/diamond",
    "/cac2020/sessions/pre-summit-talk",
    "/cac2020/speakers",
    "/cac2020/speakers/jared-diamond",
    "/cac2020/cities",
    "/cac2020/cities/budapest",
    "/cac2020/cities/seoul",
    "/cac2020/areas/climate",
    "/cac2020/stages/main-studio",
    "/cac2020/now",
    "/cac2020/fairness",
    "/cac2020/sessions/mayoral-meeting/hours",
    "/cac2020/releases",
    "/cac2020/releases/1",
    "/cac2020/data",
    "/cac2020/reader",
    "/cac2020/sessions/mayoral-meeting/prompter",
)
"""A page of every kind; `every_page` gives all of them."""

CALENDARS = (
    "/cac2020/agenda.ics",
    "/cac2020/areas/climate.ics",
    "/cac2020/stages/main-studio.ics",
    "/cac2020/cities/budapest.ics",
    "/cac2020/speakers/jared-diamond.ics",
)
"""A feed of every kind."""

DOWNLOAD = "/cac2020/sessions/mayoral-meeting.ics"
SPEAKING = (
    *(address.replace(".ics", ".jcal") for address in (*CALENDARS, DOWNLOAD)),
    "/cac2020/schedule.xml",
    "/cac2020/schedule.json",
    "/cac2020/schedule.v2.json",
)
"""The files whose words are in the language of their address."""

FILES = (
    *SPEAKING,
    "/cac2020/sessions.csv",
    "/cac2020/sessions.xlsx",
    "/cac2020/release.json",
    "/cac2020/releases/1.json",
)
"""Every other file that is the same for whoever asks."""

ATOM = "/cac2020/releases.atom"
MACHINES = ("/healthz", "/readyz", "/robots.txt")
EVERYTHING = (*PAGES, *CALENDARS, DOWNLOAD, *FILES, ATOM, *MACHINES, "/")


def every_page(programme: Programme) -> tuple[str, ...]:
    """Return the address of every page that a programme has."""
    base = f"/{programme.summit.code}"
    things = (
        ("sessions", programme.sessions),
        ("speakers", programme.people),
        ("cities", programme.governments),
        ("areas", programme.areas),
        ("stages", programme.stages),
    )
    single = [f"{base}/{path}/{one.code}" for path, some in things for one in some]
    return tuple(dict.fromkeys((*PAGES, *single)))
