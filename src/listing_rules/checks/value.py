"""`value`: a fact is one of the values that are allowed, or none of those that are not.

Text is compared without regard to case. An empty place breaks nothing here (see `required`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import MARKET_VALUE, UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen, fold
from listing_rules.fields import held_at
from listing_rules.paths import Path, place

__all__ = ["SCHEMA", "WORDS", "build", "problem", "quiet"]

_VALUES = {
    "oneOf": [
        {"type": "array", "items": {"type": ["string", "boolean", "integer"]}, "minItems": 1},
        MARKET_VALUE,
    ]
}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "at": place("The fact that is compared.", "text", "number", "flag"),
        "one_of": _VALUES,
        "none_of": _VALUES,
    },
    "required": ["at"],
    "minProperties": 2,
    "maxProperties": 2,
    "additionalProperties": False,
}
WORDS = frozenset({"allowed"})
_TYPES: Mapping[str, type] = {"text": str, "number": int, "flag": bool}
_WORDS: Mapping[str, str] = {"text": "text", "number": "whole numbers", "flag": "true or false"}


def build(params: Mapping[str, Any], context: Context) -> Check:
    path = Path.parse(params["at"])
    allowed = "one_of" in params
    stated = params["one_of" if allowed else "none_of"]
    values = stated if isinstance(stated, list) else [stated]
    folded = frozenset(fold(value) for value in values)
    words = {"allowed": ", ".join(str(value) for value in values)}

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        different = frozenset(facts.column(path)) - {None}
        if UNSET not in different and all((fold(value) in folded) is allowed for value in different):
            return ()
        return _broken(facts, path, folded, allowed, words)

    return check


def problem(params: Mapping[str, Any]) -> str | None:
    """A value of another type than the place holds is never met."""
    stated = params.get("one_of", params.get("none_of"))
    held = held_at(params["at"]) or ""
    other = next((one for one in stated if type(one) is not _TYPES[held]), None) if isinstance(stated, list) else None
    return None if other is None else f"{params['at']} holds {_WORDS[held]}, which {other!r} never is"


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    column = screen.column(params["at"])
    stated = params.get("one_of", params.get("none_of"))
    values = frozenset([None, *stated] if isinstance(stated, list) else [None, stated])
    if "one_of" in params:
        return f"{column.texts} <= {screen.constant(values)}"
    screen.hear(column.folded, frozenset(fold(value) for value in values - {None}))
    return "True"


def _broken(
    facts: Facts, path: Path, values: frozenset[Any], allowed: bool, words: Mapping[str, Any]
) -> Iterator[Hit | Unknown]:
    for at, value in facts.places(path):
        if value is UNSET:
            yield Unknown(path.text)
        elif value is not None and (fold(value) in values) is not allowed:
            yield Hit(at, value, words=words)
