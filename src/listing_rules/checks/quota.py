"""`quota`: the shop may still upload this product.

A single product is first in line. In a catalog each product that can be listed takes one place, in the catalog's
order (see `catalog_pass`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from listing_rules.checks.base import Check, Context, Facts, Hit, Unknown

__all__ = ["SCHEMA", "WORDS", "build"]

SCHEMA: Mapping[str, Any] = {"type": "object", "additionalProperties": False}
WORDS = frozenset({"limit", "position", "when"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    left = context.shop.uploads_left
    return lambda facts: _first_in_line(facts, left)


def _first_in_line(facts: Facts, left: int | None) -> Iterator[Hit | Unknown]:
    if left is None:
        yield Unknown("uploads_left")
    elif left < 1:
        yield Hit("", left, words={"limit": left, "position": 1, "when": ""})
