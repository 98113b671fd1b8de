"""Limits and rules that start, end or change on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import listing_rules as lr
from listing_rules.examples import base_checker, base_product
from listing_rules.report import Report

RULES = lr.load_rules()
CHANGE = [{"value": 7600, "until": "2026-12-10"}, {"value": 5000, "from": "2026-12-10"}]


def with_limit(limit: object) -> lr.RuleSet:
    markets = dict(RULES.tables.markets)
    markets["US"] = {**markets["US"], "price": {"min": 0.01, "max": limit}}
    return replace(RULES, tables=replace(RULES.tables, markets=markets))


def check(rules: lr.RuleSet, price: str, day: str) -> Report:
    shop = lr.Shop(market="US", currency="USD")
    payload = base_product(rules, "US", {"variants": [{"price": price}]})
    return lr.check(payload, shop=shop, rules=rules, as_of=date.fromisoformat(day))


def told(report: Report) -> list[tuple[str, str]]:
    return [(one.severity, one.reason) for one in report.failures if one.rule == "price-above-market-maximum"]


@pytest.mark.parametrize(
    ("day", "severity"),
    [("2026-11-09", None), ("2026-11-10", "warning"), ("2026-12-09", "warning"), ("2026-12-10", "error")],
)
def test_a_limit_that_comes_within_thirty_days_is_a_warning(day: str, severity: str | None) -> None:
    found = told(check(with_limit(CHANGE), "6000", day))
    assert [one for one, _ in found] == ([severity] if severity else [])
    if severity == "warning":
        assert found[0][1].startswith("From 2026-12-10 this fails: The price is 6000 USD")
        assert "up to 5000 USD" in found[0][1]


def test_what_fails_already_is_told_once() -> None:
    found = told(check(with_limit(CHANGE), "9000", "2026-12-01"))
    assert [one for one, _ in found] == ["error"]


def test_a_coming_limit_leaves_the_forecast_alone() -> None:
    assert check(with_limit(CHANGE), "6000", "2026-12-01").forecast == "synced"


RULE = """
id: too-dear
title: Dearer than we want
since: 2026.11.0
from: 2026-12-10
until: 2027-01-10
stage: sync_failed
severity: error
certainty: certain
markets: [US]
check: {number: {at: "skus[*].price.amount", at_most: 50}}
reason: "{sku} costs {value}."
fix: Lower it.
action: update_and_resync
sources: [{kind: judgement, fact: house rule}]
examples: [{name: dear, given: {variants: [{price: "51"}]}, fails: ["/skus/0/price/amount"]}]
"""


@pytest.mark.parametrize(
    ("day", "severity"),
    [
        ("2026-11-01", None),
        ("2026-12-01", "warning"),
        ("2026-12-10", "error"),
        ("2027-01-09", "error"),
        ("2027-01-10", None),
    ],
)
def test_a_rule_holds_from_its_first_day_to_its_last(tmp_path: Path, day: str, severity: str | None) -> None:
    (tmp_path / "price").mkdir()
    (tmp_path / "price" / "too-dear.yaml").write_text(RULE)
    report = check(lr.load_rules(tmp_path), "51", day)
    assert [one.severity for one in report.failures if one.rule == "too-dear"] == ([severity] if severity else [])


def test_rules_that_variants_left_out_of_a_payload_could_break_are_known() -> None:
    reads = {one.rule.id for one in base_checker(RULES, "US").compiled if one.reads_variants}
    assert {"zero-price", "duplicate-option-value", "unknown-sales-attribute"} <= reads
    assert reads.isdisjoint({"title-too-long", "missing-required-attribute", "no-images"})
