"""Our own mapping: relations that hold for any product that Shopify may send us."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from connector.mapping import create_product
from hypothesis import given
from hypothesis import strategies as st

from listing_rules.testing import relations
from listing_rules.testing.strategies import shopify_products

products = shopify_products(shape="rest", market="US")


@given(product=products, random=st.randoms())
def test_the_order_of_things_means_nothing(product: dict[str, Any], random: Random) -> None:
    relations.reordering_changes_nothing(create_product, product, random)


@given(product=products)
def test_grams_or_kilograms_are_the_same_parcel(product: dict[str, Any]) -> None:
    relations.units_commute(create_product, product)


@given(product=products)
def test_prices_are_not_rounded_on_the_way(product: dict[str, Any]) -> None:
    relations.prices_scale(create_product, product, Decimal(4))
