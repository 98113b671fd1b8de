"""Mutants of the tables beside the rules: the markets' limits, and what names goods (`words`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from listing_rules.examples import for_examples
from listing_rules.marketlimits import merged
from listing_rules.ruleset import RuleSet, with_tables
from listing_rules.schema import explained
from listing_rules.testing.mutants import Edit, moved, mutants_of
from listing_rules.testing.mutating import Fate, rule_notices
from listing_rules.testing.words.mutants import mutate_group
from listing_rules.yamlfile import Pointer, read_yaml

__all__ = ["mutate_markets", "mutate_tables"]

_WHOLE_UNITS = frozenset({"JPY", "IDR", "VND"})
_SUBUNIT = {"package_weight_max": Decimal("0.001"), "title_length": Decimal(1), "max_skus": Decimal(1)}


def mutate_tables(rules: RuleSet, folder: Path) -> Iterator[Fate]:
    """The fate of every mutant of the tables in this folder of rules."""
    markets = folder / "tables" / "markets.yaml"
    if markets.is_file():
        yield from mutate_markets(rules, markets)
    for file in sorted((folder / "tables" / "terms").glob("*.yaml")):
        yield from mutate_group(rules, file)


def mutate_markets(rules: RuleSet, file: Path) -> Iterator[Fate]:
    """The fate of every mutant of a table of limits, by the examples of the rules that read them."""
    document = read_yaml(file)
    enough, because = for_examples(rules), explained(document.value)
    readers = {rule.id: set(_limits_of(rule.raw)) for rule in rules.rules}
    for mutant in mutants_of(document, _limit_edits(document.value["markets"], rules.tables.markets)):
        limits = merged(rules.tables.markets, mutant.value["markets"])
        changed = with_tables(enough, markets=limits)
        name = mutant.change.partition(":")[0].partition(".")[2].partition(".")[2]
        readers_here = (rule for rule in rules.rules if any(name.startswith(limit) for limit in readers[rule.id]))
        killed = any(rule_notices(changed, rule, mutant.market) for rule in readers_here)
        yield Fate(file.stem, mutant, killed, None if killed else because.get(mutant.change))


def _limits_of(value: Any) -> Iterator[str]:
    """The names of the limits that a rule reads from the markets' table."""
    if isinstance(value, Mapping):
        if set(value) == {"market"}:
            yield value["market"]
        for part in value.values():
            yield from _limits_of(part)


def _limit_edits(markets: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[Edit]:
    for market, limits in markets.items():
        whole = known[market].get("currency") in _WHOLE_UNITS
        for name, limit in limits.items():
            unit = _SUBUNIT.get(name, Decimal(1 if whole else "0.01"))
            yield from _moves(("markets", market, name), limit, unit, market)


def _moves(at: Pointer, limit: Any, unit: Decimal, market: str) -> Iterator[Edit]:
    if isinstance(limit, int | float):
        yield from moved(at, limit, unit, market)
    elif isinstance(limit, Mapping):
        for name, part in limit.items():
            yield from _moves((*at, name), part, unit, market)
    elif isinstance(limit, list):
        for place, row in enumerate(limit):
            yield from _moves((*at, place, "value"), row["value"], unit, market)
