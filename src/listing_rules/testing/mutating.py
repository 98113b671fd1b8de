"""Run the mutants of rules and their tables against the rules' own examples: what no example notices has survived.

Only what a mutant can change is run again: the examples of its own rule, beside the rules that it yields to; for a
market's limit those of the rules that read it, in that market; for a word those of its table first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec import Struct

from listing_rules.errors import RuleFileError
from listing_rules.examples import for_examples, run_examples
from listing_rules.rule import Rule
from listing_rules.rulefile import load_rule
from listing_rules.ruleset import RuleSet, part_of
from listing_rules.schema import explained
from listing_rules.testing.mutants import Mutant, mutants_of_rule
from listing_rules.yamlfile import Document, read_yaml

__all__ = ["Fate", "mutate_rules", "noticed", "rule_notices"]


class Fate(Struct, frozen=True):
    """What became of a mutant of a rule or table: `killed` by an example, or not; `because` explains a survivor."""

    subject: str
    mutant: Mutant
    killed: bool
    because: str | None = None

    @property
    def is_gap(self) -> bool:
        """Whether it survived and nobody says why."""
        return not self.killed and self.because is None


def mutate_rules(rules: RuleSet, only: frozenset[str] | None = None) -> Iterator[Fate]:
    """The fate of every mutant of every rule, or of those named, in the order of the rules."""
    enough = for_examples(rules)
    for rule in rules.rules:
        if only is None or rule.id in only:
            yield from _mutate(enough, rule)


def _mutate(rules: RuleSet, rule: Rule) -> Iterator[Fate]:
    document = read_yaml(Path(rule.file))
    because = explained(rule.raw)
    for mutant in mutants_of_rule(Document(rule.file, rule.raw, document.marks)):
        mutated = _born(document, rule, mutant.value)
        if mutated is not None:
            small = part_of(rules, {rule.id, *rule.yields_to}, mutated)
            killed = noticed(small, {rule.id}, mutant.market)
            yield Fate(rule.id, mutant, killed, None if killed else because.get(mutant.change))


def _born(document: Document, rule: Rule, value: Mapping[str, Any]) -> Rule | None:
    try:
        return load_rule(replace(document, value=value), rule.area, rule.id)
    except RuleFileError:
        return None


def noticed(rules: RuleSet, of: Iterable[str], market: str | None = None) -> bool:
    """Whether an example of these rules no longer holds."""
    try:
        return any(result.problem for result in run_examples(rules, frozenset(of), market=market))
    except Exception:  # noqa: BLE001  (a mistake that stops the run is noticed, however it stops it)
        return True


def rule_notices(rules: RuleSet, rule: Rule, market: str | None) -> bool:
    """Whether an example of this rule no longer holds, beside the rules that it yields to."""
    return noticed(part_of(rules, {rule.id, *rule.yields_to}), {rule.id}, market)
