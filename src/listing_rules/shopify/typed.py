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

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")


def typed(document: object, kind: type[S], prefix: str) -> S:
    """`document` as a `kind`. Numbers where text is expected are read as text, and text as numbers."""
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError:
        return _leniently(document, kind, prefix)


def _leniently(document: object, kind: type[S], prefix: str) -> S:
    try:
        return msgspec.convert(_numbers_as_text(document), kind, strict=False)
    except msgspec.ValidationError as error:
        raise PayloadError(_complaint(str(error), prefix)) from None
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
    wanted = what.replace("`", "").replace("Expected", "expected").replace(" | ", " or ")
    return f"wrong type at {prefix + steps or '/'}: {wanted}"
