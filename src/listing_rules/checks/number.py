"""`number`: an amount, weight or count stays within limits.

Text that is no number breaks only `readable`; an empty place breaks nothing here (see `required`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from listing_rules.checks.base import LIMIT, UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.paths import PATH_PATTERN, Path

__all__ = ["SCHEMA", "WORDS", "build"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "at": {"type": "string", "pattern": PATH_PATTERN, "description": "The column that is compared."},
        "more_than": LIMIT,
        "at_least": LIMIT,
        "less_than": LIMIT,
        "at_most": LIMIT,
        "readable": {"const": True, "description": "Broken where the place holds text that is no number."},
    },
    "required": ["at"],
    "minProperties": 2,
    "additionalProperties": False,
}
WORDS = frozenset({"limit"})

_BOUNDS: Mapping[str, Callable[[Any, Any], bool]] = {"more_than": gt, "at_least": ge, "less_than": lt, "at_most": le}


def build(params: Mapping[str, Any], context: Context) -> Check:
    path = Path.parse(params["at"])
    if params.get("readable"):
        return lambda facts: () if _all_numbers(facts.column(path)) else _unreadable(facts, path)
    bounds = [(holds, Decimal(str(params[name]))) for name, holds in _BOUNDS.items() if name in params]
    return lambda facts: () if _all_within(facts.column(path), bounds) else _outside(facts, path, bounds)


_Bounds = list[tuple[Callable[[Any, Any], bool], Decimal]]


def _all_within(column: list[Any], bounds: _Bounds) -> bool:
    """The common case in a few comparisons; a column that is not all numbers is looked at place by place."""
    try:
        return not column or all(holds(min(column), limit) and holds(max(column), limit) for holds, limit in bounds)
    except TypeError:
        return False


def _outside(facts: Facts, path: Path, bounds: _Bounds) -> Iterator[Hit | Unknown]:
    for at, value in facts.places(path):
        if value is UNSET:
            yield Unknown(path.text)
        elif isinstance(value, (Decimal, int)):
            broken = next((limit for holds, limit in bounds if not holds(value, limit)), None)
            if broken is not None:
                yield Hit(at, value, words={"limit": broken})


def _all_numbers(column: list[Any]) -> bool:
    return all(type(value) is Decimal for value in column)


def _unreadable(facts: Facts, path: Path) -> Iterator[Hit | Unknown]:
    for at, value in facts.places(path):
        if value is UNSET:
            yield Unknown(path.text)
        elif isinstance(value, str):
            yield Hit(at, value)
