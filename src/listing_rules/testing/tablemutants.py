"""Mutants of the tables beside the rules: the markets' limits, and the words that name goods."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from listing_rules.errors import RuleFileError
from listing_rules.marketlimits import merged
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet, part_of
from listing_rules.terms import TermTable
from listing_rules.terms.examples import broken_examples
from listing_rules.terms.layers import extended
from listing_rules.terms.table import STRENGTHS, read_group
from listing_rules.testing.mutants import DROP, Edit, Mutant, fewer, moved, mutants_of
from listing_rules.testing.mutating import Fate, noticed, with_tables
from listing_rules.yamlfile import Pointer, read_yaml

__all__ = ["mutate_markets", "mutate_tables"]

_WHOLE_UNITS = frozenset({"JPY", "IDR", "VND"})
_SUBUNIT = {"package_weight_max": Decimal("0.001"), "title_length": Decimal(1), "max_skus": Decimal(1)}
_OTHER_END = {"last": "first", "first": "last"}


def mutate_tables(rules: RuleSet, folder: Path) -> Iterator[Fate]:
    """The fate of every mutant of the tables in this folder of rules."""
    markets = folder / "tables" / "markets.yaml"
    if markets.is_file():
        yield from mutate_markets(rules, markets)
    for file in sorted((folder / "tables" / "terms").glob("*.yaml")):
        yield from _mutate_terms(rules, file)


def mutate_markets(rules: RuleSet, file: Path) -> Iterator[Fate]:
    """The fate of every mutant of a table of limits, by the examples of the rules that read them."""
    document = read_yaml(file)
    readers = {rule.id: set(_limits_of(rule.raw)) for rule in rules.rules}
    for mutant in mutants_of(document, _limit_edits(document.value["markets"], rules.tables.markets)):
        limits = merged(rules.tables.markets, mutant.value["markets"])
        changed = with_tables(rules, markets=limits)
        name = mutant.change.partition(":")[0].partition(".")[2].partition(".")[2]
        readers_here = (rule for rule in rules.rules if any(name.startswith(limit) for limit in readers[rule.id]))
        killed = any(_rule_notices(changed, rule, mutant.market) for rule in readers_here)
        yield Fate(file.stem, mutant, killed)


def _rule_notices(rules: RuleSet, rule: Rule, market: str | None) -> bool:
    return noticed(part_of(rules, {rule.id, *rule.yields_to}), {rule.id}, market)


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


def _mutate_terms(rules: RuleSet, file: Path) -> Iterator[Fate]:
    document = read_yaml(file)
    if "group" not in document.value:
        return
    speakers = [rule for rule in rules.rules if document.value["group"] in rule.params.get("groups", ())]
    whole = _completed(rules, file)
    for mutant in mutants_of(document, (edit for edits in _TERM_EDITS for edit in edits(document.value))):
        killed = _words_notice(rules, whole(mutant.value), speakers, mutant)
        if killed is not None:
            yield Fate(file.stem, mutant, killed)


def _completed(rules: RuleSet, file: Path) -> Callable[[Any], Any]:
    """From what stands in the file to the whole group, where the file extends one that lies below."""
    below = next((raw for name, raw in rules.tables.term_files if Path(name).stem == file.stem), None)
    own = any(Path(name) == file for name, _ in rules.tables.term_files)
    return lambda value: value if own or below is None else extended(below, value, str(file))


def _words_notice(rules: RuleSet, raw: Any, speakers: list[Rule], mutant: Mutant) -> bool | None:
    """Whether the table's own examples notice, or those of a rule that speaks of the group; None: it is no table."""
    try:
        group = read_group(mutant.file, raw)
    except RuleFileError:
        return None
    table = TermTable((group,), rules.tables.terms.contexts)
    if any(broken_examples(table, group)):
        return True
    others = tuple(one for one in rules.tables.terms.groups if one.id != group.id)
    changed = with_tables(rules, terms=TermTable((group, *others), rules.tables.terms.contexts)) if speakers else rules
    return any(_rule_notices(changed, rule, None) for rule in speakers)


def _terms(raw: Mapping[str, Any]) -> Iterator[Edit]:
    for language, listed in raw.get("terms", {}).items():
        for strength in STRENGTHS:
            yield from fewer("remove a term", ("terms", language, strength), listed.get(strength, ()))


def _excuses(raw: Mapping[str, Any]) -> Iterator[Edit]:
    for key in ("excuses", "proof", "proof_anywhere"):
        yield from fewer("remove an excuse" if key == "excuses" else "remove a term", (key,), raw.get(key, ()))


def _reading(raw: Mapping[str, Any]) -> Iterator[Edit]:
    if raw.get("accessories"):
        yield Edit("loosen a normalisation", ("accessories",), DROP, "gone")
    for language, listed in raw.get("terms", {}).items():
        at = ("terms", language)
        if listed.get("compounds"):
            yield Edit("loosen a normalisation", (*at, "compounds"), DROP, "gone")
        if "thing_stands" in listed:
            other = _OTHER_END[listed["thing_stands"]]
            yield Edit("loosen a normalisation", (*at, "thing_stands"), other, f"{listed['thing_stands']} -> {other}")


def _outcomes(raw: Mapping[str, Any]) -> Iterator[Edit]:
    for market in raw.get("outcomes", {}):
        if market != "all":
            yield Edit("drop a market", ("outcomes", market), DROP, f"without {market}", market)


_TERM_EDITS = (_terms, _excuses, _reading, _outcomes)
