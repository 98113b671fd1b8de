"""`compare`: what is new, fixed and unchanged between two runs, by rule."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from listing_rules.comparing import Comparison, Example, ReadReport, RunSummary, compare_runs, reports_of
from listing_rules.errors import ListingRulesError
from listing_rules.formats.visible import visible
from listing_rules.report import FORECASTS, Severity
from listing_rules.rules import load_rules

__all__ = ["compare"]

_COLUMNS = ("new", "fixed", "unchanged", "undecided", "not_met")
_HEADS = {
    "new": "new",
    "fixed": "fixed",
    "unchanged": "unchanged",
    "undecided": "not decided now",
    "not_met": "product gone",
}
_MARKS = {"error": ("✗", "red"), "warning": ("!", "yellow"), "info": ("i", "blue")}


def compare(*, before: Path, now: Path, folders: tuple[Path, ...], style: str, fail_on: Severity | str) -> int:
    found = compare_runs(_run(before), _run(now), load_rules(*folders))
    if style == "json":
        _write_json(found)
    else:
        _print(before, now, found)
    return 1 if fail_on != "never" and found.at_or_above(fail_on) else 0  # type: ignore[arg-type]


def _run(path: Path) -> Iterator[ReadReport]:
    try:
        with path.open("rb") as file:
            yield from reports_of(file)
    except ListingRulesError as error:
        raise ListingRulesError(f"{path}, {error}") from None


def _write_json(found: Comparison) -> None:
    """As a stream: every new and every fixed failure is in it."""
    head = {
        "before": found.before,
        "now": found.now,
        "rules": {rule: {name: getattr(found, name)[rule] for name in _COLUMNS} for rule in found.rules()},
    }
    click.echo(_json(head).removesuffix("}"), nl=False)
    for name, entries in (("new", found.fresh.all()), ("fixed", found.fixed_entries())):
        click.echo(f',"{name}":[', nl=False)
        for number, entry in enumerate(entries):
            click.echo(("," if number else "") + "\n" + _json(entry), nl=False)
        click.echo("\n]", nl=False)
    click.echo("}")


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _print(before: Path, now: Path, found: Comparison) -> None:
    for name, path, summary in (("before", before, found.before), ("now", now, found.now)):
        click.echo(f"{name:<7}{visible(str(path))}: {_summary(summary)}")
    if found.before.markets.keys() != found.now.markets.keys():
        click.echo(click.style("! The two runs are of different markets.", fg="yellow"))
    click.echo("")
    _print_table(found)
    if found.examples:
        click.echo(f"\n{click.style('New', bold=True)}")
        for example in found.examples:
            _print_example(example)
        if found.new.total() > len(found.examples):
            click.echo(f"  and {found.new.total() - len(found.examples):,} more (--format json lists all)")


def _summary(run: RunSummary) -> str:
    forecasts = ", ".join(
        f"{run.forecasts[name]:,} {name.replace('_', ' ')}" for name in FORECASTS if name in run.forecasts
    )
    about = visible(
        f"{' and '.join(run.markets) or 'no market'}, rules {' and '.join(run.rules_versions) or 'unknown'}"
    )
    unreadable = f"; {run.unreadable:,} unreadable" if run.unreadable else ""
    return f"{about}, {run.products:,} products: {forecasts or 'none'}{unreadable}"


def _print_table(found: Comparison) -> None:
    """A row for each rule with something new or gone; the others in one."""
    columns = [name for name in _COLUMNS if name in ("new", "fixed", "unchanged") or getattr(found, name)]
    rows = [(rule, [getattr(found, name)[rule] for name in columns]) for rule in found.rules()]
    moved = [
        row for row in rows if any(count for count, name in zip(row[1], columns, strict=True) if name != "unchanged")
    ]
    still = len(rows) - len(moved)
    if still:
        moved.append((f"{still} {'rule' if still == 1 else 'rules'} unchanged", _sums(rows, moved, len(columns))))
    moved.append(("all", [getattr(found, name).total() for name in columns]))
    width = max(len(visible(rule)) for rule, _ in moved)
    click.echo(" " * width + "".join(f"{_HEADS[name]:>{_width(name)}}" for name in columns))
    for rule, counts in moved:
        cells = "".join(f"{count:>{_width(name)},}" for count, name in zip(counts, columns, strict=True))
        click.echo(f"{visible(rule):<{width}}{cells}")


def _sums(rows: list[tuple[str, list[int]]], without: list[tuple[str, list[int]]], width: int) -> list[int]:
    named = {rule for rule, _ in without}
    left = [counts for rule, counts in rows if rule not in named]
    return [sum(counts[place] for counts in left) for place in range(width)]


def _width(name: str) -> int:
    return max(len(_HEADS[name]) + 2, 11)


def _print_example(example: Example) -> None:
    product, source = example.report.product, example.report.source
    sign, colour = _MARKS[example.failure.severity]
    name = product.title or product.handle or product.id or "(no title)"
    place = ":".join(str(part) for part in (source and source.file, source and source.line) if part)
    click.echo(f"  {click.style(sign, fg=colour)} {visible(example.failure.rule)}  {visible(name)}")
    click.echo(textwrap.fill(visible(example.failure.reason), 100, initial_indent=" " * 6, subsequent_indent=" " * 6))
    if place:
        click.echo(click.style(f"      {visible(place)}", dim=True))
