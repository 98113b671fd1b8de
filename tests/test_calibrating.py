"""What was foretold against what TikTok Shop answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.calibrating import Calibration, RuleScore
from listing_rules.commands.explaining import calibration


def report(
    handle: str, *rules: str, stage: str = "sync_failed", skipped: tuple[str, ...] = (), **more: Any
) -> dict[str, Any]:
    return {
        "product": {"id": None, "handle": handle, "title": "A mug"},
        "failures": [{"rule": rule, "stage": stage, "severity": "error", **more} for rule in rules],
        "skipped": [{"rule": rule, "needs": [], "why": ""} for rule in skipped],
    }


def score(found: Calibration, rule: str) -> RuleScore:
    return next(one for one in found.rules if one.rule == rule)


def test_a_rule_that_said_what_tiktok_said_is_a_hit() -> None:
    found = lr.calibrate([report("mug", "zero-price")], [{"handle": "mug", "messages": ["Price out of range"]}])
    assert found.rules == (RuleScore("zero-price", 1, 0, 0, 0, 0),)
    assert (found.compared, found.unmatched) == (1, 0)


@pytest.mark.parametrize(
    "answer",
    [
        {"codes": [12052028]},
        {"code": "12052028", "message": "Main product image is required"},
        {"data": {"errors": [{"detail": {"extra_errors": [{"code": 12052028}]}}]}, "code": 12052990},
        {"messages": ["12052028 Main product image is required"]},
    ],
)
def test_a_cause_counts_once_however_it_is_said(answer: dict[str, Any]) -> None:
    found = lr.calibrate([report("mug", "no-images")], [{"handle": "mug", **answer}])
    assert found.rules == (RuleScore("no-images", 1, 0, 0, 0, 0),)
    assert found.beyond == ()


def test_what_tiktok_said_and_we_did_not_is_a_miss() -> None:
    found = lr.calibrate([report("mug")], [{"handle": "mug", "codes": [12052028]}])
    assert found.rules == (RuleScore("no-images", 0, 1, 0, 0, 0),)


def test_what_we_could_not_decide_is_no_miss() -> None:
    found = lr.calibrate([report("mug", skipped=("missing-size-chart",))], [{"handle": "mug", "codes": [12052673]}])
    assert found.rules == (RuleScore("missing-size-chart", 0, 0, 1, 0, 0),)


def test_what_we_said_and_tiktok_did_not_is_a_wrong_alarm() -> None:
    found = lr.calibrate([report("mug", "zero-price")], [{"handle": "mug", "status": "ACTIVATE"}])
    assert found.rules == (RuleScore("zero-price", 0, 0, 0, 1, 0),)


def test_advice_is_no_alarm() -> None:
    found = lr.calibrate([report("mug", "zero-price", severity="info")], [{"handle": "mug", "status": "ACTIVATE"}])
    assert found.rules == ()


def test_what_comes_after_the_sync_is_untested_where_the_sync_failed() -> None:
    reports = [report("mug", "alcohol-tobacco-vapes", stage="review_failed")]
    refused = lr.calibrate(reports, [{"handle": "mug", "codes": [12052028]}])
    assert score(refused, "alcohol-tobacco-vapes").untested == 1
    passed = lr.calibrate(reports, [{"handle": "mug", "messages": ["Intellectual Property (IP) Infringement"]}])
    assert score(passed, "alcohol-tobacco-vapes").wrong_alarms == 1


def test_one_of_several_rules_behind_a_message_is_enough() -> None:
    found = lr.calibrate([report("mug", "image-narrow")], [{"handle": "mug", "codes": [12052301]}])
    assert found.rules == (RuleScore("image-narrow", 1, 0, 0, 0, 0),)


def test_what_no_rule_foresees_and_what_nothing_explains_are_counted() -> None:
    reports = [report("mug"), report("cup")]
    answers: list[dict[str, Any]] = [
        {
            "handle": "mug",
            "messages": ["the moon is in the seventh house", "Product price locked due to ongoing promotion."],
        },
        {"handle": "cup", "codes": [12052038, 99999999]},
    ]
    found = lr.calibrate(reports, answers)
    assert [count for _, count in found.beyond] == [2]
    assert dict(found.unexplained) == {"the moon is in the seventh house": 1, "99999999": 1}


def test_products_are_found_by_number_by_global_id_and_by_handle() -> None:
    reports = [{"product": {"id": "632910392", "handle": None, "title": None}, "failures": [], "skipped": []}]
    for name in (
        {"id": 632910392},
        {"product_id": "gid://shopify/Product/632910392"},
        {"product": {"id": "632910392"}},
    ):
        assert lr.calibrate(reports, [name]).compared == 1
    assert lr.calibrate(reports, [{"handle": "632910392"}]).unmatched == 1


def test_an_unreadable_line_of_the_reports_is_passed_over() -> None:
    assert lr.calibrate([{"unreadable": "no JSON"}], [{"handle": "mug"}]).unmatched == 1


@pytest.mark.parametrize("line", [[], 7, "mug", None, {}, {"handle": None}, {"product": {"id": []}}])
def test_a_line_that_names_no_product_is_refused_with_its_number(line: Any) -> None:
    with pytest.raises(lr.ListingRulesError, match="line 1 of the reports"):
        lr.calibrate([line], [])
    with pytest.raises(lr.ListingRulesError, match="line 2 of the answers"):
        lr.calibrate([], [{"handle": "mug"}, line])


def test_the_table_tells_all_of_it() -> None:
    reports = [report("mug", "zero-price"), report("cup")]
    answers: list[dict[str, Any]] = [
        {"handle": "mug", "messages": ["Price out of range", "Product price locked due to ongoing promotion."]},
        {"handle": "cup", "messages": ["the moon is in the seventh house"]},
        {"handle": "jug"},
    ]
    assert lr.calibrate(reports, answers).table() == (
        "rule                hits        misses       skipped  wrong alarms      untested\n"
        "zero-price             1             0             0             0             0\n"
        "\n"
        "2 products compared, 1 answers without a report\n"
        "\n"
        "No rule foresees:\n"
        "      1  The price cannot be changed while a promotion runs.\n"
        "\n"
        "Nothing explains:\n"
        "      1  the moon is in the seventh house\n"
    )


def test_nothing_compared_is_a_short_table() -> None:
    assert lr.calibrate([], []).table().endswith("\n0 products compared, 0 answers without a report\n")


lines = st.dictionaries(
    st.sampled_from(["handle", "codes", "messages", "status", "failures", "skipped", "data"]),
    st.none() | st.text(max_size=5) | st.integers() | st.lists(st.integers() | st.text(max_size=9), max_size=3),
)


@given(st.lists(lines, max_size=3), st.lists(lines, max_size=3))
def test_any_lines_are_compared_or_refused(predicted: list[dict[str, Any]], actual: list[dict[str, Any]]) -> None:
    try:
        found = lr.calibrate(predicted, actual)
    except lr.ListingRulesError:
        return
    assert found.compared + found.unmatched == len(actual)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    predicted, actual = tmp_path / "predicted.jsonl", tmp_path / "actual.jsonl"
    predicted.write_text(json.dumps(report("mug", "zero-price")) + "\n\n")
    actual.write_text(json.dumps({"handle": "mug", "codes": [12052073]}) + "\n")
    return predicted, actual


def test_the_command_prints_the_table_or_json(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert calibration(predicted=files[0], actual=files[1], folders=(), as_json=False) == 0
    assert "zero-price             1" in capsys.readouterr().out
    assert calibration(predicted=files[0], actual=files[1], folders=(), as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["rules"][0]["hits"] == 1


def test_the_command_names_the_line_that_is_no_json(files: tuple[Path, Path]) -> None:
    files[1].write_text("{}\n{")
    with pytest.raises(lr.ListingRulesError, match="line 1 of the answers"):
        calibration(predicted=files[0], actual=files[1], folders=(), as_json=False)
    files[1].write_text('{"handle": "mug"}\n{')
    with pytest.raises(lr.ListingRulesError, match=r"actual\.jsonl, line 2"):
        calibration(predicted=files[0], actual=files[1], folders=(), as_json=False)
