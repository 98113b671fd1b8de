"""The file `tables/markets.yaml`: its schema, and how one folder's limits are laid over another's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from listing_rules.schema import EQUIVALENT, check_schema
from listing_rules.shop import MARKETS
from listing_rules.yamlfile import Document

__all__ = ["MARKETS_SCHEMA", "merged", "read_markets"]

_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_BY_SELLER = {
    "type": "object",
    "properties": {"local": {"type": "number"}, "cross_border": {"type": "number"}},
    "additionalProperties": False,
    "minProperties": 1,
}
_DATED = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {"value": {"oneOf": [{"type": "number"}, _BY_SELLER]}, "from": _DAY, "until": _DAY},
        "required": ["value"],
        "additionalProperties": False,
    },
}
_LIMIT = {"oneOf": [{"type": "number"}, _BY_SELLER, _DATED]}
_RANGE = {
    "type": "object",
    "properties": {"min": _LIMIT, "max": _LIMIT},
    "additionalProperties": False,
    "minProperties": 1,
}
_MARKET = {
    "type": "object",
    "properties": {
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "price": {**_RANGE, "description": "In the market's currency."},
        "list_price": {**_RANGE, "description": "In the market's currency."},
        "title_length": {**_RANGE, "description": "In characters."},
        "package_weight_max": {**_LIMIT, "description": "In kilograms."},
        "max_skus": {**_LIMIT, "description": "Variants of one product."},
        "example_price": {"type": "string", "description": "A price that is fine; the rules' examples start from it."},
    },
    "additionalProperties": False,
}
MARKETS_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "What differs by market",
    "description": "Limits by market; one may differ by seller (local, cross_border) and by day (a list of value, "
    "from, until; `until` is the first day on which it no longer holds).",
    "type": "object",
    "properties": {
        "markets": {
            "type": "object",
            "properties": dict.fromkeys(MARKETS, _MARKET),
            "additionalProperties": False,
            "minProperties": 1,
        },
        "equivalent": EQUIVALENT,
    },
    "required": ["markets"],
    "additionalProperties": False,
}


def read_markets(document: Document) -> Mapping[str, Any]:
    """The limits by market. RuleFileError where the file does not follow the schema."""
    if not document.known:
        check_schema(document, MARKETS_SCHEMA)
    markets: Mapping[str, Any] = document.value["markets"]
    return markets


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """`above` laid over `below`, market by market and limit by limit; a limit is replaced as a whole."""
    markets = dict(below)
    for market, limits in above.items():
        row = dict(markets.get(market, {}))
        for name, value in limits.items():
            ranged = _MARKET["properties"][name].get("properties")  # type: ignore[index]
            row[name] = {**row.get(name, {}), **value} if ranged else value
        markets[market] = row
    return markets
