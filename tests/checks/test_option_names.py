"""Names of options: where a second one of the same name stands."""

from __future__ import annotations

from typing import Any

import pytest

import listing_rules as lr

OPTIONS = [{"name": "Size", "values": ["S"]}, {"name": "size ", "values": ["M"]}]


@pytest.mark.parametrize(
    ("variants", "at"),
    [
        ([{"id": 2, "price": "9", "option1": "S", "option2": "M"}], "/skus/0/sales_attributes/1/name"),
        ([], "/shopify/options/1/name"),
    ],
)
def test_a_name_that_stands_twice_is_told_on_the_first_variant_or_the_product(variants: list[Any], at: str) -> None:
    payload = {"id": 1, "title": "Cotton Shirt", "options": OPTIONS, "variants": variants, "images": []}
    report = lr.check(payload, shop=lr.Shop(market="US"))
    assert [one.at for one in report.failures if one.rule == "duplicate-option-name"] == [at]
