"""SARIF as GitHub code scanning takes it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from formats.outputs import RULES, failure, report, write
from listing_rules.report import Place, Report

LINE = b'{"id": 1, "title": "A mug", "variants": [{"price": "0.00"}, {"price": "0.00"}]}\n'


def log(reports: Iterable[Report], **run: Any) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(write("sarif", reports, **run).text)
    return log


def only_result(*reports: Report, **run: Any) -> dict[str, Any]:
    [result] = log(reports, **run)["runs"][0]["results"]
    return dict(result)


def test_what_the_standard_and_github_ask_for_is_there() -> None:
    document = log([report(failure()), report(unreadable="damaged")])
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-schema-2.1.0.json")
    [run] = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["automationDetails"]["id"] == "listing-rules/US/"
    assert run["invocations"][0]["executionSuccessful"] is True
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        assert result["partialFingerprints"]["listingRules/v1"]
        physical = result["locations"][0]["physicalLocation"]
        assert physical["artifactLocation"] == {"uri": "catalog.jsonl", "uriBaseId": "%SRCROOT%"}
        assert physical["region"]["startLine"] >= 1


def test_a_rule_comes_with_its_help() -> None:
    [rule] = log([report(failure())])["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "A variant is priced at zero"
    assert "refuses the product" in rule["fullDescription"]["text"]
    assert rule["help"]["text"].startswith("Fix: ")
    assert "12052073" in rule["help"]["markdown"]
    assert rule["defaultConfiguration"]["level"] == "error"
    assert rule["properties"]["precision"] == "very-high"
    assert len(rule["properties"]["tags"]) <= 10


def test_every_rule_can_be_described() -> None:
    reports = [report(failure(rule=rule.id)) for rule in RULES.rules]
    described = log(reports)["runs"][0]["tool"]["driver"]["rules"]
    assert [one["id"] for one in described] == [rule.id for rule in RULES.rules]
    assert all(one["help"]["text"] and one["help"]["markdown"] for one in described)


def test_the_region_is_the_value_and_the_other_places_are_related() -> None:
    other = Place(at="/skus/1/price/amount", source_at="/variants/1/price")
    result = only_result(report(failure(also_at=(other,))), files={"catalog.jsonl": LINE})
    region = result["locations"][0]["physicalLocation"]["region"]
    assert LINE[region["startColumn"] - 1 : region["endColumn"] - 1] == b'"0.00"'
    [related] = result["relatedLocations"]
    assert related["physicalLocation"]["region"]["startColumn"] > region["startColumn"]
    assert related["message"]["text"] == "/variants/1/price"


def test_what_a_shop_fact_breaks_is_at_the_product() -> None:
    result = only_result(report(failure(source_at=None, source_label="listing in the shop file"), line=7))
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 7}
    assert result["properties"]["place"] == "listing in the shop file"


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("my shop/a b.jsonl", "my%20shop/a%20b.jsonl"),
        ("a\nb.jsonl", "a%0Ab.jsonl"),
        ("käse%:#?.csv", "k%C3%A4se%25%3A%23%3F.csv"),
        ("../up.csv", "../up.csv"),
        ("\udcff.csv", "%FF.csv"),
    ],
)
def test_a_path_is_a_uri_relative_to_the_repository(file: str, uri: str) -> None:
    artifact = only_result(report(failure(), file=file))["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_a_file_outside_of_the_repository_has_its_whole_address() -> None:
    artifact = only_result(report(failure(), file="/data/a b.csv"))["locations"][0]["physicalLocation"]
    assert artifact["artifactLocation"] == {"uri": "file:///data/a%20b.csv"}


def test_standard_input_is_given_no_location() -> None:
    written = write("sarif", [report(failure(), file=None)])
    [run] = json.loads(written.text)["runs"]
    assert "locations" not in run["results"][0]
    assert "1 results come from no file" in written.said[0]
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] in written.said[0]


def test_a_link_in_a_title_is_no_link() -> None:
    told = only_result(report(failure(), title="[click](https://example.invalid)"))["message"]["text"]
    assert "](" not in told
    assert "click" in told


def test_limits_are_honoured_with_the_worst_first_and_announced() -> None:
    mild = report(*[failure(severity="info", stage="listed", fingerprint=str(number)) for number in range(100)])
    worse = report(*[failure(severity="warning", fingerprint=f"w{number}") for number in range(10)])
    worst = report(*[failure(fingerprint=f"e{number}") for number in range(10)])
    written = write("sarif", [worse, *[mild] * 251, worst])
    [run] = json.loads(written.text)["runs"]
    levels = [result["level"] for result in run["results"]]
    assert levels == ["error"] * 10 + ["warning"] * 10 + ["note"] * 24_980
    assert [result["partialFingerprints"]["listingRules/v1"] for result in run["results"][:2]] == ["e0", "e1"]
    assert written.said == [
        "sarif: 120 of 25,120 results are left out, the least severe: GitHub takes 25,000 in a run",
        "sarif: GitHub shows the first 5,000 of 25,000 results, which are the worst",
    ]


def test_a_run_that_ended_early_says_so() -> None:
    written = write("sarif", [report(failure())], partial="the disk is full")
    [invocation] = json.loads(written.text)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "the disk is full" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_no_failure_is_a_whole_log() -> None:
    [run] = log([report()])["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
    assert log([])["runs"][0]["results"] == []
