"""Writes a certificate of attendance as PDF: tagged, in the reader's language and zone.

Typst sets it (typst.app); all words are given to it as data, never as markup. Names are set in
the fonts of the machine: Noto for Korean, Chinese and Arabic (docs/operator.md).
"""

from __future__ import annotations

import json
from datetime import datetime
from importlib import import_module, resources
from typing import Any

from summit.core.certificate import Certificate
from summit.core.programme import Summit
from summit.core.text import clean_line
from summit.core.zone import offset_label, zone
from summit.language import clock_time, full_date, translations, zone_place


def write(
    certificate: Certificate, summit: Summit, address: str, zone_name: str, language: str
) -> bytes:
    """Return the PDF; `address` is where anybody can verify it.

    The same certificate gives the same bytes on the same machine.
    """
    gettext = translations(language).gettext
    ngettext = translations(language).ngettext
    minutes = certificate.minutes
    data = {
        "language": language.partition("-")[0],
        "title": gettext("Certificate of attendance"),
        "summit": clean_line(summit.title.say(language)),
        "host": clean_line(summit.host.say(language)),
        "lead": gettext("This is to certify that"),
        "name": certificate.name,
        "text": gettext("took part online in the sessions below."),
        "sessions": gettext("Sessions joined"),
        "head": [gettext("Start"), gettext("Session"), gettext("Minutes")],
        "rows": [
            [
                _moment(one.starts, zone_name, language),
                clean_line(one.title.say(language)),
                str(one.minutes),
            ]
            for one in certificate.attended
        ],
        "total": ngettext("%(n)d minute in all", "%(n)d minutes in all", minutes) % {"n": minutes},
        "note": gettext(
            "Minutes are counted from joining a session until it ended or another was joined."
        ),
        "verify": gettext("Anybody can verify this certificate, %(code)s, at:")
        % {"code": certificate.code},
        "address": address,
    }
    typst: Any = import_module("typst")
    octets: bytes = typst.compile(
        resources.files("summit").joinpath("formats/certificate.typ").read_bytes(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return octets


def _moment(instant: datetime, zone_name: str, language: str) -> str:
    where = zone(zone_name)
    local = instant.astimezone(where)
    place = f"{zone_place(zone_name, language)} ({offset_label(instant, where)})"
    return f"{full_date(local.date(), language)}, {clock_time(instant, where)} {place}"
