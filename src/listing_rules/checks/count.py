"""`count`: a list is not too long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from listing_rules.checks.base import LIMIT, UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.paths import Path, place

__all__ = ["SCHEMA", "WORDS", "build", "quiet"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "of": place("The list.", "list"),
        "at_most": LIMIT,
    },
    "required": ["of", "at_most"],
    "additionalProperties": False,
}
WORDS = frozenset({"limit", "length"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    path = Path.parse(params["of"])
    limit = params["at_most"]

    return lambda facts: list(_too_long(facts, path, limit))


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    column, limit = screen.column(params["of"]), screen.constant(params["at_most"])
    if not column.is_list:
        return f"{column} is not None and len({column}) <= {limit}"
    return f"{column.longest} <= {limit}"


def _too_long(facts: Facts, path: Path, limit: int) -> Iterator[Hit | Unknown]:
    for at, value in facts.lists(path):
        if value is UNSET:
            yield Unknown(path.text)
        elif isinstance(value, (list, tuple)) and len(value) > limit:
            yield Hit(at, len(value), words={"limit": limit, "length": len(value)})
