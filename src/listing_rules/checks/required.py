"""`required`: a fact is there and not empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.paths import Path, place

__all__ = ["SCHEMA", "WORDS", "build", "quiet"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"at": place("What must not be empty.")},
    "required": ["at"],
    "additionalProperties": False,
}
WORDS: frozenset[str] = frozenset()


_NUMBERS = (".amount", ".quantity")  # where the candidate holds them


def build(params: Mapping[str, Any], context: Context) -> Check:
    path = Path.parse(params["at"])
    return lambda facts: () if all(map(_is_there, facts.column(path))) else _empty(facts, path)


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    column = screen.column(params["at"])
    if not column.is_list:
        return f"{column} and not ({column}.__class__ is str and {column}.isspace())"
    if column.path.endswith("name"):
        return f"all({column.texts}) and not any(map(str.isspace, {column.texts}))"
    if column.path.endswith(_NUMBERS):
        return f"{column.whole}"
    return f"all(map({screen.constant(_is_there)}, {column}))"


def _is_there(value: Any) -> bool:
    """Zero and false are facts; nothing, blank text and an empty list are not."""
    if isinstance(value, str):
        return bool(value) and not value.isspace()
    return value is not None and value is not UNSET and value != []


def _empty(facts: Facts, path: Path) -> Iterator[Hit | Unknown]:
    for at, value in facts.places(path):
        if value is UNSET:
            yield Unknown(path.text)
        elif not _is_there(value):
            yield Hit(at, value)
