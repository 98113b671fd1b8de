"""Every bundled rule is broken by its defects, there and nowhere else, and by no near miss.

`pytest tests/testing/test_defects.py --hypothesis-profile=nightly` tries 200 of each for every rule in every market.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from each_rule import EACH_RULE
from listing_rules.api import bundled_rules
from listing_rules.engine import Checker
from listing_rules.errors import ListingRulesError
from listing_rules.examples import base_shop, check_behind
from listing_rules.report import Report
from listing_rules.rule import Rule
from listing_rules.rules import load_rules
from listing_rules.ruleset import RuleSet
from listing_rules.shop import MARKETS, Shop
from listing_rules.testing.defects import Defect, defects, near_misses
from listing_rules.testing.defects.others import titles
from listing_rules.testing.strategies import shops

RULES = bundled_rules()
NIGHTLY = settings().max_examples == settings.get_profile("nightly").max_examples
FEW = settings(max_examples=200 if NIGHTLY else 3)
IN_EVERY_MARKET = settings(max_examples=200 if NIGHTLY else 1)
# Where no source states the limit, the rule is skipped; a minimum of one character or one that is not stated is never
# fallen short of.
NEVER_BROKEN = {
    "price-above-market-maximum": {"JP"},
    "price-below-market-minimum": {"JP"},
    "title-too-short": {"US", "GB", "DE", "FR", "IT", "ES", "IE", "BR", "MX", "JP"},
}


@cache
def markets_of(rule_id: str) -> list[str]:
    """The markets in which something breaks the rule."""
    return [market for market in MARKETS if _is_broken(rule_id, base_shop(RULES, market, {}))]


def _is_broken(rule_id: str, shop: Shop) -> bool:
    try:
        defects(rule_id, shop)
    except ListingRulesError:
        return False
    return True


@lru_cache(maxsize=128)
def checker(shop: Shop, rules: RuleSet = RULES) -> Checker:
    return Checker(rules, shop)


def places(report: Report, rule: str) -> set[str]:
    found = [failure for failure in report.failures if failure.rule == rule]
    return {at for failure in found for at in (failure.at, *(place.at for place in failure.also_at))}


def assert_breaks(defect: Defect, rules: RuleSet = RULES) -> None:
    clean, broken, at = defect
    before = check_behind(checker(defect.clean_shop, rules), clean)
    after = check_behind(checker(defect.shop, rules), broken, defect.after)
    assert [failure.rule for failure in before.failures] == []
    assert at in places(after, defect.rule), defect.name
    assert {failure.rule for failure in after.failures} <= {defect.rule} | defect.companions, defect.name


def assert_misses(miss: Defect, rules: RuleSet = RULES) -> None:
    report = check_behind(checker(miss.shop, rules), miss.broken, miss.after)
    assert places(report, miss.rule) == set(), miss.name


@EACH_RULE
def test_a_rule_is_broken_wherever_it_holds(rule: Rule) -> None:
    holds = {market for market in MARKETS if rule.applies_in(market)}
    assert set(markets_of(rule.id)) == holds - NEVER_BROKEN.get(rule.id, set())


@EACH_RULE
@IN_EVERY_MARKET
@given(data=st.data())
def test_a_defect_and_a_near_miss_in_every_market(rule: Rule, data: st.DataObject) -> None:
    for market in markets_of(rule.id):
        shop = base_shop(RULES, market, {})
        assert_breaks(data.draw(defects(rule.id, shop), label=market))
        assert_misses(data.draw(near_misses(rule.id, shop), label=market))


@EACH_RULE
@FEW
@given(data=st.data())
def test_a_defect_makes_this_rule_fire_there_and_no_other(rule: Rule, data: st.DataObject) -> None:
    shop = data.draw(st.sampled_from(markets_of(rule.id)).flatmap(lambda market: shops(market=market, complete=True)))
    assert_breaks(data.draw(defects(rule.id, shop)))


@EACH_RULE
@FEW
@given(data=st.data())
def test_a_near_miss_does_not(rule: Rule, data: st.DataObject) -> None:
    shop = data.draw(st.sampled_from(markets_of(rule.id)).flatmap(lambda market: shops(market=market, complete=True)))
    assert_misses(data.draw(near_misses(rule.id, shop)))


def test_a_rule_that_says_nothing_in_the_market_has_no_defects() -> None:
    with pytest.raises(ListingRulesError, match="does not hold in DE"):
        defects("list-price-below-price", Shop(market="DE"))
    with pytest.raises(ListingRulesError, match=r"no source states price\.max for JP"):
        defects("price-above-market-maximum", Shop(market="JP"))
    with pytest.raises(ListingRulesError, match="nothing breaks the rule title-too-short in US"):
        defects("title-too-short", Shop(market="US"))
    with pytest.raises(ListingRulesError, match="no rule 'zero-prise'"):
        defects("zero-prise", Shop(market="US"))


@pytest.mark.parametrize(("seller", "names_them"), [("cross_border", True), ("local", False), (None, False)])
def test_goods_that_only_some_sellers_may_not_sell_break_the_rule_for_them_alone(
    seller: str | None, names_them: bool
) -> None:
    named = [title for title, names in titles(RULES, "DE", seller, "prohibited-goods") if names and "Seeds" in title]
    assert bool(named) is names_them


OWN = """
id: short-sku
title: A SKU is too short for the warehouse
since: 2026.11.0
stage: sync_failed
severity: error
certainty: certain
markets: [US]
check: {text: {at: "skus[*].seller_sku", at_least: 3}}
reason: "{sku} is too short."
fix: Lengthen it.
action: update_and_resync
sources: [{kind: judgement, fact: house rule}]
examples: [{name: two, given: {variants: [{sku: AB}]}, fails: ["/skus/0/seller_sku"]}]
"""


@pytest.fixture(scope="module")
def own_rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    folder: Path = tmp_path_factory.mktemp("rules")
    (folder / "identifiers").mkdir()
    (folder / "identifiers" / "short-sku.yaml").write_text(OWN)
    return load_rules(folder)


@FEW
@given(data=st.data())
def test_a_rule_of_your_own_gets_its_defects_for_free(own_rules: RuleSet, data: st.DataObject) -> None:
    shop = Shop(market="US", currency="USD")
    defect = data.draw(defects("short-sku", shop, rules=own_rules))
    assert defect.name == "one character too short"
    assert_breaks(defect, own_rules)
    assert_misses(data.draw(near_misses("short-sku", shop, rules=own_rules)), own_rules)
