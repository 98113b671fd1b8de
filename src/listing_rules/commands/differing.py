"""`rules --diff`: what became tighter or looser, and which products of a catalog it concerns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from listing_rules.catalog import check_inputs
from listing_rules.commands.inputs import shop_of
from listing_rules.formats.visible import visible
from listing_rules.inputs import Inputs
from listing_rules.report import SEVERITIES, Failure, Report
from listing_rules.rulediff import DIRECTIONS, Change, compare_rules
from listing_rules.rules import load_rules
from listing_rules.ruleset import RuleSet

__all__ = ["diff_rules"]

_BUNDLED = Path("bundled")
_SHOWN = 20


def diff_rules(
    *, old: Path, new: Path, catalog: tuple[Path, ...], shape: str | None, style: str, **shop_facts: Any
) -> int:
    before, now = (load_rules(*([] if folder == _BUNDLED else [folder])) for folder in (old, new))
    changes = compare_rules(before, now)
    products = list(_products(catalog, shape, before, now, shop_facts)) if catalog else None
    if style == "json":
        click.echo(json.dumps(_as_json(before, now, changes, products), indent=2))
    else:
        _print(before, now, changes, products)
    return 0


def _products(
    catalog: tuple[Path, ...], shape: str | None, before: RuleSet, now: RuleSet, shop_facts: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """The products whose failures differ, with those that are new or worse and those that are gone."""
    shop = shop_of(**shop_facts)
    runs = [check_inputs(Inputs(catalog, shape), shop=shop, rules=rules) for rules in (before, now)]
    for one, other in zip(*runs, strict=True):
        was, is_now = _by_fingerprint(one), _by_fingerprint(other)
        new = [failure for name, failure in is_now.items() if _worse(was.get(name), failure)]
        gone = [failure for name, failure in was.items() if name not in is_now]
        if new or gone or one.forecast != other.forecast:
            yield {
                "product": other.product.model_dump(mode="json"),
                "source": other.source and other.source.model_dump(mode="json"),
                "forecast": [one.forecast, other.forecast],
                "new": sorted({failure.rule for failure in new}),
                "gone": sorted({failure.rule for failure in gone}),
            }


def _by_fingerprint(report: Report) -> dict[str, Failure]:
    return {failure.fingerprint: failure for failure in report.failures}


def _worse(was: Failure | None, now: Failure) -> bool:
    return was is None or SEVERITIES.index(now.severity) < SEVERITIES.index(was.severity)


def _as_json(
    before: RuleSet, now: RuleSet, changes: list[Change], products: list[dict[str, Any]] | None
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "old": {"version": before.version, "hash": before.content_hash},
        "new": {"version": now.version, "hash": now.content_hash},
        "changes": msgspec.to_builtins(changes),
    }
    return found if products is None else {**found, "products": products}


def _print(before: RuleSet, now: RuleSet, changes: list[Change], products: list[dict[str, Any]] | None) -> None:
    click.echo(f"{before.version} ({before.content_hash}) -> {now.version} ({now.content_hash})")
    if not changes:
        click.echo("The rules are the same.")
    for direction, heading in DIRECTIONS.items():
        rows = [change for change in changes if change.direction == direction]
        if rows:
            click.echo(f"\n{click.style(heading, bold=True)}")
        for row in rows:
            click.echo(f"  {row.part:<34} {visible(row.what)}")
    if products is not None:
        _print_products(("newly fails or fails worse", "newly fail or fail worse"), "new", products)
        _print_products(("loses a failure", "lose a failure"), "gone", products)


def _print_products(what: tuple[str, str], key: str, products: list[dict[str, Any]]) -> None:
    """`what` they do: one of them, or several."""
    rows = [row for row in products if row[key]]
    head = f"1 product {what[0]}" if len(rows) == 1 else f"{len(rows):,} products {what[1]}"
    click.echo(f"\n{click.style(head, bold=True)}")
    for row in rows[:_SHOWN]:
        product, source = row["product"], row["source"] or {}
        name = product["title"] or product["handle"] or product["id"] or "(no title)"
        place = ":".join(str(part) for part in (source.get("file"), source.get("line")) if part is not None)
        click.echo(f"  {visible(name)} ({visible(place)}): {', '.join(row[key])}")
    if len(rows) > _SHOWN:
        click.echo(f"  and {len(rows) - _SHOWN:,} more (--format json lists all)")
