"""Run a rule's examples and watch it: where it fires, where it is silent, on which side of its limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from listing_rules.engine import Checker
from listing_rules.errors import ListingRulesError
from listing_rules.examples import base_checker, base_product, check_behind, markets_of, products_of
from listing_rules.limits import NoLimitError
from listing_rules.report import Report
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet, part_of
from listing_rules.shop import MARKETS
from listing_rules.shopify import read_product
from listing_rules.testing.coverage.facets import RuleCoverage
from listing_rules.testing.coverage.sides import limits_of, sides_of
from listing_rules.testing.shapes import WRITERS, Neutral
from listing_rules.testing.shapes.from_rest import neutral_of

__all__ = ["observed"]

Scene: TypeAlias = tuple[Checker, Mapping[str, Any], list[dict[str, Any]]]
"""A shop's checker, a product, and the products that stand before it."""

_CANNOT = (ListingRulesError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


def observed(rules: RuleSet, rule: Rule) -> RuleCoverage:
    """Everything that the rule's examples show of it. An example that cannot be checked shows nothing."""
    few = part_of(rules, {rule.id, *rule.yields_to})
    seen = RuleCoverage(
        rule=rule.id,
        title=rule.title,
        area=rule.area,
        file=rule.file,
        stage=rule.stage,
        holds_in=tuple(market for market in MARKETS if rule.applies_in(market)),
        needs=rule.needs,
        undecided=set(_undecided(few, rule)),
    )
    for market in seen.holds_in:
        _look(few, rule, (base_checker(few, market), base_product(few, market, {}), []), seen)
    for example in rule.examples:
        for market in markets_of(rule, example):
            try:
                for scene in products_of(few, example, market):
                    _look(few, rule, scene, seen)
            except ListingRulesError:
                continue
    _watch_shapes(few, rule, seen)
    return seen


def _undecided(rules: RuleSet, rule: Rule) -> Iterator[str]:
    """The markets for which no source states the rule's limit, or the rule file explains why it cannot fire there."""
    explained = {name for entry in rule.raw.get("equivalent", ()) for name in entry["mutants"]}
    for market in MARKETS:
        if rule.applies_in(market):
            try:
                base_checker(rules, market).context.limits.resolve_all(rule.params)
            except NoLimitError:
                yield market
            if f"markets: without {market}" in explained:
                yield market


def _look(rules: RuleSet, rule: Rule, scene: Scene, seen: RuleCoverage) -> None:
    checker, payload, before = scene
    _count(check_behind(checker, payload, before), rule, checker.shop.market, seen)
    if limits_of(rule) and rule.applies_in(checker.shop.market) and checker.shop.market not in seen.undecided:
        _watch_limits(rule, checker, payload, seen)


def _count(report: Report, rule: Rule, market: str, seen: RuleCoverage) -> None:
    stages = {failure.stage for failure in report.failures if failure.rule == rule.id}
    if stages:
        seen.fires += 1
        seen.stages |= stages
        seen.markets.add(market)
    elif any(one.rule == rule.id for one in report.skipped):
        seen.skipped += 1
    elif rule.applies_in(market):
        seen.silent += 1


def _watch_limits(rule: Rule, checker: Checker, payload: Mapping[str, Any], seen: RuleCoverage) -> None:
    """A limit that differs by market is one limit in each."""
    facts, market = checker.facts_of(read_product(dict(payload))), checker.shop.market
    names = limits_of(rule)
    for name, side in sides_of(rule, checker, facts):
        by_market = isinstance(rule.params[name], Mapping)
        if not by_market or checker.shop.seller is None:
            seen.limits.setdefault(f"{names[name]} in {market}" if by_market else names[name], set()).add(side)


def _watch_shapes(rules: RuleSet, rule: Rule, seen: RuleCoverage) -> None:
    """The first failing example that is a whole product, in every shape: the rule fires there too, or is skipped."""
    for example in rule.examples:
        if "fails" in example and "given" in example and "after" not in example:
            market = markets_of(rule, example)[0]
            checker, payload, _ = next(products_of(rules, example, market))
            try:
                neutral = {**neutral_of(payload), "currency": checker.shop.currency or "USD"}
            except _CANNOT:
                continue
            seen.shapes = {shape: _verdict(checker, rule, write, neutral) for shape, write in WRITERS.items()}
            return


def _verdict(checker: Checker, rule: Rule, write: Callable[[Neutral], Any], neutral: Neutral) -> str:
    try:
        report = checker.check(read_product(write(neutral)))
    except _CANNOT:
        return "cannot say it"
    if any(failure.rule == rule.id for failure in report.failures):
        return "fires"
    return "skipped" if any(one.rule == rule.id for one in report.skipped) else "silent"
