"""`test --mutate`: mistakes made in rules on purpose, and which of them no example notices."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from listing_rules.output import opened_output
from listing_rules.progress import Progress
from listing_rules.ruleset import RuleSet
from listing_rules.testing.mutating import Fate
from listing_rules.testing.score import Score, mutation_score

__all__ = ["mutate"]

_SHOWN = 10
_HINTS: Mapping[str, str] = {
    "flip an operator": "an example on each side of the limit",
    "move a limit": "an example at the limit, and one a unit beyond it",
    "loosen the check": "an example that fails by this alone",
    "loosen a normalisation": "an example that only this way of reading tells",
    "read one level higher": "an example that fails",
    "drop a market": "'markets: all' (or a list) in an example that fails",
    "add markets": "an example that passes in another market",
    "remove an excuse": "an example that passes, or is skipped, by this alone",
    "remove a term": "a title under 'match' with no other term in it",
    "swap the stage": "'stage' in an example that fails, or 'forecast'",
    "swap the severity": "'severity' in an example that fails",
}


def mutate(
    rules: RuleSet, folders: tuple[Path, ...], only: frozenset[str], *, style: str, output: Path | None, verbose: bool
) -> int:
    """Tell the score; 1 where a mutant survives that no rule file explains, else 0."""
    progress = Progress(None, what="mutants")
    score = mutation_score(rules, folders, only, progress.step)
    progress.done()
    lines = [json.dumps(score.as_json(), indent=2)] if style == "json" else _text(score, verbose=verbose)
    with opened_output(output) as out:
        out.writelines(f"{line}\n" for line in lines)
    return 1 if score.gaps or score.needless else 0


def _text(score: Score, *, verbose: bool) -> Iterator[str]:
    for file, gaps in groupby(score.gaps, key=lambda fate: fate.mutant.file):
        yield from _of_file(file, list(gaps), verbose=verbose)
    yield from score.needless
    missed = {fate.mutant.operator for fate in score.gaps}
    yield ""
    for name, count, killed in score.by_operator():
        hint = f"; what would notice more: {_HINTS[name]}" if name in missed else ""
        yield f"{name:<24} {killed:>6} of {count:>5} noticed{hint}"
    alive = f"{len(score.fates) - score.killed} survived ({score.explained} explained as equivalent)"
    yield f"{len(score.fates)} mutants: {score.killed} killed, {alive}"
    yield f"Mutation score: {score.share:.1%}"


def _of_file(file: str, gaps: list[Fate], *, verbose: bool) -> Iterator[str]:
    shown = gaps if verbose else gaps[:_SHOWN]
    for fate in shown:
        yield f"{file}:{fate.mutant.line}:{fate.mutant.column}: survived: {fate.mutant.change}"
    if len(shown) < len(gaps):
        yield f"{file}: and {len(gaps) - len(shown)} more (--verbose shows them)"
