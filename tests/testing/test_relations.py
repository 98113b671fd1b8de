"""Every relation holds for the bundled rules and our own mapping, and fails where something is amiss."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import listing_rules as lr
from each_rule import marks_of
from listing_rules.api import bundled_rules
from listing_rules.examples import base_product, base_shop, markets_of
from listing_rules.report import Report
from listing_rules.testing import relations
from listing_rules.testing.rewriting import laxer_limits, laxer_shops, patched, reordered
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.neutral import tee, variant
from listing_rules.testing.strategies import clean_products, everyday_neutrals, shopify_products

RULES = bundled_rules()
US = base_shop(RULES, "US", {})
JSON_SHAPES = sorted(set(WRITERS) - {"bulk", "csv_classic", "csv_new"})


@lru_cache(maxsize=64)
def shop_in(market: str) -> lr.Shop:
    return base_shop(RULES, market, {})


def verdict(payload: Any, shop: lr.Shop = US) -> Report:
    return lr.check(payload, shop=shop)


def mapping(payload: Any) -> lr.ListingCandidate:
    return lr.to_candidate(payload, shop=US)


@pytest.mark.parametrize("subject", [verdict, mapping])
@pytest.mark.parametrize("shape", JSON_SHAPES)
@given(data=st.data(), random=st.randoms())
@settings(max_examples=50)
def test_reordering_changes_nothing(subject: Any, shape: str, data: st.DataObject, random: Random) -> None:
    relations.reordering_changes_nothing(subject, data.draw(shopify_products(shape=shape, market="US")), random)


@pytest.mark.parametrize("subject", [verdict, mapping])
@pytest.mark.parametrize("shape", sorted(set(WRITERS) - {"rest"}))
@given(product=everyday_neutrals())
@settings(max_examples=50)
def test_shapes_agree(subject: Any, shape: str, product: dict[str, Any]) -> None:
    relations.shapes_agree(subject, product, "rest", shape)


@pytest.mark.parametrize("subject", [verdict, mapping])
@given(
    payload=shopify_products(shape="rest"),
    unit=st.sampled_from(["kg", "g", "lb", "oz"]),
    market=st.sampled_from("US GB".split()),
)
def test_units_commute(subject: Any, payload: Any, unit: str, market: str) -> None:
    for item in payload["variants"]:
        item["weight_unit"] = unit
    relations.units_commute(subject if market == "US" else lambda product: verdict(product, shop_in("GB")), payload)


some_markets = st.sampled_from(["US", "BR", "ID", "VN"])


@given(payload=shopify_products(shape="rest"), market=some_markets, rate=st.sampled_from([Decimal(4), Decimal("0.25")]))
def test_currencies_commute(payload: Any, market: str, rate: Decimal) -> None:
    relations.currencies_commute(payload, shop_in(market), rate=rate)
    relations.prices_scale(mapping, payload, rate)


@given(payload=shopify_products(), other=shopify_products(), market=some_markets)
def test_an_unrelated_product_changes_nothing(payload: Any, other: Any, market: str) -> None:
    shop = shop_in(market)
    relations.unrelated_product_changes_nothing(lambda catalog: lr.check_catalog(catalog, shop=shop), payload, other)


@given(payload=shopify_products(), market=some_markets)
def test_a_laxer_market_has_no_more_failures(payload: Any, market: str) -> None:
    shop = shop_in(market)
    laxer = lr.check(payload, shop=shop, rules=laxer_limits(RULES, shop.market))
    relations.no_more_failures(lr.check(payload, shop=shop), laxer, "in a laxer market", yielding=RULES)


def examples(key: str) -> Iterator[Any]:
    """Examples that are patches of the base product and have this key, with the rule and a market."""
    for rule in RULES.rules:
        for example in rule.examples:
            if key in example and "given" in example and not example.keys() & {"after", "as_of"}:
                market = markets_of(rule, example)[0]
                yield pytest.param(rule, example, market, id=f"{rule.id}-{example['name']}", marks=marks_of(rule))


# A rule that is silent where another speaks has its say when a laxer shop silences that one.
SPEAKS_FIRST = [case for case in examples("shop") if "yields_to" not in case.values[0].raw]


@pytest.mark.parametrize(("rule", "example", "market"), SPEAKS_FIRST)
def test_a_laxer_shop_has_no_more_failures(rule: lr.Rule, example: dict[str, Any], market: str) -> None:
    shop = base_shop(RULES, market, example.get("shop", {}))
    relations.laxer_shop_has_no_more_failures(base_product(RULES, market, example["given"]), shop)


TAKEN_FOR_GRANTED = ("vendor", "options", "variants")


@pytest.mark.parametrize(("rule", "example", "market"), list(examples("repaired")))
@given(data=st.data())
@settings(max_examples=3)
def test_any_clean_product_breaks_and_mends_alike(
    rule: lr.Rule, example: dict[str, Any], market: str, data: st.DataObject
) -> None:
    """Examples are patches of one product; with its variants and its brand, their rules find the same on any other."""
    base = base_product(RULES, market, {})
    product = {**data.draw(clean_products(shop_in(market))), **{name: base[name] for name in TAKEN_FOR_GRANTED}}
    facts = example.get("shop", {})
    broken = verdict(patched(product, example["given"]), base_shop(RULES, market, facts))
    mended = base_shop(RULES, market, {**facts, **example.get("repaired_shop", {})})
    relations.repair_mends(broken, verdict(patched(product, example["repaired"]), mended), rule.id)


def product_defects() -> list[Any]:
    """Patches that break a rule in the base shop, one for each rule, with the market."""
    found = {}
    for case in examples("fails"):
        rule, example, market = case.values
        if "shop" not in example and "yields_to" not in rule.raw and example["given"]:
            found.setdefault(rule.id, (rule, example["given"], market))
    return list(found.values())


DEFECTS = product_defects()
# What is taken away whole takes with it what stood on it.
ADDED = [defect for defect in DEFECTS if defect[0].id != "no-variants"]


@given(one=st.sampled_from(DEFECTS), other=st.sampled_from(ADDED))
@settings(max_examples=300)
def test_a_defect_hides_nothing(one: Any, other: Any) -> None:
    (_, patch, market), (_, more, _) = one, other
    both = {**more, **patch}  # what both speak of stays as the first one broke it
    before = verdict(base_product(RULES, market, patch), shop_in(market))
    relations.defect_hides_nothing(before, verdict(base_product(RULES, market, both), shop_in(market)))


REST = WRITERS["rest"](
    tee(variants=[variant(1, ["White", "S"], price="9.70"), variant(2, ["Navy", "S"], price="0.00")])
)
"""A T-shirt whose second variant is free."""


def rounded(payload: Any) -> dict[str, Any]:
    return {"skus": [{"price": {"amount": round(float(item["price"]))}} for item in payload["variants"]]}


def unit_forgotten(payload: Any) -> dict[str, Any]:
    return {"package_weight": {"value": payload["variants"][0]["weight"], "unit": "KILOGRAM"}}


class Turned(Random):
    """Chance that always turns things round."""

    def shuffle(self, x: Any) -> None:
        x.reverse()


def by_position(payload: Any) -> dict[str, Any]:
    return {"skus": [], "title": payload["variants"][0].get("sku")}


def test_a_mapping_that_looks_at_the_first_variant_is_caught() -> None:
    with pytest.raises(AssertionError, match=r"in another order, the result differs:\ntitle:\n- TEE-1\n\+ TEE-2"):
        relations.reordering_changes_nothing(by_position, REST, Turned())


def test_a_mapping_that_rounds_prices_is_caught() -> None:
    with pytest.raises(AssertionError, match="converted first, the result differs"):
        relations.prices_scale(rounded, REST)


def test_a_mapping_that_forgets_the_unit_is_caught() -> None:
    with pytest.raises(AssertionError, match="weighed in other units, the result differs"):
        relations.units_commute(unit_forgotten, REST)


def test_a_mapping_that_knows_one_shape_is_caught() -> None:
    with pytest.raises(AssertionError, match="as graphql instead of rest, the result differs:\ntitle"):
        relations.shapes_agree(lambda payload: {"title": payload.get("title", "none")}, tee(), "rest", "graphql")


def test_a_market_whose_limits_were_not_converted_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relations, "rules_in_currency", lambda rules, *_: rules)
    with pytest.raises(AssertionError, match="in XTS, the result differs"):
        relations.currencies_commute(REST, shop_in("US"))


def test_a_repair_that_mends_nothing_or_breaks_more_is_caught() -> None:
    broken, fine = verdict(base_product(RULES, "US", {"title": ""})), verdict(base_product(RULES, "US", {}))
    with pytest.raises(AssertionError, match="missing-title still fails after the repair"):
        relations.repair_mends(broken, broken, "missing-title")
    with pytest.raises(AssertionError, match="missing-title finds nothing wrong before the repair"):
        relations.repair_mends(fine, fine, "missing-title")
    with pytest.raises(AssertionError, match="in a test, the product breaks missing-title too"):
        relations.no_more_failures(fine, broken, "in a test")
    with pytest.raises(AssertionError, match="nothing is said any more of missing-title"):
        relations.defect_hides_nothing(broken, fine)


def test_a_rule_that_looks_at_other_products_is_caught() -> None:
    def check_all(catalog: Any) -> list[Report]:
        title = "" if len(catalog) > 1 else "Plain Cotton T-Shirt"
        return [verdict(base_product(RULES, "US", {"title": title}))] * len(catalog)

    with pytest.raises(AssertionError, match=r"behind another product, the result differs:\n.*missing-title"):
        relations.unrelated_product_changes_nothing(check_all, 1, 2)


def test_a_laxer_shop_differs_in_one_fact_each() -> None:
    shop = base_shop(RULES, "US", {"uploads_left": 3})
    laxer = dict(laxer_shops(shop))
    assert laxer["uploads_left"].uploads_left == 4
    assert set(laxer) == {"uploads_left", "brands"}  # the base shop has nothing else in its way
    assert laxer["brands"].brands["brands"][0]["authorized_status"] == "AUTHORIZED"


def test_a_reordered_payload_holds_the_same() -> None:
    other = reordered(REST, Turned())
    assert list(other) != list(REST)
    assert sorted(item["sku"] for item in other["variants"]) == ["TEE-1", "TEE-2"]
    assert other["options"] == REST["options"]
