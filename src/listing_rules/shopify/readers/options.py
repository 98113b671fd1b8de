"""Options and the values that the variants use, whatever a shape says about them.

A product without options has, in Shopify, one variant "Default Title" of an option "Title". That pair is left out;
an option "Title" with a real value, or "Default Title" under another name, stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from listing_rules.shopify.product import Option

__all__ = ["Declared", "Row", "settle"]

Row: TypeAlias = tuple[str | None, ...]
"""The option values of one variant, in the order of the options."""


class Declared(Struct):
    """One option as the payload declares it; `values` may hold values that no variant uses."""

    name: str | None
    values: list[str | None]
    pointer: str = ""


def settle(declared: Sequence[Declared], rows: list[Row], *, complete: bool) -> tuple[list[Option], list[Row]]:
    """The options with the values in use, and the rows cut to them.

    Where `complete` is false the variants are not all there, and declared values count as used.
    """
    if not declared or _is_default(declared, rows):
        return [], [()] * len(rows)
    options = [
        Option(item.name or "", _used(item.values, [row[place] for row in rows], complete=complete), item.pointer)
        for place, item in enumerate(declared)
    ]
    return options, rows


def _is_default(declared: Sequence[Declared], rows: list[Row]) -> bool:
    first = declared[0]
    if len(declared) > 1 or (first.name or "").strip().casefold() != "title":
        return False
    values = [row[0] for row in rows] or first.values
    return all((value or "").strip().casefold() == "default title" for value in values)


def _used(declared: Sequence[str | None], column: Sequence[str | None], *, complete: bool) -> list[str]:
    """Declared order first, then values that only variants have."""
    used = dict.fromkeys(column)
    if not complete or not used:
        used = dict.fromkeys(declared) | used
    elif declared != list(used):
        used = {value: None for value in declared if value in used} | used
    return [value for value in used if value]
