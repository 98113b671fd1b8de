"""What JUnit readers, GitHub Actions, GitLab, reviewdog, job summaries and spreadsheets are given."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from formats.outputs import failure, report, write
from listing_rules.report import Report

LINE = '{"id": 1, "title": "Käse", "variants": [{"price": "0.00"}]}\n'.encode()
FILES = {"catalog.jsonl": LINE}
WARNING = failure(rule="no-weight", severity="warning", fingerprint="f" * 20)
ADVICE = failure(rule="too-many-images", severity="info", stage="listed", fingerprint="a" * 20)


def suite(reports: Iterable[Report], **run: Any) -> ET.Element:
    root = ET.fromstring(write("junit", reports, **run).text.encode())  # noqa: S314 - our own text
    assert root.tag == "testsuites"
    found = root.find("testsuite")
    assert found is not None
    cases = found.findall("testcase")
    counts = {"tests": len(cases)}
    for name, tag in {"failures": "failure", "errors": "error", "skipped": "skipped"}.items():
        counts[name] = sum(case.find(tag) is not None for case in cases)
    assert {name: int(found.attrib[name]) for name in counts} == counts
    return found


def test_junit_has_a_case_for_each_product() -> None:
    cases = suite([report(failure(), WARNING), report(WARNING), report()], files=FILES).findall("testcase")
    assert [[child.tag for child in case] for case in cases] == [["failure", "system-out"], ["system-out"], []]
    assert cases[0].attrib["file"] == cases[0].attrib["classname"] == "catalog.jsonl"
    assert cases[0].attrib["line"] == "1"
    told = cases[0].find("failure")
    assert told is not None
    assert told.attrib == {"type": "zero-price", "message": "The price is 0."}
    assert "Fix: Set one." in (told.text or "")


def test_junit_tells_several_failures_of_a_product_as_one() -> None:
    [case] = suite([report(failure(), failure(rule="missing-title", reason="No title."))]).findall("testcase")
    [told] = case.findall("failure")
    assert told.attrib["message"] == "The price is 0. (and 1 more)"
    assert "missing-title" in (told.text or "")


@pytest.mark.parametrize(("fail_on", "failed"), [("error", 1), ("warning", 2), ("info", 3), (None, 0)])
def test_junit_fails_what_the_exit_status_fails(fail_on: Any, failed: int) -> None:
    found = suite([report(failure()), report(WARNING), report(ADVICE)], fail_on=fail_on)
    assert found.attrib["failures"] == str(failed)


def test_junit_tells_what_is_unreadable_skipped_or_partial() -> None:
    reports = [report(unreadable="broken"), report(ADVICE, forecast="not_synced")]
    cases = suite(reports, partial="the disk is full").findall("testcase")
    assert [case[0].tag for case in cases] == ["error", "skipped", "error"]
    assert "the disk is full" in cases[2][0].attrib["message"]


def annotations(reports: Iterable[Report], **run: Any) -> list[str]:
    return write("github", reports, **run).text.splitlines()


def test_an_annotation_stands_at_the_value() -> None:
    [line] = annotations([report(failure())], files=FILES)
    assert line == (
        "::error file=catalog.jsonl,line=1,col=51,endColumn=57,title=A variant is priced at zero (zero-price)"
        "::A mug: The price is 0.%0AFix: Set one."
    )
    assert LINE.decode()[50:56] == '"0.00"'


def test_an_annotation_escapes_what_commands_are_made_of() -> None:
    [line] = annotations([report(failure(), file="a,b:c\nd 100%.csv", title="50% off\r\n::error::x")])
    assert "file=a%2Cb%3Ac%0Ad 100%25.csv,line=1" in line
    assert "::50%25 off  " in line
    assert " ::error" not in line


def test_standard_input_is_annotated_without_a_place() -> None:
    [line] = annotations([report(failure(), file=None)])
    assert line.startswith("::error title=A variant")


def test_ten_of_a_kind_are_annotated_of_every_cause_one_first() -> None:
    rare = failure(rule="missing-title", reason="No title.")
    lines = annotations([report(*[failure()] * 30), report(rare), report(*[ADVICE] * 12)])
    assert [line.split(" ")[0] for line in lines].count("::error") == 10
    assert sum("No title." in line for line in lines[:2]) == 1
    assert sum(line.startswith("::notice") for line in lines) == 10
    assert "24 more failures are not annotated" in lines[-1]


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer"}}},
                },
            },
        },
    },
}


def issues(reports: Iterable[Report], **run: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(write("gitlab", reports, **run).text)
    Draft202012Validator(GITLAB).validate(found)
    return found


def test_gitlab_issues_have_fingerprints_of_their_own() -> None:
    found = issues([report(failure(), WARNING), report(failure(), line=2), report(failure(), line=3)])
    assert len({one["fingerprint"] for one in found}) == 4
    again = issues([report(failure(), WARNING), report(failure(), line=2), report(failure(), line=3)])
    assert found == again
    assert found[0]["fingerprint"] == failure().fingerprint


def test_gitlab_severities_follow_where_the_listing_stops() -> None:
    stages = ("sync_failed", "review_failed", "in_review")
    found = issues(
        [
            report(
                *[failure(stage=stage) for stage in stages],
                WARNING,
                ADVICE,
            ),
            report(unreadable="x"),
        ]
    )
    by_place = sorted(one["severity"] for one in found)
    assert by_place == ["blocker", "blocker", "critical", "info", "major", "minor"]


def test_gitlab_and_reviewdog_are_told_of_files_only() -> None:
    for name in ("gitlab", "rdjson"):
        written = write(name, [report(failure(), file=None)])
        assert json.loads(written.text) in ([], {"source": {"name": "listing-rules"}, "diagnostics": []})
        assert "from no file" in written.said[0]


POSITION = {
    "type": "object",
    "required": ["line"],
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
}
RDJSON = {
    "type": "object",
    "required": ["diagnostics"],
    "properties": {
        "source": {"type": "object", "properties": {"name": {"type": "string"}}},
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location"],
                "properties": {
                    "message": {"type": "string"},
                    "severity": {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
                    "code": {"type": "object", "properties": {"value": {"type": "string"}}},
                    "location": {
                        "type": "object",
                        "required": ["path"],
                        "properties": {
                            "path": {"type": "string"},
                            "range": {"type": "object", "properties": {"start": POSITION, "end": POSITION}},
                        },
                    },
                },
            },
        },
    },
}


def test_reviewdog_counts_columns_in_bytes() -> None:
    result = json.loads(write("rdjson", [report(failure()), report(unreadable="x")], files=FILES).text)
    Draft202012Validator(RDJSON).validate(result)
    spot = result["diagnostics"][0]["location"]["range"]
    assert LINE[spot["start"]["column"] - 1 : spot["end"]["column"] - 1] == b'"0.00"'
    assert result["diagnostics"][1]["location"]["range"] == {"start": {"line": 1}}


def test_the_summary_counts_causes_and_names_products() -> None:
    text = write("markdown", [report(failure()), report(failure(), title="A jug"), report(WARNING)], files=FILES).text
    assert text.startswith("### ❌ TikTok Shop: 3 products")
    assert re.search(r"\| ❌ \| A variant is priced at zero \| 2 \| `zero-price` \|", text)
    assert "**A jug**: The price is 0. <sub>catalog.jsonl:1 · /variants/0/price</sub>" in text
    assert write("markdown", [report()]).text.startswith("### ✅ TikTok Shop: 1 product")
    assert "**Partial:** the disk is full" in write("markdown", [report()], partial="the disk is full").text


def test_the_summary_fits_a_comment_and_loses_no_cause() -> None:
    long = "x" * 5_000
    reports = [
        report(*[failure(rule=f"rule-{number}", reason=long, fix=long) for number in range(90)], title=long)
        for _ in range(25)
    ]
    text = write("markdown", reports).text
    assert len(text) <= 65_536
    assert all(f"`rule-{number}`" in text for number in range(90))
    assert text.count("more\n") == 90


def table(reports: Iterable[Report], **run: Any) -> list[dict[str, str]]:
    text = write("csv", reports, **run).text
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_table_has_a_row_for_each_thing_to_mend() -> None:
    rows = table([report(failure(value="0.00"), WARNING), report(), report(unreadable="broken")], files=FILES)
    assert [row["Rule"] for row in rows] == ["zero-price", "no-weight", "unreadable-product"]
    assert rows[0]["Verdict"] == "Sync failed"
    assert rows[0]["What to do"] == "Set one."
    assert (rows[0]["File"], rows[0]["Line"], rows[0]["Value"]) == ("catalog.jsonl", "1", "0.00")


@pytest.mark.parametrize(
    ("value", "cell"),
    [("-5.00", "-5.00"), ("+1", "+1"), ("=1+1", "'=1+1"), ("  @x", "'  @x"), ("-1+1", "'-1+1"), ("a\nb", "a b")],
)
def test_a_spreadsheet_is_given_text_and_numbers_but_no_formula(value: str, cell: str) -> None:
    [row] = table([report(failure(value=value))])
    assert row["Value"] == cell
