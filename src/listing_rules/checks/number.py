"""`number`: an amount, weight or count stays within limits.

Text that is no number breaks only `readable`; an empty place breaks nothing here (see `required`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from listing_rules.checks.base import LIMIT, UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import UNORDERED, Screen
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
        """The common case in a few comparisons; a column that is not all numbers is looked at place by place."""
        span = facts.span(path)
        if span is not None:
            least, most = span
            for holds, limit in bounds:
                if least is not None and not (holds(least, limit) and holds(most, limit)):
                    break
            else:
                return ()
        return _outside(facts, path, bounds)

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


def _outside(facts: Facts, path: Path, bounds: _Bounds) -> Iterator[Hit | Unknown]:
    for at, value in facts.places(path):
        if value is UNSET:
            yield Unknown(path.text)
        elif isinstance(value, (Decimal, int)):
            broken = next((limit for holds, limit in bounds if not holds(value, limit)), None)
            if broken is not None:
                yield Hit(at, value, words={"limit": broken})


def _unreadable(facts: Facts, path: Path) -> Iterator[Hit | Unknown]:
    for at, value in facts.places(path):
        if value is UNSET:
            yield Unknown(path.text)
        elif isinstance(value, str):
            yield Hit(at, value)
