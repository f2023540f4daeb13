"""A thing of a programme as plain JSON, and back."""

from __future__ import annotations

import json

from hypothesis import given

from summit.core import edit
from summit.core.programme import Programme
from summit.formats import thing
from tests.factories import wild_programmes


@given(draft=wild_programmes())
def test_there_and_back(draft: Programme) -> None:
    for key, value in edit.things(draft).items():
        plain = json.loads(json.dumps(thing.write(value)))
        assert thing.read(key, plain) == value
        assert thing.digest(thing.read(key, plain)) == thing.digest(value)


def test_nothing_is_null() -> None:
    assert thing.write(None) is None
    assert thing.read("stage/studio", None) is None
    assert len(thing.digest(None)) == 16
