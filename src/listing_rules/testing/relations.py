"""What must hold for every product, whatever the right answer is.

Each relation is a function that raises AssertionError where it does not hold, and says what differs. A *subject* takes
a payload and gives either a Report (your rules, or a whole pipeline that ends in a verdict) or the body of Create
Product (your own mapping): a dict, or our ListingCandidate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from random import Random
from typing import Any, TypeAlias

import msgspec

from listing_rules.api import bundled_rules, check
from listing_rules.candidate import ListingCandidate
from listing_rules.report import Report
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.testing.rewriting import in_currency, in_other_units, laxer_shops, reordered, rules_in_currency
from listing_rules.testing.shapes import WRITERS, Neutral

__all__ = [
    "Subject",
    "currencies_commute",
    "defect_hides_nothing",
    "laxer_shop_has_no_more_failures",
    "no_more_failures",
    "prices_scale",
    "reordering_changes_nothing",
    "repair_mends",
    "shapes_agree",
    "units_commute",
    "unrelated_product_changes_nothing",
]

Subject: TypeAlias = Callable[[Any], "Report | ListingCandidate | Mapping[str, Any]"]

_OF_THE_CATALOG = frozenset({"repeated_in_catalog", "quota"})
_GRAMS = {"GRAM": Decimal(1), "KILOGRAM": Decimal(1000), "POUND": Decimal("453.59237")}


def reordering_changes_nothing(subject: Subject, payload: Mapping[str, Any], random: Random) -> None:
    """Variants, images with positions, and keys in another order. `st.randoms()` gives the order."""
    _same(_outcome(subject(payload)), _outcome(subject(reordered(payload, random))), "in another order")


def shapes_agree(
    subject: Subject, product: Neutral, one: str = "rest", other: str = "graphql", *, rules: RuleSet | None = None
) -> None:
    """The same product in two shapes: the same failures by the rules that both can decide, or the same body as far as
    both give it. Rules that weigh whatever evidence there is (what the goods are, whether the category fits) may know
    better in one of them, and so may advice. `rules` are those of the reports, the bundled ones by default.
    """
    here, there = subject(WRITERS[one](product)), subject(WRITERS[other](product))
    if isinstance(here, Report) and isinstance(there, Report):
        open_to = _undecided(here, there, rules or bundled_rules())
        _same(_found(here, open_to), _found(there, open_to), f"as {other} instead of {one}")
    else:
        ours, theirs = _common(_body(here), _body(there))
        _same(ours, theirs, f"as {other} instead of {one}")


def units_commute(subject: Subject, payload: Mapping[str, Any]) -> None:
    """A REST payload with its weights in grams for kilograms, in pounds for ounces, and the other way round."""
    _same(_outcome(subject(payload)), _outcome(subject(in_other_units(payload))), "weighed in other units")


def prices_scale(mapping: Subject, payload: Mapping[str, Any], rate: Decimal = Decimal(4)) -> None:
    """A mapping of your own: what is converted before it and what is converted after it is the same money."""
    first, last = _prices(mapping(in_currency(payload, rate))), _prices(mapping(payload))
    _same([amount * rate if isinstance(amount, Decimal) else amount for amount in last], first, "converted first")


def currencies_commute(
    payload: Mapping[str, Any],
    shop: Shop,
    *,
    rules: RuleSet | None = None,
    currency: str = "XTS",
    rate: Decimal = Decimal(4),
) -> None:
    """A market that trades in another currency, with prices and limits worth the same, finds the same at fault."""
    rules = rules or bundled_rules()
    known = {name: getattr(shop, name) for name in shop.model_fields_set}
    own_money = known.get("currency") == rules.tables.markets[shop.market]["currency"]
    converted = Shop(**{**known, "currency": currency}) if own_money else shop
    there = rules_in_currency(rules, shop.market, currency, rate)
    before = check(dict(payload), shop=shop, rules=rules)
    after = check(in_currency(payload, rate), shop=converted, rules=there)
    _same(_found(before), _found(after), f"in {currency}")


def unrelated_product_changes_nothing(
    check_all: Callable[[Sequence[Any]], Iterable[Report]], payload: Any, other: Any, *, rules: RuleSet | None = None
) -> None:
    """Another product before it in the catalog changes only what rules about the whole catalog say."""
    rules = rules or bundled_rules()
    (alone,), (_, beside) = check_all([payload]), check_all([other, payload])
    of_the_catalog = {rule.id for rule in rules.rules if rule.kind in _OF_THE_CATALOG}
    _same(_found(alone, of_the_catalog), _found(beside, of_the_catalog), "behind another product")


def repair_mends(broken: Report, repaired: Report, rule: str) -> None:
    """The repaired product no longer breaks the rule, and breaks none that it did not break before."""
    _insist(rule in _rules(broken), f"{rule} finds nothing wrong before the repair")
    _insist(rule not in _rules(repaired), f"{rule} still fails after the repair")
    no_more_failures(broken, repaired, "after the repair")


def defect_hides_nothing(before: Report, after: Report, *, rules: RuleSet | None = None) -> None:
    """A product with one more defect still has its other failures, but for those that yield to a new one."""
    rules = rules or bundled_rules()
    told = _rules(after)
    lost = {rule for rule in _rules(before) - told if not _yields(rules, rule, told)}
    _insist(not lost, f"with one more defect, nothing is said any more of {', '.join(sorted(lost))}")


def laxer_shop_has_no_more_failures(
    payload: Any, shop: Shop, *, check_for: Callable[[Any, Shop], Report] | None = None
) -> None:
    """Nothing that TikTok Shop allows in addition makes a product fail: documents that are no longer asked for, a
    warehouse that works again, one more upload."""
    judge = check_for or (lambda product, where: check(product, shop=where))
    strict = judge(payload, shop)
    for fact, laxer in laxer_shops(shop):
        no_more_failures(strict, judge(payload, laxer), f"in a shop with laxer {fact}")


def no_more_failures(before: Report, after: Report, when: str, *, yielding: RuleSet | None = None) -> None:
    """Every rule that fails now failed before; `when` says what was done in between. With `yielding`, their rule set, a
    rule may fail that had yielded to another."""
    told = _rules(before)
    more = {rule for rule in _rules(after) - told if yielding is None or not _yields(yielding, rule, told)}
    _insist(not more, f"{when}, the product breaks {', '.join(sorted(more))} too")


def _yields(rules: RuleSet, rule_id: str, to: set[str]) -> bool:
    rule = rules.get(rule_id)
    return rule is not None and bool(rule.yields_to & to)


def _rules(report: Report) -> set[str]:
    return {failure.rule for failure in report.failures}


def _found(report: Report, leave_out: Iterable[str] = ()) -> set[tuple[str, str, str]]:
    return {(one.rule, one.severity, one.at) for one in report.failures if one.rule not in leave_out}


def _undecided(one: Report, other: Report, rules: RuleSet) -> set[str]:
    """Rules that one of them could not decide as well as the other, and rules that may yield to one of those."""
    skipped = {missing.rule for missing in (*one.skipped, *other.skipped)}
    skipped |= {rule.id for rule in rules.rules if rule.severity == "info" or _weighs(rule)}
    return skipped | {rule.id for rule in rules.rules if rule.yields_to & skipped}


def _weighs(rule: Rule) -> bool:
    return rule.kind == "goods" or rule.params.get("finds") == "misfit"


def _outcome(result: Any) -> Any:
    """What is the same whatever order things stand in."""
    if isinstance(result, Report):
        found = {(one.rule, one.severity, one.fingerprint) for one in result.failures}
        return {"failures": found, "forecast": result.forecast, "skipped": {one.rule for one in result.skipped}}
    return _plain(result)


def _plain(result: Any) -> dict[str, Any]:
    """A body with what has no order sorted."""
    body = _body(result)
    for name in ("skus", "product_attributes"):
        if isinstance(body.get(name), list):
            body[name] = sorted(body[name], key=lambda item: msgspec.json.encode(item, order="sorted"))
    return body


def _body(result: Any) -> dict[str, Any]:
    """A body with its amounts as numbers, and its weight in grams."""
    body = dict(result.to_api() if isinstance(result, ListingCandidate) else result)
    weight = body.get("package_weight")
    if weight:
        body["package_weight"] = round(Decimal(str(weight["value"])) * _GRAMS[weight["unit"]])
    body["skus"] = [_with_numbers(sku) for sku in body.get("skus", [])]
    return body


def _with_numbers(sku: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: dict(sku[name]) for name in ("price", "list_price") if sku.get(name)}
    for price in known.values():
        with suppress(ArithmeticError):
            price["amount"] = Decimal(str(price["amount"])).normalize()
    return {**sku, **known}


def _common(one: Any, other: Any) -> tuple[Any, Any]:
    """Both, cut to what both hold."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        pairs = {key: _common(one[key], other[key]) for key in one.keys() & other.keys()}
        return {key: pair[0] for key, pair in pairs.items()}, {key: pair[1] for key, pair in pairs.items()}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        items = [_common(here, there) for here, there in zip(one, other, strict=True)]
        return [item[0] for item in items], [item[1] for item in items]
    return one, other


def _prices(result: Any) -> list[Any]:
    return [(sku.get("price") or {}).get("amount") for sku in _body(result)["skus"]]


def _same(before: Any, after: Any, when: str) -> None:
    _insist(before == after, f"{when}, the result differs:\n{_difference(before, after)}")


def _insist(holds: bool, otherwise: str) -> None:
    """An assertion that holds in optimised Python too."""
    if not holds:
        raise AssertionError(otherwise)


def _difference(before: Any, after: Any) -> str:
    """Which parts differ, one on a line."""
    if isinstance(before, set) and isinstance(after, set):
        gone = [f"- {one}" for one in sorted(before - after)]
        return "\n".join(gone + [f"+ {one}" for one in sorted(after - before)])
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        keys = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
        return "\n".join(f"{key}:\n{_difference(before.get(key), after.get(key))}" for key in keys)
    return f"- {before}\n+ {after}"
