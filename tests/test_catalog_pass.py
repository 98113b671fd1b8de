from __future__ import annotations

from typing import Any

import pytest

import listing_rules as lr
from listing_rules.catalog_pass import CatalogPass
from listing_rules.examples import base_product
from listing_rules.report import Report

RULES = lr.load_rules()


def run(patches: list[dict[str, Any]], left: int | None) -> list[Report]:
    shop = lr.Shop(market="US", currency="USD", uploads_left=left)
    catalog = CatalogPass(RULES, shop)
    payloads = [base_product(RULES, "US", {"id": index, **patch}) for index, patch in enumerate(patches)]
    return [catalog.add(lr.check(payload, shop=shop, rules=RULES)) for payload in payloads]


def waiting(reports: list[Report]) -> list[int]:
    return [
        index
        for index, report in enumerate(reports)
        if any(one.rule == "upload-limit-reached" for one in report.failures)
    ]


@pytest.mark.parametrize(("left", "must_wait"), [(0, [0, 1, 2]), (1, [1, 2]), (2, [2]), (3, []), (None, [])])
def test_products_take_the_uploads_that_are_left_in_order(left: int | None, must_wait: list[int]) -> None:
    assert waiting(run([{}, {}, {}], left)) == must_wait


def test_products_that_would_not_be_listed_use_up_nothing() -> None:
    broken: dict[str, Any] = {"variants": [{"price": "0"}]}
    reports = run([broken, {}, {"status": "draft"}, {}], 1)
    assert waiting(reports) == [3]
    assert [report.forecast for report in reports] == ["sync_failed", "synced", "not_synced", "sync_failed"]


def test_the_one_that_waits_is_told_its_place_in_line() -> None:
    told = run([{}, {}, {}], 1)[2].failures[0]
    assert told.action == "wait_for_quota"
    assert "upload 1 more products now" in told.reason
    assert "number 3 in line" in told.reason


def test_a_waiting_product_has_one_fingerprint_whatever_comes_before_it() -> None:
    alone = run([{"id": 7}], 0)[0].failures[0]
    later = run([{"id": 1}, {"id": 7}], 1)[1].failures[0]
    assert (alone.rule, alone.fingerprint) == (later.rule, later.fingerprint)
