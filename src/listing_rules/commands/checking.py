"""`check`: reports in the formats asked for, and the exit status."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

import click

from listing_rules.catalog import check_blocks
from listing_rules.commands.baselines import baseline_run
from listing_rules.commands.going import Outputs, asked_of, journal_of, opened
from listing_rules.commands.inputs import shop_of, sources_of
from listing_rules.commands.ruleset import insist_on
from listing_rules.course import Interruptible
from listing_rules.formats import FORMATS, Format, Run, Tally
from listing_rules.formats.base import FailOn
from listing_rules.formats.words import placed
from listing_rules.inputs import Inputs
from listing_rules.locating import Places
from listing_rules.output import Plain, again, name_in_repository, spool, wants_colour
from listing_rules.report import Severity
from listing_rules.rules import load_rules

__all__ = ["check"]


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
    column: str | None,
    resume: bool,
    lock: Path | None,
    baseline: Path | None,
    write_baseline: Path | None,
    strict_baseline: bool,
    **shop_facts: Any,
) -> int:
    shop = shop_of(**shop_facts)
    rules = load_rules(*folders)
    if lock is not None:
        insist_on(lock, rules)
    known = baseline_run(baseline, write_baseline, strict=strict_baseline, market=shop.market, rules=rules)
    day = as_of.date() if as_of else None
    run = Run(
        rules=rules,
        places=Places(again),
        name_file=name_in_repository,
        say=partial(click.echo, err=True),
        spool=spool,
        fail_on=None if fail_on == "never" else fail_on,  # type: ignore[arg-type]
        verbose=verbose,
    )
    targets = _targets(formats, output)
    inputs, given = Inputs(sources_of(paths), shape, column), (paths, shape, column)
    asked = asked_of(shop=shop, rules=rules, day=day, inputs=given, baselines=(baseline, write_baseline))
    with ExitStack() as stack:
        journal = journal_of(targets, asked, resume=resume)
        course = stack.enter_context(Interruptible(journal))
        outputs = stack.enter_context(Outputs(course))
        for name, file in targets:
            outputs.to(_writer(name, stack.enter_context(opened(name, file, journal)), run), file)
        outputs.replay(known)
        blocks = check_blocks(outputs.left(inputs), shop=shop, rules=rules, jobs=jobs, as_of=day, course=course)
        outputs.write(blocks, known, inputs)
    stale = known.finish(outputs.tally)
    return _status(outputs.tally, run.fail_on, stale=stale)


def _status(tally: Tally, fail_on: FailOn, *, stale: bool) -> int:
    """What nobody could read outweighs what was found: whatever is wrong with it is not among the failures."""
    if tally.unreadable:
        all_met = tally.checked + tally.unreadable
        place = placed(tally.first_unreadable)
        first = f", the first at {place}" if place else ""
        click.echo(f"listing-rules: {tally.unreadable:,} of {all_met:,} products could not be read{first}", err=True)
        return 2
    return 1 if stale or (fail_on is not None and tally.at_or_above(fail_on)) else 0


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


def _writer(name: str, out: IO[str], run: Run) -> Format:
    """Only what people read in a terminal has colours."""
    return FORMATS[name](out if name != "text" or wants_colour(out) else Plain(out), run)  # type: ignore[arg-type]
