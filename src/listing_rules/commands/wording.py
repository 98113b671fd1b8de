"""`explain --text` and `rules --terms`: which goods words name, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import msgspec

from listing_rules.rules import load_rules
from listing_rules.shop import MARKETS
from listing_rules.surfaces import Surfaces
from listing_rules.terms import Finding, Trace

__all__ = ["goods_in", "list_terms"]


def goods_in(*, folders: tuple[Path, ...], text: str, market: str, as_json: bool) -> int:
    if market not in MARKETS:
        raise click.UsageError(f"--market {market}: one of {', '.join(MARKETS)} was expected")
    table = load_rules(*folders).tables.terms
    surfaces = Surfaces(title=text)
    found = table.find(surfaces, market)
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(found), indent=2, ensure_ascii=False))
        return 0
    for finding in found:
        _tell(finding, market)
    if not found:
        click.echo(f"Nothing in it names goods that TikTok Shop {market} does not sell or holds back.")
    for trace in table.trace(surfaces, market):
        _show(trace)
    return 0


def _tell(finding: Finding, market: str) -> None:
    click.echo(f"{click.style(finding.outcome, bold=True)} in {market}: {finding.name} ({finding.certainty})")
    click.echo(f"  because of {finding.why}")
    if finding.asks:
        click.echo(f"  asks for: {finding.asks.kind}. Have ready: {'; '.join(finding.asks.provide)}")


def _show(trace: Trace) -> None:
    said = {True: "names what is sold", False: "may name it, without proof", None: "names something else here"}
    click.echo(f'  · {trace.group}: "{trace.words}" ({trace.strength}, {trace.language}) {said[trace.counts]}')


def list_terms(*, folders: tuple[Path, ...]) -> int:
    groups = load_rules(*folders).tables.terms.groups
    for group in groups:
        outcomes = ", ".join(f"{market}: {_outcome(one)}" for market, one in group.outcomes.items())
        languages = " ".join(sorted({term.language for term in group.terms}))
        click.echo(f"{group.id:<28} {len(group.terms):>5} terms ({languages})  {outcomes}")
    click.echo(f"\n{len(groups)} groups; the files are {Path(groups[0].file).parent}")
    return 0


def _outcome(one: Any) -> str:
    return one if isinstance(one, str) else "; ".join(f"{row['outcome']} from {row.get('from', 'ever')}" for row in one)
