"""Products in every shape: readable as they are, read or refused once they are damaged."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.shopify import read_product
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.strategies import shopify_products, shops

SHAPES = sorted(WRITERS)


@pytest.mark.parametrize("shape", SHAPES)
@given(data=st.data())
def test_a_product_is_read_as_the_shape_that_was_asked_for(shape: str, data: st.DataObject) -> None:
    payload = data.draw(shopify_products(shape=shape))
    assert read_product(payload).origin.shape == shape
    assert read_product(payload, shape=shape).origin.shape == shape


@given(payload=shopify_products(), shop=shops())
def test_any_product_gets_a_report_in_any_shop(payload: Any, shop: lr.Shop) -> None:
    report = lr.check(payload, shop=shop)
    assert report.market == shop.market
    assert report.model_dump_json()


@pytest.mark.parametrize("shape", SHAPES)
@given(data=st.data())
def test_a_hostile_product_is_checked_or_refused(shape: str, data: st.DataObject) -> None:
    payload, shop = data.draw(shopify_products(shape=shape, hostile=True)), data.draw(shops())
    with suppress(lr.PayloadError):
        assert lr.check(payload, shop=shop).model_dump_json()
