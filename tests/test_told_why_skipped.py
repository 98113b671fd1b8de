"""A rule that cannot be decided says why, in words that tell what to do."""

from __future__ import annotations

import pytest

import listing_rules as lr
from listing_rules.api import bundled_rules
from listing_rules.examples import base_product, check_behind, markets_of, products_of
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.neutral import tee

RULES = bundled_rules()


@pytest.mark.parametrize(
    ("rule_id", "example", "why"),
    [
        (
            "category-needs-approval",
            "nobody says what is approved",
            "Toys & Hobbies needs approval in US: say whether the shop has it.",
        ),
        (
            "category-needs-package-size",
            "another category's rules",
            "The answers given for category_rules do not cover category 601226.",
        ),
        ("price-above-market-maximum", "no source states the range of Japan", "no source states price.max for JP."),
        (
            "wrong-currency",
            "a currency that nobody states",
            "A payload of the shape rest does not hold: currency. To decide it, say which currency the prices are in: "
            "'currency: USD' in the shop file.",
        ),
    ],
)
def test_why_a_rule_is_skipped(rule_id: str, example: str, why: str) -> None:
    rule = RULES.get(rule_id)
    assert rule is not None
    case = next(one for one in rule.examples if one["name"] == example)
    checker, payload, before = next(products_of(RULES, case, markets_of(rule, case)[0]))
    skipped = check_behind(checker, payload, before).skipped
    assert [one.why for one in skipped if one.rule == rule_id] == [why]


def test_what_a_category_mapping_lacks_is_told_whole() -> None:
    shop = lr.Shop(market="US", category_mapping={"by_collection": {"summer": "601226"}, "by_tag": {"x": "1"}})
    skipped = {one.rule: one.why for one in lr.check(base_product(RULES, "US", {}), shop=shop).skipped}
    assert skipped["unknown-category"] == (
        "A payload of the shape rest does not hold what category_mapping looks at (by_collection, by_tag). "
        "To decide it, send a payload that carries it."
    )


def test_what_variants_on_other_pages_could_break_is_not_decided() -> None:
    payload = WRITERS["graphql"](tee())
    payload["data"]["product"]["variants"]["pageInfo"] = {"hasNextPage": True}
    report = lr.check(payload, shop=lr.Shop(market="US", currency="USD", category_mapping={"default": "601226"}))
    missed = {one.rule for one in report.skipped if one.needs == ("variants",)}
    assert {"zero-price", "duplicate-option-value", "duplicate-option-name", "wrong-check-digit"} <= missed
    assert missed.isdisjoint({"title-too-short", "no-images", "no-description", "prohibited-goods"})
