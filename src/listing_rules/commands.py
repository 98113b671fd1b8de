"""What the commands do, once their arguments are read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import IO, Any, BinaryIO

import click
import msgspec

from listing_rules.api import calibrate, explain
from listing_rules.catalog import check_files, files_of
from listing_rules.errors import ListingRulesError, PayloadError
from listing_rules.examples import run_examples
from listing_rules.formats import FORMATS, Format, Tally
from listing_rules.formats.text import Text
from listing_rules.formats.visible import visible
from listing_rules.output import Plain, Progress, opened_output, wants_colour
from listing_rules.report import Severity
from listing_rules.rules import load_rules
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.shopify import iter_products
from listing_rules.shopify.mapping import to_candidate

__all__ = ["calibration", "candidates", "check", "explanations", "list_rules", "test_rules"]

_STDIN = Path("-")


def check(
    *,
    paths: tuple[Path, ...],
    folders: tuple[Path, ...],
    formats: tuple[str, ...],
    output: Path | None,
    as_of: datetime | None,
    fail_on: Severity | str,
    verbose: bool,
    jobs: int,
    shape: str | None,
    **shop_facts: Any,
) -> int:
    shop = _shop(**shop_facts)
    rules = load_rules(*folders)
    day = as_of.date() if as_of else None
    tally = Tally()
    with ExitStack() as stack:
        writers = [
            _writer(name, stack.enter_context(opened_output(file)), rules, verbose)
            for name, file in _targets(formats, output)
        ]
        reports = check_files(_sources(paths, stack), shop=shop, rules=rules, jobs=jobs, as_of=day, shape=shape)
        problem = _write_all(reports, writers, tally)
    if problem:
        raise ListingRulesError(problem)
    return 1 if fail_on != "never" and tally.at_or_above(fail_on) else 0  # type: ignore[arg-type]


def _write_all(reports: Iterator[Any], writers: list[Format], tally: Tally) -> str | None:
    """Write every report; where the run stops early, say in each output that it is partial, and why."""
    progress = Progress()
    problem = None
    try:
        for report in reports:
            tally.add(report)
            for writer in writers:
                writer.add(report)
            progress.step()
    except ListingRulesError as error:
        problem = str(error)
    progress.done()
    for writer in writers:
        writer.finish(tally, partial=problem)
    return problem


def _targets(formats: tuple[str, ...], output: Path | None) -> list[tuple[str, Path | None]]:
    """The outputs asked for: `text`, `jsonl=reports.jsonl`. At most one of them is standard output."""
    targets = []
    for text in formats or ("text",):
        name, _, file = text.partition("=")
        if name not in FORMATS:
            raise click.UsageError(f"--format {name!r} is not known; it is one of {', '.join(sorted(FORMATS))}")
        targets.append((name, Path(file) if file else output))
    if len({file for _, file in targets}) < len(targets):
        raise click.UsageError(
            "two outputs would be written to one place; name a file for one: --format jsonl=out.jsonl"
        )
    return targets


def _writer(name: str, out: IO[str], rules: RuleSet, verbose: bool) -> Format:
    if name != "text":
        return FORMATS[name](out, rules)
    return Text(out if wants_colour(out) else Plain(out), rules, verbose=verbose)  # type: ignore[arg-type]


def _sources(paths: tuple[Path, ...], stack: ExitStack) -> list[Path | BinaryIO]:
    for path in paths:
        if path != _STDIN and not path.exists():
            raise PayloadError(f"{path}: there is no such file or folder")
    return [sys.stdin.buffer if path == _STDIN else path for path in paths]


def _shop(*, market: str | None, shop_file: Path | None) -> Shop:
    if shop_file is not None:
        return Shop.load(shop_file, market=market)
    if market is None:
        raise click.UsageError("say which market: --market US, or --shop with a file that names it")
    return Shop(market=market)


def candidates(*, paths: tuple[Path, ...], shape: str | None, **shop_facts: Any) -> int:
    shop = _shop(**shop_facts)
    unreadable = 0
    with ExitStack() as stack:
        for file in _binary_files(paths, stack):
            for record in iter_products(file, shape=shape):
                if record.product is None:
                    unreadable += 1
                    click.echo(f"listing-rules: line {record.line}: {visible(record.error or '')}", err=True)
                else:
                    click.echo(json.dumps(to_candidate(record.product, shop).to_api()))
    return 2 if unreadable else 0


def _binary_files(paths: tuple[Path, ...], stack: ExitStack) -> Iterator[BinaryIO]:
    for source in _sources(paths, stack):
        if isinstance(source, Path):
            yield from (stack.enter_context(file.open("rb")) for file in files_of(source))
        else:
            yield source


def explanations(*, said: tuple[str, ...], folders: tuple[Path, ...], as_json: bool) -> int:
    text = sys.stdin.read() if said == ("-",) else " ".join(said)
    found = explain(text, rules=load_rules(*folders) if folders else None)
    if as_json:
        click.echo(json.dumps([one.model_dump(mode="json") for one in found], indent=2))
        return 0 if found else 1
    if not found:
        click.echo("No rule speaks of this, and none comes near it.", err=True)
        return 1
    if found[0].guess:
        click.echo("We do not know this text. The nearest that we know:\n")
    for one in found:
        perhaps = "Perhaps: " if one.guess and not found[0].guess else ""
        click.echo(f"{perhaps}{click.style(one.reason, bold=True)}\n  Fix: {one.fix}")
        codes = [f"TikTok {code}" for code in one.platform_codes]
        click.echo(f"  {' · '.join(filter(None, [one.stage, one.action, one.rule, *codes]))}\n")
    return 0


def calibration(*, predicted: Path, actual: Path, folders: tuple[Path, ...], as_json: bool) -> int:
    rules = load_rules(*folders) if folders else None
    found = calibrate(_json_lines(predicted), _json_lines(actual), rules=rules)
    click.echo(msgspec.json.format(msgspec.json.encode(found)).decode() if as_json else found.table(), nl=as_json)
    return 0


def _json_lines(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                if line.strip():
                    yield msgspec.json.decode(line)
            except (ValueError, msgspec.DecodeError, RecursionError) as error:
                raise ListingRulesError(f"{path}, line {number}: {error}; one JSON object was expected") from None


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
