"""What the record makes of texts and endorsements, in the summit's time and in a rehearsal."""

from __future__ import annotations

from datetime import timedelta

from summit.core import endorsement
from summit.core.record import Act
from tests.core.test_record import AT, TEXT, chain, endorsing, rewritten, small


def test_what_stands_is_told_from_what_was_withdrawn() -> None:
    (text,) = endorsement.released(small(), is_rehearsing=False)
    assert (text.version, text.digest, text.at) == (1, TEXT, AT + timedelta(hours=1))
    assert [(one.government, one.number, one.is_late) for one in text.endorsements] == [
        ("budapest", 3, False),
        ("london", 6, True),
    ]
    (gone,) = text.withdrawn
    assert (gone.government, gone.number, gone.reason) == ("london", 2, "A mistake")
    assert gone.withdrawn == AT + timedelta(hours=4)
    assert text.deadline == AT + timedelta(minutes=30)


def test_what_was_done_in_a_rehearsal_counts_while_it_lasts() -> None:
    links = chain((Act.ENDORSE, endorsing("london")), (Act.ENDORSE, endorsing("lima")))
    links[2] = rewritten(links[2], rehearsal=True)
    (now,) = endorsement.released(links, is_rehearsing=True)
    (after,) = endorsement.released(links, is_rehearsing=False)
    assert [one.government for one in now.endorsements] == ["london", "lima"]
    assert [one.government for one in after.endorsements] == ["london"]
    rehearsed = chain(rehearsal=True)
    assert endorsement.released(rehearsed, is_rehearsing=False) == ()
    assert len(endorsement.released(rehearsed, is_rehearsing=True)) == 1


def test_late_is_what_comes_after_the_second_of_the_deadline() -> None:
    assert endorsement.late(None, AT) is False
    assert endorsement.late(AT, AT + timedelta(microseconds=999_999)) is False
    assert endorsement.late(AT, AT + timedelta(seconds=1)) is True
