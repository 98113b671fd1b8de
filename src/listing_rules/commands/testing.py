"""`test`: the examples inside rule files and tables, and with `--mutate` how much they notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from listing_rules.commands.mutation import mutate as run_mutants
from listing_rules.examples import for_examples, run_examples
from listing_rules.rules import bundled_folder, load_rules
from listing_rules.ruleset import RuleSet
from listing_rules.testing.words.files import stray_files, wrong_in
from listing_rules.testing.words.mutants import word_of, words_without_title

__all__ = ["rules_in", "test_rules"]


def test_rules(*, folders: tuple[Path, ...], mutate: bool, **told: Any) -> int:
    rules = load_rules(*folders)
    tested = folders or (bundled_folder(),)
    own = rules_in(rules, tested)
    passed, problems = _examples(rules, own, tested)
    for problem in problems:
        click.echo(problem)
    if problems or told["style"] != "json":
        click.echo(f"{passed} examples hold, {len(problems)} do not ({len(own)} rules)")
    if problems or not mutate:
        return 1 if problems else 0
    return run_mutants(rules, tested, own, **told)


def rules_in(rules: RuleSet, folders: Iterable[Path]) -> frozenset[str]:
    """The rules whose files lie in these folders."""
    return frozenset(rule.id for rule in rules.rules if _lies_in(rule.file, folders))


def _lies_in(file: str, folders: Iterable[Path]) -> bool:
    return any(Path(file).resolve().is_relative_to(folder.resolve()) for folder in folders)


def _examples(rules: RuleSet, own: frozenset[str], folders: Iterable[Path]) -> tuple[int, list[str]]:
    """How many examples hold, and what is wrong with each of the others."""
    results = list(run_examples(for_examples(rules), own))
    markets: dict[tuple[str, ...], list[str]] = {}
    for one in results:
        if one.problem:
            markets.setdefault((one.file, one.rule, one.example, one.problem), []).append(one.market)
    problems = [
        f"{file}: {rule}: {example!r} in {', '.join(where)}: {problem}"
        for (file, rule, example, problem), where in markets.items()
    ]
    return sum(not one.problem for one in results), [*problems, *_titles(rules, folders), *_words(rules, folders)]


def _titles(rules: RuleSet, folders: Iterable[Path]) -> Iterator[str]:
    """Titles that do not do as they should, and files of them that nobody reads."""
    for folder in folders:
        for title, problem in wrong_in(rules, folder):
            yield f"{title.place}: {title.text!r} {problem}"
        for file in stray_files(rules, folder):
            yield f"{file}: there is no tables/terms/{file.name} whose words these titles show"


def _words(rules: RuleSet, folders: Iterable[Path]) -> Iterator[str]:
    """Words that no title shows, in tables whose titles are said to be complete."""
    for mutant in (fate.mutant for folder in folders for fate in words_without_title(rules, folder)):
        yield f"{mutant.file}:{mutant.line}:{mutant.column}: no title shows {word_of(mutant)!r}"
