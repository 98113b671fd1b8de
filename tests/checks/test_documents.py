"""`documents`, `brand`, `prerequisite`, `warehouse` and `package_size`: what their rules' examples do not show."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.checks.package_size import _is_size
from listing_rules.examples import base_product
from listing_rules.rules import load_rules

RULES = load_rules()
BRAND = {"id": "7", "name": "Northfield", "is_t1_brand": True}


def report(market: str = "US", patch: dict[str, Any] | None = None, **facts: Any) -> lr.Report:
    shop = lr.Shop(market=market, category_mapping={"default": "601226"}, **facts)
    return lr.check(base_product(RULES, market, patch or {}), shop=shop, rules=RULES)


def rules_of(result: lr.Report) -> set[str]:
    return {failure.rule for failure in result.failures}


def test_each_missing_certificate_is_told_by_its_name() -> None:
    papers = [{"id": "1", "name": "A test", "is_required": True}, {"id": "2", "is_required": True}]
    result = report(category_rules={"601226": {"product_certifications": papers}})
    found = [failure for failure in result.failures if failure.rule == "missing-certificate"]
    assert len(found) == 2
    assert sorted('"A test"' in failure.reason for failure in found) == [False, True]


def test_an_answer_that_holds_no_flags_asks_for_nothing() -> None:
    listing = {"default": {"is_cod_allowed": True, "size_chart": {"template_id": "5"}}}
    empty = {"size_chart": None, "cod": {}, "product_certifications": None}
    asked = {"missing-size-chart", "missing-certificate", "useless-size-chart", "cash-on-delivery-not-supported"}
    assert not rules_of(report("ID", category_rules={"601226": empty}, listing=listing)) & asked


@pytest.mark.parametrize(
    ("brand", "told"),
    [
        ({**BRAND, "authorized_status": "UNAUTHORIZED"}, True),
        ({**BRAND, "authorized_status": "UNAUTHORIEZD"}, True),
        ({**BRAND, "authorized_status": "AUTHORIZED"}, False),
        ({**BRAND, "authorized_status": None}, False),
        ({**BRAND, "authorized_status": "UNAUTHORIZED", "is_t1_brand": None}, False),
    ],
)
def test_a_vendor_of_a_guarded_name_is_a_warning(brand: dict[str, Any], told: bool) -> None:
    found = [one for one in report(brands={"brands": [brand]}).failures if one.rule == "brand-needs-authorization"]
    assert [(one.severity, one.certainty, one.source_at) for one in found] == [
        ("warning", "possible", "/vendor")
    ] * told


def test_a_product_without_a_vendor_has_no_brand() -> None:
    guarded = {"brands": [{**BRAND, "name": "", "authorized_status": "UNAUTHORIZED"}]}
    assert "brand-needs-authorization" not in rules_of(report(patch={"vendor": ""}, brands=guarded))


def test_an_item_that_the_answer_leaves_out_is_undecided() -> None:
    result = report(prerequisites={"check_results": [{"check_item": "SHOP_STATUS", "is_failed": False}]})
    undecided = {one.rule for one in result.skipped if one.needs == ("prerequisites",)}
    assert "shop-tax-missing" in undecided
    assert "shop-not-active" not in undecided


def test_the_prerequisites_win_over_the_warehouses() -> None:
    well = {"check_results": [{"check_item": "RETURN_WAREHOUSE", "is_failed": False}]}
    assert "no-return-warehouse" not in rules_of(report(prerequisites=well, warehouses={"warehouses": []}))
    assert "no-return-warehouse" in rules_of(report(warehouses={"warehouses": []}))


def test_stock_that_is_not_in_this_shape_is_in_no_warehouse() -> None:
    houses = {"warehouses": [{"id": str(one), "type": "SALES_WAREHOUSE"} for one in (1, 2)]}
    shop = lr.Shop(market="US", warehouses=houses, listing={"default": {"warehouse_id": "9"}})
    bare = {"id": "gid://shopify/Product/1", "variants": {"nodes": [{"id": "gid://shopify/ProductVariant/2"}]}}
    assert not rules_of(lr.check(bare, shop=shop, rules=RULES)) & {"warehouse-not-named", "warehouse-not-usable"}


@given(st.decimals(min_value=0, max_value=10**6, allow_nan=False, allow_infinity=False, places=4))
def test_a_size_has_up_to_two_decimals(side: Decimal) -> None:
    assert _is_size(side) is (side > 0 and side * 100 == int(side * 100))
