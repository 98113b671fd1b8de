"""`rules`: the rule set itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import msgspec

from listing_rules.commands.differing import diff_rules
from listing_rules.commands.inputs import shop_of
from listing_rules.commands.wording import list_terms
from listing_rules.engine import Checker
from listing_rules.errors import ListingRulesError
from listing_rules.output import opened_output
from listing_rules.rulelock import check_lock, lock_of
from listing_rules.rules import load_rules
from listing_rules.ruleset import RuleSet

__all__ = ["insist_on", "rules"]


def rules(
    *,
    folders: tuple[Path, ...],
    style: str,
    terms: bool,
    diff: tuple[Path, Path] | None,
    catalog: tuple[Path, ...],
    lock: Path | None,
    compiled: bool,
    shape: str | None,
    **shop_facts: Any,
) -> int:
    if terms:
        return list_terms(folders=folders)
    if diff is not None:
        return diff_rules(old=diff[0], new=diff[1], catalog=catalog, shape=shape, style=style, **shop_facts)
    if catalog:
        raise click.UsageError("--catalog goes with --diff OLD NEW")
    if compiled:
        click.echo(Checker(load_rules(*folders), shop_of(**shop_facts)).compiled_text(plain=shape == "rest"))
        return 0
    if lock is not None:
        return _write_lock(lock, folders)
    return _list(folders=folders, style=style)


def _write_lock(path: Path, folders: tuple[Path, ...]) -> int:
    found = load_rules(*folders)
    with opened_output(path) as out:
        out.write(json.dumps(lock_of(found), indent=1) + "\n")
    click.echo(f"{path}: {len(found.rules)} rules, version {found.version}, {found.content_hash}")
    return 0


def insist_on(path: Path, found: RuleSet) -> None:
    """ListingRulesError where the rules are not those of the lock."""
    try:
        check_lock(msgspec.json.decode(path.read_bytes()), found)
    except (ListingRulesError, ValueError, msgspec.DecodeError, RecursionError) as error:
        raise ListingRulesError(f"{path}: {error}") from None


def _list(*, folders: tuple[Path, ...], style: str) -> int:
    found = load_rules(*folders)
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
        for rule in found.rules
    ]
    if style == "json":
        click.echo(json.dumps({"version": found.version, "hash": found.content_hash, "rules": rows}, indent=2))
        return 0
    for row in rows:
        markets = row["markets"] if isinstance(row["markets"], str) else ",".join(row["markets"])
        click.echo(f"{row['id']:<32} {row['stage']:<13} {row['severity']:<8} {markets[:11]:<11} {row['title']}")
    click.echo(f"\n{len(rows)} rules, version {found.version}")
    return 0
