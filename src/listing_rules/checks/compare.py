"""`compare`: one amount of a SKU is not less than another of the same SKU."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.paths import Path, place, scope_of

__all__ = ["SCHEMA", "WORDS", "build", "problem", "quiet"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "at": place("The amount that is compared.", "amount"),
        "at_least": place("The amount of the same SKU that it must reach.", "amount"),
    },
    "required": ["at", "at_least"],
    "additionalProperties": False,
}
WORDS = frozenset({"other"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    path, other = Path.parse(params["at"]), Path.parse(params["at_least"])

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        ones = facts.column(path)
        if UNSET not in ones and not any(map(_may_be_less, ones, facts.column(other))):
            return ()
        return _less(facts, path, other)

    return check


def problem(params: Mapping[str, Any]) -> str | None:
    """What does not belong to a SKU has no other amount of the same SKU."""
    alone = [path for path in params.values() if scope_of(Path.parse(path).pointer) == ""]
    return f"{alone[0]} belongs to no SKU; amounts of one SKU are compared (skus[*]. …)" if alone else None


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    """Where nothing is compared, nothing is less."""
    one, least = screen.column(params["at"]), screen.column(params["at_least"], gate=False)
    return f"not any({one}) or not any(map({screen.constant(_may_be_less)}, {one}, {least}))"


def _may_be_less(one: Any, least: Any) -> bool:
    return isinstance(one, Decimal) and (least is UNSET or (isinstance(least, Decimal) and one < least))


def _less(facts: Facts, path: Path, other: Path) -> Iterator[Hit | Unknown]:
    """An amount that is known to be empty is not compared: nothing refuses it."""
    others = {scope_of(at): value for at, value in facts.places(other)}
    for at, value in facts.places(path):
        least = others.get(scope_of(at))
        if value is UNSET:
            yield Unknown(path.text)
        elif _may_be_less(value, least):
            yield Unknown(other.text) if least is UNSET else Hit(at, value, words={"other": least})
