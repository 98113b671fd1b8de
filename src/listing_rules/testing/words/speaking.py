"""What the examples of rules notice of a table of terms that has no titles beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from msgspec.structs import replace

from listing_rules.examples import for_examples, words_of_example
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet, part_of, with_tables
from listing_rules.surfaces import Surfaces
from listing_rules.terms import TermTable
from listing_rules.terms.table import Group
from listing_rules.terms.words import texts_of
from listing_rules.testing.mutating import noticed
from listing_rules.testing.words.changes import Change
from listing_rules.testing.words.holding import Holding

__all__ = ["Speakers"]


class Speakers:
    """The rules that speak of a group of goods. Only the examples that hold a word which is gone are run without it."""

    def __init__(self, rules: RuleSet, group: Group) -> None:
        self._rules = for_examples(rules)
        terms = self._rules.tables.terms
        self._contexts = terms.contexts
        self._others = tuple(one for one in terms.groups if one.id != group.id)
        self._standing = next(one.terms for one in terms.groups if one.id == group.id)
        self._examples: Holding[tuple[Rule, Mapping[str, Any]]] = Holding()
        for rule in rules.rules:
            if _speaks_of(rule, group):
                for example in rule.examples:
                    self._examples.add(_present(words_of_example(rules, rule, example)), (rule, example))

    def notice(self, change: Change, market: str | None) -> bool:
        """Whether an example no longer holds (in this market, or in any)."""
        touched = list(self._examples.with_any(change.touched))
        if not touched:
            return False
        changed = with_tables(self._rules, terms=self._table(change))
        return any(noticed(part, {rule.id}, market) for rule, part in _parts(changed, touched))

    def _table(self, change: Change) -> TermTable:
        left = (change.instead.get(id(term), term) for term in self._standing)
        group = replace(change.group, terms=tuple(term for term in left if term))
        return TermTable((group, *self._others), self._contexts)


def _speaks_of(rule: Rule, group: Group) -> bool:
    """Whether the rule may tell of these goods: it names them, or names none."""
    named = rule.params.get("groups")
    left_out = group.id in rule.params.get("except", ())
    return group.id in named if named else rule.kind == "goods" and not left_out


def _parts(rules: RuleSet, touched: Iterable[tuple[Rule, Mapping[str, Any]]]) -> Iterator[tuple[Rule, RuleSet]]:
    """Each rule with none but these examples, beside those that it yields to."""
    examples: dict[str, list[Mapping[str, Any]]] = {}
    speakers: dict[str, Rule] = {}
    for rule, example in touched:
        examples.setdefault(rule.id, []).append(example)
        speakers[rule.id] = rule
    for name, rule in speakers.items():
        few = replace(rule, examples=tuple(examples[name]))
        yield rule, part_of(rules, {name, *rule.yields_to}, few)


def _present(products: Iterable[Surfaces]) -> frozenset[str]:
    texts = chain.from_iterable(map(_texts, products))
    return frozenset(chain.from_iterable(texts_of(text) for text in texts if text))


def _texts(words: Surfaces) -> Iterator[str | None]:
    yield from (words.title, words.product_type, words.vendor, words.description, *words.tags, *words.options)
