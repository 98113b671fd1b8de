"""JSON and JSONL say what their published schemas say."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import listing_rules as lr
from formats.outputs import NASTY, SHOP, failure, product, report, write
from listing_rules.formats.visible import in_json
from listing_rules.report import Place, Report, TurnedOff

SCHEMAS = Path(__file__).resolve().parent.parent.parent / "docs" / "schemas"
OFF = TurnedOff(rule="no-weight", because="sent by the warehouse", until="2027-01-01", mandatory=False)


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def reports() -> list[Report]:
    other = Place(at="/skus/1/price/amount", source_at="/variants/1/price", value="0")
    return [
        lr.check(product(variants=[{"price": "0"}]), shop=SHOP),
        report(failure(also_at=(other,)), turned_off=(OFF,), known=(failure(),)),
        report(unreadable="damaged"),
    ]


def test_every_line_is_a_report() -> None:
    for line in write("jsonl", reports()).text.splitlines():
        validator("report").validate(json.loads(line))


@pytest.mark.parametrize("title", [*NASTY, '"failures":[],"skipped":[]', "Tasse für dich", "☕" * 3])
def test_a_line_is_what_pydantic_writes(title: str) -> None:
    """What is the same in most lines is written once; a value may look like what is put together."""
    value: Any = {"failures": [], "skipped": []}
    told = report(failure(reason=title, value=value), failure(value=title), title=title)
    for one in (*reports(), told, told.model_copy(update={"known": told.failures})):
        assert write("jsonl", [one]).text == in_json(one.model_dump_json()) + "\n"


def test_a_report_comes_from_another_process_as_it_was() -> None:
    for one in reports():
        again = pickle.loads(pickle.dumps(one))  # noqa: S301
        assert again == one
        assert again.product.vendor == one.product.vendor


@pytest.mark.parametrize("partial", [None, "the disk is full"])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_document_is_what_its_schema_says(count: int, partial: str | None) -> None:
    document: dict[str, Any] = json.loads(write("json", reports()[:count], partial=partial).text)
    validator("document").validate(document)
    assert len(document["reports"]) == document["summary"]["products"] + document["summary"]["unreadable"]
    assert document["summary"]["partial"] == partial


def test_a_file_name_that_is_no_text_is_told_as_escapes() -> None:
    [line] = write("jsonl", [report(file="\udcff.jsonl")]).text.splitlines()
    assert json.loads(line)["source"]["file"] == "\\xff.jsonl"
