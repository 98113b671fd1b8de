"""`coverage`: how much of each rule its examples, and a real catalog, have shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from listing_rules.catalog import check_inputs
from listing_rules.commands.inputs import shop_of
from listing_rules.commands.testing import rules_in
from listing_rules.formats.visible import visible
from listing_rules.inputs import Inputs
from listing_rules.output import opened_output
from listing_rules.rules import load_rules
from listing_rules.ruleset import RuleSet
from listing_rules.testing.coverage import RuleCoverage, add_catalog, as_json, cover_rules, share_of
from listing_rules.testing.coverage.page import page_of

__all__ = ["coverage"]

_FORMATS = ("text", "json", "html")
_PARTS = ("markets", "limits", "shapes")
_SHOWN = 20


def coverage(
    *,
    folders: tuple[Path, ...],
    catalog: tuple[Path, ...],
    formats: tuple[str, ...],
    fail_under: float,
    shape: str | None,
    **shop_facts: Any,
) -> int:
    targets = list(_targets(formats))
    rules = load_rules(*folders)
    covered = list(cover_rules(rules, rules_in(rules, folders) if folders else None))
    products = None
    if catalog:
        reports = check_inputs(Inputs(catalog, shape), shop=shop_of(**shop_facts), rules=rules)
        products = add_catalog(covered, reports)
    for name, file in targets:
        with opened_output(file) as out:
            out.write(_told(name, rules, covered, products))
    share = share_of(covered)
    if 100 * share < fail_under:
        click.echo(f"listing-rules: the coverage is {share:.1%}, under {fail_under:g}%", err=True)
        return 1
    return 0


def _targets(formats: tuple[str, ...]) -> Iterator[tuple[str, Path | None]]:
    for text in formats or ("text",):
        name, _, file = text.partition("=")
        if name not in _FORMATS:
            raise click.UsageError(f"--format {name!r} is not known; it is one of {', '.join(_FORMATS)}")
        yield name, Path(file) if file else None


def _told(name: str, rules: RuleSet, covered: list[RuleCoverage], products: int | None) -> str:
    if name == "json":
        return json.dumps(as_json(rules, covered, products), indent=2) + "\n"
    if name == "html":
        return page_of(rules, covered, share_of(covered), products)
    return "".join(f"{line}\n" for line in _text(covered, products))


def _text(covered: list[RuleCoverage], products: int | None) -> Iterator[str]:
    yield f"{'rule':<36}{'fires':>7}{'silent':>8}{'skipped':>9}{'markets':>9}{'limits':>8}{'shapes':>8}{'catalog':>9}"
    for one in covered:
        counts = "".join(
            f"{_part(one, kind):>{width}}" for kind, width in (("markets", 9), ("limits", 8), ("shapes", 8))
        )
        seen = "-" if one.catalog is None else f"{one.catalog:,}"
        yield f"{one.rule:<36}{one.fires:>7}{one.silent:>8}{one.skipped:>9}{counts}{seen:>9}"
    yield ""
    for one in covered:
        yield from _gaps(one)
    if products is not None:
        never = [one.rule for one in covered if one.catalog == 0]
        told = f": {', '.join(never)}" if never else ""
        spoke = len(covered) - len(never)
        yield f"{products:,} products of the catalog: {spoke} rules spoke, {len(never)} never did{told}"
    yield f"Rule coverage: {share_of(covered):.1%} ({len(covered)} rules)"


def _row(rule: str, *cells: object) -> str:
    return f"{rule:<36}" + "".join(f"{cell:>9}" for cell in cells)


def _part(one: RuleCoverage, kind: str) -> str:
    seen, of = one.seen_of(kind)
    return f"{seen}/{of}" if of else "-"


def _gaps(one: RuleCoverage) -> Iterator[str]:
    gaps = one.gaps()
    if gaps:
        more = f", and {len(gaps) - _SHOWN} more" if len(gaps) > _SHOWN else ""
        yield visible(f"{one.file}: never seen: {', '.join(gaps[:_SHOWN])}{more}")
