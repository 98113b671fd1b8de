"""`spread`: the highest of some amounts is many times the lowest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import UNORDERED, Screen
from listing_rules.paths import Path, place

__all__ = ["SCHEMA", "WORDS", "build", "quiet"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "at": place("The amounts.", "amount", "number"),
        "at_most": {"type": "integer", "minimum": 2, "description": "How many times the lowest is still fine."},
    },
    "required": ["at", "at_most"],
    "additionalProperties": False,
}
WORDS = frozenset({"highest", "times"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    path, limit = Path.parse(params["at"]), params["at_most"]

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        span = facts.span(path)
        if span is None:  # something that is no number, which other rules tell of
            return (Unknown(path.text),) if facts.lacks(path) else ()
        low, high = span
        return _lowest(facts, path, low, high) if low and high > limit * low else ()

    return check


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    amounts = screen.column(params["at"])
    low, high = amounts.least, amounts.most
    unordered = screen.constant(UNORDERED)
    return f"({low} is {unordered} or not ({low} and {high} > {screen.constant(params['at_most'])} * {low}))"


def _lowest(facts: Facts, path: Path, low: Any, high: Any) -> Iterator[Hit]:
    words = {"highest": high, "times": int(high / low)}
    for at, value in facts.places(path):
        if value == low:
            yield Hit(at, value, words=words)
