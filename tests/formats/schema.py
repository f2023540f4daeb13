"""The schemas of the field, which lie beside a checkout for developing and not in the project."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

FOLDER = Path(__file__).parents[2] / "../shared/data/schemas"

needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="the schemas are not on this machine")


@cache
def _xsd() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(FOLDER / "schedule.xml.xsd"))


@cache
def _json(name: str) -> Any:
    schema = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def xml_messages(octets: bytes) -> list[str]:
    """Return what the XSD has to say of a schedule.xml."""
    xsd = _xsd()
    xsd.validate(etree.fromstring(octets))
    return [str(one) for one in xsd.error_log]


def json_messages(octets: bytes, name: str) -> list[str]:
    """Return what a JSON schema has to say of a document."""
    return [
        f"{one.json_path}: {one.message}" for one in _json(name).iter_errors(json.loads(octets))
    ]
