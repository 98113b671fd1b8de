"""Most products are fine, and what is fine costs little: no rule is looked at closely, no candidate is made."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from msgspec.structs import replace

from listing_rules import Shop, load_rules
from listing_rules.checks.clean_text import nothing_far
from listing_rules.checks.text import FAULTS
from listing_rules.compiling import Compiled
from listing_rules.engine import Checker
from listing_rules.examples import base_product, base_shop
from listing_rules.running import Runner
from listing_rules.shopify import Plain, read_one, read_product

RULES = load_rules()
MARKETS = sorted(RULES.tables.markets)
READ_OBJECTS = {
    *("count", "option_names", "option_values", "package_size", "repeated", "repeated_words"),
    *("no-images", "no-variants", "category-version-outdated"),
}
"""Kinds and rules that read objects, lists or what the shop gives: no column of a product holds those."""


def checker_of(market: str) -> Checker:
    currency = base_shop(RULES, market, {}).currency
    return Checker(RULES, Shop(market=market, currency=currency, category_mapping={"default": "601226"}))


CHECKERS = {market: checker_of(market) for market in MARKETS}


def looked_at(checker: Checker, readable: Any) -> set[str]:
    facts = checker.facts_of(readable)
    closely, _ = checker._alone._screened(facts, (facts.subject.category_id, facts.subject.shape), ())
    return {one.rule.id for one in closely}


@pytest.mark.parametrize("market", MARKETS)
def test_a_product_that_breaks_nothing_is_cleared_at_a_glance(market: str) -> None:
    payload = base_product(RULES, market, {})
    as_written = read_one(json.dumps(payload))
    assert isinstance(as_written, Plain)
    assert looked_at(CHECKERS[market], as_written) == set()
    assert looked_at(CHECKERS[market], read_product(payload, shape="rest")) == set()


@pytest.mark.parametrize(
    "patch",
    [
        {"title": "T" * 9 + " shirt of soft cotton, made for long walks and short nights alike"},
        {"title": "Soft shirt\tfor walks"},
        {"body_html": "<p>" + "Soft cotton, washed once. " * 300 + "</p>"},
        {"body_html": "<div>" * 8 + "Soft cotton, washed once and dried." + "</div>" * 8},
        {"variants": [{"option1": "Navy blue"}, {"option1": "navy-blue"}]},
        {"variants": [{"option1": "5%"}, {"option1": "7%"}]},
        {
            "variants": [
                {"option1": f"{color} with stripes as wide as a hand"} for color in ("Navy blue", "Olive green")
            ]
        },
        {"variants": [{"barcode": None}, {"barcode": ""}]},
        {"variants": [{"sku": "A"}, {"sku": "B-2"}]},
        {"variants": [{"compare_at_price": None}, {"compare_at_price": "0.00"}]},
        {"variants": [{"price": "10.00"}, {"price": "19.99"}]},
        {"tags": ""},
        {"product_type": ""},
    ],
    ids=str,
)
def test_what_is_unusual_and_fine_is_cleared_too(patch: dict[str, Any]) -> None:
    assert looked_at(CHECKERS["US"], read_one(json.dumps(base_product(RULES, "US", patch)))) == set()


@pytest.mark.parametrize("market", ["US", "DE", "TH"])
def test_a_check_that_finds_nothing_says_so_without_the_candidate(market: str) -> None:
    readable = read_one(json.dumps(base_product(RULES, market, {})))
    checker = CHECKERS[market]
    for one in checker.compiled:
        facts, skipped = checker.facts_of(readable), list[Any]()
        assert not checker._alone._one(one, facts, skipped), one.rule.id
        if not (one.by_category or skipped or READ_OBJECTS & {one.rule.kind, one.rule.id}):
            assert facts.subject._tree is None, one.rule.id  # type: ignore[attr-defined]


def test_every_chinese_letter_and_emoji_lies_beyond_what_is_cleared_unread() -> None:
    faults = [look for _, look in (FAULTS["chinese"], FAULTS["emoji"])]
    letters = [chr(code) for code in range(128, 0x110000) if not 0xD800 <= code < 0xE000]
    told = [letter for letter in letters if any(look(letter) for look in faults)]
    assert len(told) > 20_000
    assert not [letter for letter in told if nothing_far(f"é{letter}")]
    assert all(map(nothing_far, ("Café “Crème” – 25 €", "• 10 ½ ™ → ×")))


def test_what_the_category_decides_is_asked_once_for_all_its_products() -> None:
    checker, asked = checker_of("US"), Counter[str]()

    def counted(one: Compiled) -> Compiled:
        return replace(one, check=lambda facts: asked.update([one.rule.id]) or one.check(facts))

    runner = Runner([counted(one) for one in checker.compiled], checker._lister)
    for title in ("Organic Cotton T-Shirt", "Linen Shirt for Warm Days"):
        runner.run(checker.facts_of(read_one(json.dumps(base_product(RULES, "US", {"title": title})))))
    once = {rule.kind for rule in RULES.rules if asked[rule.id] == 1}
    assert once == {"approval", "attributes", "category", "documents", "prerequisite", "quota", "requirement", "value"}
    assert max(asked.values()) == 1
