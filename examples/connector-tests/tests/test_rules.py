"""The rule of our house, on any clean product: it fires where it should, and stays silent at its limit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given

import listing_rules as lr
from listing_rules.testing import relations
from listing_rules.testing.defects import Defect, defects, near_misses
from listing_rules.testing.strategies import clean_products

PROJECT = Path(__file__).parent.parent
SHOP = lr.Shop.load(PROJECT / "shop.yaml")
RULES = lr.load_rules(PROJECT / "rules")


def fired(payload: Any) -> list[str]:
    return [failure.rule for failure in lr.check(payload, shop=SHOP, rules=RULES).failures]


@given(defect=defects("uninsured-parcel", SHOP, rules=RULES))
def test_it_fires_at_its_place(defect: Defect) -> None:
    report = lr.check(defect.broken, shop=SHOP, rules=RULES)
    assert [failure.at for failure in report.failures if failure.rule == "uninsured-parcel"] == [defect.at]
    assert "uninsured-parcel" not in fired(defect.clean)


@given(defect=near_misses("uninsured-parcel", SHOP, rules=RULES))
def test_at_the_limit_it_stays_silent(defect: Defect) -> None:
    assert "uninsured-parcel" not in fired(defect.broken)


@given(product=clean_products(SHOP, rules=RULES))
def test_other_products_in_the_catalog_change_nothing(product: dict[str, Any]) -> None:
    other = {**product, "id": 1, "handle": "other", "title": "Another Thing"}
    relations.unrelated_product_changes_nothing(
        lambda catalog: lr.check_catalog(catalog, shop=SHOP, rules=RULES), product, other, rules=RULES
    )
