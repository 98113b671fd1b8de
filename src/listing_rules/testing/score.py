"""The mutation score of rules: how many of the small mistakes that could be made in them the examples notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from listing_rules.ruleset import RuleSet
from listing_rules.schema import explained
from listing_rules.testing.mutating import Fate, mutate_rules
from listing_rules.testing.tablemutants import mutate_tables
from listing_rules.testing.words.mutants import needless_words

__all__ = ["Score", "mutation_score", "needless_explanations"]


class Score(Struct, frozen=True):
    """The fates of all mutants. Survivors that a rule file explains as equivalent count neither for nor against it."""

    fates: tuple[Fate, ...]
    needless: tuple[str, ...]

    @property
    def killed(self) -> int:
        return sum(fate.killed for fate in self.fates)

    @property
    def explained(self) -> int:
        """The survivors that a rule file says to be equivalent."""
        return sum(fate.because is not None for fate in self.fates)

    @property
    def gaps(self) -> tuple[Fate, ...]:
        """The survivors that nobody explains."""
        return tuple(fate for fate in self.fates if fate.is_gap)

    @property
    def share(self) -> float:
        """Killed of those that could be, from 0 to 1; 1 where there are none."""
        possible = self.killed + len(self.gaps)
        return self.killed / possible if possible else 1.0

    def as_json(self) -> dict[str, Any]:
        """The score, each operator's, and every survivor with its file and line."""
        return {
            "mutants": len(self.fates),
            "killed": self.killed,
            "equivalent": self.explained,
            "survived": len(self.gaps),
            "score": round(self.share, 4),
            "operators": {name: {"mutants": of, "killed": killed} for name, of, killed in self.by_operator()},
            "survivors": [_told(fate) for fate in self.fates if not fate.killed],
            "needless_explanations": list(self.needless),
        }

    def by_operator(self) -> Iterator[tuple[str, int, int]]:
        """Each kind of mistake, how many of it there are, and how many are noticed."""
        for name in dict.fromkeys(fate.mutant.operator for fate in self.fates):
            same = [fate.killed for fate in self.fates if fate.mutant.operator == name]
            yield name, len(same), sum(same)


def _told(fate: Fate) -> dict[str, Any]:
    mutant = fate.mutant
    return {
        "subject": fate.subject,
        "operator": mutant.operator,
        "change": mutant.change,
        "file": mutant.file,
        "line": mutant.line,
        "column": mutant.column,
        "because": fate.because,
    }


def mutation_score(
    rules: RuleSet, folders: Iterable[Path], only: frozenset[str], step: Callable[[], object] = lambda: None
) -> Score:
    """The score of these rules and of the tables in these folders. `step` is called after each mutant."""
    fates = tuple(_each(mutate_rules(rules, only), step))
    tables = tuple(_each((fate for folder in folders for fate in mutate_tables(rules, folder)), step))
    needless = (*needless_explanations(rules, fates), *needless_words(rules, tables))
    return Score((*fates, *tables), needless)


def _each(fates: Iterable[Fate], step: Callable[[], object]) -> Iterator[Fate]:
    for fate in fates:
        step()
        yield fate


def needless_explanations(rules: RuleSet, fates: Iterable[Fate]) -> Iterator[str]:
    """Mutants under `equivalent` that do not exist, or do not survive."""
    survivors: dict[str, set[str]] = {}
    for fate in fates:
        survivors.setdefault(fate.subject, set()).update(() if fate.killed else (fate.mutant.change,))
    for rule_id, changes in survivors.items():
        rule = rules.get(rule_id)
        for name in sorted(set(explained(rule.raw if rule else {})) - changes):
            yield f"{rule.file if rule else rule_id}: equivalent: {name!r} does not survive; take it out"
