"""`warehouse`: the stock is put into a warehouse that TikTok's Get Warehouses answer has, and that ships goods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.shop.answers import Warehouse

__all__ = ["SCHEMA", "WORDS", "build"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"finds": {"enum": ["missing", "unusable"], "description": "What is wrong with the warehouse."}},
    "required": ["finds"],
    "additionalProperties": False,
}
WORDS = frozenset({"problem", "usable"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    houses = context.shop.warehouses_by_id
    if houses is None:
        return lambda facts: (Unknown("warehouses"),)
    if params["finds"] == "unusable":
        return lambda facts: _unusable(facts, houses)
    usable = [house for house in houses.values() if _problem(house) is None]
    if len(usable) < 2 or any(house.is_default for house in usable):
        return lambda facts: ()  # a shop with a default warehouse, or with one alone, needs no name of it
    return lambda facts: _missing(facts, houses)


def _missing(facts: Facts, houses: Mapping[str, Warehouse]) -> Iterator[Hit | Unknown]:
    for at, house in _stocks(facts):
        if house is UNSET:
            yield Unknown("inventory")
        elif house is None:
            yield Hit(at, None, words=_words("", houses))


def _unusable(facts: Facts, houses: Mapping[str, Warehouse]) -> Iterator[Hit | Unknown]:
    named = facts.shop.listing is not None and facts.shop.listing.states("warehouse_id")
    for at, house in _stocks(facts) if named else ():
        if house is UNSET:
            yield Unknown("inventory")
        elif house is not None:
            problem = _problem(houses[house]) if house in houses else "is not one of this shop's"
            if problem is not None:
                yield Hit(at, house, cause=house, words=_words(problem, houses))


def _stocks(facts: Facts) -> Iterator[tuple[str, Any]]:
    """Each stock of each SKU: where its warehouse stands, and the warehouse where one is named; UNSET where the
    payload's shape holds no stock."""
    for index, sku in enumerate(facts.tree["skus"]):
        stocks = sku.get("inventory", UNSET)
        if stocks is UNSET:
            yield "", UNSET
            continue
        for place, stock in enumerate(stocks or ()):
            yield f"/skus/{index}/inventory/{place}/warehouse_id", stock.get("warehouse_id")


def _problem(house: Warehouse) -> str | None:
    if house.type != "SALES_WAREHOUSE":
        return "ships no goods to buyers"
    return "is disabled" if house.effect_status == "DISABLED" else None


def _words(problem: str, houses: Mapping[str, Warehouse]) -> dict[str, str]:
    usable = [f"{house.name} ({house.id})".strip() for house in houses.values() if _problem(house) is None]
    return {"problem": problem, "usable": ", ".join(usable[:3]) or "none"}
