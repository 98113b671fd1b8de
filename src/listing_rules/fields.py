"""What stands at each place that a rule may name: text, an amount, a list. Read off the models that are filled."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from listing_rules.candidate import ListingCandidate
from listing_rules.marketlimits import MARKETS_SCHEMA
from listing_rules.shop import Shop

__all__ = ["AMOUNTS", "held_at", "market_value", "nearest"]

AMOUNTS = ("amount", "number")
"""What may be compared with a limit: amounts, which Decimal holds, and whole numbers."""

_EACH = "[*]"
_SHOP = "shop"
_PLAIN: Mapping[Any, str] = {bool: "flag", int: "number", Decimal: "amount", str: "text"}


def held_at(path: str) -> str | None:
    """`text`, `amount`, `number`, `flag`, `list` or `object`; None where the candidate has no such place."""
    return _places().get(path)


def nearest(path: str) -> str:
    """The place that was perhaps meant, as the end of a sentence; empty where none is near."""
    found = difflib.get_close_matches(path, _places(), n=1)
    return f"; did you mean {found[0]!r}?" if found else ""


def market_value(name: str) -> str | None:
    """What `{market: name}` stands for: `number` or `text`; None where the markets' table has no such limit."""
    return _market_values().get(name)


@lru_cache(maxsize=1)
def _places() -> Mapping[str, str]:
    """Every place. Of the shop only what is one value: its answers are read by checks of their own."""
    shop = {f"{_SHOP}.{name}": _kind(field.annotation) for name, field in Shop.model_fields.items()}
    return dict(_below(ListingCandidate, "")) | {path: kind for path, kind in shop.items() if kind in _PLAIN.values()}


def _below(kind: Any, path: str) -> Iterator[tuple[str, str]]:
    """The places at and under one whose values are of this type."""
    if path:
        yield path, _kind(kind)
    inner = _one_of(kind)
    if _kind(kind) == "list":
        yield from _below(get_args(inner)[0], path + _EACH)
    elif isinstance(inner, type) and issubclass(inner, BaseModel):
        for name, field in inner.model_fields.items():
            yield from _below(field.annotation, f"{path}.{name}" if path else name)


def _kind(annotation: Any) -> str:
    kinds = {_PLAIN.get(_base(one)) for one in _parts(annotation)}
    if kinds in ({"amount", "text"}, {"number", "text"}):
        return "amount" if "amount" in kinds else "number"  # text stands for what is no number
    if len(kinds) == 1 and (kind := kinds.pop()):
        return kind
    return "list" if get_origin(_one_of(annotation)) in (list, tuple) else "object"


def _one_of(annotation: Any) -> Any:
    return next(iter(_parts(annotation)), annotation)


def _parts(annotation: Any) -> list[Any]:
    """The types that a value may have, None left out."""
    parts = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    return [
        getattr(one, "__origin__", one) if hasattr(one, "__metadata__") else one for one in parts if one is not NoneType
    ]


def _base(kind: Any) -> Any:
    return str if get_origin(kind) is Literal else kind


@lru_cache(maxsize=1)
def _market_values() -> Mapping[str, str]:
    market = next(iter(MARKETS_SCHEMA["properties"]["markets"]["properties"].values()))
    return dict(_limits(market, ""))


def _limits(schema: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    if schema.get("type") == "string":
        yield path, "text"
    for name, inner in schema.get("properties", {}).items():
        yield from _limits(inner, f"{path}.{name}" if path else name)
    if "oneOf" in schema:
        yield path, "number"
