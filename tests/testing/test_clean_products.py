"""Clean products break no rule, by construction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.api import bundled_rules
from listing_rules.examples import base_shop
from listing_rules.shop import MARKETS
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.strategies import clean_neutrals, clean_products, shops
from listing_rules.testing.strategies.pools import pools_for

US = base_shop(bundled_rules(), "US", {})


def told(payload: Any, shop: lr.Shop) -> list[str]:
    return [f"{failure.rule}: {failure.reason}" for failure in lr.check(payload, shop=shop).failures]


@pytest.mark.parametrize("market", MARKETS)
@given(data=st.data())
def test_a_clean_product_breaks_no_rule(market: str, data: st.DataObject) -> None:
    shop = data.draw(shops(market=market, complete=True))
    assert told(data.draw(clean_products(shop)), shop) == []


@pytest.mark.parametrize("shape", sorted(WRITERS))
@given(data=st.data())
def test_in_every_shape_and_in_any_shop(shape: str, data: st.DataObject) -> None:
    shop = data.draw(shops())
    assert told(data.draw(clean_products(shop, shape=shape)), shop) == []


def test_the_simplest_is_one_t_shirt() -> None:
    simplest = find(clean_neutrals(US), lambda product: True)
    assert simplest["title"] == "Everyday Organic Cotton T-Shirt for Men and Women"
    assert [item["values"] for item in simplest["variants"]] == [["Default Title"]]
    assert simplest["variants"][0]["price"] == "19.99"


def test_what_was_asked_for_is_all_that_is_left_after_shrinking() -> None:
    shrunk = find(clean_neutrals(US), lambda product: len(product["variants"]) >= 2 and "Kite" in product["vendor"])
    assert shrunk["vendor"] == "Kite & Co"
    assert [item["values"] for item in shrunk["variants"]] == [["White"], ["Navy"]]
    assert (shrunk["tags"], len(shrunk["images"]), shrunk["variants"][0]["barcode"]) == ([], 1, None)


def test_goods_that_the_shop_lists_elsewhere_are_left_out() -> None:
    nouns = {kind.noun for kind in pools_for(US).goods}
    assert "Mug" not in nouns
    assert "T-Shirt" in nouns
    assert "Mug" in {kind.noun for kind in pools_for(lr.Shop(market="US")).goods}


def test_words_that_a_rule_of_your_own_refuses_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "no-northfield.yaml").write_text(NO_NORTHFIELD, encoding="utf-8")
    pools = pools_for(US, lr.load_rules(tmp_path))
    assert "Northfield" not in pools.vendors
    assert len(pools.vendors) > 1


NO_NORTHFIELD = """
id: no-northfield
title: Northfield is gone
since: 2026.11.0
stage: sync_failed
severity: error
certainty: certain
markets: all
check: {value: {at: shopify.vendor, none_of: [Northfield]}}
reason: "{value} is gone."
fix: Choose another vendor.
action: update_and_resync
sources: [{kind: judgement, fact: "A test."}]
examples: [{name: another vendor, given: {vendor: Kite}, passes: true}]
"""


def test_a_shop_that_takes_nothing_says_why() -> None:
    shop = lr.Shop(market="US", uploads_left=0)
    with pytest.raises(lr.ShopError, match=r"no product is clean in this shop.*upload-limit-reached"):
        clean_products(shop)


def test_no_example_is_thrown_away() -> None:
    """Every draw makes a product: Hypothesis asks for a hundred and tries a hundred."""
    seen = []

    @settings(max_examples=100, database=None, suppress_health_check=[])
    @given(clean_products(US))
    def collect(product: Any) -> None:
        seen.append(product)

    collect()
    assert len(seen) == 100
