"""The same product said in another way, and the same shop with less in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Any

from listing_rules.examples import patched
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop

__all__ = ["in_currency", "in_other_units", "laxer_limits", "laxer_shops", "patched", "reordered", "rules_in_currency"]

_CONNECTION = ("nodes", "edges")
_UNITS: Mapping[str, tuple[str, int, int]] = {
    "g": ("kg", 1, 1000),
    "kg": ("g", 1000, 1),
    "oz": ("lb", 1, 16),
    "lb": ("oz", 16, 1),
}
"""For each unit of weight, one that it converts to without rounding: times the first, through the second."""
_MONEY = ("price", "compare_at_price")
_LAX: Mapping[str, Any] = {
    "is_required": False,
    "is_requried": False,  # TikTok's own spelling
    "is_failed": False,
    "is_customizable": True,
    "is_multiple_selection": True,
    "authorized_status": "AUTHORIZED",
    "effect_status": "ENABLED",
    "permission_statuses": ["AVAILABLE"],
}
"""What each of these says in TikTok's answers to a shop that has nothing in its way."""


def reordered(payload: Mapping[str, Any], random: Random) -> dict[str, Any]:
    """A JSON payload with its variants, and the keys of all its objects, in another order.

    Images are in another order too where their positions say which one comes first.
    """
    return _reordered(payload, random, shuffle=False)  # type: ignore[no-any-return]


def _reordered(value: Any, random: Random, *, shuffle: bool) -> Any:
    if isinstance(value, Mapping):
        keys = list(value)
        random.shuffle(keys)
        return {key: _reordered(value[key], random, shuffle=_free(key, value[key], shuffle)) for key in keys}
    if isinstance(value, list):
        items = [_reordered(item, random, shuffle=False) for item in value]
        if shuffle:
            random.shuffle(items)
        return items
    return value


def _free(key: str, value: Any, above: bool) -> bool:
    """Whether a list of this name may be in any order."""
    if key == "images":
        return isinstance(value, list) and all(isinstance(item, Mapping) and "position" in item for item in value)
    return key == "variants" or (above and key in _CONNECTION)


def in_other_units(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A REST payload with its weights in grams for kilograms, in pounds for ounces, and the other way round."""
    return {**payload, "variants": [_reweighed(variant) for variant in payload["variants"]]}


def _reweighed(variant: Mapping[str, Any]) -> dict[str, Any]:
    unit, times, through = _UNITS.get(variant.get("weight_unit", ""), ("", 1, 1))
    if not unit or variant.get("weight") is None:
        return dict(variant)
    return {**variant, "weight": float(Decimal(str(variant["weight"])) * times / through), "weight_unit": unit}


def in_currency(payload: Mapping[str, Any], rate: Decimal) -> dict[str, Any]:
    """A REST payload with its prices in another currency. What is no number stays."""
    return {**payload, "variants": [{**one, **_converted(one, rate)} for one in payload["variants"]]}


def _converted(variant: Mapping[str, Any], rate: Decimal) -> dict[str, str]:
    return {name: str(Decimal(variant[name]) * rate) for name in _MONEY if variant.get(name)}


@lru_cache(maxsize=32)
def rules_in_currency(rules: RuleSet, market: str, currency: str, rate: Decimal) -> RuleSet:
    """The rules for a market that trades in this currency: its limits of money are worth the same."""
    table = rules.tables.markets[market]
    limits = {name: _scaled(table[name], rate) for name in ("price", "list_price") if name in table}
    return _with_market(rules, market, {**table, **limits, "currency": currency})


@lru_cache(maxsize=32)
def laxer_limits(rules: RuleSet, market: str) -> RuleSet:
    """The rules for a market whose every upper limit is twice as high, and every lower one half as high."""
    return _with_market(rules, market, _loosened(rules.tables.markets[market], 1))


def _with_market(rules: RuleSet, market: str, table: Mapping[str, Any]) -> RuleSet:
    return replace(rules, tables=replace(rules.tables, markets={**rules.tables.markets, market: table}))


def _scaled(limit: Any, rate: Decimal) -> Any:
    """A limit, or the limits in a table, times the rate."""
    if isinstance(limit, Mapping):
        return {key: _scaled(value, rate) for key, value in limit.items()}
    if isinstance(limit, list):
        return [{**row, "value": _scaled(row["value"], rate)} for row in limit]
    return float(Decimal(str(limit)) * rate) if isinstance(limit, int | float) else limit


def _loosened(limit: Any, factor: Any) -> Any:
    if isinstance(limit, Mapping):
        factors = {"min": Decimal("0.5"), "max": 2, "max_skus": 2, "package_weight_max": 2}
        return {key: _loosened(value, factors.get(key, factor)) for key, value in limit.items()}
    return _scaled(limit, Decimal(factor)) if factor != 1 else limit


def laxer_shops(shop: Shop) -> Iterator[tuple[str, Shop]]:
    """Shops that differ in one known fact each, and in nothing that could make TikTok Shop stricter, with its name."""
    facts = {name: getattr(shop, name) for name in shop.model_fields_set}
    for name, value in facts.items():
        laxer = _laxer(value)
        if isinstance(value, Mapping | list) and laxer != value:
            yield name, Shop(**{**facts, name: laxer})
    full = (shop.failed_items or {}).get("PRODUCT_QUANTITY_LIMIT") is not None
    if shop.uploads_left is not None and not full:
        yield "uploads_left", Shop(**{**facts, "uploads_left": shop.uploads_left + 1})


def _laxer(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _LAX[key] if key in _LAX else _laxer(item) for key, item in value.items()}
    return [_laxer(item) for item in value] if isinstance(value, list) else value
