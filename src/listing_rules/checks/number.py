"""`number`: an amount, weight or count stays within limits.

Text that is no number breaks only `readable`; an empty place breaks nothing here (see `required`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from listing_rules.checks.base import LIMIT, UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import NUMBERS, UNORDERED, Screen
from listing_rules.paths import Path, place

__all__ = ["SCHEMA", "WORDS", "build", "problem", "quiet"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "at": place("The column that is compared.", "amount", "number"),
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

_SIGNS = {"more_than": ">", "at_least": ">=", "less_than": "<", "at_most": "<="}
_BOUNDS: Mapping[str, Callable[[Any, Any], bool]] = {"more_than": gt, "at_least": ge, "less_than": lt, "at_most": le}


def build(params: Mapping[str, Any], context: Context) -> Check:
    path = Path.parse(params["at"])
    if params.get("readable"):
        return lambda facts: () if facts.span(path) else _unreadable(facts, path)
    bounds = [(holds, Decimal(str(params[name]))) for name, holds in _BOUNDS.items() if name in params]

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        found: list[Hit | Unknown] = [Unknown(path.text)] if facts.lacks(path) else []
        broken = _broken(facts.column(path), bounds)
        for at, value in facts.places_of(path, broken) if broken else ():
            limit = next(limit for holds, limit in bounds if not holds(value, limit))
            found.append(Hit(at, value, words={"limit": limit}))
        return found

    return check


def problem(params: Mapping[str, Any]) -> str | None:
    """`readable` looks for no limit."""
    return (
        "readable stands alone; make the limits a rule of their own"
        if len(params) > 2 and "readable" in params
        else None
    )


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    column = screen.column(params["at"])
    if params.get("readable"):
        return f"{column.most} is not {screen.constant(UNORDERED)}"
    bounds = [(_SIGNS[name], Decimal(str(params[name]))) for name in _SIGNS if name in params]
    return " and ".join(
        f"{column.least if sign.startswith('>') else column.most} {sign} {screen.constant(limit)}"
        for sign, limit in bounds
    )


_Bounds = list[tuple[Callable[[Any, Any], bool], Decimal]]


def _broken(column: list[Any], bounds: _Bounds) -> list[int]:
    """How far down the column a number does not keep all limits."""
    numbers = [(place, value) for place, value in enumerate(column) if type(value) in NUMBERS]
    return sorted({place for holds, limit in bounds for place, value in numbers if not holds(value, limit)})


def _unreadable(facts: Facts, path: Path) -> Iterator[Hit | Unknown]:
    for at, value in facts.places(path):
        if value is UNSET:
            yield Unknown(path.text)
        elif isinstance(value, str):
            yield Hit(at, value)
