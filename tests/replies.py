"""Replies of calendars as mail programs write them."""

from __future__ import annotations

from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from tests.appointments import UID


def calendar(
    partstat: str = "ACCEPTED",
    *,
    uid: str = UID,
    attendee: str = "mailto:ana@london.example",
    sequence: int | None = 0,
    stamp: str = "20200521T080000Z",
    method: str = "REPLY",
    lines: tuple[str, ...] = (),
    params: str = "",
) -> bytes:
    """Return the calendar of a reply, or of a counter with `lines` of its own."""
    return "\r\n".join(
        (
            "BEGIN:VCALENDAR",
            "PRODID:-//Program//EN",
            "VERSION:2.0",
            f"METHOD:{method}",
            "BEGIN:VEVENT",
            "ORGANIZER;CN=Summit:mailto:rsvp@summit.example",
            f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={partstat}{params};CN=Ana",
            f" :{attendee}",
            f"UID:{uid}",
            *([f"SEQUENCE:{sequence}"] if sequence is not None else []),
            f"DTSTAMP:{stamp}",
            *lines,
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        )
    ).encode()


def mail(
    octets: bytes,
    sender: str = "Ana <ana@london.example>",
    kind: str = "text/calendar; method=REPLY; charset=UTF-8",
    transfer: str = "base64",
) -> bytes:
    """Return a message with a calendar in it, as Outlook and Google send it."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "rsvp@summit.example"
    message["Subject"] = "Accepted: Mayoral Meeting"
    message["Message-ID"] = "<a@london.example>"
    message.set_content("Ana has accepted this invitation.\n")
    main, _, rest = kind.partition(";")
    maintype, _, subtype = main.partition("/")
    message.add_alternative(octets, maintype=maintype, subtype=subtype, cte=transfer)
    part = message.get_payload()[-1]  # type: ignore[index]
    for one in filter(None, rest.split(";")):
        name, _, value = one.strip().partition("=")
        part.set_param(name, value)  # type: ignore[union-attr]
    return message.as_bytes()


def bounce(message_id: str, address: str, action: str = "failed") -> bytes:
    """Return a report of delivery as mail servers write it (RFC 3464)."""
    report = MIMEMultipart("report", **{"report-type": "delivery-status"})
    report["From"] = "MAILER-DAEMON@mx.example"
    report["To"] = "rsvp@summit.example"
    report.attach(MIMEText("It could not be delivered.\n"))
    whole = MIMEText("", "x-fields")
    del whole["MIME-Version"]
    whole.set_payload("Reporting-MTA: dns; mx.example\n")
    fields = MIMEText("", "x-fields")
    fields["Final-Recipient"] = f"rfc822; {address}"
    fields["Action"] = action
    fields["Status"] = "5.1.1"
    fields["Diagnostic-Code"] = "smtp; 550 5.1.1 no such user"
    status = MIMEMultipart("x")
    status.set_type("message/delivery-status")
    status.set_payload([whole, fields])
    report.attach(status)
    sent = EmailMessage()
    sent["Message-ID"] = f"<{message_id}@summit.example>"
    sent["Subject"] = "Invitation"
    sent.set_content("words\n")
    report.attach(MIMEMessage(sent))
    return report.as_bytes()
