"""`required`: a fact is there and not empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.paths import PATH_PATTERN, Path

__all__ = ["SCHEMA", "WORDS", "build"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"at": {"type": "string", "pattern": PATH_PATTERN, "description": "What must not be empty."}},
    "required": ["at"],
    "additionalProperties": False,
}
WORDS: frozenset[str] = frozenset()

_EMPTY: tuple[Any, ...] = (None, "", [])


def build(params: Mapping[str, Any], context: Context) -> Check:
    path = Path.parse(params["at"])
    return lambda facts: _empty(facts, path)


def _empty(facts: Facts, path: Path) -> Iterator[Hit | Unknown]:
    if all(facts.column(path)):
        return
    for at, value in facts.places(path):
        if value is UNSET:
            yield Unknown(path.text)
        elif value in _EMPTY or (isinstance(value, str) and not value.strip()):
            yield Hit(at, value)
