"""Compiled rules over one product's facts: what they find, and what they cannot decide.

Most products break few rules, so the common way is short. What depends on the category alone is decided once for
each category, and what is missing in a shape is said in the same words for all its products.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from listing_rules.checks import UNSET, Facts, Hit, Unknown
from listing_rules.compiling import Compiled
from listing_rules.facts import FACTS, fact_name
from listing_rules.paths import Path, scope_of
from listing_rules.report import Skipped
from listing_rules.rule import Rule

__all__ = ["Found", "Runner"]

Found: TypeAlias = tuple[Compiled, Sequence[Hit]]
_MAX_KEPT = 4096


class Runner:
    """Rules that run together. Thread safe: what it keeps is the same whoever puts it there."""

    def __init__(self, rules: Sequence[Compiled]) -> None:
        self._rules = [(one, one.check, bool(one.needs)) for one in rules if not one.by_category]
        self._of_category = [one for one in rules if one.by_category]
        self._order = {id(one): place for place, one in enumerate(rules)}
        self._quiet: dict[tuple[Any, str], tuple[list[Compiled], tuple[Skipped, ...]]] = {}
        self._made: dict[tuple[object, ...], Skipped] = {}

    def run(self, facts: Facts) -> tuple[list[Found], list[Skipped]]:
        """What is found, in the order of the rules, and what cannot be decided."""
        complete = "variants_complete" in facts.tree["shopify"]
        loud, quiet = self._by_category(facts, complete=complete)
        found: list[Found] = []
        skipped: list[Skipped] = list(quiet)
        for compiled, check, needs in self._rules:
            if complete and not needs:
                answer = check(facts)
                hits = self._sorted(compiled, answer, facts, skipped, complete=True) if answer != () else ()
            else:
                hits = self._one(compiled, facts, skipped, complete=complete)
            if hits:
                found.append((compiled, hits))
        if loud:
            found += [(one, self._one(one, facts, skipped, complete=complete)) for one in loud]
            found.sort(key=lambda one: self._order[id(one[0])])
        return found, skipped

    def _by_category(self, facts: Facts, *, complete: bool) -> tuple[list[Compiled], tuple[Skipped, ...]]:
        """The rules that find something in this category, and what cannot be decided about it."""
        key = (facts.tree.get("category_id", UNSET), facts.tree["shopify"]["shape"])
        known = self._quiet.get(key)
        if known is None:
            skipped: list[Skipped] = []
            loud = [one for one in self._of_category if self._one(one, facts, skipped, complete=complete)]
            silent = {one.rule.id for one in self._of_category} - {one.rule.id for one in loud}
            known = loud, tuple(one for one in skipped if one.rule in silent)
            if len(self._quiet) < _MAX_KEPT:
                self._quiet[key] = known
        return known

    def _one(self, compiled: Compiled, facts: Facts, skipped: list[Skipped], *, complete: bool) -> Sequence[Hit]:
        """The hits of one rule; what it could not decide is added to `skipped`."""
        for name, path in compiled.needs:
            if UNSET in facts.column(path):
                skipped.append(self._skipped(compiled.rule, (Unknown(name),), facts))
                return ()
        found = compiled.check(facts)
        if found == () and (complete or not compiled.reads_variants):
            return ()
        return self._sorted(compiled, found, facts, skipped, complete=complete)

    def _sorted(
        self, compiled: Compiled, found: Any, facts: Facts, skipped: list[Skipped], *, complete: bool
    ) -> Sequence[Hit]:
        hits: list[Hit] = []
        unknown: list[Unknown] = []
        for one in found:
            (hits if type(one) is Hit else unknown).append(one)
        if compiled.reads_variants and not complete:
            unknown.append(Unknown("variants"))
        if unknown:
            skipped.append(self._skipped(compiled.rule, unknown, facts))
        return _assume(*compiled.assumed, hits, facts) if hits and compiled.assumed else hits

    def _skipped(self, rule: Rule, unknown: Sequence[Unknown], facts: Facts) -> Skipped:
        """The same for every product of a shape that lacks the same facts, so it is made once."""
        key = (rule.id, *unknown, facts.tree["shopify"]["shape"])
        made = self._made.get(key)
        if made is None:
            needs = tuple(dict.fromkeys(fact_name(one.fact) for one in unknown))
            why = next((one.why for one in unknown if one.why), None)
            made = Skipped(rule=rule.id, needs=needs, why=why or _why(needs[0], facts))
            if len(self._made) < _MAX_KEPT:
                self._made[key] = made
        return made


def _assume(path: Path, expected: Any, hits: Sequence[Hit], facts: Facts) -> list[Hit]:
    """Keep hits where the assumption holds, weaken those where it is not known."""
    known = {scope_of(at): value for at, value in facts.places(path) if value is not UNSET}
    kept = []
    for hit in hits:
        value = known.get(scope_of(hit.at))
        if value is None:
            kept.append(Hit(hit.at, hit.value, hit.cause, hit.words, "likely", assumed=True))
        elif value == expected:
            kept.append(hit)
    return kept


def _why(name: str, facts: Facts) -> str:
    fact = FACTS.get(name)
    if fact is not None and fact.path.steps[0] == "shop":
        return fact.unknown(name)
    shape = facts.tree["shopify"]["shape"]
    return f"A payload of the shape {shape} does not hold: {name}. To decide it, {fact.supply if fact else 'send it'}."
