"""Run the examples inside rule files: each must fail, pass or skip as it says, in every market that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache, partial
from typing import Any

from msgspec import Struct

from listing_rules.catalog_pass import CatalogPass
from listing_rules.engine import Checker
from listing_rules.errors import ListingRulesError
from listing_rules.report import Failure, Report
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet, part_of, with_tables
from listing_rules.shop import MARKETS, Shop
from listing_rules.shopify import Product, read_product
from listing_rules.shopify.surfaces import surfaces_of
from listing_rules.surfaces import Surfaces
from listing_rules.terms import narrowed

__all__ = [
    "ExampleResult",
    "base_checker",
    "base_product",
    "base_shop",
    "check_behind",
    "check_example",
    "for_examples",
    "markets_of",
    "patched",
    "products_of",
    "run_example",
    "run_examples",
    "words_of_example",
]


class ExampleResult(Struct, frozen=True):
    """What came of one example in one market; `problem` is None where it holds."""

    rule: str
    file: str
    example: str
    market: str
    problem: str | None


def run_examples(
    rules: RuleSet, only: frozenset[str] | None = None, *, market: str | None = None
) -> Iterator[ExampleResult]:
    """Every example of every rule (or of those named), in each of its markets (or in the one named)."""
    for rule in rules.rules:
        if only is None or rule.id in only:
            for example in rule.examples:
                yield from run_example(rules, rule, example, market=market)


def run_example(
    rules: RuleSet, rule: Rule, example: Mapping[str, Any], *, market: str | None = None
) -> Iterator[ExampleResult]:
    """One example in each of its markets (or in the one named)."""
    for here in markets_of(rule, example):
        if market in (None, here):
            yield ExampleResult(rule.id, rule.file, example["name"], here, _problem(rules, rule, example, here))


@lru_cache(maxsize=4)
def for_examples(rules: RuleSet) -> RuleSet:
    """The set with those words of goods alone that stand in an example. Its examples come out the same, in a quarter of
    the time and of the memory."""
    words = {
        words for rule in rules.rules for example in rule.examples for words in words_of_example(rules, rule, example)
    }
    return with_tables(rules, terms=narrowed(rules.tables.terms, words))


def words_of_example(rules: RuleSet, rule: Rule, example: Mapping[str, Any]) -> Iterator[Surfaces]:
    """The words of each product in an example; one that cannot be read has none."""
    for payload in _payloads(rules, example, (markets_of(rule, example) or MARKETS)[0]):
        with suppress(ListingRulesError):
            yield surfaces_of(read_product(dict(payload)))


def _payloads(rules: RuleSet, example: Mapping[str, Any], market: str) -> Iterator[Mapping[str, Any]]:
    """The products in an example: it gives whole ones, or patches of the base product."""
    given = [example[name] for name in ("given", "payload", "repaired") if name in example]
    yield from given if "payload" in example else (base_product(rules, market, patch) for patch in given)
    yield from (base_product(rules, market, patch) for patch in ({}, *example.get("after", ())))


@lru_cache(maxsize=4)
def _concerned(rules: RuleSet, rule: Rule) -> RuleSet:
    """The rule and those that may silence it: what else is found decides nothing about its example."""
    return part_of(rules, {rule.id, *rule.yields_to})


def _at_stake(rules: RuleSet, rule: Rule, example: Mapping[str, Any], market: str) -> RuleSet:
    """The rules to run: all in the example's first market, and where what becomes of the whole product matters."""
    whole = "forecast" in example or "after" in example or market == markets_of(rule, example)[0]
    return rules if whole else _concerned(rules, rule)


def base_product(rules: RuleSet, market: str, patch: Mapping[str, Any]) -> dict[str, Any]:
    """The base product at a price that is fine in the market, with the patch laid over it."""
    base = rules.tables.base["product"]
    price = rules.tables.markets[market]["example_price"]
    return patched({**base, "variants": [{"price": price, **variant} for variant in base["variants"]]}, patch)


def patched(product: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """A REST product with an example's patch laid over it.

    A patch replaces what it names; each patched variant starts from the product's variant in the same position.
    """
    variants = product["variants"]
    return {**product, **patch, "variants": _variants(variants, patch.get("variants", variants))}


def _variants(base: list[dict[str, Any]], patches: Any) -> Any:
    """The variants of a patch; a number stands for that many, each with an option value of its own."""
    if isinstance(patches, int):
        patches = [{"option1": f"C{number}"} for number in range(patches)]
    if not isinstance(patches, list):
        return patches
    starts = [{**base[index % len(base)], "id": base[0]["id"] + index} for index in range(len(patches))]
    return [{**start, **patch} for start, patch in zip(starts, patches, strict=True)]


def base_shop(rules: RuleSet, market: str, patch: Mapping[str, Any]) -> Shop:
    """A shop that knows everything the base product needs, with the patch laid over it."""
    facts = {"currency": rules.tables.markets[market]["currency"], **rules.tables.base["shop"], **patch}
    return Shop(market=market, **facts)


def markets_of(rule: Rule, example: Mapping[str, Any]) -> list[str]:
    """The markets in which the example is run."""
    named = example.get("markets") or [market for market in MARKETS if rule.applies_in(market)]
    return list(MARKETS) if named == "all" else [str(market) for market in named]


def _problem(rules: RuleSet, rule: Rule, example: Mapping[str, Any], market: str) -> str | None:
    try:
        at_stake = _at_stake(rules, rule, example, market)
        checker = _checker(at_stake, market, example.get("shop", {}), example.get("as_of"))
        whole = "payload" in example
        report = _check(checker, example["payload" if whole else "given"], example.get("after"), whole=whole)
        return _mismatch(report, rule, example) or _still_broken(checker, rule, example, whole=whole)
    except ListingRulesError as error:
        return f"cannot be checked: {error}"


def products_of(
    rules: RuleSet, example: Mapping[str, Any], market: str
) -> Iterator[tuple[Checker, Mapping[str, Any], list[dict[str, Any]]]]:
    """What an example checks there: its product and the repaired one, each with its shop's checker and the products
    that stand before it."""
    shop, day = example.get("shop", {}), example.get("as_of")
    before = [base_product(rules, market, patch) for patch in example.get("after", ())]
    whole = example.get("payload")
    yield _checker(rules, market, shop, day), whole or base_product(rules, market, example["given"]), before
    if "repaired" in example:
        repaired = example["repaired"] if whole else base_product(rules, market, example["repaired"])
        yield _checker(rules, market, {**shop, **example.get("repaired_shop", {})}, day), repaired, before


def _checker(rules: RuleSet, market: str, patch: Mapping[str, Any], day: str | None) -> Checker:
    """Most examples start from the base shop, which is compiled once for each market and day."""
    if not patch:
        return base_checker(rules, market, day)
    return Checker(rules, base_shop(rules, market, patch), _date(day))


@lru_cache(maxsize=2 * len(MARKETS))
def base_checker(rules: RuleSet, market: str, day: str | None = None) -> Checker:
    """The rules compiled for the base shop of a market."""
    return Checker(rules, base_shop(rules, market, {}), _date(day))


def _date(day: str | None) -> date | None:
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        raise ListingRulesError(f"as_of: {day} is no day of the calendar") from None


def _check(
    checker: Checker, given: Mapping[str, Any], after: list[Mapping[str, Any]] | None = None, *, whole: bool
) -> Report:
    payload = dict(given) if whole else base_product(checker.rules, checker.shop.market, given)
    return check_example(checker, payload, after)


def check_example(checker: Checker, payload: Mapping[str, Any], after: list[Mapping[str, Any]] | None) -> Report:
    """The verdict on an example's product: by itself, or in a catalog after these patches of the base product."""
    market = checker.shop.market
    return check_behind(checker, payload, [base_product(checker.rules, market, patch) for patch in after or ()])


def check_behind(checker: Checker, payload: Mapping[str, Any], before: Sequence[Mapping[str, Any]] = ()) -> Report:
    """The verdict on a product that stands behind these payloads in the catalog; by itself where there are none."""
    *others, product = (read_product(dict(one)) for one in (*before, payload))
    if not others:
        return checker.check(product)
    catalog = CatalogPass(checker)
    reports = [catalog.add(*checker.check_in_catalog(one), partial(_same, one)) for one in (*others, product)]
    return reports[-1]


def _same(product: Product) -> Product:
    return product


def _places(report: Report, rule: Rule) -> list[str]:
    found = [failure for failure in report.failures if failure.rule == rule.id]
    return sorted(at for failure in found for at in (failure.at, *(place.at for place in failure.also_at)))


def _mismatch(report: Report, rule: Rule, example: Mapping[str, Any]) -> str | None:
    if example.get("forecast", report.forecast) != report.forecast:
        return f"should be forecast as {example['forecast']}; it is {report.forecast}"
    places = _places(report, rule)
    skipped = any(one.rule == rule.id for one in report.skipped)
    if "fails" in example:
        if places != sorted(example["fails"]):
            return f"should fail at {sorted(example['fails'])}; it fails at {places or 'no place'}"
        return _told_otherwise([one for one in report.failures if one.rule == rule.id], example)
    if places:
        return f"should {'pass' if 'passes' in example else 'be skipped'}; it fails at {places}"
    if skipped is not ("skips" in example):
        return "should be skipped; it passes" if "skips" in example else "should pass; it is skipped"
    return None


def _told_otherwise(failures: list[Failure], example: Mapping[str, Any]) -> str | None:
    """Where the failures are not told in the words, at the stage or as badly as the example says."""
    reasons = [failure.reason for failure in failures]
    if not any(example.get("says", "") in reason for reason in reasons):
        return f"should say {example['says']!r}; it says {reasons}"
    for key in ("stage", "severity"):
        told = {getattr(failure, key) for failure in failures}
        if key in example and told != {example[key]}:
            return f"should have the {key} {example[key]}; it has {', '.join(sorted(told))}"
    return None


def _still_broken(checker: Checker, rule: Rule, example: Mapping[str, Any], *, whole: bool) -> str | None:
    if "repaired" not in example:
        return None
    if "repaired_shop" in example:
        facts = {**example.get("shop", {}), **example["repaired_shop"]}
        checker = _checker(checker.rules, checker.shop.market, facts, example.get("as_of"))
    report = _check(checker, example["repaired"], example.get("after"), whole=whole)
    places = _places(report, rule)
    if places:
        return f"the repaired product still fails at {places}"
    # A repair is written for the first market of its example; a price of 0.01 mends it there and is too low elsewhere.
    if checker.shop.market != markets_of(rule, example)[0]:
        return None
    others = [failure.rule for failure in report.failures if failure.severity == "error"]
    return f"the repaired product breaks {', '.join(others)}" if others else None
