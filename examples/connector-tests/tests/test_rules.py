"""The rule of our house, on any clean product: it fires where it should, and only there."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.testing import relations
from listing_rules.testing.strategies import clean_products

PROJECT = Path(__file__).parent.parent
SHOP = lr.Shop.load(PROJECT / "shop.yaml")
RULES = lr.load_rules(PROJECT / "rules")
too_much = st.decimals("500.01", 7600, places=2)


def priced(product: dict[str, Any], price: Decimal) -> dict[str, Any]:
    first, *others = product["variants"]
    return {**product, "variants": [{**first, "price": str(price), "compare_at_price": None}, *others]}


@given(product=clean_products(SHOP, rules=RULES), price=too_much)
def test_it_fires_above_the_cover(product: dict[str, Any], price: Decimal) -> None:
    clean = lr.check(priced(product, Decimal(500)), shop=SHOP, rules=RULES)
    broken = lr.check(priced(product, price), shop=SHOP, rules=RULES)
    assert clean.forecast == "synced"
    assert [failure.rule for failure in broken.failures] == ["uninsured-parcel"]
    assert broken.failures[0].at == "/skus/0/price/amount"


@given(product=clean_products(SHOP, rules=RULES))
def test_other_products_in_the_catalog_change_nothing(product: dict[str, Any]) -> None:
    other = {**product, "id": 1, "handle": "other", "title": "Another Thing"}
    relations.unrelated_product_changes_nothing(
        lambda catalog: lr.check_catalog(catalog, shop=SHOP, rules=RULES), product, other, rules=RULES
    )
