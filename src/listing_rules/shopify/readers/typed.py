"""From decoded JSON to the struct that describes a shape, with a clear place where the types do not fit."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias, TypeVar

import msgspec
from msgspec import UnsetType

from listing_rules.errors import PayloadError

__all__ = ["Flag", "Text", "typed"]

S = TypeVar("S")
Text: TypeAlias = str | UnsetType | None
Flag: TypeAlias = bool | UnsetType | None

_STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+)\]")
_TYPE = re.compile(r"`([^`]*)`")
_WORDS = {"str": "text", "array": "a list", "object": "an object", "bool": "true or false", "int": "a number"}


def typed(document: object, kind: type[S], prefix: str) -> S:
    """`document` as a `kind`. Numbers where text is expected are read as text, and text as numbers."""
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        return _leniently(document, kind, prefix, str(error))


def _leniently(document: object, kind: type[S], prefix: str, first: str) -> S:
    """`first` is what was wrong before; at the same place it names the type that really stands there."""
    try:
        return msgspec.convert(_numbers_as_text(document), kind, strict=False)
    except msgspec.ValidationError as error:
        last = str(error)
        same = first.partition(" - ")[2] == last.partition(" - ")[2]
        raise PayloadError(_complaint(first if same else last, prefix)) from None
    except RecursionError:
        raise PayloadError("the payload is nested too deeply to be a product") from None


def _numbers_as_text(value: object) -> object:
    if isinstance(value, dict):
        return {key: _numbers_as_text(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_numbers_as_text(item) for item in value]
    return str(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else value


def _complaint(message: str, prefix: str) -> str:
    """Msgspec's "Expected `str`, got `array` - at `$.variants[0].sku`" with a JSON Pointer instead."""
    what, _, place = message.partition(" - at ")
    steps = "".join(f"/{name or index}" for name, index in _STEP.findall(place))
    said = _TYPE.sub(lambda found: " or ".join(_WORDS.get(name, name) for name in found[1].split(" | ")), what)
    return f"wrong type at {prefix + steps or 'the product'}: {said[:1].lower()}{said[1:]}"
