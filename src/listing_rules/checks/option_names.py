"""`option_names`: two options of a product whose names TikTok Shop reads as the same.

With `cut`, names that differ but agree in as many characters as TikTok Shop keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from listing_rules.checks.base import OPTIONS, UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.fold import fold
from listing_rules.lookup import Lookup

__all__ = ["SCHEMA", "WORDS", "build", "quiet"]

CUT: Mapping[str, Any] = {"type": "integer", "minimum": 1, "description": "Compare this many characters only."}
SCHEMA: Mapping[str, Any] = {"type": "object", "properties": {"cut": CUT}, "additionalProperties": False}
WORDS = frozenset({"names"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    cut = params.get("cut")

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        options = facts.column(OPTIONS)[0]
        if options is UNSET:
            return (Unknown("options"),)
        return () if len(options) < 2 else _same(facts, options, cut)

    return check


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    names = screen.column("shopify.options[*].name", unknown="options")
    return f"len({names}) < 2 or {screen.constant(_differing(params.get('cut')))}(tuple({names}))"


@cache
def _differing(cut: int | None) -> Callable[[tuple[str, ...]], bool]:
    """Whether names differ; the same few stand on most products of a shop."""
    return Lookup(partial(_differ, cut)).__getitem__


def _differ(cut: int | None, names: tuple[str, ...]) -> bool:
    return len({fold(name)[:cut].rstrip() for name in names}) == len(names)


def _same(facts: Facts, options: list[dict[str, Any]], cut: int | None) -> Iterator[Hit]:
    first: dict[str, str] = {}
    for index, option in enumerate(options):
        key = fold(option["name"])[:cut].rstrip()
        other = first.setdefault(key, option["name"])
        if key and len(first) <= index:
            at = f"/skus/0/sales_attributes/{index}" if facts.tree["skus"] else f"/shopify/options/{index}"
            words = {"names": [other, option["name"]]}
            yield Hit(f"{at}/name", option["name"], cause=key, words=words)
