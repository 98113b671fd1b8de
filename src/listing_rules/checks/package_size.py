"""`package_size`: the parcel's size and weight are measured as the market takes them.

A product without a parcel size breaks nothing here (see `documents`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen

__all__ = ["SCHEMA", "WORDS", "build", "quiet"]

_SIDES = ("length", "width", "height")
_IMPERIAL = frozenset({"POUND", "INCH"})
_MAX_DECIMALS = 2


def build(params: Mapping[str, Any], context: Context) -> Check:
    return _LOOKS[params["finds"]]


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    """Where the shop file gives no size there is none, and only the weight has a unit."""
    size, unit = screen.column("package_dimensions", gate=False), screen.column("package_weight.unit", gate=False)
    if params["finds"] != "imperial":
        return f"not {size}"
    return f"not {size} and {unit} not in {screen.constant(_IMPERIAL)}"


def _no_size(facts: Facts) -> Iterator[Hit | Unknown]:
    size = facts.tree.get("package_dimensions") or {}
    for side in _SIDES if size else ():
        if not _is_size(size[side]):
            yield _hit(f"/package_dimensions/{side}", size[side])


def _is_size(side: Decimal) -> bool:
    exponent = side.normalize().as_tuple().exponent
    return side > 0 and isinstance(exponent, int) and -exponent <= _MAX_DECIMALS


def _imperial(facts: Facts) -> Iterator[Hit | Unknown]:
    for field in ("package_weight", "package_dimensions"):
        unit = _unit(facts, field)
        if unit in _IMPERIAL:
            yield _hit(f"/{field}/unit", unit)


def _mixed(facts: Facts) -> Iterator[Hit | Unknown]:
    weight, size = _unit(facts, "package_weight"), _unit(facts, "package_dimensions")
    if size and facts.tree.get("package_weight", UNSET) is UNSET:
        yield Unknown("weight")
    elif weight and size and (weight in _IMPERIAL) is not (size in _IMPERIAL):
        yield _hit("/package_dimensions/unit", size, weight)


def _unit(facts: Facts, field: str) -> str:
    return str((facts.tree.get(field) or {}).get("unit", ""))


def _hit(at: str, value: Any, weight_unit: str = "") -> Hit:
    return Hit(at, value, words={"weight_unit": weight_unit})


_LOOKS: Mapping[str, Check] = {"no_size": _no_size, "imperial": _imperial, "mixed": _mixed}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"finds": {"enum": list(_LOOKS), "description": "What is wrong with the measures."}},
    "required": ["finds"],
    "additionalProperties": False,
}
WORDS = frozenset({"weight_unit"})
