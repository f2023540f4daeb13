"""What the core and the services refuse, in the reader's language: the one place for it.

They say it in English, since they know no reader. Each of their messages that can reach a page
stands here once more, so that translators find it; a test in tests/architecture holds that.
"""

from __future__ import annotations

from summit.core.errors import Invalid, Problems, SummitError
from summit.language import translations
from summit.web import reader


def _(message: str) -> str:
    """Mark a message for translators; it is looked up when somebody reads it."""
    return message


MESSAGES = frozenset(
    (
        _("Please choose as what you take part."),
        _("Please tell us your name."),
        _("This is too long."),
        _("Please choose your time zone."),
        _("Please choose the language of your mail."),
        _("Please answer this."),
        _("Please answer on one line."),
        _("Please choose one of these."),
        _("Please tick this, or leave it."),
        _("One of these sessions has no seats to take."),
        _("Without this we may not keep your registration."),
        _("This government is none of the summit's."),
        _("Please choose a country of the list."),
        _("Please choose languages of the list."),
        _("This is not an email address. One looks like name@example.org."),
        _("Bands begin and end at whole or half hours, 00:00 to 24:00."),
        _("This is not after its beginning."),
        _("Points are whole numbers from 0 to %(most)s."),
        _("No band covers %(begins)s to %(ends)s."),
        _("Two bands cover %(begins)s to %(ends)s."),
        _("Registration is not open."),
        _("Please register for the summit first."),
        _("Everybody can come to this session: no seat is needed."),
        _("This session is over."),
        _("This seat is not offered to you any more."),
        _("Pick a session first: a calendar needs one to begin with."),
        _("%(most)s calendars are the most that one person can have."),
        _("Give it a name, such as “My phone”."),
        _("%(most)s characters are the most for a name."),
        _("Choose one of the times that are offered."),
        _("“%(tag)s” is not a language of these pages."),
        _("“%(zone)s” is not the name of a time zone, such as Asia/Seoul."),
        _("Certificates are issued when the summit is over."),
        _("A certificate needs a session that was joined for a minute or more."),
        _("Take at least %(count)s characters: a few words in a row will do."),
        _("Take at most %(count)s characters."),
        _("Leave your name and your address out: they are guessed first."),
        _("This is guessed early: take a few words that others would not put in a row."),
        _("Somebody else changed this in the meantime."),
        _("This is not the tag of a language."),
        _("This is not an address of the web."),
        _("What is public has an address."),
        _("Say who it is for."),
        _("A link is good for some days."),
        _("They are a contact of this office already."),
        _("It has not left yet."),
        _("This was decided already."),
        _("The organizers say yes to this one: they will call back."),
        _("Say how you made sure that the address is theirs."),
        _("The clock of your city was changed meanwhile: look at it again."),
        _("The session has moved meanwhile: look at its new time, and reply again."),
        _("Meanwhile the number of letters is another: look at it again."),
        _("Choose what becomes of the slot."),
        _("Say why, in a few words: the organizers will be asked."),
        _("Say who comes instead."),
        _("Say which hours would do."),
        _("These hours end before they begin."),
        _("This file is empty."),
        _("The turns are others by now: look at their order again."),
        _("This file is larger than %(size)s MB."),
        _("This is not a picture: send a JPEG, PNG or WebP file."),
        _("This picture has too many pixels: %(most)s million are the most."),
        _("This picture is too small: %(least)s pixels on each side are the least."),
        _("%(most)s pictures are the most for one summit."),
        _("%(most)s windows are the most."),
        _("A window ends after it begins."),
        _("Please fill this in."),
        _("There is nothing that {%(place)s} stands for."),
        _("Please choose as what they take part."),
        _("This registration has ended: there is nothing to confirm."),
        _("This account is used elsewhere too: ask an operator to shut it."),
        _("This time is over."),
        _("Nobody is selected."),
        _("These are not as many any more: look at them again."),
        _("There is nothing to take back."),
        _("This is sent already."),
        _("Somebody else has changed this draft since: look at it again."),
        _("They neither have a seat in this session nor wait for one."),
        _("They do not wait any more."),
        _("Their registration is not confirmed yet."),
        _("This session is over, or does not take place."),
        _("No seat is free. Say that it may be one above the capacity."),
        _("Please say why: it stands in the log."),
        _("Please say how they agreed."),
        _("Somebody with this address is registered."),
        _("This registration waits for nobody's approval."),
        _("Somebody else has changed this since."),
        _("Somebody else has changed this since you opened it."),
        _("There is nothing of yours to undo."),
        _("There is nothing of yours to do again."),
        _("You have changed something else since: look at it again."),
        _("A session without a slot cannot be swapped: give it one."),
        _("It is needed still, by: %(some)s."),
        _("This is not the code that the authenticator shows now. Is its clock right?"),
        _("This code is not right, or was used already. Wait for the next one."),
        _("There are enough second factors: remove one first."),
        _("The passkey was not taken. Try again, or choose another way."),
        _("Choose what they are to do."),
        _("They organize this summit already."),
        _("They are invited already. You can send the invitation again below."),
        _("Name another owner first: %(codes)s."),
        _("Somebody has to own the summit: name another owner first."),
        _("Give the declaration a title."),
        _("%(most)s paragraphs are the most."),
        _("%(most)s versions are the most: ask the organizers."),
        _("A paragraph stands twice."),
        _("There is a working version already: go on with that one."),
        _("This version does not change any more: begin another one."),
        _("This version is frozen already."),
        _("Say all of it in each of its languages first."),
        _("Write a paragraph first."),
        _("Who has frozen a text does not release it: another organizer does."),
        _("The text is not the one that was frozen: freeze another version."),
        _("The text is frozen for adoption: it takes no more remarks."),
        _("There is another text now: look at it before you endorse it."),
        _("These are not the first characters of the text's hash."),
        _("What was endorsed for real is not withdrawn in a rehearsal."),
        _("The session is closed: take that back first."),
        _("No turn is left: close the session."),
        _("No turn is on."),
        _("The session has not begun."),
        _("A turn lasts from 1 to %(most)s minutes."),
        _("%(most)s turns are the most."),
        _("Choose another turn to swap it with."),
        _("It can run over by 1 to %(most)s minutes."),
        _("This turn is not where you saw it any more."),
        _("Somebody else has pressed something since: look at it again."),
        _("There is a summit “%(code)s” already."),
        _("“%(code)s” is the name of another page."),
        _("This was delivered: nothing of it can be changed any more."),
        _("There is nothing to withdraw."),
        _("There is no such moment at the host's: write it as 2020-06-02 and 21:30."),
        _("Give one of these: words, a link or a file."),
        _("A link to a recording begins with https://."),
        _("There is nothing to hand in yet."),
        _("%(most)s characters are the most."),
        _("An office has booked this: let it move first."),
        _("Somebody was faster: this time is taken now. Please choose another."),
        _("Your check has begun: it cannot be moved any more."),
        _("Your check has begun: it cannot be given back any more."),
        _("Please say what failed."),
        _("Your office has booked a check already. You can move it."),
        _("A check takes from 5 to 240 minutes."),
        _("From 1 to 50 offices can be checked at once."),
        _("No check fits between these times."),
        _("These are more than %(most)s slots at once."),
        _("a code is made of small letters, digits and hyphens, 64 at most"),
        _("This is none of the files that are taken here: plain text, DOCX or PDF."),
        _("This is none of the files that are taken here: PDF or PPTX."),
        _("This is none of the files that are taken here: MP4 or WebM."),
        _(
            "This PDF holds scripts, forms or files of its own. Please print it into a new "
            "PDF, and hand that in."
        ),
        _("This file ends too early. Please hand it in again."),
        _("This file has more parts than a document needs."),
        _("This file would unpack to more than any document needs."),
        _("This file is locked with a password. Please take that off."),
        _(
            "This document would fetch a part of itself from elsewhere. Please save it as a "
            "new one, and hand that in."
        ),
        _("This document holds macros. Please save it without them, as DOCX or PPTX."),
        _("This file is broken. Please save it anew, and hand that in."),
    )
)
"""Every message that can reach a page, as it is raised."""


def say(error: SummitError) -> str:
    """Return what an error says in the reader's language, "" where it is not for readers."""
    wording = error.wording if isinstance(error, Invalid) else str(error)
    if wording not in MESSAGES:
        return ""
    words = translations(reader.language()).gettext(wording)
    return words % error.values if isinstance(error, Invalid) and error.values else words


def by_field(problems: Problems) -> dict[str, str]:
    """Return what is wrong in the reader's language, the first of each field by its name."""
    return {one.where: say(one) for one in reversed(problems.found)}
