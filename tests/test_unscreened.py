"""Every check takes every product, also one that lacks what it looks at, though words that it listens to were heard.

The screen lets few products through to a check, so what a check does with the others shows only here.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from listing_rules import Shop, load_rules
from listing_rules.checks import Facts, Hit, Unknown
from listing_rules.engine import Checker
from listing_rules.examples import base_product
from listing_rules.shopify import read_product
from listing_rules.terms import Found

RULES = load_rules()
CHECKERS = {
    market: Checker(RULES, Shop(market=market, currency=currency, category_mapping={"default": "601226"}))
    for market, currency in (("US", "USD"), ("DE", "EUR"), ("JP", "JPY"))
}
OF_PRODUCT = (
    "title",
    "body_html",
    "vendor",
    "product_type",
    "tags",
    "options",
    "images",
    "variants",
    "status",
    "handle",
)
OF_VARIANT = ("price", "compare_at_price", "sku", "barcode", "option1", "inventory_quantity", "weight", "weight_unit")
OF_IMAGE = ("src", "width", "height", "alt")
LACKING = {
    **{name: {name: None} for name in OF_PRODUCT},
    **{f"{name} is empty": {name: []} for name in ("options", "images", "variants", "tags")},
    **{f"{name} is blank": {name: " "} for name in ("title", "body_html", "vendor", "product_type")},
    **{f"variants: {name}": {"variants": {name: None}} for name in OF_VARIANT},
    **{f"images: {name}": {"images": {name: None}} for name in OF_IMAGE},
    "everything": dict.fromkeys(OF_PRODUCT),
}


def lacking(changes: dict[str, Any]) -> Any:
    body = base_product(RULES, "US", {})
    for name, change in changes.items():
        body[name] = [{**one, **change} for one in body[name]] if isinstance(change, dict) else change
    return read_product(json.dumps(body))


@pytest.mark.parametrize("lacks", LACKING)
@pytest.mark.parametrize("market", CHECKERS)
def test_a_check_takes_a_product_that_lacks_what_it_looks_at(market: str, lacks: str) -> None:
    checker = CHECKERS[market]
    product = lacking(LACKING[lacks])
    heard = checker.context.terms.anchors(market).union(*(wanted for wanted in checker.context.lexicon._wanted))
    facts: Facts = checker.facts_of(product)
    facts._found = Found(heard, heard)
    for compiled in checker.compiled:
        needed = all(path.values(facts.tree) for _, path in compiled.needs if path.steps[0] != "shop")
        found = list(compiled.check(facts)) if needed else []
        assert all(isinstance(one, Hit | Unknown) for one in found), compiled.rule.id
