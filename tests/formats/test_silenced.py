"""Mandatory rules that a shop turned off, or that a baseline holds back: every output says which and why."""

from __future__ import annotations

import json
from typing import Any

import pytest

from formats.outputs import RULES, failure, report, write
from formats.test_ci_formats import suite
from listing_rules.report import Report, TurnedOff

OFF = TurnedOff(rule="alcohol-tobacco-vapes", because="we sell antiques", until=None, mandatory=True)
FREE = TurnedOff(rule="no-weight", because="sent later", until=None, mandatory=False)
KNOWN = failure(rule="prohibited-goods", stage="review_failed")
TURNED_OFF = "The mandatory rule alcohol-tobacco-vapes is turned off for 1 of 2 products: we sell antiques"
HELD_BACK = "The baseline holds back 1 failure of the mandatory rule prohibited-goods"


def quiet() -> list[Report]:
    return [report(turned_off=(OFF, FREE)), report(known=(KNOWN,), line=2)]


def test_the_rules_are_mandatory() -> None:
    assert all((rule := RULES.get(name)) and rule.mandatory for name in (OFF.rule, KNOWN.rule))


@pytest.mark.parametrize("name", ["sarif", "junit", "github", "gitlab", "markdown"])
def test_every_output_tells(name: str) -> None:
    text = write(name, quiet()).text.replace("\\\\-", "-")
    assert TURNED_OFF in text
    assert HELD_BACK in text
    assert "no-weight" not in text


@pytest.mark.parametrize("name", ["csv", "rdjson"])
def test_where_there_is_no_room_in_it_standard_error_tells(name: str) -> None:
    written = write(name, quiet())
    assert written.said == [f"{name}: {TURNED_OFF}", f"{name}: {HELD_BACK}"]
    assert OFF.rule not in written.text


@pytest.mark.parametrize("name", ["sarif", "junit", "github", "gitlab", "markdown", "csv", "rdjson"])
def test_what_is_not_mandatory_may_be_quiet(name: str) -> None:
    written = write(name, [report(turned_off=(FREE,))])
    assert "no-weight" not in written.text
    assert written.said == []


def test_sarif_tells_it_of_the_configuration() -> None:
    [run] = json.loads(write("sarif", quiet()).text)["runs"]
    told = [one["message"]["text"] for one in run["invocations"][0]["toolConfigurationNotifications"]]
    assert told == [TURNED_OFF, HELD_BACK]
    assert run["results"] == []


def test_junit_skips_a_case_of_its_own() -> None:
    cases = suite(quiet()).findall("testcase")
    assert [case.attrib["name"] for case in cases[2:]] == [OFF.rule, KNOWN.rule]
    assert [case[0].tag for case in cases[2:]] == ["skipped", "skipped"]


def test_github_keeps_room_for_it_among_the_ten() -> None:
    warnings = [failure(rule="no-weight", severity="warning") for _ in range(12)]
    lines = write("github", [*quiet(), report(*warnings)]).text.splitlines()
    found = [line for line in lines if line.startswith("::warning")]
    assert len(found) == 10
    assert found[0].startswith("::warning title=Mandatory rules kept quiet::")
    assert "3 more failures are not annotated" in lines[-1]


def test_gitlab_tells_it_at_the_head_of_the_first_file() -> None:
    issues: list[dict[str, Any]] = json.loads(write("gitlab", quiet()).text)
    assert {issue["location"]["path"] for issue in issues} == {"catalog.jsonl"}
    assert len({issue["fingerprint"] for issue in issues}) == 2
    nowhere = write("gitlab", [report(file=None, turned_off=(OFF,))])
    assert json.loads(nowhere.text) == []
    assert [one.startswith("gitlab: The mandatory rule") for one in nowhere.said] == [True]


def test_a_reason_is_text_wherever_it_goes() -> None:
    hostile = OFF.model_copy(update={"because": "<b>x</b>\n::error::y ]]> @octocat \u202e" + "z" * 9_000})
    for name in ("junit", "github", "markdown"):
        text = write(name, [report(turned_off=(hostile,))]).text
        assert "\u202e" not in text
        assert "z" * 400 not in text
        assert not any(line.startswith("::error") for line in text.splitlines())
    assert "<b>" not in write("junit", [report(turned_off=(hostile,))]).text
    assert "\\<b" in write("markdown", [report(turned_off=(hostile,))]).text
