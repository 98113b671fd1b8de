"""`prerequisite`: the shop meets one of the requirements that TikTok's Check Listing Prerequisites looks at.

With `warehouse`, Get Warehouses decides where the prerequisites are not known: an enabled one of that type is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from listing_rules.checks.base import Check, Context, Hit, Unknown
from listing_rules.shop import Shop

__all__ = ["SCHEMA", "WORDS", "build"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "item": {"type": "string", "pattern": "^[A-Z_]+$", "description": "TikTok's name of the requirement."},
        "warehouse": {"enum": ["SALES_WAREHOUSE", "RETURN_WAREHOUSE"], "description": "The type that must be there."},
    },
    "required": ["item"],
    "additionalProperties": False,
}
WORDS = frozenset({"reasons"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    found = tuple(_found(context.shop, params["item"], params.get("warehouse")))
    return lambda facts: found


def _found(shop: Shop, item: str, warehouse: str | None) -> Iterable[Hit | Unknown]:
    items = shop.failed_items
    if items is not None and item in items:
        reasons = items[item]
        return () if reasons is None else (_hit(" ".join(_sentence(reason) for reason in reasons)),)
    houses = shop.warehouses_by_id
    if warehouse is None or houses is None:
        return (Unknown("prerequisites"),)
    enabled = (one.type == warehouse and one.effect_status != "DISABLED" for one in houses.values())
    return () if any(enabled) else (_hit(""),)


def _hit(reasons: str) -> Hit:
    return Hit("", None, words={"reasons": f"TikTok says: {reasons}" if reasons else ""})


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
