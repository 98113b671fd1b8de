"""What is said of the category: certain by the shop's own answer from TikTok, likely by a snapshot."""

from __future__ import annotations

from typing import Any

import pytest

import listing_rules as lr
from listing_rules.examples import base_product

RULES = lr.load_rules()
OWN = {"id": "601226", "parent_id": "0", "local_name": "T-shirts", "is_leaf": False}


@pytest.mark.parametrize(
    ("categories", "category", "certainty"),
    [({"categories": [OWN]}, "601226", "certain"), (None, "824328", "likely")],
)
def test_a_category_that_is_no_leaf(categories: Any, category: str, certainty: str) -> None:
    shop = lr.Shop(market="US", currency="USD", category_mapping={"default": category}, categories=categories)
    report = lr.check(base_product(RULES, "US", {}), shop=shop, rules=RULES)
    (failure,) = [one for one in report.failures if one.rule == "category-not-a-leaf"]
    assert failure.certainty == certainty
