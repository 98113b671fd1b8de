"""`option_values`: two values of one option that TikTok Shop reads as the same.

A value that stands in many SKUs is no duplicate; two spellings of it are. With `cut`, values that differ but agree
in as many characters as TikTok Shop keeps. The commonest spelling stays, the others are to change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import OPTIONS, UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.option_names import CUT
from listing_rules.checks.screen import Screen
from listing_rules.fold import fold
from listing_rules.paths import Path

__all__ = ["SCHEMA", "WORDS", "build", "quiet"]

SCHEMA: Mapping[str, Any] = {"type": "object", "properties": {"cut": CUT}, "additionalProperties": False}
WORDS = frozenset({"spellings", "under"})

_ROWS = Path.parse("skus[*].sales_attributes[*]")


def build(params: Mapping[str, Any], context: Context) -> Check:
    cut = params.get("cut")

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        options = facts.column(OPTIONS)[0]
        if options is UNSET:
            return (Unknown("options"),)
        return [hit for option in options if _may_be_same(option["values"], cut) for hit in _hits(facts, option, cut)]

    return check


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    """Values that differ whatever their case and spaces, or that are no longer than what is compared."""
    values = screen.column("skus[*].sales_attributes[*].value_name", gate=False)
    screen.column("shopify.options[*].name", unknown="options")
    if "cut" in params:
        return values.within(params["cut"])
    count, lower = f"len({values.texts})", f"{values.joined}.lower()"
    in_lines = f"{values.ascii} and {count} == {values.joined}.count('\\n') + 1"
    without_spaces = f"len(set(words := {lower}.split())) == len(words) == {count}"
    spaced = f'len(set([" ".join(one.split()) for one in {lower}.split("\\n")])) == {count}'
    return f"({in_lines} and ({without_spaces} or {spaced}))"


def _may_be_same(values: list[str], cut: int | None) -> bool:
    """A cheap look: most options have values that differ whichever way they are compared."""
    if cut is not None and max(map(len, values), default=0) <= cut:
        return False
    return len({fold(value)[:cut].rstrip() for value in values}) < len(values)


def _hits(facts: Facts, option: Mapping[str, Any], cut: int | None) -> Iterator[Hit]:
    name = option["name"]
    places: dict[str, list[tuple[int, str]]] = {}
    for number, (at, row) in enumerate(facts.places(_ROWS)):
        if row["name"] == name and row["value_name"] is not None:
            places.setdefault(row["value_name"], []).append((number, at))
    for same in _groups(Counter({value: len(found) for value, found in places.items()}), cut):
        words = {"spellings": same, "under": name}
        cause = f"{name}\0{fold(same[0])[:cut]}"
        for _, at, value in sorted((number, at, one) for one in same[1:] for number, at in places[one]):
            yield Hit(f"{at}/value_name", value, cause=cause, words=words)


def _groups(spellings: Counter[str], cut: int | None) -> Iterator[list[str]]:
    """Spellings that are the same once folded; with `cut`, that are the same only once cut. The commonest first."""
    groups: dict[str, dict[str, str]] = {}
    for spelling, _ in spellings.most_common():
        folded = fold(spelling)
        # Spellings that are equal when whole are one here, or the cut would tell them a second time.
        groups.setdefault(folded[:cut].rstrip(), {}).setdefault(spelling if cut is None else folded, spelling)
    yield from (list(group.values()) for group in groups.values() if len(group) > 1)
