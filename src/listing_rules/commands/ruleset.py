"""`rules` and `test`: the rule set itself."""

from __future__ import annotations

import json
from pathlib import Path

import click

from listing_rules.examples import run_examples
from listing_rules.rules import load_rules

__all__ = ["list_rules", "test_rules"]


def list_rules(*, folders: tuple[Path, ...], style: str) -> int:
    rules = load_rules(*folders)
    rows = [
        {
            "id": rule.id,
            "area": rule.area,
            "stage": rule.stage,
            "severity": rule.severity,
            "certainty": rule.certainty,
            "markets": sorted(rule.markets) if rule.markets else "all",
            "needs": list(rule.needs),
            "title": rule.title,
        }
        for rule in rules.rules
    ]
    if style == "json":
        click.echo(json.dumps({"version": rules.version, "rules": rows}, indent=2))
        return 0
    for row in rows:
        markets = row["markets"] if isinstance(row["markets"], str) else ",".join(row["markets"])
        click.echo(f"{row['id']:<32} {row['stage']:<13} {row['severity']:<8} {markets[:11]:<11} {row['title']}")
    click.echo(f"\n{len(rows)} rules, version {rules.version}")
    return 0


def test_rules(*, folders: tuple[Path, ...]) -> int:
    rules = load_rules(*folders)
    own = frozenset(
        rule.id for rule in rules.rules if any(Path(rule.file).is_relative_to(folder) for folder in folders)
    )
    passed = failed = 0
    for result in run_examples(rules, own if folders else None):
        if result.problem is None:
            passed += 1
            continue
        failed += 1
        click.echo(f"{result.file}: {result.rule}: {result.example!r} in {result.market}: {result.problem}")
    click.echo(f"{passed} examples hold, {failed} do not ({len(own) if folders else len(rules.rules)} rules)")
    return 1 if failed else 0
