"""The functions of the library: one product, one question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

from listing_rules.calibrating import Calibration, calibrate_with
from listing_rules.candidate import ListingCandidate
from listing_rules.categories import Fit, Suggestion, fit, suggest
from listing_rules.engine import Checker
from listing_rules.errors import ShopError
from listing_rules.explaining import Answer, explain_with
from listing_rules.report import Explanation, Report
from listing_rules.rules import load_rules
from listing_rules.ruleset import RuleSet
from listing_rules.shop import BOUNDS, Shop
from listing_rules.shopify import Product, read_one, read_product
from listing_rules.shopify.mapping import to_candidate as _map
from listing_rules.shopify.subject import sizes_of
from listing_rules.shopify.surfaces import surfaces_of

__all__ = [
    "Payload",
    "bundled_rules",
    "calibrate",
    "category_fit",
    "check",
    "checker_for",
    "explain",
    "load_rules",
    "suggest_categories",
    "to_candidate",
]

Payload: TypeAlias = dict[str, Any] | str | bytes


def check(
    payload: Payload, *, shop: Shop, rules: RuleSet | None = None, as_of: date | None = None, shape: str | None = None
) -> Report:
    """What TikTok Shop will do with one Shopify product, why, and what to change.

    `payload` is one product in any shape that Shopify hands out, parsed or as JSON or CSV text. `as_of` is the day
    whose limits hold, the release of the rules by default. PayloadError where it cannot be read.
    """
    checker = checker_for(rules or bundled_rules(), shop, as_of)
    checker.bounds.hold_text(payload)
    return checker.check(read_one(payload, shape=shape))


def to_candidate(payload: Payload, *, shop: Shop, shape: str | None = None) -> ListingCandidate:
    """The listing candidate of one product; `.to_api()` gives the Create Product body."""
    return _map(_read(payload, shop, shape), shop)


def explain(said: Answer, *, rules: RuleSet | None = None) -> list[Explanation]:
    """What a code, a message, a rule id or the JSON of an answer means and what to do about it, best first.

    What nothing knows gives the nearest, marked as guesses. ListingRulesError where `said` is none of these.
    """
    return explain_with(rules or bundled_rules(), said)


def calibrate(
    predicted: Iterable[Mapping[str, Any]], actual: Iterable[Mapping[str, Any]], *, rules: RuleSet | None = None
) -> Calibration:
    """Our reports as JSON against what TikTok Shop answered, rule by rule; `.table()` gives it as text.

    A line of `actual` names the product (id or handle) and holds codes, messages or a whole answer.
    """
    return calibrate_with(rules or bundled_rules(), predicted, actual)


def suggest_categories(
    payload: Payload, *, shop: Shop, limit: int = 5, rules: RuleSet | None = None
) -> list[Suggestion]:
    """The TikTok leaf categories that the product's words suggest, best first."""
    checker = checker_for(rules or bundled_rules(), shop)
    return suggest(
        surfaces_of(_read(payload, shop)), checker.context.categories, checker.context.category_tables, limit=limit
    )


def category_fit(payload: Payload, category: str, *, shop: Shop, rules: RuleSet | None = None) -> Fit:
    """Whether the product may stand under a TikTok category, given by id or path "A > B > C".

    ShopError where the market's tree does not know the category.
    """
    context = checker_for(rules or bundled_rules(), shop).context
    claimed = context.categories.get(category) or context.categories.by_path(category)
    if claimed is None:
        raise ShopError(
            f"the category {category!r} is not in {context.categories.source}; an id or a path was expected"
        )
    return fit(surfaces_of(_read(payload, shop)), claimed, context.categories, context.category_tables)


def _read(payload: Payload, shop: Shop, shape: str | None = None) -> Product:
    """The product, as far as the shop's bounds let it be looked at."""
    bounds = shop.bounds or BOUNDS
    bounds.hold_text(payload)
    product = read_product(payload, shape=shape)
    bounds.hold(*sizes_of(product))
    return product


@lru_cache(maxsize=1)
def bundled_rules() -> RuleSet:
    """The bundled rule set, loaded once."""
    return load_rules()


@lru_cache(maxsize=16)
def checker_for(rules: RuleSet, shop: Shop, as_of: date | None = None) -> Checker:
    """The rule set compiled for this shop; kept, so that checking product by product compiles once."""
    return Checker(rules, shop, as_of)
